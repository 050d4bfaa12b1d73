"""Colours and textures: strands of hair, cloth, rounded shading, smooth noise."""
from __future__ import annotations

import cv2
import numpy as np

from drawing.canvas import SIDE, Rng

HAIR_COLOURS = np.array([[20, 18, 18], [14, 13, 14], [30, 35, 45], [35, 50, 80], [28, 40, 62], [60, 95, 140], [110, 160, 200], [165, 200, 225],
                         [150, 150, 155], [215, 215, 215], [30, 45, 110], [40, 80, 160]], np.float32)


def smooth(rng: Rng, cells: int) -> np.ndarray:
    """Slow noise of unit spread over the canvas; `cells` across."""
    small = rng.standard_normal((cells, cells), np.float32)
    return cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)


def strands(rng: Rng, colour: np.ndarray) -> np.ndarray:
    """Hair: noise drawn out along slightly waving vertical lines, with highlights."""
    half = SIDE // 2
    noise = rng.standard_normal((half, half), np.float32)
    noise = cv2.GaussianBlur(noise, (0, 0), sigmaX=rng.uniform(0.4, 1.2), sigmaY=rng.uniform(5, 22))
    noise = cv2.resize(noise / noise.std(), (SIDE, SIDE))
    row = np.arange(SIDE, dtype=np.float32)
    wave = rng.uniform(0, 14) * np.sin(row / rng.uniform(25, 110) + rng.uniform(0, 6)) + rng.uniform(-0.3, 0.3) * (row - SIDE / 2)
    x = row[None] + wave[:, None]
    noise = cv2.remap(noise, x, np.repeat(row[:, None], SIDE, 1), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    light = 1 + rng.uniform(0.08, 0.32) * noise + rng.uniform(0.05, 0.25) * smooth(rng, 8)
    return np.clip(colour * light[..., None] + rng.uniform(0, 14) * np.maximum(noise, 0)[..., None], 0, 255)


def cloth(rng: Rng, colour: np.ndarray | None = None) -> np.ndarray:
    """Woven or printed cloth: plain, striped, checked, dotted or blotched, with folds."""
    base = any_colour(rng) if colour is None else colour
    pattern = np.zeros((SIDE, SIDE), np.float32)
    kind = rng.random()
    x, y = np.arange(SIDE, dtype=np.float32)[None], np.arange(SIDE, dtype=np.float32)[:, None]
    a, b = rng.uniform(-0.5, 0.5, 2)
    if kind > 0.9:
        pattern = (np.sin(a * x) * np.sin(a * y) > rng.uniform(0.2, 0.8)).astype(np.float32)
    elif kind > 0.8:
        pattern = (np.sin(a * x + b * y) > rng.uniform(-0.5, 0.8)).astype(np.float32)
    elif kind > 0.72:
        pattern = 0.5 * (np.sin(a * x) > 0) + 0.5 * (np.sin(b * y) > 0)
    elif kind > 0.62:
        pattern = (smooth(rng, int(rng.integers(10, 50))) > 0.5).astype(np.float32)
    texture = base + pattern[..., None] * (any_colour(rng) - base) * rng.uniform(0.2, 1)
    folds = 1 + rng.uniform(0, 0.14) * smooth(rng, int(rng.integers(5, 14))) + rng.uniform(0, 0.06) * smooth(rng, SIDE // 2)
    return np.clip(texture * folds[..., None], 0, 255).astype(np.float32)


def any_colour(rng: Rng) -> np.ndarray:
    """A colour of cloth or plastic: often black, white, grey or navy, else anything."""
    if rng.random() < 0.45:
        return np.clip(np.ones(3) * rng.choice([12, 25, 50, 90, 150, 235, 250]) + rng.normal(0, 8, 3), 0, 255).astype(np.float32)
    hue = np.uint8([[[rng.integers(180), rng.integers(40, 256), rng.integers(25, 256)]]])
    return cv2.cvtColor(hue, cv2.COLOR_HSV2BGR)[0, 0].astype(np.float32)


def rounded(mask: np.ndarray, depth: float = 0.45) -> np.ndarray:
    """Brightness factor (SIDE, SIDE, 1) that makes a flat shape look round: darker toward its edge."""
    distance = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    return (1 - depth + depth * np.sqrt(np.clip(distance / (distance.max() * 0.7 + 1), 0, 1)))[..., None]
