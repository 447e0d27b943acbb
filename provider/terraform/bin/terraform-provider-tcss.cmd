@where node >nul 2>nul || (echo terraform-provider-tcss needs Node.js 20.19 or later, and there is no node on PATH.& exit /b 1)
@node "%~dp0launch.js" %*
