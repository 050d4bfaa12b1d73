#!/usr/bin/env python3
"""Which group each stranger belongs to, as far as a picture shows it: for `photocheck evaluate --groups`.

  python3 groups.py STRANGERS strangers.jsonl > groups.csv

Columns: subject, source, glasses (worn or none), skin (thirds of the people by the lightness L* of the cheeks, in the zones of ISO/IEC
29794-5 that the pupils place). Needs numpy and opencv-python-headless.
"""
import csv
import sys
from pathlib import Path

import cv2
import numpy as np
from people import readings, strangers


def lightness(photo: np.ndarray, left: list[float], right: list[float]) -> float:
    """Median CIE L* of both cheeks: squares of 0.3 eye distances, a third of a face below the pupils."""
    span = float(np.hypot(right[0] - left[0], right[1] - left[1]))
    side, drop = int(max(2, 0.3 * span)), 0.45 * span
    cheeks = []
    for x, y in ((left[0], left[1]), (right[0] - side, right[1])):
        cheeks.append(photo[int(y + drop) : int(y + drop) + side, int(x) : int(x) + side].reshape(-1, 3))
    pixels = np.concatenate(cheeks)[None].astype(np.float32) / 255
    return float(np.median(cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB)[..., 0]))


def main() -> None:
    folder = Path(sys.argv[1])
    people = strangers(folder, readings(Path(sys.argv[2])))
    tones = {}
    for person in people:
        pupils = [person.read.get(name, {}).get("value") for name in ("eyes.left", "eyes.right")]
        if all(pupils):
            tones[person.person] = lightness(cv2.imread(str(folder / "photos" / person.name)), *pupils)
    dark, light = np.quantile(list(tones.values()), [1 / 3, 2 / 3])
    table = csv.writer(sys.stdout)
    table.writerow(["subject", "source", "glasses", "skin"])
    for person in people:
        tone = tones.get(person.person)
        skin = "" if tone is None else "dark" if tone < dark else "light" if tone > light else "middle"
        table.writerow([person.person, person.source, "worn" if person.glasses else "none", skin])


if __name__ == "__main__":
    main()
