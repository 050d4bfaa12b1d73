"""What may stand behind a person: plain walls of any colour, gradients, blurred rooms, foliage, bricks, dark thin things."""
from __future__ import annotations

import cv2
import numpy as np

from drawing.canvas import Rng

SIDE = 256
STUDIO = np.array([[250, 250, 250], [235, 235, 235], [219, 142, 67], [243, 191, 0], [255, 0, 0], [0, 0, 255], [40, 40, 220], [200, 200, 200],
                   [180, 140, 90], [230, 220, 200], [120, 120, 120], [60, 60, 60], [20, 20, 20]], np.float32)


def _colour(rng: Rng) -> np.ndarray:
    if rng.random() < 0.3:  # of hair, skin and wood
        return np.array([[25, 30, 40], [40, 60, 90], [110, 150, 200], [90, 120, 170], [15, 15, 18]], np.float32)[rng.integers(5)] * rng.uniform(0.7, 1.3)
    return rng.uniform(0, 255, 3).astype(np.float32)


def _slow(rng: Rng, cells: int) -> np.ndarray:
    return cv2.resize(rng.standard_normal((cells, cells), np.float32), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)


def plain(rng: Rng) -> np.ndarray:
    """One colour, with a gradient and a vignette of any strength, at times the grain of a wall."""
    colour = STUDIO[rng.integers(len(STUDIO))] + rng.normal(0, 8, 3) if rng.random() < 0.65 else rng.uniform(0, 255, 3)
    wall = np.ones((SIDE, SIDE, 3), np.float32) * np.asarray(colour, np.float32)
    if rng.random() < 0.6:
        y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE - 0.5
        angle = rng.uniform(0, 2 * np.pi)
        wall *= (1 + rng.uniform(-0.5, 0.5) * (x * np.cos(angle) + y * np.sin(angle)) - rng.uniform(0, 0.8) * (x**2 + y**2))[..., None]
    if rng.random() < 0.3:
        wall *= 1 + rng.uniform(0, 0.06) * _slow(rng, int(rng.integers(6, 128)))[..., None]
    return wall


def cluttered(rng: Rng) -> np.ndarray:
    """A room or street out of simple shapes, in front of a wall, more or less out of focus."""
    scene = plain(rng)
    for _ in range(rng.integers(3, 18)):
        colour = tuple(float(v) for v in _colour(rng))
        start, size = rng.integers(-30, SIDE, 2), rng.integers(5, 140, 2)
        kind = rng.random()
        if kind < 0.35:
            cv2.rectangle(scene, tuple(int(v) for v in start), tuple(int(v) for v in start + size), colour, -1)
        elif kind < 0.55:
            cv2.ellipse(scene, tuple(int(v) for v in start), tuple(int(v) for v in size // 2 + 2), float(rng.uniform(0, 180)), 0, 360, colour, -1)
        elif kind < 0.85:  # poles, cables, branches, shelves: thin and often dark
            end = start + rng.normal(0, 150, 2).astype(int)
            if rng.random() < 0.5:
                end[rng.integers(2)] = start[0]
            dark = tuple(float(v) for v in rng.uniform(0, 70, 3)) if rng.random() < 0.6 else colour
            cv2.line(scene, tuple(int(v) for v in start), tuple(int(v) for v in end), dark, int(rng.integers(1, 9)))
        else:
            step = int(rng.integers(6, 22))
            for k in range(rng.integers(3, 9)):  # a row of books, a railing
                left = int(start[0]) + k * step
                cv2.rectangle(scene, (left, int(start[1])), (left + max(1, step - 2), int(start[1] + size[1])), tuple(float(v) for v in _colour(rng)), -1)
    return cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.5, 6))


def organic(rng: Rng) -> np.ndarray:
    """Foliage, curtains, stone, bricks: textures over the whole picture."""
    kind = rng.random()
    a, b = _colour(rng), _colour(rng)
    if kind < 0.45:
        noise = sum(_slow(rng, cells) / k for k, cells in enumerate((4, 9, 20, 48, 110), 1))
        share = 1 / (1 + np.exp(-noise * rng.uniform(0.6, 4)))
    elif kind < 0.7:
        x = np.arange(SIDE, dtype=np.float32)[None] + 6 * _slow(rng, 5)
        share = 0.5 + 0.5 * np.sin(x / rng.uniform(2, 14))
    else:
        high, wide = int(rng.integers(8, 26)), int(rng.integers(14, 60))
        y, x = np.mgrid[0:SIDE, 0:SIDE]
        joint = (y % high < 2) | ((x + (y // high % 2) * wide // 2) % wide < 2)
        share = np.where(joint, 1.0, 0.15 * _slow(rng, 30))
    scene = a + (b - a) * np.clip(share, 0, 1)[..., None]
    return cv2.GaussianBlur(scene.astype(np.float32), (0, 0), rng.uniform(0.4, 4))


def background(rng: Rng) -> np.ndarray:
    """A background picture, (256, 256, 3) uint8."""
    drawer = (plain, cluttered, organic)[rng.choice(3, p=(0.5, 0.35, 0.15))]
    return np.clip(drawer(rng), 0, 255).astype(np.uint8)
