"""Earrings and necklaces."""
from __future__ import annotations

import cv2
import numpy as np

from drawing.canvas import PD, SIDE, Canvas
from drawing.textures import any_colour
from layout import CLOTHING, EAR, JEWELLERY, NECK

METALS = np.array([[80, 170, 215], [200, 205, 210], [120, 150, 220], [230, 230, 235], [60, 120, 160]], np.float32)


def _glitter(canvas: Canvas) -> np.ndarray:
    base = METALS[canvas.rng.integers(len(METALS))] if canvas.chance(0.75) else any_colour(canvas.rng)
    grain = cv2.resize(canvas.rng.standard_normal((SIDE // 2, SIDE // 2), np.float32), (SIDE, SIDE))
    return np.clip(base * (0.9 + 0.45 * grain[..., None]), 0, 255)


def earrings(canvas: Canvas) -> None:
    """Studs, hoops, drops or bars in the ears that show their lobes."""
    rng, texture = canvas.rng, _glitter(canvas)
    size, kind = rng.uniform(0.05, 0.2) * PD, rng.random()
    for side, lobe in (("left", 119), ("right", 124)):
        sign = -1 if side == "left" else 1
        at = canvas.points[lobe] + np.array([sign * rng.uniform(0.0, 0.1), -rng.uniform(0.0, 0.12)]) * PD
        x, y = (int(np.clip(v, 4, SIDE - 5)) for v in at)
        if not (canvas.labels[y - 4 : y + 5, x - 4 : x + 5] == EAR).any() or canvas.chance(0.1):
            continue
        mask = np.zeros((SIDE, SIDE), np.uint8)
        if kind < 0.4:
            cv2.circle(mask, (x, y), max(2, int(size * 0.5)), 1, -1)
        elif kind < 0.7:
            radius = size * rng.uniform(0.8, 2.2)
            cv2.ellipse(mask, (x, int(y + radius)), (max(2, int(radius * rng.uniform(0.4, 1))), max(2, int(radius))), 0, 0, 360, 1, max(1, int(rng.uniform(1, 4))))
        else:
            cv2.line(mask, (x, y), (x, int(y + size * rng.uniform(1, 4))), 1, max(1, int(rng.uniform(1, 5))))
            cv2.circle(mask, (x, int(y + size * 2)), max(2, int(size * 0.6)), 1, -1)
        canvas.paint(mask, texture, JEWELLERY, 0.6)
        canvas.facts[f"{side}_earring"] = 1.0
        canvas.facts["earring"] = 1.0


def necklace(canvas: Canvas) -> None:
    """A chain, cord or string of beads around the neck, with a pendant at times."""
    rng, points = canvas.rng, canvas.points
    left, right = points[145] + [0.05 * PD, 0.25 * PD], points[157] + [-0.05 * PD, 0.25 * PD]
    deep = rng.uniform(0.25, 1.3) * PD
    t = np.linspace(0, 1, 60)[:, None]
    path = left + (right - left) * t + np.c_[np.zeros((60, 1)), deep * (1 - (2 * t - 1) ** 2) ** rng.uniform(0.6, 1.2)]
    mask = canvas.stroke(path, rng.uniform(1, 4))
    if canvas.chance(0.35):
        bead = max(2, int(rng.uniform(0.03, 0.08) * PD))
        for x, y in path[:: max(1, bead // 2 + 1)]:
            cv2.circle(mask, (int(x), int(y)), bead, 1, -1)
    if canvas.chance(0.5):
        cv2.circle(mask, (int(path[30, 0]), int(path[30, 1] + 3)), max(2, int(rng.uniform(0.04, 0.15) * PD)), 1, -1)
    mask &= (canvas.has(NECK, CLOTHING) if canvas.chance(0.3) else canvas.has(NECK)).astype(np.uint8)
    canvas.shade(np.roll(mask, 2, 0), 0.8, 1.5)
    canvas.paint(mask, _glitter(canvas), JEWELLERY, 0.6)
    canvas.facts["necklace"] = 1.0 if mask.sum() > 0.02 * PD * PD else np.nan
