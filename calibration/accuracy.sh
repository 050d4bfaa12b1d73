#!/usr/bin/env bash
# Computes ACCURACY.md again: how right this version is on people that nothing was fitted to.
#
#   calibration/accuracy.sh PORTRAITS BENCH
#
# PORTRAITS holds the portraits with their labels and people.csv, BENCH the scripts that make photos of known truth from
# them; both stay outside the repository. Needs Python 3 with numpy, opencv-python-headless and pillow (PYTHON names it).
#
#   MADE=FOLDER       use photos made before, with their truth.jsonl, instead of making them (20 s a person)
#   VARIANTS=a,b      make only these variants
#   SUBJECTS=N        of N people only (default 12)
#   PHOTOCHECK=FILE   use this program instead of building one
#   OUT=FILE          write there instead of into ACCURACY.md
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
portraits="${1:?usage: accuracy.sh PORTRAITS BENCH}" bench="${2:?usage: accuracy.sh PORTRAITS BENCH}"
python="${PYTHON:-python3}" subjects="${SUBJECTS:-12}" out="${OUT:-$here/../ACCURACY.md}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

photocheck="${PHOTOCHECK:-}"
if [ -z "$photocheck" ]; then
    cargo build --release --locked --manifest-path "$here/../Cargo.toml"
    photocheck="$here/../target/release/photocheck"
fi

# The people that nothing was fitted to and no model was chosen by.
awk -F, '$2 == "report" { print $1 }' "$here/split.csv" > "$work/ids.txt"
made="${MADE:-$work/made}"
if [ -z "${MADE:-}" ]; then
    "$python" "$bench/make_photos.py" --portraits "$portraits" --out "$made" --ids "$work/ids.txt" \
        --subjects "$subjects" --variants "${VARIANTS:-}" > /dev/null
fi
"$python" "$bench/plain_truth.py" "$portraits" | grep -F -f <(sed 's/.*/"subject": "&"/' "$work/ids.txt") > "$work/plain.jsonl"

evaluate() { "$photocheck" evaluate --lang en --format md --groups "$portraits/people.csv" "$@"; }
{
    sed '/^<!-- computed below/q' "$here/accuracy-head.md"
    printf '\n## Photos made from portraits, one defect each\n\n'
    evaluate "$made/truth.jsonl"
    printf '\n## Portraits as they were taken\n\n'
    evaluate "$work/plain.jsonl" --photos "$portraits"
    printf '\n## What does not matter\n\n'
    "$python" "$here/invariance.py" "$made" "$photocheck"
} > "$work/accuracy.md"
mv "$work/accuracy.md" "$out"
