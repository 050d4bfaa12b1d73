"""Skin: its tone, the light on it, the shadow under the chin, beards, make-up, the colour of the iris."""
from __future__ import annotations

import cv2
import numpy as np

from drawing.canvas import PD, SIDE, Canvas
from drawing.textures import smooth
from layout import BROW, EAR, EYE, IRIS, LIPS, MOUTH, NECK, SKIN

BROWS = ([71, 72, 73, 74, 75, 76, 84, 83], [77, 78, 79, 80, 81, 82, 86, 85])


def change_tone(canvas: Canvas) -> None:
    """Makes all skin darker, lighter, redder or yellower, shading kept."""
    rng = canvas.rng
    skin = cv2.GaussianBlur(canvas.has(SKIN, EAR, NECK, LIPS).astype(np.float32), (0, 0), 2)[..., None]
    tone = canvas.skin_colour()
    target = np.array([[205, 215, 240], [150, 180, 225], [110, 145, 200], [75, 105, 160], [45, 65, 110], [30, 42, 75]], np.float32)[rng.integers(6)]
    ratio = (target * rng.uniform(0.75, 1.2) * rng.uniform(0.95, 1.05, 3) / np.maximum(tone, 8)) ** rng.uniform(0.4, 1)
    canvas.image *= 1 + skin * (ratio - 1)
    np.clip(canvas.image, 0, 255, out=canvas.image)


def light(canvas: Canvas) -> None:
    """Light from a side, from above or below: a slow factor over the person, stronger on one half of the face."""
    rng, middle = canvas.rng, canvas.points[55]
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    across = ((x - middle[0]) * np.cos(angle) + (y - middle[1]) * np.sin(angle)) / (1.6 * PD)
    factor = 1 + rng.uniform(0.1, 0.6) * np.tanh(across * rng.uniform(0.5, 2)) + rng.uniform(0, 0.08) * smooth(rng, 5)
    canvas.image *= np.clip(factor, 0.2, 1.8)[..., None] * (1 + rng.normal(0, 0.03, 3) * np.tanh(across)[..., None]).astype(np.float32)


def chin_shadow(canvas: Canvas) -> None:
    """The neck under the chin lighter, darker or of another tone; the natural shadow flattened or moved."""
    rng, points = canvas.rng, canvas.points
    neck = canvas.has(NECK).astype(np.float32)
    flat = cv2.GaussianBlur(neck, (0, 0), 1.2)[..., None] * rng.uniform(0, 0.9)
    tone = canvas.skin_colour() * rng.uniform(0.6, 1.12) * (1 + rng.normal(0, 0.03, 3))
    canvas.image += flat * (tone * (1 + 0.03 * smooth(rng, 12)[..., None]) - canvas.image)
    if canvas.chance(0.75):
        jaw = points[125:134]
        reach = rng.uniform(0.1, 0.9) * PD
        below = canvas.polygon(np.vstack([jaw, jaw[::-1] + [rng.normal(0, 0.3) * PD, reach]])) & canvas.has(NECK)
        canvas.shade(below, rng.uniform(0.45, 1.15), rng.uniform(0.02, 0.2) * PD)


def beard(canvas: Canvas) -> None:
    """A beard or stubble of any density, with or without moustache, at times hanging below the chin."""
    rng, points = canvas.rng, canvas.points
    low = points[128:131] + [0, max(0.0, rng.normal(0, 0.15)) * PD]
    top = rng.uniform(0, 0.5)
    jaw = np.vstack([points[125:128], low, points[131:134]])
    inner = np.vstack([points[93] * (1 - top) + points[113] * top, points[108:103:-1] + [0, 0.05 * PD], points[87] * (1 - top) + points[110] * top])
    mask = canvas.polygon(np.vstack([jaw, inner]))
    if canvas.chance(0.75):
        mask |= canvas.polygon(np.vstack([points[87:94] + [0, 0.02 * PD], points[93] + [0.06 * PD, 0.03 * PD], points[[69, 64]] + [0, 0.1 * PD], points[87] + [-0.06 * PD, 0.03 * PD]]))
    mask = ((cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 3) + 0.12 * smooth(rng, 120)) > 0.5).astype(np.uint8)
    mask[canvas.has(LIPS, MOUTH, EYE, IRIS, BROW)] = 0
    density = rng.uniform(0.25, 0.97)
    colour = canvas.hair_colour * rng.uniform(0.7, 1.2)
    grain = cv2.GaussianBlur(rng.standard_normal((SIDE, SIDE), np.float32), (0, 0), 0.7, sigmaY=2.0)
    texture = np.clip(colour * (1 + 0.5 * grain[..., None] / grain.std() * 0.6), 0, 255)
    hanging = mask & (~canvas.has(SKIN)).astype(np.uint8)
    canvas.paint(mask, texture, None, 1.6, density)
    if hanging.sum():
        canvas.paint(hanging, texture, SKIN, 1.6, density)
    canvas.facts["beard"] = 1.0 if density > 0.6 else np.nan


