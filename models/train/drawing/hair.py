"""Hair: its colour, length, fringe, buns, volume, bald and shaven heads, loose strands."""
from __future__ import annotations

import cv2
import numpy as np

from drawing.canvas import FACE_CLASSES, PD, SIDE, Canvas
from drawing.textures import HAIR_COLOURS, rounded, smooth, strands
from layout import BACKGROUND, CLOTHING, EAR, EYE, HAIR, IRIS, LIPS, MOUTH, NECK, SKIN, TEETH


def recolour(canvas: Canvas) -> None:
    """Another hair colour, its shading kept."""
    rng, hair = canvas.rng, canvas.has(HAIR)
    if hair.sum() < 200:
        return
    colour = HAIR_COLOURS[rng.integers(len(HAIR_COLOURS))] * rng.uniform(0.75, 1.25, 3).astype(np.float32)
    if canvas.chance(0.06):
        colour = rng.uniform(20, 230, 3).astype(np.float32)
    grey = canvas.image.mean(2, keepdims=True) / max(8.0, float(canvas.hair_colour.mean()))
    soft = cv2.GaussianBlur(hair.astype(np.float32), (0, 0), 1.6)[..., None]
    canvas.image += soft * (np.clip(colour * grey ** rng.uniform(0.5, 0.9), 0, 255) - canvas.image)
    canvas.hair_colour = colour


def _roughen(canvas: Canvas, mask: np.ndarray, soft: float, amount: float) -> np.ndarray:
    rough = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), soft) + amount * smooth(canvas.rng, 48)
    return (rough > 0.5).astype(np.uint8)


def long_hair(canvas: Canvas) -> None:
    """Hair falling on one or both sides, before or behind the ears, over or behind the shoulders."""
    rng, points = canvas.rng, canvas.points
    texture, length = strands(rng, canvas.hair_colour), rng.uniform(0.2, 2.8) * PD
    before_ears = canvas.chance(0.55)
    chin = points[129]
    for sign, outer, ear, jaw, line, top, root in ((-1, 148, 116, 125, 134, 149, 110), (1, 154, 121, 133, 144, 153, 113)):
        if canvas.chance(0.12):
            continue
        out, inward = rng.uniform(-0.1, 0.7) * PD, rng.uniform(-0.05, 0.4) * PD
        inner = points[root, 0] - sign * inward if before_ears else points[root, 0] + sign * 0.25 * PD
        end = chin[1] + length
        outline = [points[top], points[outer] + [sign * 0.1 * PD, 0], [points[ear, 0] + sign * (0.25 * PD + out), points[jaw, 1]],
                   [points[ear, 0] + sign * (0.1 * PD + out * rng.uniform(0, 1.3)), end],
                   [chin[0] + sign * rng.uniform(0.4, 1.2) * PD, end + rng.normal(0, 0.1) * PD],
                   [inner - sign * 0.12 * PD, points[jaw, 1] + 0.3 * PD], [inner, points[ear, 1]], points[line] + [sign * 0.05 * PD, -0.5 * PD]]
        mask = _roughen(canvas, canvas.polygon(np.array(outline)), 7, 0.13)
        mask[canvas.has(EYE, IRIS, LIPS, MOUTH, TEETH)] = 0
        if not before_ears:
            mask[canvas.has(*FACE_CLASSES, EAR)] = 0
            if canvas.chance(0.5):
                mask[canvas.has(CLOTHING)] = 0
        canvas.cast_shadow(mask, 2, 0.25)
        canvas.paint(mask, texture * (0.8 + 0.2 * rounded(mask)), HAIR, rng.uniform(0.8, 2))


def fringe(canvas: Canvas) -> None:
    """Hair over the forehead: from well above the brows to over the eyes, straight, parted or swept aside."""
    rng, points = canvas.rng, canvas.points
    texture = strands(rng, canvas.hair_colour)
    level = points[71:83, 1].min() + rng.uniform(-0.65, 0.5) * PD
    x = np.linspace(points[134, 0] - 0.05 * PD, points[144, 0] + 0.05 * PD, 20)
    part = rng.uniform(x[0], x[-1])
    y = level + rng.normal(0, rng.uniform(0.01, 0.12), 20) * PD
    style = rng.random()
    if style < 0.35:
        y -= np.exp(-(((x - part) / (0.5 * PD)) ** 2)) * rng.uniform(0.3, 1.1) * PD
    elif style < 0.7:
        y += rng.choice([-1, 1]) * np.linspace(-0.5, 0.5, 20) * rng.uniform(0.2, 1.3) * PD
    line = points[144:133:-1]
    mask = canvas.polygon(np.vstack([np.c_[x, y], line + (line - points[:2].mean(0)) * 0.1]))
    mask &= (~canvas.has(BACKGROUND, EAR)).astype(np.uint8)
    gaps = cv2.resize(cv2.GaussianBlur(rng.standard_normal((64, SIDE), np.float32), (0, 0), 2.0, sigmaY=6), (SIDE, SIDE))
    edge = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 4)
    mask &= (edge + rng.uniform(0.05, 0.5) * gaps / gaps.std() * 0.5 > 0.42).astype(np.uint8)
    canvas.cast_shadow(mask, rng.uniform(1, 6), rng.uniform(0.1, 0.4))
    canvas.paint(mask, texture, HAIR, rng.uniform(0.6, 1.4), rng.uniform(0.85, 1))


