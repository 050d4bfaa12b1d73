"""Step 4: trains the patch nets: eye, mouth, ear, neck.

usage: patches.py --pool DIR --real DIR --out DIR --minutes M [--only eye mouth]

A patch is placed by the face net's points, so training shakes it as those points err. What is not known of a picture is not taught. The
time is for each kind; the averaged weights are written every minute, so it can be stopped.
"""
from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from batches import Chunk, Pool
from crops import Backdrops, Rng, Window, eye_frame, stand_before, through_camera, through_file
from layout import (EAR_OUTPUTS, EAR_PATCH, EYE_OUTPUTS, EYE_PATCH, EYE_POINTS, IGNORE, INDEX, MIRROR, MOUTH_OUTPUTS, MOUTH_PATCH, MOUTH_POINTS,
                    NECK_OUTPUTS, NECK_PATCH, Crop)
from nets import WIDTHS, PatchNet
from pool import ANSWERS
from spots import IN_SIGHT, Donors, Spot
from train import small_or_far, train_averaged

MEASURES = {"opening": 10.0, "gap": 6.0, "gaze_x": 10.0, "gaze_y": 10.0}
"""Outputs that are numbers, with the factor that brings their spread to about one; all others are yes/no."""


@dataclass(frozen=True)
class Patch:
    """One kind of patch: its crop, what it answers, and for each side it exists on the points whose mean it is centred on and the points
    it finds."""

    crop: Crop
    outputs: tuple[str, ...]
    sides: dict[str, tuple[str, ...]]
    points: dict[str, tuple[str, ...]]
    widths: tuple[int, int, int] = WIDTHS[:3]
    spot: Spot | None = None

    def net(self) -> PatchNet:
        return PatchNet(self.crop.rows, self.crop.columns, len(self.outputs), len(self.indices(next(iter(self.sides)))), self.widths)

    def indices(self, side: str, mirrored: bool = False) -> list[int]:
        """Numbers of the points it finds on a side; `mirrored` when a patch that has no side is seen mirrored."""
        found = [INDEX[name] for name in self.points.get(side, ())]
        return [MIRROR[k] for k in found] if mirrored else found

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Points above each other whose distance the notice cares about, by their place in the patch's answer."""
        names = [name.partition(".")[2] for name in next(iter(self.points.values()), ())]
        return [(names.index(upper), names.index(upper.replace("upper", "lower"))) for upper in names if upper.startswith("upper")]


def _ear(side: str) -> tuple[str, ...]:
    return tuple(f"{side}_ear.{part}" for part in ("rim_1", "rim_2", "rim_3", "rim_4", "lobe"))


PATCHES = {
    "eye": Patch(EYE_PATCH, EYE_OUTPUTS, {f"{s}_eye": (f"{s}_eye.outer", f"{s}_eye.inner") for s in ("left", "right")},
                 {f"{s}_eye": tuple(f"{s}_eye.{part}" for part in EYE_POINTS) for s in ("left", "right")}),
    "mouth": Patch(MOUTH_PATCH, MOUTH_OUTPUTS, {"mouth": ("lips.left", "lips.right")}, {"mouth": MOUTH_POINTS}),
    "ear": Patch(EAR_PATCH, EAR_OUTPUTS, {f"{s}_ear": _ear(s) for s in ("left", "right")}, {}, spot=Spot("earring", "visible", "lobe", 0.07, (0.17, 0.26), 0.5)),
    "neck": Patch(NECK_PATCH, NECK_OUTPUTS, {"neck": ("chin",)}, {}, (12, 24, 32)),
}


def tilt_of(points: np.ndarray) -> float:
    """Tilt of the line through the corners of both eyes, degrees."""
    corner = lambda side, part: points[INDEX[f"{side}_eye.{part}"]]
    axis = corner("right", "inner") + corner("right", "outer") - corner("left", "inner") - corner("left", "outer")
    return float(np.degrees(np.arctan2(axis[1], axis[0])))


