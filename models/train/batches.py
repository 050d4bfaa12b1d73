"""Endless batches of training crops out of the pool, prepared in a process of their own."""
from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import IterableDataset

from crops import (FACE_JITTER, GREY, HEAD_JITTER, Backdrops, Jitter, Rng, empty_crop, eye_frame, frame_edge, mirror_truth, shaken_window,
                   stand_before, through_camera, through_file)
from layout import ATTRIBUTES, FACE, HEAD, IGNORE, POINTS, Crop

KINDS: dict[str, tuple[Crop, Jitter]] = {"head": (HEAD, HEAD_JITTER), "face": (FACE, FACE_JITTER)}


@dataclass
class Example:
    """One crop with its truth; see `Batch` for the fields."""

    image: np.ndarray
    labels: np.ndarray
    points: np.ndarray
    weights: np.ndarray
    attributes: np.ndarray
    pose: np.ndarray
    width: float


@dataclass
class Batch:
    """Tensors of a batch. `points` in crop fractions, `weights` 0 where not to be learnt, `attributes` and `pose` NaN where unknown,
    `width` the crop's side in pupil distances."""

    image: Tensor
    labels: Tensor
    points: Tensor
    weights: Tensor
    attributes: Tensor
    pose: Tensor
    width: Tensor


FOLDS = 2
"""The strangers of `fit` in so many parts: nets that did not see one part say how they do on people whom they do not know."""


def fold_of(person: str) -> int:
    return zlib.crc32(person.encode()) % FOLDS


class Chunk:
    """Fifty pool pictures: images stay on disk, truth in memory. `kept` are the numbers of those to learn from."""

    def __init__(self, path: str, without: int | None) -> None:
        self.image = np.load(f"{path}_image.npy", mmap_mode="r")
        self.alpha = np.load(f"{path}_alpha.npy", mmap_mode="r")
        self.labels = np.load(f"{path}_labels.npy", mmap_mode="r")
        truth = np.load(f"{path}_truth.npz")
        self.points, self.weights = truth["points"], truth["weights"]
        self.attributes, self.answers, self.pose = truth["attributes"], truth["answers"], truth["pose"]
        people = truth["person"] if "person" in truth.files else [""] * len(self.points)
        self.kept = [k for k, person in enumerate(people) if without is None or not person or fold_of(str(person)) != without]

    def __len__(self) -> int:
        return len(self.points)


class Pool:
    """All chunks under some folders, without the strangers of a fold; more may appear while training runs."""

    def __init__(self, folders: list[Path], without: int | None = None) -> None:
        self.folders, self.without = folders, without
        self.chunks: dict[str, Chunk] = {}
        self.scan()

    def scan(self) -> None:
        """Takes in chunks that have been finished since."""
        for folder in self.folders:
            for truth in sorted(folder.glob("*_truth.npz")):
                path = str(truth)[: -len("_truth.npz")]
                if path not in self.chunks:
                    self.chunks[path] = Chunk(path, self.without)

    def __len__(self) -> int:
        return sum(len(chunk.kept) for chunk in self.chunks.values())

    def draw(self, rng: Rng) -> tuple[Chunk, int]:
        """A random picture."""
        chunks = list(self.chunks.values())
        chunk = chunks[rng.integers(len(chunks))]
        return chunk, chunk.kept[rng.integers(len(chunk.kept))]


def halved(picture: np.ndarray) -> np.ndarray:
    """Half the size by averaging."""
    return cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)


