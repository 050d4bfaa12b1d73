#!/usr/bin/env python3
"""Fits the line of usual skin that `colour.cast` measures from (src/measure/colour.rs).

  python3 skin_line.py PORTRAITS

Over the people of the fit part in split.csv: log2 of red over green and of blue over green, linear light, in both cheek
zones of ISO/IEC 29794-5, placed by the portraits' landmarks. Prints the middle, the direction of the longest spread, its
standard deviation (the line reaches two of them to either side) and the scatter around the line.
Needs numpy and opencv-python-headless.
"""
import csv
import sys
from pathlib import Path

import cv2
import numpy as np
from vary import decode


def cheeks(folder, subject):
    lines = (folder / f"neutral/{subject}_03.tem").read_text().split("\n")[1:190]
    points = np.array([[float(value) for value in line.split()] for line in lines])
    light = decode(cv2.imread(str(folder / f"neutral/{subject}_03.jpg")))
    span = np.linalg.norm(points[1] - points[0])
    side, drop = 0.3 * span, 0.31 * (points[129, 1] - points[:2, 1].mean())
    patches = []
    for x, y in (points[0], points[1] - [side, 0]):
        patches.append(light[int(y + drop) : int(y + drop + side), int(x) : int(x + side)].reshape(-1, 3))
    blue, green, red = np.concatenate(patches).mean(0)
    return np.log2([red / green, blue / green])


def main():
    with (Path(__file__).parent / "split.csv").open() as file:
        people = [row["subject"] for row in csv.DictReader(file) if row["part"] == "fit"]
    ratios = np.array([cheeks(Path(sys.argv[1]), subject) for subject in people])
    middle = ratios.mean(0)
    spread, axes = np.linalg.eigh(np.cov(ratios.T))
    along = axes[:, 1] * np.sign(axes[0, 1])
    print("SKIN", middle.round(3), "ALONG", along.round(3), "REACH", round(2 * spread[1] ** 0.5, 3), "scatter", round(spread[0] ** 0.5, 3))


if __name__ == "__main__":
    main()
