# Installs photocheck for this user, and puts a shortcut on the desktop: photos and folders that are dropped on it end in a
# report that opens.
#     powershell -ExecutionPolicy Bypass -File install.ps1
# The archive is taken from beside this script. Where none lies there, it is fetched from the release that the script came
# with; $env:PHOTOCHECK_RELEASE names another address. Its checksum is compared before it is unpacked.
# Windows PowerShell reads a script in the system's code page: everything here is ASCII.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# packaging/installers.sh writes the address of the release here.
$release = ''
if ($env:PHOTOCHECK_RELEASE) { $release = $env:PHOTOCHECK_RELEASE }

$archive = 'photocheck-x86_64-pc-windows-msvc.zip'
$folder = Join-Path $env:LOCALAPPDATA 'photocheck'
$scratch = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid())
New-Item -ItemType Directory -Path $scratch | Out-Null
try {
    $local = $null
    # Read from a pipe, the script lies nowhere.
    if ($PSScriptRoot) { $local = Join-Path $PSScriptRoot $archive }
    if ($local -and (Test-Path -LiteralPath $local)) {
        Copy-Item -LiteralPath $local -Destination $scratch
        $list = Join-Path $PSScriptRoot 'SHA256SUMS'
        if (Test-Path -LiteralPath $list) { Copy-Item -LiteralPath $list -Destination $scratch }
        else { Write-Warning "no SHA256SUMS lies beside ${archive}: it is not compared" }
    } elseif ($release) {
        [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
        foreach ($name in $archive, 'SHA256SUMS') {
            Invoke-WebRequest -UseBasicParsing -Uri "$release/$name" -OutFile (Join-Path $scratch $name)
        }
    } else {
        throw "put $archive beside this script"
    }

    $packed = Join-Path $scratch $archive
    $list = Join-Path $scratch 'SHA256SUMS'
    if (Test-Path -LiteralPath $list) {
        $line = Get-Content -LiteralPath $list | Where-Object { $_ -match ('^[0-9a-f]{64} [ *]' + [regex]::Escape($archive) + '$') }
        if (-not $line) { throw "SHA256SUMS does not list $archive" }
        $sum = (Get-FileHash -LiteralPath $packed -Algorithm SHA256).Hash
        # Letters of either case are the same to -ne.
        if ($sum -ne ([string]$line).Substring(0, 64)) { throw "$archive is damaged: its checksum is not the one in SHA256SUMS" }
    }

    Expand-Archive -LiteralPath $packed -DestinationPath $scratch
    New-Item -ItemType Directory -Force -Path $folder | Out-Null
    Copy-Item -Path (Join-Path $scratch 'photocheck-*\photocheck.exe') -Destination $folder -Force
} finally {
    Remove-Item -LiteralPath $scratch -Recurse -Force
}

# Written as it stands in the registry, so that names such as %USERPROFILE% in it stay names.
$key = Get-Item -LiteralPath 'HKCU:\Environment'
$path = [string]$key.GetValue('Path', '', 'DoNotExpandEnvironmentNames')
$parts = @($path -split ';' | Where-Object { $_ })
if ($parts -notcontains $folder) {
    Set-ItemProperty -LiteralPath 'HKCU:\Environment' -Name 'Path' -Type ExpandString -Value (($parts + $folder) -join ';')
    # Setting any variable tells programs that are running of the change.
    [Environment]::SetEnvironmentVariable('PHOTOCHECK_INSTALLED', '1', 'User')
    [Environment]::SetEnvironmentVariable('PHOTOCHECK_INSTALLED', $null, 'User')
}
$program = Join-Path $folder 'photocheck.exe'
$desktop = [Environment]::GetFolderPath('Desktop')
# A user without a desktop, such as a service, has no use for it.
if ($desktop) {
    $link = (New-Object -ComObject WScript.Shell).CreateShortcut((Join-Path $desktop 'photocheck.lnk'))
    $link.TargetPath = $program
    $link.Save()
}
& $program --version
if ($LASTEXITCODE -ne 0) { throw "$program does not start" }
