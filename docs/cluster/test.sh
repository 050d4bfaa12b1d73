#!/usr/bin/env bash
# Whether a run on Ray says the same as a single run, line by line, over 5,000 photos made from the fixtures, each with other
# bytes and one in fifty a copy of another; and how many photos a second one and two workers look at.
#
#     python3 -m venv venv && venv/bin/pip install "ray[data]"
#     PYTHON=venv/bin/python PROGRAM=target/release/photocheck docs/cluster/test.sh [PHOTOS [ARGUMENTS OF CHECK…]]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python=$(realpath -s "${PYTHON:-python3}")
program=$(realpath "${PROGRAM:-$here/../../target/release/photocheck}")
count=${1:-5000}
shift || true
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

"$python" - "$here/../../fixtures" "$count" <<'P'
import pathlib, sys
fixtures, count = sorted(pathlib.Path(sys.argv[1]).glob("*.jpg")), int(sys.argv[2])
for number in range(count):
    # The picture of every fiftieth photo is handed in again by somebody else.
    of = number - 25 if number % 50 == 49 else number
    folder = pathlib.Path("photos") / f"class-{number % 37:02}"
    folder.mkdir(parents=True, exist_ok=True)
    photo = fixtures[of % len(fixtures)].read_bytes() + str(of).encode()
    (folder / f"{number:06}.jpg").write_bytes(photo)
P

single_start=$(date +%s.%N)
"$program" check photos "$@" --format jsonl --threads 1 >single.jsonl || [ $? = 1 ]
echo "a single run: $(echo "$count / ($(date +%s.%N) - $single_start)" | bc -l | cut -c1-6) photos a second"
for workers in 1 2; do
    "$python" "$here/photocheck_ray.py" photos "ray-$workers.jsonl" --cache "readings-$workers" --program "$program" \
        --workers "$workers" -- "$@" || [ $? = 1 ]
    cmp single.jsonl "ray-$workers.jsonl"
done
echo "the same $(wc -l <single.jsonl) lines from all three"
