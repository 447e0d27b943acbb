// a program without any resource
