@node "%~dp0tcss-gate" %*
