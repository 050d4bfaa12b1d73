"""Head coverings: beanies, caps, brimmed hats, mortarboards, berets, hoods, turbans, head scarves and cloths."""
from __future__ import annotations

import cv2
import numpy as np

from drawing.canvas import PD, SIDE, Canvas
from drawing.textures import any_colour, cloth, rounded
from layout import HAIR, HEADWEAR


def headwear(canvas: Canvas) -> None:
    """Puts one covering on."""
    drawers = (beanie, cap, brimmed_hat, mortarboard, beret, hood, turban, head_scarf, head_scarf, draped_scarf, bandana)
    drawers[canvas.rng.integers(len(drawers))](canvas)
    canvas.facts.update(headwear=1.0, bald=np.nan)


def _dome(canvas: Canvas, edge: float, wide: float, rise: float) -> np.ndarray:
    """A dome over the head from row `edge` up; `wide` times the skull's width, `rise` PD above the hair."""
    rng, points = canvas.rng, canvas.points
    left, right = points[148, 0], points[154, 0]
    half, centre = (right - left) / 2 * wide, (left + right) / 2
    top = min(canvas.hair_top(), points[151, 1]) - rise * PD
    power = rng.uniform(1.7, 2.5)
    t = np.linspace(-1, 1, 40)
    arch = edge - (edge - top) * (1 - np.abs(t) ** power) ** (1 / power)
    sag = rng.normal(0, 0.06) * PD
    lower = edge + sag * (1 - t[::-1] ** 2)
    return canvas.polygon(np.vstack([np.c_[centre + half * t, arch], np.c_[centre + half * t[::-1], lower]]))


def _brow_row(canvas: Canvas) -> float:
    return float(canvas.points[71:83, 1].min())


def _put(canvas: Canvas, mask: np.ndarray, texture: np.ndarray, shadow: float = 0.3) -> None:
    canvas.cast_shadow(mask, canvas.rng.uniform(2, 12), canvas.rng.uniform(0, shadow + 0.2))
    canvas.paint(mask, np.clip(texture, 0, 255).astype(np.float32), HEADWEAR, 1.0)


def _hide_hair_above(canvas: Canvas, edge: float, mask: np.ndarray) -> np.ndarray:
    """Adds to the mask, or erases, hair that sticks out above the edge of a hat."""
    hair = canvas.has(HAIR).astype(np.uint8) & (1 - mask)
    hair[max(0, int(edge)) :] = 0
    if canvas.chance(0.5):
        return mask | hair
    canvas.erase(hair)
    return mask


def beanie(canvas: Canvas) -> None:
    """A knitted cap, with or without a turned-up edge."""
    edge = _brow_row(canvas) - canvas.rng.uniform(-0.05, 0.7) * PD
    mask = _hide_hair_above(canvas, edge, _dome(canvas, edge, canvas.rng.uniform(0.98, 1.1), canvas.rng.uniform(0.02, 0.4)))
    texture = cloth(canvas.rng) * rounded(mask)
    rib = 1 + canvas.rng.uniform(0, 0.15) * np.sin(np.arange(SIDE, dtype=np.float32) / canvas.rng.uniform(1, 3))[None, :, None]
    _put(canvas, mask, texture * rib)
    if canvas.chance(0.5):
        band = mask.copy()
        band[: int(edge - canvas.rng.uniform(0.2, 0.5) * PD)] = 0
        _put(canvas, band, cloth(canvas.rng) * canvas.rng.uniform(0.7, 1.1))


