#!/usr/bin/env python3
"""How much a person has to read: lines and screens (80 x 24) of what is printed about 1, 5, 60 and all photos of a folder.

    calibration/length.py PHOTOS [PROGRAM]

The photos are taken in the order of their names, evenly spread over the folder. A line that is longer than the screen counts
as many times as a terminal breaks it.
"""

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

COLUMNS, ROWS = 80, 24
COUNTS = [1, 5, 60, None]
WAYS = [[], ["--quiet"], ["--format", "summary"], ["--format", "concise"]]


def rows(line):
    width = sum(2 if unicodedata.east_asian_width(it) in "WF" else 1 for it in line)
    return max(1, -(-width // COLUMNS))


def main():
    folder = Path(sys.argv[1])
    program = sys.argv[2] if len(sys.argv) > 2 else "target/debug/photocheck"
    photos = sorted(it for it in folder.iterdir() if it.suffix.lower() in (".jpg", ".jpeg", ".png"))
    print("| photos | language | options | lines | screens | KiB |\n| ---: | --- | --- | ---: | ---: | ---: |")
    for count in COUNTS:
        chosen = photos if count is None else [photos[i * len(photos) // count] for i in range(count)]
        names = "\n".join(map(str, chosen)).encode()
        for lang in ("zh", "en"):
            for way in WAYS:
                env = {**os.environ, "PHOTOCHECK_LANG": lang, "NO_COLOR": "1"}
                done = subprocess.run([program, "check", "--files-from", "-", *way], input=names, env=env,
                                      stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
                text = done.stdout.decode()
                shown = sum(map(rows, text.splitlines()))
                size = f"{len(done.stdout) / 1024:.1f}"
                print(f"| {len(chosen)} | {lang} | {' '.join(way) or '—'} | {text.count(chr(10))} | {shown / ROWS:.1f} | {size} |",
                      flush=True)


main()