def on_top(canvas: Canvas) -> None:
    """More volume, a bun, a high ponytail or an afro: the crown rises."""
    rng, points = canvas.rng, canvas.points
    centre = np.array([points[151, 0] + rng.normal(0, 0.2) * PD, canvas.hair_top() + rng.uniform(-0.2, 0.5) * PD])
    size = np.array([rng.uniform(0.35, 1.4), rng.uniform(0.3, 0.8)]) * PD
    mask = np.zeros((SIDE, SIDE), np.uint8)
    if canvas.chance(0.3):
        centre, size = points[:2].mean(0) + [0, -0.5 * PD], np.array([rng.uniform(1.5, 2.3), rng.uniform(1.5, 2.4)]) * PD
    cv2.ellipse(mask, tuple(centre.astype(int).tolist()), tuple(size.astype(int).tolist()), rng.uniform(-20, 20), 0, 360, 1, -1)
    mask = _roughen(canvas, mask, 4, rng.uniform(0.02, 0.15)) & canvas.has(BACKGROUND, HAIR).astype(np.uint8)
    mask[int(points[129, 1]) :] = 0
    canvas.paint(mask, strands(rng, canvas.hair_colour) * rounded(mask, rng.uniform(0.1, 0.5)), HAIR, rng.uniform(0.8, 2.5))


def bald(canvas: Canvas) -> None:
    """Takes the hair off: skin on the skull, bare, shaven to stubble, or with a rim of hair left."""
    rng, points = canvas.rng, canvas.points
    rise = rng.uniform(1.0, 1.06)
    middle = points[:2].mean(0) + [0, 0.2 * PD]
    top = middle + (points[148:155] - middle) * rise
    skull = canvas.polygon(np.vstack([points[[115, 109]], top, points[[120, 112]], points[129:130]]))
    skull = (cv2.GaussianBlur(skull.astype(np.float32), (0, 0), 7) > 0.5).astype(np.uint8)
    hair = canvas.has(HAIR).astype(np.uint8)
    wisps = canvas.has(HAIR, BACKGROUND).astype(np.uint8) & (1 - skull)
    wisps[int(points[129, 1] + 0.6 * PD) :] = 0
    canvas.erase(wisps)
    dome = skull & canvas.has(HAIR, BACKGROUND).astype(np.uint8)
    dome[int(points[110, 1]) :] &= hair[int(points[110, 1]) :]
    tone = canvas.image[int(points[139, 1]) + 6 : int(points[139, 1]) + 18, int(points[139, 0]) - 12 : int(points[139, 0]) + 12].reshape(-1, 3).mean(0)
    tone = np.where(tone.mean() < 40, canvas.skin_colour(), tone)
    texture = tone * (0.55 + 0.45 * rounded(skull, 0.5)) / 0.95 * (1 + 0.02 * rng.standard_normal((SIDE, SIDE, 1), np.float32))
    if canvas.chance(0.5):
        y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
        spot = points[150] + rng.uniform(0, 1, 2) * (points[152] - points[150]) + [0, 0.25 * PD]
        texture = texture + rng.uniform(10, 70) * np.exp(-(((x - spot[0]) / 20) ** 2 + ((y - spot[1]) / 12) ** 2))[..., None]
    stubble = rng.uniform(0.3, 0.75) if canvas.chance(0.35) else 0.0
    if stubble:
        texture = texture * (1 - stubble) + stubble * canvas.hair_colour * (1 + 0.25 * rng.standard_normal((SIDE, SIDE, 1), np.float32))
    canvas.paint(dome, np.clip(texture, 0, 255).astype(np.float32), HAIR if stubble else SKIN, 1.5)
    canvas.facts["bald"] = np.nan if stubble else 1.0


def loose_strands(canvas: Canvas) -> None:
    """A few thin strands over the forehead, a cheek or the outline."""
    rng, points = canvas.rng, canvas.points
    for _ in range(rng.integers(1, 6)):
        start = points[rng.integers(134, 145)] + rng.normal(0, 0.1, 2) * PD
        end = start + [rng.normal(0, 0.6) * PD, rng.uniform(0.4, 2.2) * PD]
        t = np.linspace(0, 1, 16)[:, None]
        path = start + (end - start) * t + np.c_[np.sin(t * np.pi) * rng.normal(0, 0.3) * PD, np.zeros((16, 1))]
        mask = canvas.stroke(path, rng.uniform(1, 4)) & (~canvas.has(BACKGROUND, NECK, CLOTHING)).astype(np.uint8)
        canvas.paint(mask, canvas.hair_colour * rng.uniform(0.8, 1.2), HAIR if canvas.chance(0.9) else None, 0.8)
