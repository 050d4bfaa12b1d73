"""Earrings and necklaces drawn on the patch of an ear or a neck, others each time the patch is used.

The few pictures of people with jewellery show the same hair, cheek and make-up again and again, and a net that sees them often learns these
instead. So the thing itself is hung on ears and necks that wear none, of anybody: studs, pearls, stones, clusters, hoops, drops and bars;
chains, cords and beads, with a pendant at times.
"""
from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

FINE = 6
"""A patch is drawn on so many times larger, so that a stud of two pixels keeps its shape."""
PLAINLY = 35.0
"""What sets off a pixel of jewellery from what it lies on, of 255."""
METALS = np.array([[70, 165, 215], [110, 190, 235], [190, 195, 200], [225, 228, 230], [120, 150, 215], [70, 80, 90]], np.float32)

Rng = np.random.Generator


class Bench:
    """What is being made: colour and opacity on the fine grid, `unit` of its pixels to a pupil distance."""

    def __init__(self, rng: Rng, rows: int, columns: int, unit: float) -> None:
        self.rng, self.unit = rng, unit * FINE
        self.colour = np.zeros((rows * FINE, columns * FINE, 3), np.float32)
        self.cover = np.zeros((rows * FINE, columns * FINE), np.float32)

    def material(self) -> np.ndarray:
        """Metal, pearl, dark or coloured stone."""
        kind = self.rng.random()
        if kind < 0.5:
            return METALS[self.rng.integers(len(METALS))] * self.rng.uniform(0.7, 1.1)
        if kind < 0.65:
            return np.array([215, 225, 235], np.float32) * self.rng.uniform(0.8, 1.05)
        return np.full(3, self.rng.uniform(10, 70), np.float32) if kind < 0.78 else self.rng.uniform(10, 240, 3).astype(np.float32)

    def lay(self, mask: np.ndarray, base: np.ndarray) -> None:
        """Lays a shape down, rounded: lit from one side, with a bright spot and a dark edge."""
        inside = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
        depth = max(float(inside.max()), 1.0)
        height = np.minimum(inside / depth, 1.0)
        slope = cv2.Sobel(cv2.GaussianBlur(height, (0, 0), 0.6 * FINE), cv2.CV_32F, 1, 0), cv2.Sobel(height, cv2.CV_32F, 0, 1)
        angle = self.rng.uniform(0, 2 * np.pi)
        lit = np.clip(slope[0] * np.cos(angle) + slope[1] * np.sin(angle), -0.5, 0.5)
        light = self.rng.uniform(0.65, 0.95) + self.rng.uniform(0, 0.9) * lit + self.rng.uniform(0, 0.45) * height
        shape = base * light[..., None]
        if self.rng.random() < 0.7:
            rows, columns = np.nonzero(mask)
            if len(rows):
                k = self.rng.integers(len(rows))
                spot = np.zeros_like(mask)
                cv2.circle(spot, (int(columns[k]), int(rows[k])), max(1, int(depth * self.rng.uniform(0.2, 0.6))), 1, -1)
                shape += self.rng.uniform(40, 200) * cv2.GaussianBlur(spot.astype(np.float32), (0, 0), 0.15 * depth + 0.5)[..., None]
        here = mask > 0
        self.colour[here], self.cover[here] = np.clip(shape, 0, 255)[here], 1.0

    def blank(self) -> np.ndarray:
        return np.zeros(self.cover.shape, np.uint8)

    def disc(self, at: np.ndarray, radius: float, base: np.ndarray, flat: float = 1.0) -> None:
        """A disc or an oval; `radius` in pupil distances, as all lengths below."""
        mask, r = self.blank(), max(1, int(radius * self.unit))
        cv2.ellipse(mask, tuple(int(v) for v in at), (max(1, int(r * flat)), r), self.rng.uniform(-20, 20), 0, 360, 1, -1)
        self.lay(mask, base)

    def stone(self, at: np.ndarray, radius: float) -> None:
        """A cut stone: facets that shine or not."""
        sides, r = self.rng.integers(4, 8), radius * self.unit
        turn = self.rng.uniform(0, np.pi) + np.arange(sides) * 2 * np.pi / sides
        mask = self.blank()
        cv2.fillPoly(mask, [np.round(at + r * np.c_[np.cos(turn), np.sin(turn)]).astype(np.int32)], 1)
        self.lay(mask, self.material())
        cells = self.rng.normal(0, self.rng.uniform(20, 80), tuple(max(2, n // max(2, int(r / 2))) for n in self.cover.shape)).astype(np.float32)
        facets = cv2.resize(cells, self.cover.shape[::-1], interpolation=cv2.INTER_NEAREST)
        self.colour[mask > 0] = np.clip(self.colour + facets[..., None], 0, 255)[mask > 0]

    def line(self, path: np.ndarray, width: float, base: np.ndarray, closed: bool = False) -> None:
        mask = self.blank()
        cv2.polylines(mask, [np.round(path).astype(np.int32)], closed, 1, max(1, int(width * self.unit)))
        self.lay(mask, base)


    def worn(self, patch: np.ndarray, brightness: float) -> np.ndarray:
        """The patch with the thing on it, in the light of skin that is so bright, as soft as a photo is, and at times with a shadow."""
        size, soft = patch.shape[1::-1], self.rng.uniform(0.15, 1.1) * FINE
        small = lambda grid: cv2.resize(cv2.GaussianBlur(grid, (0, 0), soft), size, interpolation=cv2.INTER_AREA)
        cover = small(self.cover)[..., None]
        colour = small(self.colour * self.cover[..., None]) / np.maximum(cover, 1e-3)
        shadow = cv2.GaussianBlur(np.roll(cover[..., 0], (1, self.rng.integers(-1, 2)), (0, 1)), (0, 0), 0.9)[..., None]
        shaded = patch * (1 - self.rng.choice([0.0, self.rng.uniform(0.1, 0.5)]) * shadow)
        lit = np.clip(colour * np.clip(brightness / 150, 0.35, 1.15), 0, 255)
        return shaded + self.rng.uniform(0.75, 1.0) * cover * (lit - shaded)


def stud(bench: Bench, lobe: np.ndarray) -> None:
    bench.disc(lobe, bench.rng.uniform(0.022, 0.09), bench.material(), bench.rng.uniform(0.7, 1.0))


def stone(bench: Bench, lobe: np.ndarray) -> None:
    bench.stone(lobe, bench.rng.uniform(0.025, 0.09))


def cluster(bench: Bench, lobe: np.ndarray) -> None:
    base, spread = bench.material(), bench.rng.uniform(0.03, 0.08)
    for _ in range(bench.rng.integers(3, 8)):
        bench.disc(lobe + bench.rng.normal(0, spread, 2) * bench.unit, bench.rng.uniform(0.015, 0.04), base)


def hoop(bench: Bench, lobe: np.ndarray) -> None:
    radius = np.exp(bench.rng.uniform(np.log(0.05), np.log(0.3)))
    flat, turn = bench.rng.uniform(0.25, 1.0), np.linspace(0, 2 * np.pi, 40)
    path = lobe + radius * bench.unit * np.c_[flat * np.sin(turn), 1 - np.cos(turn)]
    bench.line(path, bench.rng.uniform(0.014, 0.06), bench.material(), closed=True)


def drop(bench: Bench, lobe: np.ndarray) -> None:
    base, long, sway = bench.material(), bench.rng.uniform(0.08, 0.45), bench.rng.normal(0, 0.02)
    end = lobe + np.array([sway, long]) * bench.unit
    bench.line(np.stack([lobe, end]), bench.rng.uniform(0.01, 0.03), base)
    if bench.rng.random() < 0.6:
        bench.disc(lobe, bench.rng.uniform(0.02, 0.05), base)
    for at in np.linspace(1, bench.rng.uniform(0.3, 1), bench.rng.integers(1, 4)):
        hung = lobe + at * (end - lobe)
        if bench.rng.random() < 0.5:
            bench.disc(hung, bench.rng.uniform(0.03, 0.09), bench.material(), bench.rng.uniform(0.5, 1.0))
        else:
            bench.stone(hung, bench.rng.uniform(0.03, 0.09))


def bar(bench: Bench, lobe: np.ndarray) -> None:
    long = bench.rng.uniform(0.06, 0.3)
    bench.line(np.stack([lobe, lobe + np.array([bench.rng.normal(0, 0.02), long]) * bench.unit]), bench.rng.uniform(0.02, 0.06), bench.material())


EARRINGS: tuple[tuple[float, Callable[[Bench, np.ndarray], None]], ...] = ((0.28, stud), (0.2, stone), (0.08, cluster), (0.2, hoop), (0.16, drop), (0.08, bar))
"""How often each, and how it is made."""


def earring(rng: Rng, patch: np.ndarray, lobe: np.ndarray, unit: float) -> np.ndarray | None:
    """The patch (rows, columns, 3) with an earring near the lobe, given in its pixels; `unit` of them are a pupil distance. `None` where nobody
    would see it."""
    bench = Bench(rng, *patch.shape[:2], unit)
    at = (lobe + np.array([rng.normal(0, 0.025), -abs(rng.normal(0.035, 0.03))]) * unit + 0.5) * FINE
    shares = np.array([share for share, _ in EARRINGS])
    EARRINGS[rng.choice(len(EARRINGS), p=shares / shares.sum())][1](bench, at)
    return seen(patch, bench.worn(patch, patch[int(np.clip(lobe[1], 0, len(patch) - 1)), int(np.clip(lobe[0], 0, len(patch[0]) - 1))].mean()))


def necklace(rng: Rng, patch: np.ndarray, left: np.ndarray, right: np.ndarray, skin: np.ndarray, unit: float) -> np.ndarray | None:
    """The patch with a necklace around the neck between its two sides; `skin` (rows, columns) is where it may show. `None` where hardly any of
    it would."""
    bench = Bench(rng, *patch.shape[:2], unit)
    t = np.linspace(0, 1, 80)[:, None]
    depth = rng.uniform(0.2, 1.2) * (1 - (2 * t - 1) ** 2) ** rng.uniform(0.6, 1.2)
    path = (left + (right - left) * t + np.c_[np.zeros(80), depth[:, 0] + 0.15] * unit + 0.5) * FINE
    base = bench.material()
    if rng.random() < 0.35:
        string_beads(bench, path, base)
    else:
        bench.line(path, np.exp(rng.uniform(np.log(0.012), np.log(0.06))), base)
    if rng.random() < 0.4:
        lowest = path[np.argmax(path[:, 1])] + np.array([0, 0.03]) * bench.unit
        (bench.stone if rng.random() < 0.5 else lambda at, size: bench.disc(at, size, base))(lowest, rng.uniform(0.03, 0.13))
    skin = skin & skin_coloured(patch, skin)
    bench.cover *= cv2.resize(skin.astype(np.float32), bench.cover.shape[::-1], interpolation=cv2.INTER_LINEAR) > 0.5
    if bench.cover.sum() < 0.012 * bench.unit**2:
        return None
    return seen(patch, bench.worn(patch, patch[skin > 0].mean()))


def seen(bare: np.ndarray, worn: np.ndarray) -> np.ndarray | None:
    """The second, if a pixel at least differs plainly from the first."""
    return worn if np.abs(worn - bare).mean(2).max() > PLAINLY else None


def skin_coloured(patch: np.ndarray, skin: np.ndarray) -> np.ndarray:
    """Where the patch has about the colour that it has under the chin: the mask takes shirts for necks at times."""
    top = skin.copy()
    top[len(top) // 3 :] = False
    if top.sum() < 20:
        return np.zeros_like(skin)
    return np.linalg.norm(cv2.blur(patch, (3, 3)) - np.median(patch[top], axis=0), axis=2) < 75


def string_beads(bench: Bench, path: np.ndarray, base: np.ndarray) -> None:
    """Beads or pearls along the path, side by side or apart."""
    radius = max(1.0, bench.rng.uniform(0.02, 0.075) * bench.unit)
    steps = np.r_[0, np.cumsum(np.hypot(*np.diff(path, axis=0).T))]
    places = np.arange(0, steps[-1], radius * bench.rng.choice([2.0, 2.2, 4.0]))
    mask = bench.blank()
    for place in places:
        x, y = (int(np.interp(place, steps, path[:, axis])) for axis in (0, 1))
        cv2.circle(mask, (x, y), int(radius), 1, -1)
    bench.lay(mask, base)
