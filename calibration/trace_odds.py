#!/usr/bin/env python3
"""How often each trace is seen, by history, and the odds that follow.

  python3 histories.py --portraits PORTRAITS --bench BENCH --ids IDS.txt --out PHOTOS
  photocheck measure --format jsonl PHOTOS > readings.jsonl
  python3 trace_odds.py PHOTOS/truth.jsonl readings.jsonl

Prints for each `trace.*` measure and each history how many photos read absent, doubtful and clear (the three readings a detector
can give), then the probability of the trace at each, one photo in ten assumed to have it, with the standard uncertainty that so
few photos leave (Jeffreys prior on every share). Histories that the method cannot see by its nature (a coarser second saving, a
gradient as background) count as misses in their own row, and are left out of the odds.
"""
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

PRIOR = 0.1
MEASURES = {"trace.resaved": ("resaved", "shifted"), "trace.upscaled": ("enlarged",), "trace.cut_out": ("cutout",),
            "trace.smoothed": ("smoothed",)}
# what shows a trace truly, though it was made for another one
UNFAIR = {"trace.resaved": {"coarser"}, "trace.upscaled": {"stretched"}, "trace.cut_out": {"cutoutgradient"}}


def spread(hits: int, total: int) -> tuple[float, float]:
    """Mean and standard deviation of a share under the Jeffreys prior."""
    a, b = hits + 0.5, total - hits + 0.5
    return a / (a + b), (a * b / ((a + b) ** 2 * (a + b + 1))) ** 0.5


def main() -> None:
    truth = {row["file"]: row for row in map(json.loads, Path(sys.argv[1]).read_text().splitlines())}
    rows = [json.loads(line) for line in Path(sys.argv[2]).read_text().splitlines()]
    readings = {Path(row["file"]).name: row["measures"] for row in rows}
    for measure, positives in MEASURES.items():
        table: dict[str, Counter] = defaultdict(Counter)
        for file, row in truth.items():
            reading = readings[file][measure]
            history = row.get("history") or row["variant"]
            value = reading.get("value")
            table[history]["unmeasured" if value is None else "clear" if value > 0.8 else "absent" if value < 0.2 else "doubtful"] += 1
        print(measure)
        for history, counts in sorted(table.items()):
            total = sum(counts.values())
            print(f"  {history:24} {total:4}  " + "  ".join(f"{name} {counts[name]:3}" for name in ("absent", "doubtful", "clear", "unmeasured")))
        yes, no = Counter(), Counter()
        for history, counts in table.items():
            if history in positives:
                yes += counts
            elif history not in UNFAIR.get(measure, ()):
                no += counts
        if not yes:
            continue
        for name in ("absent", "doubtful", "clear"):
            p, dp = spread(yes[name], sum(yes.values()))
            q, dq = spread(no[name], sum(no.values()))
            odds = PRIOR * p / ((1 - PRIOR) * q)
            relative = ((dp / p) ** 2 + (dq / q) ** 2) ** 0.5
            probability = odds / (1 + odds)
            print(f"    {name:9} probability {probability:.3f} ± {probability * (1 - probability) * relative:.3f}")


if __name__ == "__main__":
    main()
