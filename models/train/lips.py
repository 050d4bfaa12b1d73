"""A smile whose lips come together, down to a slit of teeth or until they touch: what few people show and the mouth net erred on.

Of real faces most either smile with all their teeth or hardly smile at all, so that a net may learn the smile instead of the teeth. Here both lips of
a real smile move towards each other; what lies between is covered, squeezed or both, and all around them the face gives way.
"""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from crops import Rng, Window

FINER = 3
"""Lips move on a grid so much finer than the patch, since a slit is hardly a pixel of it."""


@dataclass(frozen=True)
class Slit:
    """How a `share` of the open mouths is changed: `touch` of them close unless they are open by more than `widest`, the others keep a slit of
    `height`, all in pixels of the patch. Mouths that are not open by `least` stay as they are, and the face gives way within `reach`, a share of the patch's width. Where lips
    touch a `rim` of both goes too, in pixels and as a share of the gap, so that no tooth is left where the line lies beside the lip, and
    the line between them is darker by up to `shadow`."""

    share: float = 0.4
    touch: float = 0.3
    height: tuple[float, float] = (1.2, 4.5)
    least: float = 4.0
    rim: tuple[float, float] = (1.0, 0.06)
    widest: float = 9.0
    shadow: float = 0.6
    reach: float = 0.28
    line: tuple[tuple[str, ...], tuple[str, ...]] = tuple(tuple(f"{lip}_inner{part}" for part in ("_1", "_2", "", "_4", "_5")) for lip in ("upper", "lower"))


@dataclass(frozen=True)
class Gloss:
    """Light on the lips, which is as pale as a tooth: up to `most` spots on a `share` of all mouths, open or closed, so wide and high (sd, pixels
    of the patch) and so strong, most of them on the lower lip, from the line between the lips on."""

    share: float = 0.35
    most: int = 3
    wide: tuple[float, float] = (1.2, 6.0)
    high: tuple[float, float] = (0.5, 1.3)
    strong: tuple[float, float] = (0.15, 0.8)
    parts: tuple[str, ...] = ("_1", "_2", "", "_4", "_5")

    def put(self, rng: Rng, image: np.ndarray, points: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
        """The picture with light on its lips; `points` in fractions of its sides."""
        rows, columns = image.shape[:2]
        y, x = np.mgrid[:rows, :columns].astype(np.float32)
        image = image.astype(np.float32)
        for _ in range(rng.integers(1, self.most + 1)):
            lip = "lower" if rng.random() < 0.8 else "upper"
            place = lambda edge: np.mean([points[names.index(f"{lip}{edge}{part}")] for part in rng.choice(self.parts, 2, p=(0.1, 0.25, 0.3, 0.25, 0.1))], 0)
            inner, outer = place("_inner"), place("")
            at = (inner + (outer - inner) * [0, rng.uniform(0, 0.7)]) * [columns, rows] - 0.5
            spot = np.exp(-0.5 * (((x - at[0]) / rng.uniform(*self.wide)) ** 2 + ((y - at[1]) / rng.uniform(*self.high)) ** 2))
            light = np.array([245, 250, 255]) * rng.uniform(0.75, 1)
            image += (rng.uniform(*self.strong) * spot)[..., None] * np.maximum(light - image, 0)
        return image


def fading(far: np.ndarray) -> np.ndarray:
    """1 at the lips, 0 from 1 on, without a kink at either end."""
    far = np.clip(far, 0, 1)
    return (1 - far) ** 2 * (1 + 2 * far)


def rows_from(rng: Rng, upper: np.ndarray, lower: np.ndarray, kept: float, reach: float, rows: int) -> np.ndarray:
    """Which row each pixel is taken from (rows, columns), when `kept` of the gap between two lines (a row for each column) is left."""
    gap = lower - upper
    down = rng.uniform(0, 0.6) * (1 - kept) * gap
    up = (1 - kept) * gap - down
    high, low = upper + down, lower - up
    reach = np.maximum(reach, 2 * np.maximum(down, up))
    y = np.arange(rows, dtype=np.float32)[:, None]
    squeezed = np.exp(rng.uniform(0, np.log(1 / kept))) if kept > 0 else 1.0
    hidden = rng.uniform(0, 0.3) * gap * (1 - kept * squeezed)
    between = upper + hidden + (y - high) * squeezed
    above, below = y - down * fading((high - y) / reach), y + up * fading((y - low) / reach)
    return np.where(y < high, above, np.where(y > low, below, between)).astype(np.float32)


class Mouth:
    """A mouth in a patch, its points in fractions of the patch's sides, `names` in their order."""

    def __init__(self, window: Window, points: np.ndarray, names: tuple[str, ...], slit: Slit) -> None:
        self.window = Window(window.matrix / FINER, window.offset - window.matrix @ np.full(2, (FINER - 1) / 2 / FINER), window.columns * FINER, window.rows * FINER)
        self.points, self.slit = points * [self.window.columns, self.window.rows] - 0.5, slit
        self.upper, self.lower = (self._line([names.index(part) for part in (*line, "left", "right")]) for line in slit.line)
        self.lower = np.maximum(self.upper, self.lower)

    def _line(self, places: list[int]) -> np.ndarray:
        line = self.points[places]
        line = line[np.argsort(line[:, 0])]
        return np.interp(np.arange(self.window.columns), line[:, 0], line[:, 1])

    @property
    def open(self) -> float:
        """Height of the gap in pixels of the patch."""
        return float((self.lower - self.upper).max() / FINER)

    def bring_together(self, rng: Rng, image: np.ndarray, alpha: np.ndarray) -> tuple[list[np.ndarray], np.ndarray, float]:
        """Patches of a picture and its opacity with lips closer together, points, and how much of the gap is left."""
        kept = 0.0 if self.open < self.slit.widest and rng.random() < self.slit.touch else min(1.0, rng.uniform(*self.slit.height) / self.open)
        gap = self.lower - self.upper
        rim = np.zeros_like(gap) if kept else np.minimum(self.slit.rim[0] * FINER, gap) + self.slit.rim[1] * gap
        rows = rows_from(rng, self.upper - rim, self.lower + rim, kept, self.slit.reach * self.window.columns, self.window.rows)
        columns = np.broadcast_to(np.arange(self.window.columns, dtype=np.float32), rows.shape)
        shrink = lambda picture: cv2.resize(picture, None, fx=1 / FINER, fy=1 / FINER, interpolation=cv2.INTER_AREA)
        moved = lambda picture: cv2.remap(self.window.look(picture), columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        patches = [shrink(moved(image) * (1 if kept else self._shadow(rng, rows))), shrink(moved(alpha))]
        at = np.clip(np.rint(self.points[:, 0]).astype(int), 0, self.window.columns - 1)
        places = self.points.copy()
        places[:, 1] = [np.interp(y, rows[:, x], np.arange(self.window.rows)) for x, y in zip(at, self.points[:, 1])]
        return patches, ((places + 0.5) / [self.window.columns, self.window.rows]).astype(np.float32), kept

    def _shadow(self, rng: Rng, rows: np.ndarray) -> np.ndarray:
        """What the line between lips that touch leaves of the light (rows, columns, 1), 1 beyond the corners of the mouth."""
        far = (rows - (self.upper + self.lower) / 2) / (rng.uniform(0.4, 0.9) * FINER + (self.lower - self.upper) / 2)
        inside = np.clip((self.lower - self.upper) / FINER, 0, 1)
        return (1 - rng.uniform(0, self.slit.shadow) * inside * np.exp(-0.5 * far**4))[..., None]