def patch_window(patch: Patch, side: str, points: np.ndarray, rng: Rng | None = None) -> Window:
    """Where the contract places the patch; shaken when `rng` is given. The right eye and ear are mirrored to look like left ones."""
    _, pd, _ = eye_frame(points)
    tilt, scale = tilt_of(points), patch.crop.width * pd / patch.crop.columns
    mirrored = side.startswith("right")
    centre = points[[INDEX[name] for name in patch.sides[side]]].mean(0)
    centre = centre + patch.crop.down * pd * np.array([-np.sin(np.radians(tilt)), np.cos(np.radians(tilt))])
    if rng is not None:
        centre = centre + rng.normal(0, 0.04, 2) * pd
        tilt, scale = tilt + rng.normal(0, 3), scale * np.exp(rng.normal(0, 0.06))
        if len(patch.sides) == 1 and rng.random() < 0.5:
            mirrored = True
    return Window.at(centre, scale, tilt, patch.crop.columns, patch.crop.rows, mirrored)


@dataclass
class Example:
    """One patch with its truth: answers NaN where unknown, points in fractions of its sides, their weights 0 where not to be learnt."""

    image: np.ndarray
    answers: np.ndarray
    points: np.ndarray
    weights: np.ndarray


class PatchBatches(IterableDataset):
    """Endless batches of one kind: pictures (0..1), answers, points, weights."""

    def __init__(self, kind: str, pool: list[Path], real: list[Path], size: int, seed: int, real_share: float = 0.25, without: int | None = None) -> None:
        self.patch, self.size, self.seed, self.real_share = PATCHES[kind], size, seed, real_share
        self.folders, self.real_folders, self.without = pool, real, without

    def _answers(self, chunk: Chunk, k: int, side: str) -> np.ndarray:
        return np.array([chunk.answers[k][ANSWERS.index(f"{side}.{name}")] for name in self.patch.outputs], np.float32)

    def _by_answer(self, source: Pool) -> list[list[list[tuple[Chunk, int, str]]]]:
        """For every yes/no output of which the pictures show both, those that say no and those that say yes."""
        found: list[list[list[tuple[Chunk, int, str]]]] = [[[], []] for _ in self.patch.outputs]
        for chunk in source.chunks.values():
            for k in chunk.kept:
                for side in self.patch.sides:
                    for output, answer in enumerate(self._answers(chunk, k, side)):
                        if answer in (0.0, 1.0) and self.patch.outputs[output] not in MEASURES:
                            found[output][int(answer)].append((chunk, k, side))
        return [lists for lists in found if all(lists)]

    def _draw(self, rng: Rng, source: Pool, by_answer: list[list[list[tuple[Chunk, int, str]]]], backdrops: Backdrops,
              donors: Donors | None) -> Example:
        if by_answer and rng.random() < 0.5:  # what is rare is asked for by name
            lists = by_answer[rng.integers(len(by_answer))]
            same = lists[rng.integers(2)]
            chunk, k, side = same[rng.integers(len(same))]
            answers = self._answers(chunk, k, side)
        else:
            while True:
                chunk, k = source.draw(rng)
                side = list(self.patch.sides)[rng.integers(len(self.patch.sides))]
                answers = self._answers(chunk, k, side)
                if not np.isnan(answers).all():
                    break
        window = patch_window(self.patch, side, chunk.points[k], rng)
        indices = self.patch.indices(side, len(self.patch.sides) == 1 and np.linalg.det(window.matrix) < 0)
        # Where the mask is open, the points are a net's own guess.
        placed_by_hand = float((chunk.labels[k] != IGNORE).any())
        points = window.place(chunk.points[k][indices]).astype(np.float32)
        image, alpha = window.look(chunk.image[k]), window.look(chunk.alpha[k])
        if donors and rng.random() < donors.spot.share:
            seen, told = (self.patch.outputs.index(name) for name in (donors.spot.seen, donors.spot.answer))
            if answers[seen] > IN_SIGHT and answers[told] in (0, 1):
                image, alpha, answers[told] = donors.put(rng, window, donors.spot.place(chunk.points[k], side), side, image, alpha, answers[told] == 1)
        image = stand_before(rng, image, alpha, backdrops)
        return Example(through_file(rng, through_camera(rng, image)), answers, points, chunk.weights[k][indices] * placed_by_hand)

    def __iter__(self) -> Iterator[list[Tensor]]:
        cv2.setNumThreads(1)
        torch.set_num_threads(1)
        worker = get_worker_info()
        rng = np.random.default_rng([self.seed, worker.id] if worker else self.seed)
        backdrops, pool, real = Backdrops.draw(rng, 200), Pool(self.folders, self.without), Pool(self.real_folders, self.without)
        sources = [(source, self._by_answer(source)) for source in (pool, real)]
        donors = Donors(self.patch.spot, tuple(self.patch.sides), real) if self.patch.spot and len(real) else None
        while True:
            chosen = [sources[len(real) > 0 and rng.random() < self.real_share] for _ in range(self.size)]
            drawn = [self._draw(rng, *source, backdrops, donors) for source in chosen]
            pictures = np.stack([e.image for e in drawn])[..., ::-1].transpose(0, 3, 1, 2)
            rest = [torch.from_numpy(np.stack([getattr(e, name) for e in drawn])).float() for name in ("answers", "points", "weights")]
            yield [torch.from_numpy(np.ascontiguousarray(pictures)).float().div_(255), *rest]


