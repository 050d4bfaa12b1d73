#!/usr/bin/env python3
"""How much readings change when only the file does: the floor of each measure's uncertainty.

  python3 vary.py --portraits PORTRAITS --part report --out VARIED
  photocheck measure --format jsonl VARIED > readings.jsonl
  python3 drift.py readings.jsonl

For every number, against the same person's `plain` picture: median and largest absolute change after saving again at
quality 95 and 75 and after resizing to 480 .. 3000 px. With --changes: the readings after every other change of vary.py,
as smallest, median and largest over the people, which shows from what amount on a limit would catch it.
"""
import argparse
import json
import statistics
from collections import defaultdict
from pathlib import Path


def readings(path):
    """{change: {person: {measure: number}}}"""
    table = defaultdict(dict)
    for line in Path(path).read_text().splitlines():
        row = json.loads(line)
        person, _, change = Path(row["file"]).stem.partition("_")
        values = {name: reading.get("value") for name, reading in row["measures"].items() if isinstance(reading, dict)}
        table[change][person] = {name: value for name, value in values.items() if type(value) in (int, float)}
    return table


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readings")
    parser.add_argument("--changes", action="store_true")
    parser.add_argument("--groups", default="background,clothing,light,colour,focus")
    args = parser.parse_args()
    table = readings(args.readings)
    plain = table["plain_0"]
    names = sorted({name for row in plain.values() for name in row if name.split(".")[0] in args.groups.split(",")})
    for change in table:
        for name in names:
            pairs = [(row[name], plain[person][name]) for person, row in table[change].items() if name in row and name in plain.get(person, {})]
            if not pairs:
                continue
            if change.startswith(("resave", "high")):
                moved = [abs(now - before) for now, before in pairs]
                print(f"{change:14}{name:24} moved by {statistics.median(moved):8.3f} (most {max(moved):8.3f})")
            elif args.changes:
                values = [now for now, _ in pairs]
                print(f"{change:14}{name:24} {min(values):8.3f} {statistics.median(values):8.3f} {max(values):8.3f}")


if __name__ == "__main__":
    main()
