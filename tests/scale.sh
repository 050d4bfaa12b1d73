#!/usr/bin/env bash
# Whether very many photos fit into little memory, and whether readings that were kept make a second run quick.
#
#     PROGRAM=target/release/photocheck tests/scale.sh [PHOTOS [MOST MEGABYTES]]
#
# 200,000 photos by default, each a picture of its own (and one in a hundred a copy, one in a hundred that picture with other
# bytes), are judged for copies: the only rule that has to remember photos. Peak memory must stay below 200 MB. Then 60 of the
# painted portraits are checked by the default rules twice with --cache; the second run must take a tenth of the first.
# Needs python3 and GNU time.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${PROGRAM:-$here/../target/release/photocheck}")
count=${1:-200000} most=${2:-200}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 - "$count" <<'P'
import os, random, struct, sys, zlib
count = int(sys.argv[1])
random.seed(1)
def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 20, 8, 0, 0, 0, 0))
rest = chunk(b"IEND", b"")
last = b""
for number in range(count):
    if number % 1000 == 0:
        os.makedirs(f"photos/class-{number // 1000:03}")
    if number % 100 == 50:
        photo = last + b"saved again"
    elif number % 100 == 51:
        photo = last
    else:
        rows = b"".join(b"\0" + random.randbytes(16) for _ in range(20))
        photo = last = head + chunk(b"IDAT", zlib.compress(rows, 0)) + rest
    with open(f"photos/class-{number // 1000:03}/2022{number:06}_学生.png", "wb") as file:
        file.write(photo)
P

/usr/bin/time -f "%M %e" -o cost "$program" check photos --only readable --only unique-photo --format jsonl \
    >all.jsonl || [ $? = 1 ]
read -r kilobytes seconds <<<"$(tail -1 cost)"
lines=$(grep -c '"file"' all.jsonl)
copies=$(tail -1 all.jsonl | python3 -c 'import json, sys; print(sum(len(group) - 1 for group in json.load(sys.stdin)["copies"]))')
echo "$lines photos, $copies of them copies: $((kilobytes / 1000)) MB, $seconds s"
[ "$lines" = "$count" ] && [ "$copies" = $((count / 50)) ] && [ $((kilobytes / 1000)) -lt "$most" ]

mkdir portraits
number=0
for of in 1 2 3 4 5 6; do
    for fixture in $(find "$here/../fixtures" -name '*.jpg' | sort | head -10); do
        number=$((number + 1))
        cp "$fixture" "portraits/$number.jpg" && echo "$of" >>"portraits/$number.jpg"
    done
done
first=0 second=0
for round in first second; do
    start=$(date +%s%N)
    "$program" check portraits --skip unique-photo --cache readings --threads 1 --format jsonl >"$round.jsonl" || [ $? = 1 ]
    declare "$round=$((($(date +%s%N) - start) / 1000000))"
done
cmp first.jsonl second.jsonl
echo "$number portraits: $first ms, with their readings $second ms, the same to the byte"
[ $((10 * second)) -le "$first" ]
