"""The shipped nets put to work as the contract says: head crop, face crop, patches. The reference that the Rust side must agree with."""
from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnxruntime

from crops import GREY, Window, eye_frame, window_for
from layout import ATTRIBUTES, FACE, HAIR, HEAD, HEADWEAR, INDEX, SKIN
from patches import PATCHES, patch_window

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
class Reading:
    """Everything about one face."""

    head: Seen
    face: Seen
    points: np.ndarray
    sigma: np.ndarray
    patches: dict[str, dict[str, float]] = field(default_factory=dict)


class Cascade:
    """The nets of a folder, one thread. Answers are raw: logits and uncalibrated errors."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.sessions = {p.stem: onnxruntime.InferenceSession(str(p), options) for p in folder.glob("*.onnx")}

    def _run(self, name: str, window: Window, photo: np.ndarray) -> list[np.ndarray]:
        crop = window.look(photo, GREY)[..., ::-1].transpose(2, 0, 1)[None].astype(np.float32) / 255
        return [out[0] for out in self.sessions[name].run(None, {"image": crop})]

    def look(self, name: str, window: Window, photo: np.ndarray) -> Seen:
        """One pass of the head or the face net."""
        points, sigma, mask, judged, pose = self._run(name, window, photo)
        side = window.step * window.columns
        return Seen(window, window.back(points), sigma * side, mask, dict(zip(ATTRIBUTES, judged.tolist())), pose * 30)

    def read(self, photo: np.ndarray, middle: np.ndarray, pd: float) -> Reading:
        """The whole cascade from a first guess of where the eyes are and how far apart."""
        head = self.look("head", window_for(HEAD, middle, pd, 0.0), photo)
        face = self.look("face", window_for(FACE, *eye_frame(head.points)), photo)
        points, sigma = face.points.copy(), face.sigma.copy()
        points[FROM_HEAD], sigma[FROM_HEAD] = head.points[FROM_HEAD], head.sigma[FROM_HEAD]
        reading = Reading(head, face, points, sigma)
        for name, patch in PATCHES.items():
            for side in patch.sides:
                answers = self._run(name, patch_window(patch, side, points), photo)[0]
                reading.patches[side] = dict(zip(patch.outputs, answers.tolist()))
        return reading


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
