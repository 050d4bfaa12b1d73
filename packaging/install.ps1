# Installs photocheck for this user from the archive of a release that lies beside this script, and puts a shortcut on the
# desktop: photos and folders that are dropped on it end in a report that opens. It downloads nothing.
#     powershell -ExecutionPolicy Bypass -File install.ps1
$ErrorActionPreference = 'Stop'
$archive = Join-Path $PSScriptRoot 'photocheck-x86_64-pc-windows-msvc.zip'
if (-not (Test-Path $archive)) { throw "put $(Split-Path $archive -Leaf) beside this script" }
$folder = Join-Path $env:LOCALAPPDATA 'photocheck'
$scratch = Join-Path $env:TEMP ([guid]::NewGuid())
Expand-Archive $archive $scratch
New-Item -ItemType Directory -Force $folder | Out-Null
Copy-Item (Join-Path $scratch 'photocheck-*\photocheck.exe') $folder -Force
Remove-Item $scratch -Recurse
$path = [Environment]::GetEnvironmentVariable('Path', 'User')
if (($path -split ';') -notcontains $folder) {
    [Environment]::SetEnvironmentVariable('Path', "$path;$folder", 'User')
}
$link = (New-Object -ComObject WScript.Shell).CreateShortcut((Join-Path ([Environment]::GetFolderPath('Desktop')) 'photocheck.lnk'))
$link.TargetPath = Join-Path $folder 'photocheck.exe'
$link.Save()
& (Join-Path $folder 'photocheck.exe') --version