def example(rng: Rng, chunk: Chunk, k: int, kind: str, backdrops: Backdrops) -> Example:
    """One augmented crop of a pool picture."""
    crop, jitter = KINDS[kind]
    truth = chunk.points[k]
    window, mirrored = shaken_window(rng, crop, jitter, truth)
    # What the head net must call no upright face: one that lies elsewhere, on its side or on its head.
    misplaced, quarters = False, 0
    if kind == "head":
        lot = rng.random()
        misplaced, quarters = lot < 0.03, int(rng.integers(1, 4)) if 0.03 <= lot < 0.10 else 0
    if misplaced:
        window.offset = window.offset + rng.choice([-1, 1], 2) * rng.uniform(1.2, 2.5, 2) * eye_frame(truth)[1]
    if window.step > 2:
        half = window.on_half_size()
        image, alpha = half.look(halved(chunk.image[k])), half.look(halved(chunk.alpha[k]))
    else:
        image, alpha = window.look(chunk.image[k]), window.look(chunk.alpha[k])
    labels = window.coarser(2).on_half_size().look(chunk.labels[k], smooth=False)
    points, weights = window.place(truth).astype(np.float32), chunk.weights[k].copy()
    attributes, pose = chunk.attributes[k].copy(), np.append(chunk.pose[k], 0).astype(np.float32)
    if mirrored:
        points, weights = mirror_truth(points, weights)
        pose[0] = -pose[0]
    pose[2] = eye_frame(points)[2]
    weights = weights * ((points > -0.01) & (points < 1.01)).all(1)
    if misplaced or quarters:
        weights[:], attributes[:], pose[:] = 0, np.nan, np.nan
        attributes[0] = 0
    image = through_camera(rng, stand_before(rng, image, alpha, backdrops))
    if rng.random() < 0.3:
        frame_edge(rng, image, labels)
    if quarters:
        image = np.ascontiguousarray(np.rot90(image, quarters))
        slid = rng.uniform(-0.9, 0.9, 2) * image.shape[0] / crop.width  # a detector's box need not have its eyes where they are
        image = cv2.warpAffine(image, np.array([[1, 0, slid[0]], [0, 1, slid[1]]]), (crop.columns, crop.rows), borderValue=(GREY,) * 3)
        labels = np.full_like(labels, IGNORE)
    return Example(through_file(rng, image), labels, points, weights, attributes, pose / 30, window.step * crop.columns / eye_frame(truth)[1])


def nobody(rng: Rng, kind: str, backdrops: Backdrops) -> Example:
    """A crop without a face."""
    image, labels = empty_crop(rng, backdrops, KINDS[kind][0].columns)
    attributes = np.full(len(ATTRIBUTES), np.nan, np.float32)
    attributes[0] = 0
    zero = np.zeros((len(POINTS), 2), np.float32)
    return Example(image, labels, zero, zero[:, 0], attributes, np.full(3, np.nan, np.float32), KINDS[kind][0].width)


def collate(examples: list[Example]) -> Batch:
    """Examples -> tensors; images to RGB 0..1, channels last."""
    image = np.stack([e.image for e in examples])[..., ::-1].transpose(0, 3, 1, 2)
    tensor = torch.from_numpy(np.ascontiguousarray(image)).float().div_(255).contiguous(memory_format=torch.channels_last)
    rest = [torch.from_numpy(np.stack([getattr(e, name) for e in examples])).float() for name in ("points", "weights", "attributes", "pose")]
    labels = torch.from_numpy(np.stack([e.labels for e in examples])).long()
    return Batch(tensor, labels, *rest, torch.tensor([e.width for e in examples], dtype=torch.float32))


class Batches(IterableDataset):
    """Endless batches: of one kind each, the kinds in turn; real pictures with a share of their own, a few crops of nobody."""

    def __init__(self, pool: list[Path], real: list[Path], kinds: list[str], size: int, seed: int, real_share: float = 0.12) -> None:
        self.folders, self.real_folders, self.kinds, self.size, self.seed, self.real_share = pool, real, kinds, size, seed, real_share

    def __iter__(self) -> Iterator[Batch]:
        cv2.setNumThreads(1)
        torch.set_num_threads(1)
        rng = np.random.default_rng(self.seed)
        backdrops = Backdrops.draw(rng, 500)
        pool, real = Pool(self.folders), Pool(self.real_folders)
        looked, kinds = time.time(), cycle(self.kinds)
        while True:
            if time.time() - looked > 30:
                pool.scan()
                real.scan()
                looked = time.time()
            examples, kind = [], next(kinds)
            for _ in range(self.size):
                if kind == "head" and rng.random() < 0.03:
                    examples.append(nobody(rng, kind, backdrops))
                    continue
                source = real if len(real) and rng.random() < self.real_share else pool
                examples.append(example(rng, *source.draw(rng), kind, backdrops))
            yield collate(examples)
