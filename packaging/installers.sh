#!/usr/bin/env bash
# Puts the installers of a release into dist/, with the address that they fetch archives from:
#     packaging/installers.sh https://github.com/OWNER/photocheck/releases/download/v0.2.0
set -euo pipefail
cd "$(dirname "$0")/.."

address=$1
mkdir -p dist
sed "s|^release=.*|release=\${PHOTOCHECK_RELEASE:-$address}|" packaging/install.sh > dist/install.sh
sed "s|^\\\$release = ''|\$release = '$address'|" packaging/install.ps1 > dist/install.ps1
grep --quiet "$address" dist/install.sh
grep --quiet "$address" dist/install.ps1
