"""The picture that is being made: colours, opacity, classes and landmarks on one grid, and the one way to paint on them.

The grid is `SIDE` pixels square at `PD` pixels between the pupils of an unturned face, whose eyes lie around `ORIGIN`.
"""
from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from layout import BACKGROUND, BROW, EAR, EYE, HAIR, IRIS, LIPS, MOUTH, SKIN, TEETH

PD = 64.0
SIDE = 512
ORIGIN = np.array([256.0, 224.0], np.float32)
FACE_CLASSES = (SKIN, BROW, EYE, IRIS, LIPS, MOUTH, TEETH)

Rng = np.random.Generator


@dataclass
class Canvas:
    """`image` (SIDE, SIDE, 3) float32 BGR 0..255 of the person alone; `alpha` 0..1; `labels` classes; `points` (189, 2) template points."""

    rng: Rng
    image: np.ndarray
    alpha: np.ndarray
    labels: np.ndarray
    points: np.ndarray
    shoulders: np.ndarray
    hair_colour: np.ndarray
    facts: dict[str, float] = field(default_factory=dict)
    """What is true of this picture: attribute or patch answers by name; a missing name means not known."""

    def chance(self, probability: float) -> bool:
        return bool(self.rng.random() < probability)

    def polygon(self, corners: np.ndarray) -> np.ndarray:
        """0/1 mask of a polygon given in pixels."""
        mask = np.zeros((SIDE, SIDE), np.uint8)
        cv2.fillPoly(mask, [np.round(np.asarray(corners, np.float32) * 16).astype(np.int32)], 1, cv2.LINE_8, 4)
        return mask

    def stroke(self, path: np.ndarray, width: float) -> np.ndarray:
        """0/1 mask of a line through points in pixels."""
        mask = np.zeros((SIDE, SIDE), np.uint8)
        corners = np.round(np.asarray(path, np.float32) * 16).astype(np.int32)
        cv2.polylines(mask, [corners], False, 1, max(1, int(round(width))), cv2.LINE_8, 4)
        return mask

    def has(self, *classes: int) -> np.ndarray:
        """Where the mask is one of the classes."""
        table = np.zeros(256, bool)
        table[list(classes)] = True
        return table[self.labels]

    def paint(self, mask: np.ndarray, texture: np.ndarray, label: int | None, soft: float = 1.2, opacity: float = 1.0) -> None:
        """Lays a colour (3,) or texture (SIDE, SIDE, 3) over the mask. `label` None leaves the classes as they are."""
        box = _box(mask, int(3 * soft) + 2)
        if box is None:
            return
        part = mask[box].astype(np.float32)
        cover = cv2.GaussianBlur(part, (0, 0), soft) * opacity
        colour = texture[box] if texture.ndim == 3 else texture
        own = self.alpha[box]
        after = own + cover * (1 - own) if label is not None else own
        # the new layer over the old one, both with their own opacity
        share = np.where(after > 0, cover / np.maximum(after, 1e-3), 0)[..., None] if label is not None else cover[..., None]
        self.image[box] += np.clip(share, 0, 1) * (colour - self.image[box])
        self.alpha[box] = after
        if label is not None:
            self.labels[box][part > 0.5] = label

    def shade(self, mask: np.ndarray, factor: float, soft: float) -> None:
        """Darkens (factor < 1) or brightens what lies under a soft mask."""
        box = _box(mask, int(3 * soft) + 2)
        if box is not None:
            cover = cv2.GaussianBlur(mask[box].astype(np.float32), (0, 0), soft)[..., None]
            self.image[box] *= 1 + (factor - 1) * cover

    def cast_shadow(self, mask: np.ndarray, down: float, strength: float) -> None:
        """A soft shadow of the mask a little below it, on skin only."""
        moved = np.roll(mask, int(down), axis=0) * (1 - mask) * self.has(*FACE_CLASSES).astype(np.uint8)
        self.shade(moved, 1 - strength, 0.05 * PD)

    def erase(self, mask: np.ndarray) -> None:
        """Takes the person away where the mask is."""
        self.alpha *= 1 - cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.8)
        self.labels[mask > 0] = BACKGROUND

    def skin_colour(self) -> np.ndarray:
        """Mean colour of the cheeks."""
        values = [self.image[int(y) - 4 : int(y) + 5, int(x) - 4 : int(x) + 5].reshape(-1, 3) for x, y in self.points[[166, 169]]]
        return np.vstack(values).mean(0).astype(np.float32)

    def hair_top(self) -> float:
        """Row of the highest hair or head pixel."""
        rows = np.flatnonzero((self.has(HAIR, SKIN, EAR)).sum(1) > 0.2 * PD)
        return float(rows[0]) if len(rows) else float(self.points[151, 1])


def _box(mask: np.ndarray, margin: int) -> tuple[slice, slice] | None:
    x, y, w, h = cv2.boundingRect(mask.astype(np.uint8) if mask.dtype != np.uint8 else mask)
    if w == 0:
        return None
    return slice(max(0, y - margin), y + h + margin), slice(max(0, x - margin), x + w + margin)
