"""Glasses: many shapes of frame; clear, tinted or dark lenses; reflections; frames that cross the eyes."""
from __future__ import annotations

import cv2
import numpy as np

from drawing.canvas import PD, SIDE, Canvas
from drawing.textures import any_colour, smooth
from layout import BROW, EYE, FRAME, HAIR, IRIS, LENS

EYES = ([18, 19, 20, 21, 22, 30, 29, 28], [23, 24, 25, 26, 27, 33, 32, 31])


def _rim(rng: np.random.Generator) -> np.ndarray:
    """Outline of the left lens around the origin in PD, from a superellipse bent in random ways: round, square, aviator, cat's eye."""
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    power = rng.uniform(0.35, 1.1)
    x = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power
    y = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** power
    taper, lift = rng.normal(0, 0.13), rng.normal(0, 0.1)
    x = x * (1 + taper * y)
    y = y - lift * x * (y < 0.3)
    return np.stack([x * rng.uniform(0.33, 0.48), y * rng.uniform(0.19, 0.42)], 1)


def glasses(canvas: Canvas) -> None:
    """Puts glasses on, and records glasses, tint, glare and whether a rim crosses an eye."""
    rng, points, facts = canvas.rng, canvas.points, canvas.facts
    eyes = np.array([points[[18, 22]].mean(0), points[[23, 27]].mean(0)])
    axis = eyes[1] - eyes[0]
    scale = max(0.8 * PD, float(np.hypot(*axis)))
    slide = rng.uniform(0.0, 0.1) if canvas.chance(0.7) else rng.uniform(-0.25, 0.35)
    tilt = np.arctan2(axis[1], axis[0]) + np.radians(rng.normal(0, 1.5) if canvas.chance(0.85) else rng.normal(0, 8))
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    rim, apart = _rim(rng), 0.5 + rng.normal(0, 0.035)
    middle = eyes.mean(0) + turn @ [rng.normal(0, 0.02) * PD, slide * PD]
    place = lambda p: middle + (np.asarray(p) * scale) @ turn.T
    outlines = [place(rim * [1, 1] + [-apart, 0]), place(rim * [-1, 1] + [apart, 0])]
    lenses = [canvas.polygon(o) for o in outlines]
    tint = _tint_lenses(canvas, lenses)
    glare = _reflections(canvas, lenses)
    frame = _draw_frame(canvas, outlines, place, rim, apart)
    facts.update(glasses=1.0, tinted=tint)
    for side, eye in zip(("left", "right"), EYES):
        opening = canvas.polygon(points[eye])
        near = cv2.dilate(opening, np.ones((5, 5), np.uint8))
        share = (frame & opening).sum() / max(opening.sum(), 30)
        facts[f"{side}_frame_over_eye"] = 1.0 if share > 0.07 else (0.0 if (frame & near).sum() == 0 or share < 0.005 else np.nan)
    _note_glare(canvas, glare)


def _tint_lenses(canvas: Canvas, lenses: list[np.ndarray]) -> float:
    """Fills the lenses; returns 1 where that shows, 0 for clear ones, NaN between: a faint tint, or one on skin as dark."""
    rng = canvas.rng
    lot = rng.random()
    both = lenses[0] | lenses[1]
    seen_through = canvas.has(EYE, IRIS, BROW)
    if lot < 0.62:  # clear: at most a breath of colour
        canvas.paint(both, any_colour(rng), None, 0.7, rng.uniform(0, 0.07))
        canvas.labels[(both > 0) & ~seen_through & ~canvas.has(HAIR)] = LENS
        return 0.0
    colour = any_colour(rng) * rng.uniform(0.1, 0.8) if canvas.chance(0.6) else np.array(rng.uniform(5, 45), np.float32) * np.ones(3)
    opacity = rng.uniform(0.3, 0.6) if lot < 0.8 else rng.uniform(0.75, 1.0)
    texture = np.broadcast_to(colour.astype(np.float32), (SIDE, SIDE, 3)).copy()
    if canvas.chance(0.4):  # lighter toward the bottom
        row = np.arange(SIDE, dtype=np.float32)[:, None, None]
        ys = np.flatnonzero(both.any(1))
        share = np.clip((row - ys[0]) / max(1, ys[-1] - ys[0]), 0, 1) * rng.uniform(0.2, 0.8)
        texture = texture * (1 - share) + share * canvas.image
    inside = (both > 0) & ~canvas.has(HAIR)
    before = canvas.image[inside]
    canvas.paint(both, texture, None, 0.7, opacity)
    change = float(np.abs(canvas.image[inside] - before).mean() / max(30.0, before.mean())) if inside.any() else np.nan
    canvas.labels[inside & ~(seen_through & (opacity < 0.75))] = LENS
    return 1.0 if change > 0.25 else 0.0 if change < 0.07 else np.nan