def cap(canvas: Canvas) -> None:
    """A cap with a peak, straight or turned aside, that may shade or hide the brows."""
    rng = canvas.rng
    edge = _brow_row(canvas) - rng.uniform(0.1, 0.7) * PD
    crown = _hide_hair_above(canvas, edge, _dome(canvas, edge, rng.uniform(1.0, 1.12), rng.uniform(0.05, 0.4)))
    colour = any_colour(rng)
    _put(canvas, crown, cloth(rng, colour) * rounded(crown))
    if canvas.chance(0.8):
        centre = (canvas.points[148, 0] + canvas.points[154, 0]) / 2 + rng.normal(0, 0.15) * PD
        half, drop = rng.uniform(0.8, 1.35) * PD, rng.uniform(0.15, 0.5) * PD
        t = np.linspace(-1, 1, 30)
        upper = edge - 0.12 * PD * np.sqrt(1 - t**2)
        lower = edge + drop * (1 - t[::-1] ** 2) ** rng.uniform(0.4, 1)
        peak = canvas.polygon(np.vstack([np.c_[centre + half * t, upper], np.c_[centre + half * t[::-1], lower]]))
        _put(canvas, peak, cloth(rng, colour * rng.uniform(0.5, 1.2)), 0.5)
    if canvas.chance(0.3):
        badge = np.zeros((SIDE, SIDE), np.uint8)
        cv2.circle(badge, (int(canvas.points[151, 0]), int(edge - 0.5 * PD)), int(rng.uniform(0.1, 0.3) * PD), 1, -1)
        _put(canvas, badge & crown, cloth(rng))


def brimmed_hat(canvas: Canvas) -> None:
    """A hat with a brim all round: straw, felt, sun hat."""
    rng = canvas.rng
    edge = _brow_row(canvas) - rng.uniform(0.05, 0.7) * PD
    crown = _hide_hair_above(canvas, edge, _dome(canvas, edge, rng.uniform(0.95, 1.1), rng.uniform(0.1, 0.7)))
    colour = any_colour(rng)
    brim = np.zeros((SIDE, SIDE), np.uint8)
    centre = (int((canvas.points[148, 0] + canvas.points[154, 0]) / 2), int(edge))
    cv2.ellipse(brim, centre, (int(rng.uniform(1.6, 2.7) * PD), int(rng.uniform(0.1, 0.45) * PD)), rng.normal(0, 4), 0, 360, 1, -1)
    _put(canvas, brim, cloth(rng, colour) * rng.uniform(0.7, 1), 0.5)
    _put(canvas, crown, cloth(rng, colour) * rounded(crown))
    if canvas.chance(0.6):
        band = crown.copy()
        band[: int(edge - rng.uniform(0.15, 0.35) * PD)] = 0
        _put(canvas, band, cloth(rng))


def mortarboard(canvas: Canvas) -> None:
    """A graduation cap: a band on the head, a flat board, a tassel."""
    rng, points = canvas.rng, canvas.points
    edge = _brow_row(canvas) - rng.uniform(0.2, 0.75) * PD
    band = _hide_hair_above(canvas, edge, _dome(canvas, edge, rng.uniform(0.95, 1.08), rng.uniform(-0.25, 0.1)))
    colour = np.full(3, rng.uniform(10, 45), np.float32) if canvas.chance(0.7) else any_colour(rng)
    _put(canvas, band, cloth(rng, colour) * rounded(band))
    centre = np.array([points[151, 0] + rng.normal(0, 0.1) * PD, np.flatnonzero(band.any(1))[0] + 0.1 * PD])
    half, high = rng.uniform(1.5, 2.2) * PD, rng.uniform(0.08, 0.5) * PD
    board = canvas.polygon(centre + np.array([[-half, 0], [0, -high], [half, rng.normal(0, 0.1) * PD], [0, high]]))
    _put(canvas, board, cloth(rng, colour * rng.uniform(0.8, 1.5)))
    if canvas.chance(0.7):
        side = rng.choice([-1, 1])
        path = centre + np.array([[0, 0], [side * 0.8 * half, 0.02 * PD], [side * 0.85 * half, rng.uniform(0.4, 1.3) * PD]])
        _put(canvas, canvas.stroke(path, rng.uniform(2, 7)), any_colour(rng))


