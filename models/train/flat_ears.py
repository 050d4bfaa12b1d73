"""What hides an ear that a viewer does not see: hair, the turn of the head, or neither. Says what `src/measure/ears.rs` may conclude from it.

usage: flat_ears.py --nets DIR --strangers DIR --second FILE [--part fit choose]

For every ear by its label: how much of its place hair, headwear or a thing covers, and how far the head is turned away from it. An ear of a frontal
head that nothing covers may lie flat; the script counts how many such ears there are by label, and how little they are said to show.
"""
from __future__ import annotations

import argparse
import zlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from cascade import Cascade
from evaluate import first_guess
from evaluate_strangers import COVERED, EAR_OUTLINES, FRONTAL, Scores, covering, turned_from
from portraits import read_table
from strangers import PUPILS, part_of

NEARBY = ((COVERED / 2, FRONTAL), (COVERED, 2 * FRONTAL / 5), (COVERED, FRONTAL), (3 * COVERED / 2, FRONTAL))
"""Limits at which ears are counted: those of `src/measure/ears.rs` and others around them."""


@dataclass
class Ear:
    """One ear: what a viewer saw, how much lies over it, how far the head is turned from it (degrees), how much the net says it shows."""

    file: str
    label: str
    covered: float
    turned: float
    visible: float


def ears(args: argparse.Namespace) -> list[Ear]:
    cascade, scores, second, found = Cascade(args.nets), Scores(args.nets), np.load(args.second), []
    for file, seen in read_table(args.strangers / "labels.csv", "file").items():
        name = Path(file).stem
        if part_of(name) not in args.part:
            continue
        guess = first_guess(np.random.default_rng(zlib.crc32(name.encode())), second[f"{name}.points"][list(PUPILS), :2].astype(float))
        reading = cascade.read(cv2.imread(str(args.strangers / "photos" / file)), *guess)
        for side in EAR_OUTLINES:
            found.append(Ear(file, seen[f"ear_{side}"], covering(reading, side), turned_from(reading, side), scores.shown(reading, side)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("nets", "strangers", "second"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--part", nargs="+", default=["fit", "choose"])
    args = parser.parse_args()
    cv2.setNumThreads(1)
    found = ears(args)
    for label in ("visible", "partly", "hidden"):
        labelled = [ear for ear in found if ear.label == label]
        print(f"{label}: {len(labelled)} ears, over {sum(ear.covered < COVERED for ear in labelled)} of them nothing")
    for covered, turned in NEARBY:
        flat = [ear for ear in found if ear.covered < covered and ear.turned <= turned]
        seen = [ear for ear in flat if ear.label != "hidden"]
        print(f"covered < {covered:.2f}, turned <= {turned:.0f} degrees: {len(seen)} seen, the least of which reads {min(ear.visible for ear in seen):.2f}; {len(flat) - len(seen)} hidden")


if __name__ == "__main__":
    main()