def on_real_lenses(canvas: Canvas) -> None:
    """Tints or lights up the lenses of glasses that the person really wears, found by the mask; records tint and glare."""
    middle = canvas.points[:2, 0].mean()
    seen = canvas.has(LENS).astype(np.uint8)
    lenses = []
    for eye, left in ((0, True), (1, False)):
        part = seen.copy()
        part[:, int(middle) :] *= not left
        part[:, : int(middle)] *= left
        y, x = np.nonzero(part)
        near = np.hypot(x - canvas.points[eye, 0], y - canvas.points[eye, 1]) < 0.7 * PD
        if near.sum() < 0.05 * PD * PD:
            return
        hull = cv2.convexHull(np.c_[x[near], y[near]].astype(np.int32))
        lenses.append(cv2.fillConvexPoly(np.zeros((SIDE, SIDE), np.uint8), hull, 1) & (~canvas.has(FRAME, HAIR)).astype(np.uint8))
    canvas.facts["tinted"] = _tint_lenses(canvas, lenses)
    _note_glare(canvas, _reflections(canvas, lenses))


def _note_glare(canvas: Canvas, glare: np.ndarray) -> None:
    for side, eye in zip(("left", "right"), EYES):
        near = cv2.dilate(canvas.polygon(canvas.points[eye]), np.ones((5, 5), np.uint8))
        shine = (glare * near).sum() / max(near.sum(), 30)
        canvas.facts[f"{side}_glare"] = 1.0 if shine > 0.12 else (0.0 if shine < 0.03 else np.nan)


def _light_source(canvas: Canvas, lens: np.ndarray, source: "tuple[float, ...]") -> np.ndarray:
    """0/1 mask of one light as a lens shows it. The source: kind, place and half size in lenses, turn in degrees, bars."""
    kind, u, v, half_u, half_v, angle, bars = source
    y, x = np.nonzero(lens)
    centre, size = np.array([x.mean(), y.mean()]), np.array([np.ptp(x) + 1, np.ptp(y) + 1])
    spot, half = centre + np.array([u, v]) * size, np.array([half_u, half_v]) * size
    box = lambda place, sides: cv2.boxPoints(((float(place[0]), float(place[1])), (float(sides[0]), float(sides[1])), angle))
    mask = np.zeros((SIDE, SIDE), np.uint8)
    if kind < 0.45:  # a window or a softbox, with bars at times
        corners = box(spot, 2 * half)
        mask = canvas.polygon(corners + canvas.rng.normal(0, 0.04, (4, 2)) * size)
        for bar in range(int(bars)):
            share = (bar + 1) / (bars + 1)
            ends = corners[[0, 3]] * (1 - share) + corners[[1, 2]] * share
            mask &= 1 - canvas.stroke(ends, max(1.0, 0.04 * size[0]))
    elif kind < 0.65:  # a lamp, a ring light
        cv2.ellipse(mask, tuple(int(v) for v in spot), tuple(int(max(2, v)) for v in half), angle, 0, 360, 1, -1 if bars < 2 else max(2, int(0.3 * half.min())))
    elif kind < 0.8:  # a streak across
        mask = canvas.polygon(box(spot, (size[0] * 1.5, half[1])))
    elif kind < 0.9:  # the bright side of a room: one half of the lens
        mask = canvas.polygon(box(centre + np.sign(np.array([u, v])) * 0.45 * size, size))
    else:
        mask = lens.copy()
    return mask & lens


