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
        shine = (glare * near).sum() / max(near.sum(), 30)
        facts[f"{side}_glare"] = 1.0 if shine > 0.12 else (0.0 if shine < 0.03 else np.nan)


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


def _reflections(canvas: Canvas, lenses: list[np.ndarray]) -> np.ndarray:
    """Bright reflections on the lenses: windows, streaks, lamps, a veil; returns their strength 0..1 over the canvas."""
    rng = canvas.rng
    total = np.zeros((SIDE, SIDE), np.float32)
    if canvas.chance(0.5):
        return total
    tone = np.array([[255, 255, 255], [255, 245, 230], [230, 255, 235], [255, 225, 235], [200, 255, 200], [255, 190, 190]], np.float32)[rng.integers(6)]
    for lens in lenses:
        if canvas.chance(0.2):
            continue
        y, x = np.nonzero(lens)
        centre, size = np.array([x.mean(), y.mean()]), np.array([np.ptp(x) + 1, np.ptp(y) + 1])
        for _ in range(rng.integers(1, 4)):
            spot = centre + rng.uniform(-0.4, 0.4, 2) * size
            half = rng.uniform(0.05, 0.4, 2) * size
            kind, angle = rng.random(), rng.uniform(-40, 40)
            mask = np.zeros((SIDE, SIDE), np.uint8)
            if kind < 0.5:
                corners = cv2.boxPoints(((float(spot[0]), float(spot[1])), (float(2 * half[0]), float(2 * half[1])), angle))
                mask = canvas.polygon(corners + rng.normal(0, 0.06, (4, 2)) * size)
            elif kind < 0.8:
                cv2.ellipse(mask, tuple(int(v) for v in spot), tuple(int(max(2, v)) for v in half), angle, 0, 360, 1, -1)
            else:
                mask = canvas.polygon(cv2.boxPoints(((float(spot[0]), float(spot[1])), (float(size[0] * 1.5), float(half[1])), angle)))
            mask &= lens
            strength = rng.uniform(0.15, 1.0)
            veil = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), rng.uniform(0.6, 4)) * lens
            cover = veil * strength
            canvas.image += cover[..., None] * (tone - canvas.image)
            if strength > 0.4:
                total = np.maximum(total, cover * (cover > 0.25))
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
