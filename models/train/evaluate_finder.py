"""Step 5b: what the shipped finder says of whole photos of people it has not seen: as they are, turned, small in a corner, beside another.

usage: evaluate_finder.py --nets DIR --portraits DIR --split CSV [--part report]
"""
from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch

from crops import GREY
from layout import FINDER_SIDE, FINDER_TURNS
from nets import FinderNet
from portraits import read_split
from weights import shipped

MULTIPLE = 16
UPRIGHT = 1
"""Place of `upright` among the kinds; 0 is nobody."""


@torch.no_grad()
def kinds(net: FinderNet, photo: np.ndarray) -> np.ndarray:
    """Probability of each kind in each cell, (kinds, rows, columns), as the Rust side asks for it."""
    scale = FINDER_SIDE / max(photo.shape[:2])
    small = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    filled = [-(-side // MULTIPLE) * MULTIPLE for side in small.shape[:2]]
    picture = np.full((*filled, 3), GREY, np.float32)
    picture[: small.shape[0], : small.shape[1]] = small
    crop = torch.from_numpy(picture[..., ::-1].transpose(2, 0, 1)[None].copy()) / 255
    return torch.softmax(net(crop)[0], 1)[0].numpy()


def on_wall(photo: np.ndarray, rows: int, columns: int, left: int, top: int, side: int) -> np.ndarray:
    """A portrait at some size on a wall of its own colour."""
    wall = np.tile(photo[20:21, 20:21], (rows, columns, 1))
    wall[top : top + side, left : left + side] = cv2.resize(photo, (side, side), interpolation=cv2.INTER_AREA)
    return wall


def answers(net: FinderNet, photo: np.ndarray, other: np.ndarray) -> Iterator[tuple[str, float]]:
    """Pairs of a question and the probability that should be near one."""
    found = kinds(net, photo)
    yield "upright", found[UPRIGHT].max()
    yield "upright and no other way", 1 - found[UPRIGHT + 1 :].max()
    for turns in range(1, len(FINDER_TURNS)):
        found = kinds(net, np.rot90(photo, turns).copy())
        yield "turned", found[UPRIGHT + turns].max()
        yield "turned and not upright", 1 - found[UPRIGHT].max()
    yield "a tenth of the frame, in a corner", kinds(net, on_wall(photo, 900, 1200, 830, 10, 360))[UPRIGHT].max()
    two = on_wall(photo, 700, 900, 0, 60, 640)
    beside = lambda picture: 1 - kinds(net, picture)[0][:, int(640 / 900 * FINDER_SIDE / 8) :].min()
    yield "nobody beside", 1 - beside(two)
    two[60:340, 615:895] = cv2.resize(other, (280, 280), interpolation=cv2.INTER_AREA)
    yield "somebody half as large beside", beside(two)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nets", type=Path, required=True)
    parser.add_argument("--portraits", type=Path, required=True)
    parser.add_argument("--split", type=Path, required=True)
    parser.add_argument("--part", default="report")
    args = parser.parse_args()
    net = shipped(FinderNet(), args.nets / "finder.safetensors")
    people = read_split(args.split)[args.part]
    photos = [cv2.imread(str(args.portraits / f"neutral/{person}_03.jpg")) for person in people]
    asked: dict[str, list[float]] = {}
    for photo, other in zip(photos, [*photos[1:], photos[0]]):
        for question, probability in answers(net, photo, other):
            asked.setdefault(question, []).append(float(probability))
    for question, found in asked.items():
        print(f"- {question}: least {min(found):.3f}, median {np.median(found):.3f}, above 0.9 in {sum(p > 0.9 for p in found)} of {len(found)}")


if __name__ == "__main__":
    main()
