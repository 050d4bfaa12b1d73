"""Clothes: dyed tops, collars, lapels, high necks, fur collars, scarves, bare shoulders."""
from __future__ import annotations

import cv2
import numpy as np

from drawing.canvas import PD, SIDE, Canvas
from drawing.textures import any_colour, cloth
from layout import BACKGROUND, CLOTHING, HAIR, NECK


def dye(canvas: Canvas) -> None:
    """Another cloth on the same garment, its folds kept."""
    rng, worn = canvas.rng, canvas.has(CLOTHING)
    if worn.sum() < 200:
        return
    folds = canvas.image.mean(2, keepdims=True) / max(20.0, float(np.percentile(canvas.image[worn].mean(1), 70)))
    texture = cloth(rng) * np.clip(folds, 0.2, 1.25) ** rng.uniform(0.5, 1.5)
    soft = cv2.GaussianBlur(worn.astype(np.float32), (0, 0), 0.8)[..., None]
    canvas.image += soft * (np.clip(texture, 0, 255) - canvas.image)


def collar(canvas: Canvas) -> None:
    """Shirt collars and lapels, with shirt and tie between them at times."""
    rng, chin = canvas.rng, canvas.points[129]
    neck_y = chin[1] + rng.uniform(0.25, 1.1) * PD
    half, long = rng.uniform(0.55, 1.1) * PD, rng.uniform(0.4, 2.4) * PD
    over = canvas.has(NECK, CLOTHING).astype(np.uint8)
    if canvas.chance(0.6):
        shirt = canvas.polygon(np.array([[chin[0] - half, neck_y], [chin[0] + half, neck_y], [chin[0] + 1.6 * half, SIDE], [chin[0] - 1.6 * half, SIDE]]))
        canvas.paint(shirt & over, cloth(rng), CLOTHING, 0.9)
        if canvas.chance(0.4):
            tie = np.array([[-0.1, 0], [0.1, 0], [0.22, 2.5], [-0.22, 2.5]]) * PD
            canvas.paint(canvas.polygon(tie + [chin[0], neck_y + 0.15 * PD]) & over, cloth(rng), CLOTHING, 0.9)
    colour = any_colour(rng)
    for sign in (-1, 1):
        flap = np.array([[sign * half, -0.3 * PD], [sign * (half + 0.5 * PD), 0.2 * PD], [sign * 0.9 * half, 1.5 * long], [0, long], [sign * 0.25 * half, 0.5 * long]])
        mask = canvas.polygon(flap + [chin[0], neck_y]) & over
        canvas.shade(np.roll(mask, 3, 0), rng.uniform(0.6, 1), 3)
        canvas.paint(mask, cloth(rng, colour) * rng.uniform(0.7, 1), CLOTHING, 0.8)


def high_neck(canvas: Canvas) -> None:
    """A polo neck, stand-up collar or scarf, up to the chin and, when bulky, beside it."""
    rng, points = canvas.rng, canvas.points
    top = points[129, 1] + rng.uniform(0.02, 0.6) * PD
    half = (points[157, 0] - points[145, 0]) / 2 * rng.uniform(0.95, 1.5)
    centre = points[[145, 157], 0].mean()
    mask = canvas.polygon(np.array([[centre - half, top], [centre, top + rng.uniform(-0.02, 0.2) * PD], [centre + half, top], [centre + 1.3 * half, top + 1.6 * PD], [centre - 1.3 * half, top + 1.6 * PD]]))
    mask = (cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 4) > 0.5) & canvas.has(NECK, CLOTHING, BACKGROUND, HAIR)
    folds = 1 + rng.uniform(0, 0.2) * np.sin(np.arange(SIDE, dtype=np.float32) / rng.uniform(3, 10))[:, None, None]
    canvas.paint(mask.astype(np.uint8), cloth(rng) * folds, CLOTHING, 1.2)
    canvas.facts["necklace"] = np.nan  # cloth may lie over it
    canvas.facts["collar"] = 1.0 if top < points[129, 1] + 0.35 * PD else np.nan


def fur_collar(canvas: Canvas) -> None:
    """The collar of a winter coat, of fur or thick wool: a ragged ring round the neck that reaches the jaw beside it."""
    rng, points = canvas.rng, canvas.points
    centre, chin = points[[145, 157], 0].mean(), points[129, 1]
    half = (points[157, 0] - points[145, 0]) / 2
    wide, thick = half * rng.uniform(1.5, 2.3), rng.uniform(0.35, 0.9) * PD
    outer = np.zeros((SIDE, SIDE), np.uint8)
    middle = (int(centre), int(chin + rng.uniform(0.35, 0.8) * PD))
    cv2.ellipse(outer, middle, (int(wide + 0.5 * thick), int(rng.uniform(0.6, 1.1) * PD)), rng.normal(0, 4), 0, 360, 1, -1)
    opening = canvas.polygon(np.array([[centre - 0.9 * half, 0], [centre + 0.9 * half, 0], [centre + 0.25 * half, chin + rng.uniform(0.5, 1.4) * PD],
                                       [centre - 0.25 * half, chin + rng.uniform(0.5, 1.4) * PD]]))
    ring = outer & (1 - opening) if canvas.chance(0.7) else outer
    rough = cv2.GaussianBlur(ring.astype(np.float32), (0, 0), 5) + rng.uniform(0.05, 0.3) * cv2.GaussianBlur(rng.standard_normal((SIDE, SIDE), np.float32), (0, 0), 1.2)
    mask = ((rough > 0.5) & canvas.has(NECK, CLOTHING, BACKGROUND, HAIR)).astype(np.uint8)
    grain = cv2.GaussianBlur(rng.standard_normal((SIDE, SIDE), np.float32), (0, 0), rng.uniform(0.6, 1.5), sigmaY=rng.uniform(1, 4))
    texture = any_colour(rng) * (1 + rng.uniform(0.1, 0.4) * grain[..., None] / grain.std())
    canvas.paint(mask, np.clip(texture, 0, 255).astype(np.float32), CLOTHING, 1.5)
    canvas.facts.update(necklace=np.nan, collar=1.0)


def bare_shoulders(canvas: Canvas) -> None:
    """A strapless top: skin down to a line, with straps at times."""
    rng, worn = canvas.rng, canvas.has(CLOTHING)
    if worn.sum() < 200:
        return
    line = canvas.points[129, 1] + rng.uniform(1.2, 2.2) * PD
    above = worn & (np.arange(SIDE)[:, None] < line)
    folds = canvas.image.mean(2, keepdims=True) / max(20.0, float(np.percentile(canvas.image[worn].mean(1), 60)))
    tone = canvas.skin_colour() * rng.uniform(0.8, 1.1)
    texture = np.clip(tone * np.clip(folds, 0.5, 1.15) ** 0.5, 0, 255)
    canvas.paint(above.astype(np.uint8), texture.astype(np.float32), NECK, 1.0)
    if canvas.chance(0.5):
        for sign in (-1, 1):
            x = canvas.points[129, 0] + sign * rng.uniform(0.8, 1.5) * PD
            strap = canvas.stroke(np.array([[x, 0], [x - sign * 0.2 * PD, SIDE]]), rng.uniform(2, 14)) & above.astype(np.uint8)
            canvas.paint(strap, cloth(rng), CLOTHING, 0.8)
