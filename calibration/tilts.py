#!/usr/bin/env python3
"""How far off the tilts of head and shoulders are, for the constants of src/measure/face.rs and src/measure/shoulders.rs.

  photocheck measure --format jsonl PORTRAITS/neutral > readings.jsonl
  python3 tilts.py PORTRAITS readings.jsonl

For each part of split.csv: root mean square of `shoulders.tilt` on people whose shoulders a viewer calls level, and of the error of
`face.roll` against the pupils placed by hand; with the median of the stated uncertainty and the share within twice that. Constants
are set on `fit` (shoulders) and `choose` (roll: six people who were not trained on); `report` is for reporting.
"""
import csv
import json
import math
import statistics
import sys
from collections import defaultdict
from pathlib import Path


def true_roll(template: Path) -> float:
    left, right = ([float(number) for number in line.split()[:2]] for line in template.read_text().split("\n")[1:3])
    return math.degrees(math.atan2(right[1] - left[1], right[0] - left[0]))


def main() -> None:
    portraits, here = Path(sys.argv[1]), Path(__file__).parent
    labels = {row["file"]: row for row in csv.DictReader((portraits / "labels.csv").open())}
    parts = {row["subject"]: row["part"] for row in csv.DictReader((here / "split.csv").open())}
    errors = defaultdict(list)
    for line in Path(sys.argv[2]).read_text().splitlines():
        row = json.loads(line)
        name = Path(row["file"]).stem
        tilt, roll = (row["measures"][measure] for measure in ("shoulders.tilt", "face.roll"))
        part = parts[name[:3]]
        if labels[f"neutral/{name}.jpg"]["shoulders"] == "level" and "value" in tilt:
            errors["shoulders.tilt", part].append((tilt["value"], tilt["uncertainty"]))
        if "value" in roll:
            errors["face.roll", part].append((roll["value"] - true_roll(portraits / f"neutral/{name}.tem"), roll["uncertainty"]))
    for (measure, part), pairs in sorted(errors.items()):
        within = sum(abs(error) <= 2 * stated for error, stated in pairs)
        square = math.sqrt(statistics.fmean(error * error for error, _ in pairs))
        print(f"{measure:16} {part:7} root mean square {square:.2f} deg, stated {statistics.median(u for _, u in pairs):.2f}, within 2u {within} of {len(pairs)}")


if __name__ == "__main__":
    main()
