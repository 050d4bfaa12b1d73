"""The inside of an opened mouth: darkness, tongue, teeth."""
from __future__ import annotations

import numpy as np

from drawing.canvas import PD, SIDE, Canvas
from layout import MOUTH, SKIN, TEETH

INNER_UPPER, INNER_LOWER = list(range(94, 99)), list(range(99, 104))


def fill_mouth(canvas: Canvas) -> None:
    """Paints what shows between parted lips; records whether teeth show."""
    rng, points, facts = canvas.rng, canvas.points, canvas.facts
    gap = facts["gap"]
    facts["teeth"] = 0.0
    if not gap:
        return
    inside = canvas.polygon(np.vstack([points[87:88], points[INNER_UPPER], points[93:94], points[INNER_LOWER[::-1]]]))
    dark = np.array([45, 40, 90], np.float32) * rng.uniform(0.25, 1.0)
    canvas.paint(inside, dark, MOUTH, 0.8)
    if gap > 0.3 and canvas.chance(0.6):
        y = np.arange(SIDE)[:, None]
        tongue = inside & (y > points[INNER_LOWER, 1].max() - rng.uniform(0.1, 0.3) * PD)
        canvas.paint(tongue.astype(np.uint8), np.array([90, 85, 170], np.float32) * rng.uniform(0.6, 1.1), None, 2.5)
    if facts["teeth_wanted"]:
        _teeth(canvas, inside, gap)


def _teeth(canvas: Canvas, inside: np.ndarray, gap: float) -> None:
    rng, points = canvas.rng, canvas.points
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    light = np.clip(canvas.image[canvas.has(SKIN)].mean() / 150, 0.55, 1.15)
    colour = np.array([200, 222, 232], np.float32) * rng.uniform(0.65, 1.06) * light
    away = (x - points[96, 0]) / (0.55 * PD)
    tooth = (x - points[96, 0]) / (rng.uniform(0.1, 0.15) * PD)
    lines = 1 - rng.uniform(0.04, 0.2) * np.exp(-((tooth - np.round(tooth)) ** 2) * 80)
    enamel = colour * np.clip((1 - rng.uniform(0.1, 0.35) * away**2) * lines, 0.25, 1)[..., None]
    edge = np.interp(np.arange(SIDE), points[INNER_UPPER, 0], points[INNER_UPPER, 1])[None]
    height = rng.uniform(0.1, 0.24) * PD
    shown = inside & (y < edge + height)
    if canvas.chance(0.3) and gap > 0.15:
        low = np.interp(np.arange(SIDE), points[INNER_LOWER, 0], points[INNER_LOWER, 1])[None]
        shown |= inside & (y > low - rng.uniform(0.04, 0.12) * PD)
    if canvas.chance(0.15):  # only the lower ones
        shown &= y > edge + 0.3 * height
    shown &= np.abs(away) < rng.uniform(0.45, 0.9)
    canvas.paint(shown.astype(np.uint8), enamel, TEETH, 0.8)
    canvas.facts["teeth"] = 1.0 if shown.sum() > 0.006 * PD * PD else np.nan