def beret(canvas: Canvas) -> None:
    """A soft flat cap pulled to one side."""
    rng, points = canvas.rng, canvas.points
    mask = np.zeros((SIDE, SIDE), np.uint8)
    centre = (int(points[151, 0] + rng.normal(0, 0.4) * PD), int(points[151, 1] + rng.uniform(-0.1, 0.3) * PD))
    cv2.ellipse(mask, centre, (int(rng.uniform(1.2, 1.8) * PD), int(rng.uniform(0.45, 0.8) * PD)), rng.normal(0, 18), 0, 360, 1, -1)
    mask = _hide_hair_above(canvas, points[151, 1], mask)
    _put(canvas, mask, cloth(rng) * rounded(mask))


def _around_face(canvas: Canvas, line: float, cheeks: float, chin: float) -> np.ndarray:
    """The opening that a hood or scarf leaves for the face: hairline raised by `line`, cheeks drawn in, edge relative to the chin."""
    points = canvas.points
    sides = points[[109, 111, 125, 126, 127, 112, 114, 133, 132, 131]].copy()
    middle = points[55, 0]
    sides[:, 0] = middle + (sides[:, 0] - middle) * cheeks
    forehead = points[134:145] + [0, -line * PD]
    forehead[:, 0] = middle + (forehead[:, 0] - middle) * cheeks
    low = points[128:131] + [0, chin * PD]
    return canvas.polygon(np.vstack([sides[:5], low, sides[:4:-1], forehead[::-1]]))


def hood(canvas: Canvas) -> None:
    """The hood of a jacket or pullover, pulled up."""
    rng, points = canvas.rng, canvas.points
    opening = _around_face(canvas, rng.uniform(-0.1, 0.35), rng.uniform(1.0, 1.2), rng.uniform(0.2, 0.8))
    outer = _dome(canvas, points[126, 1], rng.uniform(1.1, 1.4), rng.uniform(0.1, 0.6))
    outer |= canvas.polygon(np.array([[points[148, 0] - 0.3 * PD, points[126, 1] - 0.2 * PD], [points[154, 0] + 0.3 * PD, points[126, 1] - 0.2 * PD],
                                      [points[154, 0] + rng.uniform(0.2, 1) * PD, points[129, 1] + 1.2 * PD], [points[148, 0] - rng.uniform(0.2, 1) * PD, points[129, 1] + 1.2 * PD]]))
    mask = outer & (1 - opening)
    mask = _hide_hair_above(canvas, points[110, 1], mask)
    _put(canvas, mask & (1 - opening), cloth(rng) * rounded(mask, 0.6), 0.5)


def turban(canvas: Canvas) -> None:
    """Wound cloth, with the folds to be seen."""
    rng = canvas.rng
    edge = _brow_row(canvas) - rng.uniform(0.1, 0.6) * PD
    mask = _hide_hair_above(canvas, edge, _dome(canvas, edge, rng.uniform(1.08, 1.4), rng.uniform(0.1, 0.7)))
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    centre = canvas.points[151, 0]
    fold = np.sin((y + rng.choice([-1, 1]) * np.abs(x - centre) * rng.uniform(0.3, 0.9)) / rng.uniform(4, 10))
    _put(canvas, mask, cloth(rng, any_colour(rng)) * rounded(mask) * (1 + rng.uniform(0.05, 0.2) * fold[..., None]))


