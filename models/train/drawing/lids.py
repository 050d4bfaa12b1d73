"""Closing eyes: the lids move over the eyeball, which stays where it is, and the skin above and below stretches after them."""
from __future__ import annotations

import cv2
import numpy as np

from drawing.canvas import PD, SIDE, Canvas, Rng

SIDES = {
    "left": (18, (19, 20, 21), 22, (28, 29, 30), range(34, 39)),
    "right": (23, (24, 25, 26), 27, (31, 32, 33), range(39, 44)),
}
"""Template points of each eye: the corner at image left, the upper lid, the corner at image right, the lower lid, the crease."""


def amounts(rng: Rng) -> tuple[float, float]:
    """How far each eye is closed (1 is shut, below 0 is widened): mostly alike."""
    lot, shut = rng.random(), 0.0
    if lot < 0.2:
        shut = rng.uniform(0.95, 1.0)
    elif lot < 0.3:
        shut = rng.uniform(0.3, 0.95)
    elif lot < 0.5:
        shut = rng.uniform(-0.25, 0.3)
    return (0.0, shut) if rng.random() < 0.05 else (shut, 0.0) if rng.random() < 0.05 else (shut, shut)


def move(rng: Rng, points: np.ndarray, closing: tuple[float, float]) -> None:
    """Moves the template points of the lids, in whatever unit `points` have."""
    for (_, upper, _, lower, crease), amount in zip(SIDES.values(), closing):
        span = (points[list(lower)] - points[list(upper)]) * amount
        meet = rng.uniform(0.8, 1.0)  # where between the lids they meet
        points[list(upper)] += span * meet
        points[list(lower)] -= span * (1 - meet)
        points[list(crease)] += span.mean(0) * rng.uniform(0.3, 0.6) * np.array([0.1, 0.8, 1, 0.8, 0.1], np.float32)[:, None]


def close(canvas: Canvas, open_points: np.ndarray) -> None:
    """Draws the lids of `open_points`, as they are in the picture, where the canvas has its points."""
    rows = np.tile(np.arange(SIDE, dtype=np.float32)[:, None], (1, SIDE))
    for left, upper, right, lower, _ in SIDES.values():
        columns = np.arange(int(np.ceil(open_points[left, 0])), int(open_points[right, 0]) + 1)
        curve = lambda points, lid: np.interp(columns, *points[[left, *lid, right]].T)
        above, below = curve(open_points, upper), curve(open_points, lower)
        new_above, new_below = curve(canvas.points, upper), curve(canvas.points, lower)
        rows[:, columns] = _under_lids(above, below, new_above, np.maximum(new_below, new_above))
    across = np.tile(np.arange(SIDE, dtype=np.float32)[None], (SIDE, 1))
    canvas.image = cv2.remap(canvas.image, across, rows, cv2.INTER_LINEAR)
    canvas.labels = cv2.remap(canvas.labels, across, rows, cv2.INTER_NEAREST)


def _under_lids(above: np.ndarray, below: np.ndarray, new_above: np.ndarray, new_below: np.ndarray) -> np.ndarray:
    """For every row of some columns, the row that shows there once the lids at `above` and `below` are at `new_above` and `new_below`."""
    rows = np.arange(SIDE, dtype=np.float32)[:, None]
    # What stretches: skin toward the brow and the cheek, more of it where the eye stood wide open.
    top, bottom = above - 0.12 * PD - 0.6 * (below - above), below + 0.12 * PD + 0.4 * (below - above)
    upper = top + (rows - top) * (above - top) / np.maximum(new_above - top, 1e-3)
    lower = bottom - (bottom - rows) * (bottom - below) / np.maximum(bottom - new_below, 1e-3)
    inside = np.where(rows < new_above, upper, np.where(rows > new_below, lower, rows))
    return np.where((rows > top) & (rows < bottom), inside, rows).astype(np.float32)


def line(canvas: Canvas) -> None:
    """The lashes of eyes that are shut: a dark line where the lids meet, with hairs hanging from it at times."""
    rng, dark = canvas.rng, np.array([18, 18, 24], np.float32) + canvas.rng.uniform(0, 40)
    hairs, strength = canvas.chance(0.5), rng.uniform(0.25, 0.9)
    for side, (left, upper, right, _, _) in SIDES.items():
        if canvas.facts[f"{side}_closed"] != 1:
            continue
        path = canvas.points[[left, *upper, right]]
        canvas.paint(canvas.stroke(path, rng.uniform(1, 2.6)), dark, None, rng.uniform(0.5, 1), strength)
        for at in rng.uniform(0.1, 0.9, 12 if hairs else 0):
            root = np.array([np.interp(at, np.linspace(0, 1, 5), path[:, k]) for k in (0, 1)])
            tip = root + np.array([(at - 0.5) * 0.1, rng.uniform(0.03, 0.1)]) * PD
            canvas.paint(canvas.stroke(np.array([root, tip]), 1), dark, None, 0.6, strength * rng.uniform(0.3, 0.9))
