#!/usr/bin/env bash
# Computes ACCURACY.md again: how right this version is on people that nothing was fitted to.
#
#   calibration/accuracy.sh PORTRAITS BENCH [STRANGERS]
#
# PORTRAITS holds the London portraits with their labels and people.csv, BENCH the scripts that make photos of known truth from
# them, STRANGERS the labelled official portraits of other people and studios; all stay outside the repository. Needs Python 3 with
# numpy, opencv-python-headless and pillow (PYTHON names it), b3sum or Python's blake3 for the hashes.
#
#   MADE=FOLDER       use photos made before, with their truth.jsonl, instead of making them (20 s a person)
#   SECOND=FILE       what models/train/second.py wrote: a second instrument for the table of doubt
#   VARIANTS=a,b      make only these variants
#   SUBJECTS=N        of N people only (default 12)
#   PHOTOCHECK=FILE   use this program instead of building one
#   OUT=FILE          write there instead of into ACCURACY.md
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
usage="usage: accuracy.sh PORTRAITS BENCH [STRANGERS]"
portraits="${1:?$usage}" bench="${2:?$usage}" strangers="${3:-}"
python="${PYTHON:-python3}" subjects="${SUBJECTS:-12}" out="${OUT:-$here/../ACCURACY.md}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

photocheck="${PHOTOCHECK:-}"
if [ -z "$photocheck" ]; then
    cargo build --release --locked --manifest-path "$here/../Cargo.toml"
    photocheck="$here/../target/release/photocheck"
fi

# One hash for the contents of some files, in the order of their names.
hash_of() {
    if command -v b3sum > /dev/null; then cat "$@" | b3sum --no-names | cut -c1-16
    else cat "$@" | "$python" -c 'import sys
try:
    from blake3 import blake3
    print("blake3", blake3(sys.stdin.buffer.read()).hexdigest()[:16])
except ImportError:
    from hashlib import sha256
    print("sha256", sha256(sys.stdin.buffer.read()).hexdigest()[:16])'
    fi
}

# The people that nothing was fitted to and no model was chosen by.
awk -F, '$2 == "report" { print $1 }' "$here/split.csv" > "$work/ids.txt"
made="${MADE:-$work/made}"
if [ -z "${MADE:-}" ]; then
    "$python" "$bench/make_photos.py" --portraits "$portraits" --out "$made" --ids "$work/ids.txt" \
        --subjects "$subjects" --variants "${VARIANTS:-}" > /dev/null
fi
"$python" "$bench/plain_truth.py" "$portraits" | grep -F -f <(sed 's/.*/"subject": "&"/' "$work/ids.txt") > "$work/plain.jsonl"

evaluate() { "$photocheck" evaluate --lang en --format md "$@"; }
# A line a photo: the last line, which names the copies, is about none.
check() { "$photocheck" check --exit-zero --format jsonl --measures "$@" | grep -v '^{"schema":1,"copies"'; }

origin() {
    printf '\nComputed by this script at commit %s' "$(git -C "$here" describe --always --dirty 2> /dev/null || echo unknown)"
    printf ' with weights %s, made photos %s, portraits %s' \
        "$(hash_of "$here"/../models/*.safetensors)" "$(hash_of "$made"/truth.jsonl)" "$(hash_of "$portraits"/labels.csv "$portraits"/neutral/*.jpg)"
    [ -z "$strangers" ] || printf ', strangers %s' "$(hash_of "$strangers"/labels.csv "$strangers"/photos/*.jpg)"
    printf '.\n'
}

# Official portraits of other people: what a secretary meets. Rules on files and sizes are left out: the files are small.
of_strangers() {
    local rest=(--skip file-format --skip file-size --skip pixel-size --skip no-editing-traces)
    check "${rest[@]}" "$strangers/photos" > "$work/strangers.jsonl"
    "$python" "$strangers/make_truth.py" --part report > "$work/truth.jsonl"
    "$python" "$here/groups.py" "$strangers" "$work/strangers.jsonl" > "$work/groups.csv"
    printf '\n## Official portraits of strangers\n\n'
    printf 'Of the photos that a viewer finds in order, how many go through without a question about the person:\n\n```text\n'
    "$python" "$strangers/make_truth.py" --answers "$work/strangers.jsonl" --part report
    printf '```\n\n'
    evaluate --groups "$work/groups.csv" --answers "$work/strangers.jsonl" "$work/truth.jsonl"
}

# Whether what is said of an uncertainty is true, and what the operating points do.
of_doubt() {
    check "$portraits/neutral" "$portraits/smiling" > "$work/portraits.jsonl"
    local people=(--strangers "$strangers" --readings "$work/strangers.jsonl" --portraits "$portraits" --portrait-readings "$work/portraits.jsonl")
    printf '\n## Whether the stated uncertainties are true\n\n```text\n'
    "$python" "$here/doubt.py" "${people[@]}" ${SECOND:+--second "$SECOND"}
    printf '```\n\n## What the zones do to official portraits\n\n```text\n'
    "$python" "$here/zones.py" "${people[@]}"
    printf '```\n'
}

{
    sed '/^<!-- computed below/q' "$here/accuracy-head.md"
    origin
    printf '\n## Photos made from portraits, one defect each\n\n'
    evaluate --groups "$portraits/people.csv" "$made/truth.jsonl"
    printf '\n## Portraits as they were taken\n\n'
    evaluate --groups "$portraits/people.csv" "$work/plain.jsonl" --photos "$portraits"
    if [ -n "$strangers" ]; then of_strangers; of_doubt; fi
    printf '\n## What does not matter\n\n'
    "$python" "$here/invariance.py" "$made" "$photocheck"
} > "$work/accuracy.md"
mv "$work/accuracy.md" "$out"
