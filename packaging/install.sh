#!/bin/sh
# Installs photocheck for this user:
#     sh install.sh [FOLDER]            default: ~/.local/bin
# The archive for this system is taken from beside this script. Where none lies there, it is fetched from the release that
# the script came with; PHOTOCHECK_RELEASE names another address, or a folder. Its checksum is compared before it is unpacked.
set -eu

# packaging/installers.sh writes the address of the release here.
release=${PHOTOCHECK_RELEASE:-}

stop() {
    echo "install.sh: $1" >&2
    exit 1
}

folder=${1:-$HOME/.local/bin}
case $(uname -s) in
    Linux) system=unknown-linux-musl ;;
    Darwin) system=apple-darwin ;;
    *) stop "no archive for $(uname -s); on Windows use install.ps1" ;;
esac
case $(uname -m) in
    x86_64 | amd64) machine=x86_64 ;;
    arm64 | aarch64) machine=aarch64 ;;
    *) stop "no archive for $(uname -m)" ;;
esac
archive=photocheck-$machine-$system.tar.gz

# Brings a file of the release into the scratch folder.
fetch() {
    case $release in
        *://*)
            if command -v curl > /dev/null; then
                curl --fail --silent --show-error --location --output "$scratch/$1" "$release/$1"
            elif command -v wget > /dev/null; then
                wget --quiet --output-document="$scratch/$1" "$release/$1"
            else
                stop "neither curl nor wget is here: get $archive from the release and put it beside this script"
            fi
            ;;
        *) cp "$release/$1" "$scratch/$1" ;;
    esac || stop "cannot fetch $release/$1"
}

# The SHA-256 of a file, with whatever is here to compute it.
sum() {
    if command -v sha256sum > /dev/null; then
        sha256sum "$1"
    elif command -v shasum > /dev/null; then
        shasum -a 256 "$1"
    else
        openssl dgst -sha256 -r "$1"
    fi | cut -d ' ' -f 1
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Read from a pipe, the script lies nowhere.
here=
if [ -f "$0" ]; then here=$(cd "$(dirname "$0")" && pwd); fi
if [ -n "$here" ] && [ -f "$here/$archive" ]; then
    cp "$here/$archive" "$scratch/"
    if [ -f "$here/SHA256SUMS" ]; then
        cp "$here/SHA256SUMS" "$scratch/"
    else
        echo "no SHA256SUMS lies beside $archive: it is not compared" >&2
    fi
elif [ -n "$release" ]; then
    fetch "$archive"
    fetch SHA256SUMS
else
    stop "put $archive beside this script"
fi
if [ -f "$scratch/SHA256SUMS" ]; then
    wanted=$(sed -n "s/ [ *]$archive\$//p" "$scratch/SHA256SUMS")
    [ -n "$wanted" ] || stop "SHA256SUMS does not list $archive"
    [ "$(sum "$scratch/$archive")" = "$wanted" ] || stop "$archive is damaged: its checksum is not the one in SHA256SUMS"
fi

tar -xzf "$scratch/$archive" -C "$scratch" || stop "$archive is damaged"
mkdir -p "$folder" || stop "cannot make $folder"
# Renamed into place, so that a program that is running keeps its file.
cp "$scratch"/photocheck-*/photocheck "$folder/.photocheck.new" || stop "cannot write to $folder"
chmod 755 "$folder/.photocheck.new"
mv -f "$folder/.photocheck.new" "$folder/photocheck"
"$folder/photocheck" --version
case :$PATH: in
    *":$folder:"*) ;;
    *) echo "add $folder to PATH to call it by its name" ;;
esac
