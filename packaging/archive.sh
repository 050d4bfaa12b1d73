#!/usr/bin/env bash
# Packs the program that was built for a target, with what belongs to it. Where it can run, it is tried before, and the archive
# is installed from by its installer:
#     packaging/archive.sh x86_64-unknown-linux-musl
# It writes dist/photocheck-TARGET.tar.gz, or .zip for Windows.
set -euo pipefail
cd "$(dirname "$0")/.."

target=$1
name=photocheck-$target
suffix=
case $target in *windows*) suffix=.exe ;; esac
program=target/$target/release/photocheck$suffix

rm -rf "dist/$name"
mkdir -p "dist/$name"
cp "$program" README.md README.zh.md LICENSE "dist/$name/"
cp -R docs ACCURACY.md "dist/$name/"
mkdir "dist/$name/rules"
cp rules/README*.md "dist/$name/rules/"

host=$(rustc -vV | sed -n 's/^host: //p')
runs_here=
if [ "${host%%-*}" = "${target%%-*}" ]; then runs_here=1; fi
if [ -n "$runs_here" ]; then
    # A program that cannot judge its own fixtures is not handed out.
    "$program" check --format summary fixtures/pass-*.jpg
    "$program" generate man "dist/$name/man"
    mkdir -p "dist/$name/completions"
    for shell in bash zsh fish powershell; do
        "$program" generate "$shell" > "dist/$name/completions/photocheck.$shell"
    done
fi

cd dist
if [ -n "$suffix" ]; then
    7z a -bd "$name.zip" "$name" > /dev/null
else
    tar -czf "$name.tar.gz" "$name"
fi
rm -rf "$name"

if [ -n "$runs_here" ]; then
    # An archive that its installer refuses is not handed out.
    place=$(mktemp -d)
    trap 'rm -rf "$place"' EXIT
    cp "$name".* ../packaging/install.sh ../packaging/install.ps1 "$place/"
    cd "$place"
    if command -v sha256sum > /dev/null; then sha256sum -- "$name".*; else shasum -a 256 -- "$name".*; fi > SHA256SUMS
    if [ -n "$suffix" ]; then
        # The PowerShell that comes with Windows, since that is what people have.
        powershell -ExecutionPolicy Bypass -File install.ps1
    else
        sh install.sh "$place/bin"
    fi
fi
