"""Step 3: trains the head and the face net, together or one alone.

usage: train.py --pool DIR --real DIR --kinds head face --out FILE --minutes M [--init FILE] [--rate 0.003] [--last 0.02] [--threads 2]

The state (net, averaged net, optimiser, time spent) is written every two minutes; the same command goes on from it.
"""
from __future__ import annotations

import argparse
import copy
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F
from torch.utils.data import DataLoader

from batches import Batch, Batches
from layout import CLASSES, IGNORE, INDEX, LID_PAIRS, LIP_PAIRS, POINTS
from nets import PortraitNet

CLASS_WEIGHTS = dict(zip(CLASSES, (0.5, 1, 2, 3, 3, 2.5, 3, 3, 1.5, 1, 0.7, 1, 2, 1.5, 1.2, 3, 1.5)))
UPPER, LOWER = (list(k) for k in zip(*LID_PAIRS, *LIP_PAIRS))
AVERAGING = 0.998
T = TypeVar("T")


def point_weights() -> Tensor:
    """What matters for the notice counts more; what slides along a curve counts less."""
    weights = torch.ones(len(POINTS))
    for name, k in INDEX.items():
        if name.startswith("hairline"):
            weights[k] = 0.6
        elif name.startswith(("left_eye", "right_eye", "lips")):
            weights[k] = 1.5
    weights[[INDEX["chin"], INDEX["left_eye.pupil"], INDEX["right_eye.pupil"], INDEX["crown"]]] = 2.5
    weights[[INDEX["jaw.left_4"], INDEX["jaw.right_4"]]] = 1.5
    return weights


def small_or_far(error: Tensor, knee: float) -> Tensor:
    """Quadratic below the knee, linear above."""
    return torch.where(error < knee, error * error / (2 * knee), error - knee / 2)


def losses(outputs: tuple[Tensor, ...], batch: Batch, importance: Tensor) -> dict[str, Tensor]:
    """The terms of the loss, each about one at the start."""
    points, doubt, mask, judged, pose = outputs
    weights = batch.weights * importance
    width = batch.width[:, None]
    error = (points - batch.points).abs() * width[..., None]
    point = (small_or_far(error, 0.02).sum(2) * weights).sum() / weights.sum().clamp(min=1)
    spread = error.detach().mean(2) / width
    sure = ((doubt + spread * torch.exp(-doubt)) * (batch.weights > 0)).sum() / (batch.weights > 0).sum().clamp(min=1)
    gap = ((points - batch.points)[:, LOWER] - (points - batch.points)[:, UPPER]).abs()[..., 1] * width
    both = (batch.weights[:, LOWER] > 0) & (batch.weights[:, UPPER] > 0)
    aperture = (small_or_far(gap, 0.01) * both).sum() / both.sum().clamp(min=1)
    known = ~torch.isnan(batch.attributes)
    judge = F.binary_cross_entropy_with_logits(judged, torch.nan_to_num(batch.attributes), weight=known.float(), reduction="sum") / known.sum()
    posed = ~torch.isnan(batch.pose)
    turned = (F.smooth_l1_loss(pose, torch.nan_to_num(batch.pose), reduction="none", beta=0.1) * posed).sum() / posed.sum().clamp(min=1)
    classes = torch.tensor(list(CLASS_WEIGHTS.values()))
    parsed = F.cross_entropy(mask, batch.labels, classes, ignore_index=IGNORE)
    return {"point": 4 * point, "aperture": 4 * aperture, "mask": parsed, "judge": 0.5 * judge, "pose": 1.5 * turned, "doubt": 0.02 * sure}


def average(slow: torch.nn.Module, fast: torch.nn.Module, step: int) -> None:
    """Moves the averaged net a little toward the trained one."""
    keep = min(AVERAGING, (step + 1) / (step + 20))
    with torch.no_grad():
        for a, b in zip(slow.state_dict().values(), fast.state_dict().values()):
            if a.is_floating_point():
                a.lerp_(b, 1 - keep)


def train_averaged(name: str, net: torch.nn.Module, feed: Iterator[T], terms_of: Callable[[T], list[Tensor]], out: Path, minutes: float, rate: float) -> None:
    """Trains a small net for some minutes on what `feed` gives; `terms_of` a batch are the terms of its loss. The averaged weights are
    written every minute."""
    slow, history = copy.deepcopy(net), []
    optimiser = torch.optim.AdamW(net.parameters(), rate, weight_decay=1e-3)
    next(feed)  # the clock starts when pictures come
    start = saved = time.time()
    step, share = 0, 0.0
    while share < 1:
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, (step + 1) / 60) * (0.01 + 0.99 * 0.5 * (1 + np.cos(np.pi * share)))
        terms = terms_of(next(feed))
        optimiser.zero_grad()
        sum(terms).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        average(slow, net, step)
        history.append([float(term.detach()) for term in terms])
        step, share = step + 1, (time.time() - start) / (60 * minutes)
        if time.time() - saved > 60 or share >= 1:
            print(name, step, f"{(time.time() - start) / 60:.1f} min, loss", *np.round(np.mean(history, 0), 4), flush=True)
            saved, history = time.time(), []
            torch.save({name: value.cpu() for name, value in slow.state_dict().items()}, out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pool", type=Path, nargs="+", required=True)
    parser.add_argument("--real", type=Path, nargs="*", default=[])
    parser.add_argument("--kinds", nargs="+", default=["head", "face"])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--init", type=Path)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--last", type=float, default=0.02, help="the final learning rate as a share of the first")
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--real-share", type=float, default=0.12)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    net = PortraitNet().to(memory_format=torch.channels_last)
    slow, spent, step = copy.deepcopy(net), 0.0, 0
    optimiser = torch.optim.AdamW(net.parameters(), args.rate, weight_decay=1e-4)
    if args.out.exists():
        state = torch.load(args.out, weights_only=True)
        net.load_state_dict(state["net"])
        slow.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        spent, step = state["spent"], state["step"]
    elif args.init:
        state = torch.load(args.init, weights_only=True)
        net.load_state_dict(state["average"])
        slow.load_state_dict(state["average"])
    fast, importance = torch.compile(net, dynamic=False), point_weights()
    data = Batches(args.pool, args.real, args.kinds, args.batch, args.seed + step, args.real_share)
    feed = iter(DataLoader(data, batch_size=None, num_workers=1, prefetch_factor=4))
    before, saved, history = time.time(), time.time(), []
    while spent < args.minutes * 60:
        share = spent / (args.minutes * 60)
        rate = args.rate * min(1, (step + 1) / 60) * (args.last + (1 - args.last) * 0.5 * (1 + np.cos(np.pi * share)))
        for group in optimiser.param_groups:
            group["lr"] = float(rate)
        batch = next(feed)
        terms = losses(fast(batch.image), batch, importance)
        optimiser.zero_grad()
        sum(terms.values()).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        average(slow, net, step)
        step += 1
        spent, before = spent + time.time() - before, time.time()
        history.append({name: float(term.detach()) for name, term in terms.items()})
        if time.time() - saved > 120 or spent >= args.minutes * 60:
            means = {name: round(float(np.mean([h[name] for h in history])), 4) for name in history[0]}
            print(json.dumps({"minutes": round(spent / 60, 1), "step": step, **means}), flush=True)
            saved, history = time.time(), []
            torch.save({"net": net.state_dict(), "average": slow.state_dict(), "optimiser": optimiser.state_dict(), "spent": spent, "step": step},
                       args.out.with_suffix(".part"))
            args.out.with_suffix(".part").rename(args.out)


if __name__ == "__main__":
    main()
