#!/usr/bin/env bash
# Packs the program that was built for a target, with what belongs to it, after trying it where it can run:
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
cp -R docs "dist/$name/docs"

host=$(rustc -vV | sed -n 's/^host: //p')
if [ "${host%%-*}" = "${target%%-*}" ]; then
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