def makeup(canvas: Canvas) -> None:
    """Lipstick, eye shadow, liner and blush; heavy enough to count, or light and left undecided."""
    rng, points = canvas.rng, canvas.points
    strength = rng.uniform(0.25, 0.95)
    red = np.array([[40, 20, 170], [60, 30, 210], [90, 70, 190], [50, 20, 90], [120, 60, 200]], np.float32)[rng.integers(5)] * rng.uniform(0.7, 1.2)
    canvas.paint(canvas.has(LIPS).astype(np.uint8), np.clip(red, 0, 255), None, 1.0, strength * rng.uniform(0.5, 0.9))
    shadow = rng.uniform(0, 160, 3).astype(np.float32)
    for lid, crease in ((range(18, 23), range(34, 39)), (range(23, 28), range(39, 44))):
        lid, crease = list(lid), list(crease)
        lift = points[crease] + [0, -rng.uniform(0, 0.08) * PD]
        mask = canvas.polygon(np.vstack([points[lid], lift[::-1]])) & ~canvas.has(EYE, IRIS, BROW)
        canvas.paint(mask.astype(np.uint8), shadow, None, 2.0, strength * rng.uniform(0.2, 0.8))
        if canvas.chance(0.6):
            canvas.paint(canvas.stroke(points[lid], rng.uniform(1, 3)), np.full(3, 15, np.float32), None, 0.7, strength)
    if canvas.chance(0.5):
        for cheek in (166, 169):
            spot = np.zeros((SIDE, SIDE), np.uint8)
            cv2.circle(spot, tuple(int(v) for v in points[cheek] + [0, 0.15 * PD]), int(0.28 * PD), 1, -1)
            canvas.paint(spot, np.array([110, 90, 215], np.float32), None, 9, strength * rng.uniform(0.1, 0.45))
    canvas.facts["makeup"] = 1.0 if strength > 0.6 else np.nan


def recolour_irises(canvas: Canvas, artificial: bool) -> None:
    """Another natural eye colour, or a coloured contact lens: saturated, patterned, with a dark rim."""
    rng = canvas.rng
    irises = canvas.has(IRIS)
    if artificial:
        hue = np.uint8([[[rng.integers(180), rng.integers(130, 256), rng.integers(130, 256)]]])
        colour = cv2.cvtColor(hue, cv2.COLOR_HSV2BGR)[0, 0].astype(np.float32)
    else:
        colour = np.array([[25, 35, 55], [40, 60, 95], [120, 105, 75], [95, 110, 95], [60, 95, 100]], np.float32)[rng.integers(5)]
    for ring in (range(2, 10), range(10, 18)):
        outline = canvas.points[list(ring)]
        centre, radius = outline.mean(0), np.ptp(outline[:, 0]) / 2
        y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
        away = np.hypot(x - centre[0], y - centre[1]) / max(radius, 1)
        shown = irises & (away > 0.42) & (away < 1.05)
        if not shown.any():
            continue
        grey = canvas.image[shown].mean(-1, keepdims=True)
        own = colour * (0.6 + 0.4 * grey / max(grey.mean(), 8))
        dark = np.where(away[shown] > 0.85, 0.45 if artificial else 0.75, 1)[:, None]
        share = rng.uniform(0.6, 0.95) if artificial else rng.uniform(0.3, 0.8)
        canvas.image[shown] += share * (own * dark - canvas.image[shown])
    canvas.facts["coloured_lens"] = float(artificial)
