"""A small spot of one real person put on another, with the answer that is seen there alone.

A net that sees few wearers of a thing learns who tends to wear it: hair, cheeks, clothes. Where spots change places between people, those that show
the thing and those that do not, nothing but the spot tells. All pictures lie in the pool's frame, so a spot only moves.
"""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from batches import Chunk, Pool
from crops import Rng, Window
from drawing.canvas import PD
from layout import INDEX
from pool import ANSWERS


IN_SIGHT = 0.4
"""The place of a spot can be seen where so much of its surroundings is."""

MARGIN = 4
"""Pixels around a patch within which the colours of a spot at its edge may change."""


@dataclass(frozen=True)
class Spot:
    """An ellipse `down` below a point of a side, all in PD. It is taken from people whose answer `seen` says that it is in sight and whose
    `answer` is known, and put on so large a `share` of them."""

    answer: str
    seen: str
    point: str
    down: float
    reach: tuple[float, float]
    share: float

    def place(self, points: np.ndarray, side: str) -> np.ndarray:
        return points[INDEX[f"{side}.{self.point}"]]


class Donors:
    """The real people whose spot may be taken."""

    def __init__(self, spot: Spot, sides: tuple[str, ...], real: Pool) -> None:
        self.spot = spot
        self.people: tuple[list[tuple[Chunk, int, str]], ...] = ([], [])
        for chunk in real.chunks.values():
            for k in chunk.kept:
                for side in sides:
                    seen, answer = (chunk.answers[k][ANSWERS.index(f"{side}.{name}")] for name in (spot.seen, spot.answer))
                    if seen > IN_SIGHT and answer in (0.0, 1.0):
                        self.people[int(answer)].append((chunk, k, side))

    def put(self, rng: Rng, window: Window, here: np.ndarray, side: str, image: np.ndarray, alpha: np.ndarray, worn: bool) -> tuple[np.ndarray, np.ndarray, float]:
        """A patch with somebody's spot where its own was, half of the time one that says yes; the last is what it says. What is `worn`
        needs a larger spot to go away."""
        says = int(rng.random() < 0.5)
        chunk, k, other_side = self.people[says][rng.integers(len(self.people[says]))]
        turn = np.diag([1.0 if side == other_side else -1.0, 1.0])
        there = self.spot.place(chunk.points[k], other_side)
        view = Window(turn @ window.matrix, turn @ (window.offset - here) + there, window.columns, window.rows)
        taken, taken_alpha = (view.look(picture).astype(np.float32) for picture in (chunk.image[k], chunk.alpha[k]))
        inside = self._inside(window, here, rng.uniform(0.85, 1.3) * (1.35 if worn else 1))
        return without_seam(taken, image, inside), np.where(inside > 0, np.maximum(alpha, taken_alpha), alpha), float(says)

    def _inside(self, window: Window, here: np.ndarray, size: float) -> np.ndarray:
        """Mask of the spot in a patch, 255 or 0; `size` times as large as it is described."""
        y, x = np.mgrid[: window.rows, : window.columns].astype(np.float32)
        places = np.stack([x, y], -1) @ window.matrix.T + window.offset - here - [0, self.spot.down * PD]
        far = np.hypot(*np.moveaxis(places / (np.array(self.spot.reach) * PD * size), -1, 0))
        return np.where(far < 1, 255, 0).astype(np.uint8)


def without_seam(taken: np.ndarray, own: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """A picture with a masked part of another, its colours moved so that no edge shows (Perez and others, Poisson Image Editing, 2003)."""
    if not inside.any():
        return own
    wide = lambda picture, kind: cv2.copyMakeBorder(np.clip(picture, 0, 255).astype(np.uint8), MARGIN, MARGIN, MARGIN, MARGIN, kind)
    x, y, width, height = cv2.boundingRect(wide(inside, cv2.BORDER_CONSTANT))
    done = cv2.seamlessClone(wide(taken, cv2.BORDER_REPLICATE), wide(own, cv2.BORDER_REPLICATE), wide(inside, cv2.BORDER_CONSTANT),
                             (x + width // 2, y + height // 2), cv2.NORMAL_CLONE)
    return done[MARGIN:-MARGIN, MARGIN:-MARGIN].astype(np.float32)
