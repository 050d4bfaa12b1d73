#!/usr/bin/env python3
"""How far readings drift and verdicts change under what must not matter: the EXIF orientation, saving again at quality
95, the size between 480 and 3000 px high, the number of threads. Prints tables in Markdown.

  invariance.py MADE PHOTOCHECK [--people 4]

MADE is a folder of made photos with its truth.jsonl; the large compliant photo of each person (3200 px high) is brought to
1200 px for the reference and changed from there, the sizes each from the large one. Needs pillow.
"""
import argparse
import json
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

from PIL import Image

HEIGHTS = (480, 800, 1600, 3000)
REFERENCE = 1200
TURNS = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
FILE_FACTS = ("file.", "image.", "jpeg.", "trace.")  # what these changes change by their nature


def save(photo: Image.Image, path: Path, orientation: int = 1, quality: int = 98) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo.save(path, quality=quality, subsampling=0, exif=exif)


def make(large: Path, folder: Path) -> None:
    """Writes the reference and each change of one photo; the change is the file's name."""
    with Image.open(large) as opened:
        photo = opened.convert("RGB")
    sized = lambda h: photo.resize((round(photo.width * h / photo.height), h), Image.Resampling.LANCZOS)
    reference = sized(REFERENCE)
    save(reference, folder / f"{large.stem}@reference.jpg")
    save(reference, folder / f"{large.stem}@q95.jpg", quality=95)
    for orientation, turn in TURNS.items():
        save(reference.transpose(turn), folder / f"{large.stem}@orientation {orientation}.jpg", orientation)
    for height in HEIGHTS:
        save(sized(height), folder / f"{large.stem}@{height} px.jpg")


def numbers(photo: dict) -> dict[str, float]:
    """Numeric readings; points as parts of the photo's size, so that sizes compare."""
    size = [photo["measures"][f"image.{side}"].get("value", 1) for side in ("width", "height")]
    found = {}
    for name, reading in photo["measures"].items():
        value = reading.get("value")
        if name.startswith(FILE_FACTS) or name == "eyes.distance":
            continue
        if isinstance(value, list) and len(value) == 2 and not isinstance(value[0], str):
            found |= {f"{name} ({axis})": v / s for axis, v, s in zip("xy", value, size)}
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            found[name] = value
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("made", type=Path)
    parser.add_argument("photocheck")
    parser.add_argument("--people", type=int, default=4)
    args = parser.parse_args()
    large = sorted(args.made.glob("*_large.jpg"))[: args.people]
    if not large:
        print("No large photos were made: nothing to compare.")
        return
    with tempfile.TemporaryDirectory() as folder:
        for photo in large:
            make(photo, Path(folder))
        run = lambda threads: subprocess.run(
            [args.photocheck, "check", "--lang", "en", "--format", "jsonl", "--measures", "--exit-zero", "-j", str(threads), folder],
            check=True, capture_output=True).stdout
        one, several = run(1), run(3)
    rows = map(json.loads, one.decode().splitlines())
    photos = {Path(row["file"]).stem: row for row in rows if "file" in row}  # the last line names the copies
    drifts, flips = defaultdict(lambda: defaultdict(list)), defaultdict(lambda: defaultdict(list))
    for stem, photo in photos.items():
        person, change = stem.split("@")
        if change == "reference":
            continue
        change = "orientation" if change.startswith("orientation") else change
        reference = photos[f"{person}@reference"]
        before, after = numbers(reference), numbers(photo)
        for name in before.keys() & after.keys():
            drifts[name][change].append(abs(after[name] - before[name]))
        outcomes = lambda row: {f["rule"]: f["outcome"] for f in row["findings"] if not f["measure"].startswith(FILE_FACTS)}
        was, now = outcomes(reference), outcomes(photo)
        for rule in was:
            if rule != "unique-photo" and was[rule] != now[rule]:
                flips[rule][change].append(f"{was[rule]} → {now[rule]}")
    changes = ["orientation", "q95", *(f"{height} px" for height in HEIGHTS)]
    print(f"Largest drift of each reading among {len(large)} people, against the same photo {REFERENCE} px high saved at quality 98"
          " (points in parts of the frame).\n")
    print("| measure | " + " | ".join(changes) + " |\n| --- |" + " ---: |" * len(changes))
    for name in sorted(drifts):
        print(f"| {name} | " + " | ".join(f"{max(drifts[name][c]):.4f}" if drifts[name][c] else "—" for c in changes) + " |")
    print("\nRules whose outcome changed, by how many photos (rules about the file itself left out):\n")
    print("| rule | " + " | ".join(changes) + " |\n| --- |" + " --- |" * len(changes))
    for rule in sorted(flips):
        cell = lambda texts: ", ".join(f"{texts.count(t)} × {t}" for t in sorted(set(texts))) or "—"
        print(f"| {rule} | " + " | ".join(cell(flips[rule][c]) for c in changes) + " |")
    if not flips:
        print("| none |" + " — |" * len(changes))
    print(f"\nOne thread and three print {'the same bytes' if one == several else 'DIFFERENT bytes'}.")


if __name__ == "__main__":
    main()
