"""Things before the face: masks, hands, phones, anything."""
from __future__ import annotations

import cv2
import numpy as np

from drawing.canvas import PD, SIDE, Canvas
from drawing.textures import any_colour, cloth, rounded
from layout import OCCLUDER
from parsing import FACE_OUTLINE


def occlude(canvas: Canvas) -> None:
    """One thing before the face; counts as occluded when it hides more than a thirtieth of it."""
    (face_mask, face_mask, hand, board, blob)[canvas.rng.integers(5)](canvas)
    face = canvas.polygon(canvas.points[FACE_OUTLINE])
    share = ((canvas.labels == OCCLUDER) & (face > 0)).sum() / max(face.sum(), 1)
    canvas.facts["occluded"] = 1.0 if share > 0.03 else np.nan


def face_mask(canvas: Canvas) -> None:
    """A medical or cloth mask, well worn or under the nose, with its loops."""
    rng, points = canvas.rng, canvas.points
    lot = rng.random()
    top = points[55] * 0.4 + points[54:61:6].mean(0) * 0.6 if lot < 0.7 else points[90] - [0, 0.1 * PD] if lot < 0.9 else points[106] + [0, 0.05 * PD]
    low = points[126:133] + np.array([0, rng.uniform(0.0, 0.18) * PD])
    side_l, side_r = points[125] + [0.05 * PD, -rng.uniform(0, 0.4) * PD], points[133] + [-0.05 * PD, -rng.uniform(0, 0.4) * PD]
    mask = canvas.polygon(np.vstack([side_l, low, side_r, points[168] * 0.3 + top * 0.7, top, points[165] * 0.3 + top * 0.7]))
    mask = (cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 4) > 0.5).astype(np.uint8)
    tone = np.array([[235, 225, 190], [245, 245, 245], [25, 25, 25], [210, 180, 140]], np.float32)[rng.integers(4)] if canvas.chance(0.7) else None
    folds = 1 + rng.uniform(0, 0.08) * np.sin(np.arange(SIDE, dtype=np.float32) / rng.uniform(2, 6))[:, None, None]
    for ear, corner in ((116, side_l), (121, side_r)):
        canvas.paint(canvas.stroke(np.array([points[ear], corner]), 2), np.full(3, 225, np.float32), OCCLUDER, 0.6)
    canvas.paint(mask, np.clip(cloth(rng, tone) * rounded(mask, 0.3) * folds, 0, 255), OCCLUDER, 1.0)


def hand(canvas: Canvas) -> None:
    """Fingers and a palm in the person's own skin colour, from a side or below."""
    rng, points = canvas.rng, canvas.points
    target = points[[66, 61, 90, 129, 74, 79, 20, 25, 165, 168][rng.integers(10)]] + rng.normal(0, 0.15, 2) * PD
    angle = rng.uniform(-0.3, np.pi + 0.3)
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-along[1], along[0]])
    tone = canvas.skin_colour() * rng.uniform(0.75, 1.15)
    palm = target + along * rng.uniform(0.6, 1.0) * PD
    parts = [canvas.stroke(np.array([palm, palm + along * 2.5 * PD]), 0.75 * PD)]
    spread = rng.uniform(0.12, 0.24)
    for k in range(rng.integers(1, 5)):
        tip = target + across * (k - 1.5) * spread * PD * rng.uniform(0.9, 1.3) - along * rng.uniform(0, 0.35) * PD
        parts.append(canvas.stroke(np.array([palm + across * (k - 1.5) * 0.17 * PD, tip]), rng.uniform(0.14, 0.22) * PD))
    for part in parts:
        canvas.cast_shadow(part, rng.uniform(1, 5), 0.3)
        canvas.paint(part, np.clip(tone * rounded(part, 0.45), 0, 255).astype(np.float32), OCCLUDER, 1.2)


def board(canvas: Canvas) -> None:
    """A phone, a sheet of paper, a cup, a microphone: a turned rectangle reaching into the face."""
    rng = canvas.rng
    centre = canvas.points[rng.integers(0, 134)] + rng.normal(0, 0.4, 2) * PD
    corners = cv2.boxPoints(((float(centre[0]), float(centre[1])), tuple(rng.uniform(0.4, 1.8, 2) * PD), float(rng.uniform(0, 90))))
    canvas.paint(canvas.polygon(corners), cloth(rng), OCCLUDER, 0.8)


def blob(canvas: Canvas) -> None:
    """Anything else: a rounded patch of any colour."""
    rng = canvas.rng
    centre = canvas.points[rng.integers(0, 134)]
    angle = np.sort(rng.uniform(0, 2 * np.pi, 8))
    outline = centre + np.c_[np.cos(angle), np.sin(angle)] * rng.uniform(0.25, 1.0, (8, 1)) * PD
    mask = (cv2.GaussianBlur(canvas.polygon(outline).astype(np.float32), (0, 0), 6) > 0.5).astype(np.uint8)
    canvas.paint(mask, np.clip(cloth(rng, any_colour(rng)) * rounded(mask, rng.uniform(0, 0.5)), 0, 255), OCCLUDER, 1.0)
