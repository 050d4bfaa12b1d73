#!/bin/sh
# Installs photocheck from the archives of a release that lie beside this script:
#     sh install.sh [FOLDER]            default: ~/.local/bin
# It downloads nothing: get the archive for this system from the release page first.
set -eu

folder=${1:-$HOME/.local/bin}
here=$(cd "$(dirname "$0")" && pwd)
case $(uname -s) in
    Linux) system=unknown-linux-musl ;;
    Darwin) system=apple-darwin ;;
    *) echo "no archive for $(uname -s); on Windows use install.ps1" >&2; exit 1 ;;
esac
case $(uname -m) in
    x86_64 | amd64) machine=x86_64 ;;
    arm64 | aarch64) machine=aarch64 ;;
    *) echo "no archive for $(uname -m)" >&2; exit 1 ;;
esac
archive=$here/photocheck-$machine-$system.tar.gz
if [ ! -f "$archive" ]; then
    echo "put $(basename "$archive") beside this script" >&2
    exit 1
fi
if [ -f "$here/SHA256SUMS" ] && command -v sha256sum > /dev/null; then
    (cd "$here" && grep " $(basename "$archive")\$" SHA256SUMS | sha256sum -c - > /dev/null)
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
tar -xzf "$archive" -C "$scratch"
mkdir -p "$folder"
cp "$scratch"/photocheck-*/photocheck "$folder/photocheck"
chmod 755 "$folder/photocheck"
"$folder/photocheck" --version
case :$PATH: in
    *":$folder:"*) ;;
    *) echo "add $folder to PATH to call it by its name" ;;
esac