def answer_loss(found: Tensor, answers: Tensor, outputs: tuple[str, ...]) -> Tensor:
    """Mean over what is known: smooth L1 for measures, cross entropy for yes/no."""
    total = found.new_zeros(())
    for k, name in enumerate(outputs):
        known = ~torch.isnan(answers[:, k])
        if known.any():
            got, right = found[known, k], answers[known, k]
            if name in MEASURES:
                total = total + F.smooth_l1_loss(got * MEASURES[name], right * MEASURES[name], beta=0.3)
            else:
                total = total + F.binary_cross_entropy_with_logits(got, right)
    return total


def point_loss(patch: Patch, found: Tensor, doubt: Tensor, points: Tensor, weights: Tensor) -> Tensor:
    """Error of the points and of the gaps between lids or lips, in pupil distances, and how well the doubt foretells it."""
    size = torch.tensor([patch.crop.width, patch.crop.width * patch.crop.rows / patch.crop.columns], device=found.device)
    error = (found - points) * size
    mean = lambda values, weight: (values * weight).sum() / weight.sum().clamp(min=1)
    place = mean(small_or_far(error.abs(), 0.01).sum(2), weights)
    upper, lower = (list(k) for k in zip(*patch.pairs))
    gap = mean(small_or_far((error[:, lower] - error[:, upper]).abs()[..., 1], 0.01), weights[:, upper] * weights[:, lower])
    sure = mean(doubt + error.detach().abs().mean(2) / patch.crop.width * torch.exp(-doubt), weights)
    return 30 * place + 15 * gap + 0.05 * sure


def train(kind: str, args: argparse.Namespace) -> None:
    """Trains one patch net and saves its averaged weights."""
    patch, net = PATCHES[kind], PATCHES[kind].net()
    weights = args.out / f"{kind}.pt"
    if args.go_on and weights.exists():
        net.load_state_dict(torch.load(weights, weights_only=True))
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    fast = torch.compile(net.to(device), dynamic=False)

    def terms_of(batch: list[Tensor]) -> list[Tensor]:
        pictures, answers, points, known = (part.to(device) for part in batch)
        found, places, doubt = fast(pictures)
        terms = [answer_loss(found, answers, patch.outputs)]
        return [*terms, point_loss(patch, places, doubt, points, known)] if places.shape[1] else terms

    feed = iter(DataLoader(PatchBatches(kind, args.pool, args.real, args.batch, args.seed, args.real_share, args.without), batch_size=None, num_workers=args.workers, prefetch_factor=4))
    train_averaged(kind, net, feed, terms_of, weights, args.minutes, args.rate)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pool", type=Path, nargs="+", required=True)
    parser.add_argument("--real", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--only", nargs="*", default=list(PATCHES))
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--real-share", type=float, default=0.25)
    parser.add_argument("--go-on", action="store_true", help="start from the weights that are there")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1, help="processes that prepare pictures")
    parser.add_argument("--without", type=int, help="a fold of the strangers that is not learnt from")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    for kind in args.only:
        train(kind, args)


if __name__ == "__main__":
    main()
