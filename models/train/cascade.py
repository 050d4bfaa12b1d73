"""The shipped nets put to work as the contract says: head crop, face crop, patches. The reference that the Rust side must agree with."""
from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from crops import GREY, Window, eye_frame, window_for
from layout import ATTRIBUTES, FACE, HAIR, HEAD, HEADWEAR, INDEX, SKIN
from nets import PortraitNet
from patches import PATCHES, patch_window
from weights import shipped

FROM_HEAD = [k for name, k in INDEX.items() if name.startswith(("hairline", "neck", "shoulder", "crown"))]
"""Points that the face crop does not hold."""


@dataclass
class Seen:
    """What one crop gave. `points` in photo pixels, `sigma` in photo pixels a axis."""

    window: Window
    points: np.ndarray
    sigma: np.ndarray
    mask: np.ndarray
    attributes: dict[str, float]
    pose: np.ndarray


@dataclass
class SeenPatch:
    """What one patch gave: answers by name; the points it finds by their place in POINTS, photo pixels, and their sigma a axis."""

    answers: dict[str, float]
    indices: list[int]
    points: np.ndarray
    sigma: np.ndarray


@dataclass
class Reading:
    """Everything about one face. `points` and `sigma` are those of the net that sees each point best."""

    head: Seen
    face: Seen
    points: np.ndarray
    sigma: np.ndarray
    patches: dict[str, SeenPatch] = field(default_factory=dict)


class Cascade:
    """The shipped nets of a folder, one thread. Answers are raw: logits and uncalibrated errors."""

    def __init__(self, folder: Path) -> None:
        torch.set_num_threads(1)
        nets = {"head": PortraitNet(), "face": PortraitNet(), **{name: patch.net() for name, patch in PATCHES.items()}}
        self.nets = {name: shipped(net, folder / f"{name}.safetensors") for name, net in nets.items() if (folder / f"{name}.safetensors").exists()}

    @torch.no_grad()
    def _run(self, name: str, window: Window, photo: np.ndarray) -> list[np.ndarray]:
        crop = window.look(photo, GREY)[..., ::-1].transpose(2, 0, 1)[None].astype(np.float32) / 255
        return [out[0].numpy() for out in self.nets[name](torch.from_numpy(crop))]

    def look(self, name: str, window: Window, photo: np.ndarray) -> Seen:
        """One pass of the head or the face net."""
        points, doubt, mask, judged, pose = self._run(name, window, photo)
        side, shares = window.step * window.columns, np.exp(mask - mask.max(0))
        return Seen(window, window.back(points), np.exp(doubt) * side, shares / shares.sum(0), dict(zip(ATTRIBUTES, judged.tolist())), pose * 30)

    def look_at_part(self, name: str, side: str, points: np.ndarray, photo: np.ndarray) -> SeenPatch:
        """One pass of a patch net, placed by the points so far."""
        patch = PATCHES[name]
        window = patch_window(patch, side, points)
        answers, found, doubt = self._run(name, window, photo)
        return SeenPatch(dict(zip(patch.outputs, answers.tolist())), patch.indices(side), window.back(found), np.exp(doubt) * window.step * window.columns)

    def read(self, photo: np.ndarray, middle: np.ndarray, pd: float) -> Reading:
        """The whole cascade from a first guess of where the eyes are and how far apart."""
        head = self.look("head", window_for(HEAD, middle, pd, 0.0), photo)
        face = self.look("face", window_for(FACE, *eye_frame(head.points)), photo)
        points, sigma = face.points.copy(), face.sigma.copy()
        points[FROM_HEAD], sigma[FROM_HEAD] = head.points[FROM_HEAD], head.sigma[FROM_HEAD]
        patches = {side: self.look_at_part(name, side, face.points, photo) for name, patch in PATCHES.items() if name in self.nets for side in patch.sides}
        for patch in patches.values():
            points[patch.indices], sigma[patch.indices] = patch.points, patch.sigma
        return Reading(head, face, points, sigma, patches)


def crown_row(seen: Seen, pd: float, fine: int = 8) -> float:
    """Photo row where the head begins: the first line with 0.3 PD of head in one run, mask rows divided by `fine`; NaN if none."""
    head = seen.mask[[HAIR, HEADWEAR, SKIN]].sum(0)
    side = len(head)
    need = 0.3 * pd / (seen.window.step * seen.window.columns / side)
    for line in range(fine * side):
        row = max(0.0, (line + 0.5) / fine - 0.5)
        above, share = int(row), row - int(row)
        below = min(above + 1, side - 1)
        if _longest_run((1 - share) * head[above] + share * head[below] > 0.5) >= need:
            return float(seen.window.back(np.array([0.5, line / fine / side]))[1])
    return float("nan")


def _longest_run(row: np.ndarray) -> int:
    best = run = 0
    for inside in row:
        run = run + 1 if inside else 0
        best = max(best, run)
    return best
