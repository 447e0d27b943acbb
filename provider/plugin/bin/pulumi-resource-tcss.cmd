@node "%~dp0pulumi-resource-tcss" %*