def head_scarf(canvas: Canvas) -> None:
    """A scarf over hair, ears and neck, tight or loose, with or without an under-cap; it may lie on the shoulders."""
    rng, points = canvas.rng, canvas.points
    opening = _around_face(canvas, rng.uniform(-0.35, 0.1), rng.uniform(0.88, 1.06), rng.uniform(-0.05, 0.12))
    opening = (cv2.GaussianBlur(opening.astype(np.float32), (0, 0), 6) > 0.5).astype(np.uint8)
    outer = _dome(canvas, points[126, 1], rng.uniform(1.08, 1.3), rng.uniform(0.0, 0.35))
    low = rng.uniform(0.3, 2.4) * PD
    outer |= canvas.polygon(np.array([[points[148, 0] - 0.1 * PD, points[110, 1]], [points[154, 0] + 0.1 * PD, points[110, 1]],
                                      [points[154, 0] + rng.uniform(-0.1, 0.8) * PD, points[129, 1] + low], [points[129, 0], points[129, 1] + low * rng.uniform(0.9, 1.3)],
                                      [points[148, 0] - rng.uniform(-0.1, 0.8) * PD, points[129, 1] + low]]))
    outer = (cv2.GaussianBlur(outer.astype(np.float32), (0, 0), 5) > 0.5).astype(np.uint8)
    canvas.erase(canvas.has(HAIR).astype(np.uint8) & (1 - outer) & (1 - opening))
    mask = outer & (1 - opening)
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    folds = np.sin((x * rng.uniform(-1, 1) + y * rng.uniform(-0.6, 0.6)) / rng.uniform(5, 16) + 2 * np.sin(y / rng.uniform(30, 80)))
    texture = cloth(rng) * (0.5 + 0.5 * rounded(mask, 0.5)) * (1 + rng.uniform(0.02, 0.15) * folds[..., None])
    leftover = canvas.has(HAIR).astype(np.uint8) & opening
    if canvas.chance(0.6):
        canvas.paint(leftover, cloth(rng), HEADWEAR, 1.0)
    _put(canvas, mask, texture)


def draped_scarf(canvas: Canvas) -> None:
    """A shawl laid over the back of the head: the hair above the forehead shows, the ends hang before the shoulders."""
    rng, points = canvas.rng, canvas.points
    opening = _around_face(canvas, rng.uniform(0.15, 0.75), rng.uniform(1.0, 1.3), rng.uniform(0.3, 1.2))
    opening = (cv2.GaussianBlur(opening.astype(np.float32), (0, 0), 8) > 0.5).astype(np.uint8)
    outer = _dome(canvas, points[126, 1], rng.uniform(1.1, 1.4), rng.uniform(0.0, 0.25))
    wide, low = rng.uniform(0.1, 1.0) * PD, points[129, 1] + rng.uniform(0.8, 3.0) * PD
    outer |= canvas.polygon(np.array([[points[148, 0] - 0.2 * PD, points[110, 1] - 0.3 * PD], [points[154, 0] + 0.2 * PD, points[110, 1] - 0.3 * PD],
                                      [points[154, 0] + wide, low], [points[148, 0] - wide, low]]))
    outer = (cv2.GaussianBlur(outer.astype(np.float32), (0, 0), 5) > 0.5).astype(np.uint8)
    mask = outer & (1 - opening)
    canvas.erase(canvas.has(HAIR).astype(np.uint8) & (1 - outer) & (1 - opening))
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    folds = np.sin((x * rng.uniform(-1, 1) + y * rng.uniform(-0.3, 0.3)) / rng.uniform(4, 14) + 2 * np.sin(y / rng.uniform(30, 80)))
    _put(canvas, mask, cloth(rng) * (0.5 + 0.5 * rounded(mask, 0.5)) * (1 + rng.uniform(0.02, 0.2) * folds[..., None]), 0.4)


def bandana(canvas: Canvas) -> None:
    """A cloth or a broad band bound round the head above the forehead; below it the hair hangs free, above it shows at times."""
    rng = canvas.rng
    edge = _brow_row(canvas) - rng.uniform(0.15, 0.8) * PD
    mask = _dome(canvas, edge, rng.uniform(0.98, 1.12), rng.uniform(-0.05, 0.12))
    if canvas.chance(0.35):
        mask[: int(edge - rng.uniform(0.35, 0.8) * PD)] = 0
    else:
        mask = _hide_hair_above(canvas, edge - 0.4 * PD, mask)
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    folds = np.sin((y + x * rng.uniform(-0.5, 0.5)) / rng.uniform(3, 12))
    _put(canvas, mask, cloth(rng) * rounded(mask, 0.4) * (1 + rng.uniform(0, 0.15) * folds[..., None]))
