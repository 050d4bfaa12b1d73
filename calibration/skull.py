#!/usr/bin/env python3
"""Height of the skull over the distance from eyes to chin: from bald heads, whose crown is the skull's.

    photocheck measure --format jsonl ../shared/strangers/photos > measures.jsonl
    python3 calibration/skull.py measures.jsonl ../shared/strangers/labels.csv

Prints median and standard deviation of the bald heads to set it by (number % 3 != 0) and of the others.
"""
import csv
import json
import statistics
import sys
from pathlib import Path


def main() -> None:
    bald = {row["file"] for row in csv.DictReader(open(sys.argv[2])) if row["bald"] == "1"}
    ratios = {"fit": [], "report": []}
    for line in open(sys.argv[1]):
        photo = json.loads(line)
        name = Path(photo["file"]).name
        value = lambda measure: photo["measures"][measure].get("value")
        height, eyes, chin = value("head.height"), value("eyes.line"), value("head.chin_gap")
        if name in bald and None not in (height, eyes, chin):
            part = "report" if int(Path(name).stem.rsplit("-", 1)[1]) % 3 == 0 else "fit"
            ratios[part].append(height / (1 - chin - eyes))
    for part, values in ratios.items():
        print(f"{part}: {len(values)} heads, median {statistics.median(values):.3f}, sd {statistics.stdev(values):.3f}")


main()
