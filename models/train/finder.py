"""Step 4b: trains the finder, which sees in one small look at the whole photo where faces are, how large, and which way up.

usage: finder.py --pool DIR --real DIR --out FILE --minutes M

Scenes are put together from pool pictures: nobody, one person or two, of any size, cut by the frame, before any background; the whole
scene on its side or on its head at times.
"""
from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F
from torch.utils.data import DataLoader, IterableDataset

from batches import Chunk, Pool, halved
from crops import GREY, Backdrops, Rng, Window, eye_frame, through_camera, through_file
from layout import FINDER_CELL, FINDER_TURNS
from nets import FinderNet
from train import small_or_far, train_averaged

IGNORED = -1
SHAPES = ((128, 96), (128, 96), (128, 80), (128, 112), (128, 128), (96, 128), (80, 128))
"""Rows and columns of scenes: multiples of 16, upright ones more often."""


class Scene:
    """A picture being put together, with the people in it: middle between the pupils and pupil distance, px."""

    def __init__(self, picture: np.ndarray) -> None:
        self.picture = picture
        self.people: list[tuple[np.ndarray, float]] = []

    def add(self, rng: Rng, chunk: Chunk, k: int, middle: np.ndarray, pd: float) -> None:
        """Puts a person in, unless the face would lie over another's."""
        if any(np.hypot(*(middle - other)) < 1.6 * (pd + size) for other, size in self.people):
            return
        rows, columns = self.picture.shape[:2]
        eyes, own_pd, tilt = eye_frame(chunk.points[k])
        turn = rng.uniform(-28, 28) if rng.random() < 0.15 else rng.normal(0, 5)
        window = Window.at(eyes, own_pd / pd, turn, columns, rows, bool(rng.random() < 0.5))
        window.offset = window.offset - window.matrix @ (middle - np.array([columns, rows]) / 2 + 0.5)
        image, alpha = chunk.image[k], chunk.alpha[k]
        if window.step > 2:
            window, image, alpha = window.on_half_size(), halved(image), halved(alpha)
        image, alpha = window.look(image, GREY), window.look(alpha, 0)
        cover = alpha.astype(np.float32)[..., None] / 255
        self.picture = image.astype(np.float32) + (1 - cover) * (self.picture - GREY)
        self.people.append((middle, pd))


def place(rng: Rng, rows: int, columns: int) -> tuple[np.ndarray, float]:
    """Where somebody's eyes may be and how far apart: mostly as in a portrait, at times anywhere and small."""
    if rng.random() < 0.65:
        pd = rows * rng.uniform(0.09, 0.22)
        return np.array([columns * rng.normal(0.5, 0.08), rows * rng.uniform(0.25, 0.55)]), pd
    pd = 3.2 * np.exp(rng.uniform(0, 2.1))
    return np.array([rng.uniform(0.6 * pd, columns - 0.6 * pd), rng.uniform(0.8 * pd, rows - 1.0 * pd)]), pd


def truth_of(people: list[tuple[np.ndarray, float]], rows: int, columns: int, turn: int) -> tuple[np.ndarray, np.ndarray]:
    """For each cell of the grid its kind (0 nobody, then FINDER_TURNS), and from its centre to the eyes (cells) with the log of the pupil
    distance (cells)."""
    y, x = np.mgrid[: rows // FINDER_CELL, : columns // FINDER_CELL]
    centres = (np.stack([x, y], 2) + 0.5) * FINDER_CELL - 0.5
    kinds, places = np.zeros(x.shape, np.int64), np.zeros((*x.shape, 3), np.float32)
    for middle, pd in people:
        away = np.hypot(*np.moveaxis(centres - middle, 2, 0))
        near = max(0.45 * pd, 0.71 * FINDER_CELL)
        kinds[(away < 1.8 * near) & (kinds == 0)] = IGNORED
        kinds[away < near] = 1 + turn
        places[away < near] = np.concatenate([(middle - centres) / FINDER_CELL, np.full((*x.shape, 1), np.log(pd / FINDER_CELL))], 2)[away < near]
    return kinds, places


def scene(rng: Rng, pool: Pool, real: Pool, backdrops: Backdrops, rows: int, columns: int, turn: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A finished scene that was turned `turn` quarters, of this shape after turning, with its truth."""
    height, width = (columns, rows) if turn % 2 else (rows, columns)
    made = Scene(backdrops.view(rng, width, height))
    for _ in range(rng.choice([0, 1, 2], p=[0.1, 0.72, 0.18])):
        source = real if len(real) and rng.random() < 0.12 else pool
        made.add(rng, *source.draw(rng), *place(rng, height, width))
    picture = through_file(rng, through_camera(rng, made.picture))
    people = [p for p in made.people if (p[0] > 0).all() and (p[0] < [width, height]).all()]
    for _ in range(turn):  # a quarter turn to the left: the head then points to image left
        people = [(np.array([middle[1], picture.shape[1] - 1 - middle[0]]), pd) for middle, pd in people]
        picture = np.rot90(picture)
    kinds, places = truth_of(people, rows, columns, turn)
    return np.ascontiguousarray(picture), kinds, places


class Scenes(IterableDataset):
    """Endless batches: pictures (0..1), kinds, places; one shape a batch."""

    def __init__(self, pool: list[Path], real: list[Path], size: int, seed: int) -> None:
        self.folders, self.real_folders, self.size, self.seed = pool, real, size, seed

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        cv2.setNumThreads(1)
        torch.set_num_threads(1)
        rng = np.random.default_rng(self.seed)
        backdrops, pool, real = Backdrops.draw(rng, 500), Pool(self.folders), Pool(self.real_folders)
        while True:
            rows, columns = SHAPES[rng.integers(len(SHAPES))]
            turns = np.where(rng.random(self.size) < 0.4, rng.integers(1, len(FINDER_TURNS), self.size), 0)
            made = [scene(rng, pool, real, backdrops, rows, columns, int(turn)) for turn in turns]
            pictures = np.stack([m[0] for m in made])[..., ::-1].transpose(0, 3, 1, 2)
            yield (torch.from_numpy(np.ascontiguousarray(pictures)).float().div_(255), torch.from_numpy(np.stack([m[1] for m in made])),
                   torch.from_numpy(np.stack([m[2] for m in made])).float())


def loss_of(kinds: Tensor, places: Tensor, true_kinds: Tensor, true_places: Tensor) -> Tensor:
    """Which kind each cell is, and where the eyes are from the cells that hold them."""
    weights = torch.tensor([1.0] + [3.0] * len(FINDER_TURNS))
    named = F.cross_entropy(kinds, true_kinds, weights, ignore_index=IGNORED)
    held = true_kinds > 0
    away = small_or_far((places.permute(0, 2, 3, 1) - true_places).abs()[held], 0.2).sum(1)
    return named + 0.5 * away.sum() / held.sum().clamp(min=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pool", type=Path, nargs="+", required=True)
    parser.add_argument("--real", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    net = FinderNet()
    feed = iter(DataLoader(Scenes(args.pool, args.real, 24, args.seed), batch_size=None, num_workers=1, prefetch_factor=4))
    train_averaged("finder", net, feed, lambda batch: [loss_of(*net(batch[0]), *batch[1:])], args.out, args.minutes, args.rate)


if __name__ == "__main__":
    main()