def _reflections(canvas: Canvas, lenses: list[np.ndarray]) -> np.ndarray:
    """Reflections on the lenses: windows, streaks, lamps, a veil, mostly the same in both; returns their strength 0..1 over the canvas."""
    rng = canvas.rng
    total = np.zeros((SIDE, SIDE), np.float32)
    if canvas.chance(0.5):
        return total
    coat = np.array([[255, 255, 255], [255, 255, 255], [255, 245, 230], [230, 255, 235], [255, 225, 235], [190, 255, 190], [255, 190, 190], [255, 190, 230]], np.float32)
    tone, added, same = coat[rng.integers(len(coat))], canvas.chance(0.5), canvas.chance(0.7)
    new = lambda: (rng.random(), *rng.uniform(-0.4, 0.4, 2), *rng.uniform(0.05, 0.4, 2), rng.uniform(-30, 30), float(rng.integers(0, 3)))
    sources, strengths = [new() for _ in range(rng.integers(1, 4))], rng.uniform(0.15, 1.0, 3)
    soft = np.exp(rng.uniform(np.log(0.5), np.log(4)))
    for lens in lenses:
        if canvas.chance(0.15):
            continue
        if not same:
            sources, strengths = [new() for _ in sources], rng.uniform(0.15, 1.0, 3)
        for source, strength in zip(sources, strengths):
            mask = _light_source(canvas, lens, source)
            whole = mask.sum() > 0.9 * lens.sum()
            strength = float(np.clip(strength * rng.uniform(0.8, 1.2), 0.15, 0.55 if whole else 1))
            cover = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), soft) * lens * strength
            if canvas.chance(0.3):  # uneven, as the sky or a wall is
                cover *= np.clip(1 + 0.5 * smooth(rng, 24), 0, 1.2)
            light = cover[..., None] * tone
            canvas.image += light * (1 - canvas.image / 255) if added else cover[..., None] * (tone - canvas.image)
            if strength > 0.35:
                total = np.maximum(total, cover * (cover > 0.22))
            if strength > 0.8:
                canvas.labels[(cover > 0.6) & (lens > 0)] = LENS
    return total


def _draw_frame(canvas: Canvas, outlines: list[np.ndarray], place, rim: np.ndarray, apart: float) -> np.ndarray:
    """Rims, bridge and temples; returns the mask of what was drawn."""
    rng, points = canvas.rng, canvas.points
    thick = rng.uniform(1.2, 7.5) if canvas.chance(0.8) else rng.uniform(7, 13)
    style = rng.random()
    frame = np.zeros((SIDE, SIDE), np.uint8)
    for outline in outlines:
        closed = np.vstack([outline, outline[:1]])
        if style < 0.7:
            frame |= canvas.stroke(closed, thick)
        elif style < 0.87:  # half rim: only above
            frame |= canvas.stroke(outline[24:], thick)
    y_bridge = rng.uniform(-0.12, 0.05)
    inner = apart - np.abs(rim[:, 0]).max()
    bow = rng.uniform(-0.06, 0.02)
    frame |= canvas.stroke(place(np.array([[-inner, y_bridge], [0, y_bridge + bow], [inner, y_bridge]])), max(1.0, thick * rng.uniform(0.5, 1)))
    outer = apart + np.abs(rim[:, 0]).max()
    for sign, ear in ((-1, 109), (1, 112)):
        start, end = place(np.array([[sign * outer, rng.uniform(-0.12, 0.0)]]))[0], points[ear] + [0, rng.normal(0, 0.05) * PD]
        temple = canvas.stroke(np.array([start, end]), max(1.0, thick * rng.uniform(0.5, 1)))
        frame |= temple & (~canvas.has(HAIR)).astype(np.uint8) if canvas.chance(0.7) else temple
    frame &= (canvas.alpha > 0.3).astype(np.uint8)
    metal = canvas.chance(0.3)
    colour = any_colour(rng) if not metal else np.array([150, 170, 190], np.float32) * rng.uniform(0.5, 1.2)
    if canvas.chance(0.45):
        colour = np.full(3, rng.uniform(8, 50), np.float32)
    texture = np.clip(colour * (1 + rng.uniform(0.05, 0.35) * smooth(rng, 40)[..., None]), 0, 255)
    canvas.cast_shadow(frame, rng.uniform(1, 5), rng.uniform(0, 0.3))
    canvas.paint(frame, texture, FRAME, 0.6, rng.uniform(0.85, 1))
    return frame
