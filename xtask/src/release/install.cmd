@echo off
rem Installs Bodypack for the user who runs this, or removes it again:
rem   install.cmd           plugins, command line and presets
rem   install.cmd /remove   takes away what was installed; your own rigs stay
rem Run again, also by a newer version, it replaces what was there.
setlocal EnableExtensions DisableDelayedExpansion
set "here=%~dp0"
set "clap=%LOCALAPPDATA%\Programs\Common\CLAP"
set "vst3=%LOCALAPPDATA%\Programs\Common\VST3"
set "programs=%LOCALAPPDATA%\Programs\Bodypack"
set "presets=%USERPROFILE%\Documents\VST3 Presets"
if "%LOCALAPPDATA%"=="" (
    echo There is no folder for programs of this user: LOCALAPPDATA is not set.
    goto failed
)
if /i "%~1"=="/remove" goto remove
if not "%~1"=="" (
    echo Only /remove is known, and not %1.
    goto failed
)
if not exist "%here%Bodypack.clap" (
    echo There is no Bodypack.clap beside this script: unpack the whole archive and run it there.
    goto failed
)
set "made="
for %%d in ("%LOCALAPPDATA%\Programs" "%LOCALAPPDATA%\Programs\Common" "%clap%" "%vst3%" "%vst3%\Bodypack.vst3" "%programs%" "%presets%") do call :note_missing %%d
for %%d in ("%clap%" "%vst3%\Bodypack.vst3" "%programs%" "%presets%") do call :writable %%d || goto refused
rem A host that runs holds its plugins open, and they cannot be replaced then.
copy /y "%here%Bodypack.clap" "%clap%\" >nul || goto unfinished
call :copy_folder "%here%Bodypack.vst3" "%vst3%\Bodypack.vst3" || goto unfinished
copy /y "%here%*.exe" "%programs%\" >nul || goto unfinished
call :copy_folder "%here%Presets" "%presets%" || goto unfinished
if exist "%here%Manual" call :copy_folder "%here%Manual" "%programs%\Manual" || goto unfinished
if exist "%here%Completions\*.ps1" copy /y "%here%Completions\*.ps1" "%programs%\" >nul || goto unfinished
if exist "%here%*.txt" copy /y "%here%*.txt" "%programs%\" >nul || goto unfinished
copy /y "%here%install.cmd" "%programs%\" >nul || goto unfinished
echo Bodypack is installed. Have your host scan its plugins:
echo   %clap%
echo   %vst3%
echo The command line is "%programs%\bodypack.exe".
goto end

:remove
for /r "%presets%" %%f in (*.vstpreset) do if exist "%here%Presets" call :remove_preset "%%f"
if exist "%clap%\Bodypack.clap" del /q "%clap%\Bodypack.clap" || goto held
if exist "%clap%\Bodypack.clap" goto held
if exist "%vst3%\Bodypack.vst3" rmdir /s /q "%vst3%\Bodypack.vst3" || goto held
if exist "%vst3%\Bodypack.vst3" goto held
if exist "%programs%\Manual" rmdir /s /q "%programs%\Manual"
if exist "%programs%" del /q "%programs%\bodypack*" "%programs%\*.txt"
echo Bodypack is removed. Your own rigs, if there are any, are still in "%APPDATA%\Bodypack".
if exist "%programs%\install.cmd" if /i not "%here%"=="%programs%\" del /q "%programs%\install.cmd"
rmdir "%programs%" 2>nul
goto end

rem Copies what is in a folder into another one. Wine's xcopy knows no names with spaces.
:copy_folder
for /r "%~1" %%f in (*) do call :copy_file "%%f" "%~1" "%~2" || exit /b 1
exit /b 0

rem Copies a file that is somewhere below a folder to the same place below another one.
:copy_file
setlocal EnableDelayedExpansion
set "file=%~1"
set "rest=!file:%~2\=!"
for %%p in ("%~3\!rest!") do set "folder=%%~dpp"
if not exist "!folder!" mkdir "!folder!"
copy /y "!file!" "!folder!" >nul
set "outcome=!errorlevel!"
endlocal & exit /b %outcome%

rem Takes away a preset that this archive brings.
:remove_preset
setlocal EnableDelayedExpansion
set "file=%~1"
set "rest=!file:%presets%\=!"
if exist "%here%Presets\!rest!" del /q "!file!"
endlocal
exit /b 0

rem Remembers a folder that is not there yet, the deepest first.
:note_missing
if not exist "%~1\" set made="%~1" %made%
exit /b 0

rem Makes a folder, and tries whether a file can be written into it.
:writable
if not exist "%~1\" mkdir "%~1" 2>nul
(echo x>"%~1\.bodypack-new") 2>nul
if exist "%~1\.bodypack-new" (
    del /q "%~1\.bodypack-new"
    exit /b 0
)
echo The folder "%~1" cannot be written to. Nothing has been installed.
exit /b 1

:refused
rem Only folders that are empty go.
for %%d in (%made% "%clap%\.bodypack-new") do rmdir %%d 2>nul
goto failed

:held
echo A file could not be removed. Close every host that has Bodypack loaded, then run this again.
goto failed

:unfinished
echo A file could not be written or replaced. Close every host that has Bodypack loaded, or make room on the disk, then
echo run this again. What has been copied so far is still there: install.cmd /remove takes it away.
:failed
if "%~1"=="" pause
endlocal
exit /b 1

:end
if "%~1"=="" pause
endlocal
exit /b 0
