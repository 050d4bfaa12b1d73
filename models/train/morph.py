"""New faces from old: shapes and skins of several people blended, expressions and small turns of the head added.

A thin-plate spline carries the picture along with the template, so every landmark of the new face is known exactly.
"""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from drawing import lids
from drawing.canvas import ORIGIN, PD, SIDE, Canvas, Rng
from layout import BROW, EYE, HAIR, IRIS, LIPS, MOUTH, SKIN
from parsing import FACE_OUTLINE, Person

INNER_UPPER, INNER_LOWER = list(range(94, 99)), list(range(99, 104))
# Cheek marks pull the spline in odd ways and steer nothing.
CONTROL = [k for k in range(189) if k not in {*range(158, 170), *range(170, 174)}]
GRID = 6
_GRID_Y, _GRID_X = np.mgrid[0 : SIDE + GRID : GRID, 0 : SIDE + GRID : GRID].astype(np.float32)
_QUERY = np.stack([(_GRID_X.ravel() - ORIGIN[0]) / PD, (_GRID_Y.ravel() - ORIGIN[1]) / PD], 1)
_FIXED = np.array([[x, y] for x in (-4.5, -2.2, 0, 2.2, 4.5) for y in (-4.5, -2.6, 5) if abs(x) > 3 or y < -3 or y > 4], np.float32)


@dataclass
class Source:
    """A parsed person with the template in face coordinates: eyes' middle at the origin, level, one PD long."""

    person: Person
    shape: np.ndarray
    shoulders: np.ndarray
    to_picture: np.ndarray
    centre: np.ndarray

    @classmethod
    def of(cls, person: Person) -> "Source":
        points = person.portrait.points.astype(np.float32)
        centre, axis = points[:2].mean(0), points[1] - points[0]
        turn = np.array([[axis[0], axis[1]], [-axis[1], axis[0]]], np.float32) / (axis @ axis)
        place = lambda p: (p - centre) @ turn.T
        return cls(person, place(points), place(person.shoulders), np.linalg.inv(turn), centre)


def spline(targets: np.ndarray, sources: np.ndarray, query: np.ndarray, stiffness: float = 1e-3) -> np.ndarray:
    """The thin-plate spline through targets -> sources, at the query points; all (n, 2)."""
    def kernel(squared: np.ndarray) -> np.ndarray:
        return squared * np.log(np.maximum(squared, 1e-12))

    n = len(targets)
    system = np.zeros((n + 3, n + 3))
    system[:n, :n] = kernel(((targets[:, None] - targets[None]) ** 2).sum(-1)) + stiffness * np.eye(n)
    system[:n, n:] = np.c_[np.ones(n), targets]
    system[n:, :n] = system[:n, n:].T
    weights = np.linalg.solve(system, np.r_[sources, np.zeros((3, 2))]).astype(np.float32)
    targets = targets.astype(np.float32)
    squared = (query**2).sum(1)[:, None] + (targets**2).sum(1)[None] - 2 * query @ targets.T
    return kernel(np.maximum(squared, 1e-12)) @ weights[:n] + weights[n] + query @ weights[n + 1 :]


def depth(shape: np.ndarray) -> np.ndarray:
    """A rough height of every template point above the plane of the eyes: an ellipsoid with a nose, in PD."""
    x, y = shape[:, 0] / 1.25, (shape[:, 1] - 0.35) / 2.1
    z = 1.1 * np.sqrt(np.maximum(0.02, 1 - x * x - y * y)).astype(np.float32)
    z[[53, 54, 55, 59, 60]] += 0.28
    z[[50, 51, 52, 56, 57, 58]] += 0.1
    z[[*range(145, 147), *range(156, 158), 183, 184]] = 0.1
    return z - 0.9


def blend_shapes(rng: Rng, sources: list[Source], first: Source, second: Source) -> np.ndarray:
    """A new face shape between two people, at times with features of a third."""
    shape = first.shape.copy()
    if rng.random() < 0.75:
        shape += rng.uniform(0, 0.65) * (second.shape - shape)
    if rng.random() < 0.3:
        third, share = sources[rng.integers(len(sources))].shape, rng.uniform(0, 0.6)
        for group in ([*range(0, 50), *range(71, 87)], [*range(50, 71), *range(179, 183)], list(range(87, 109))):
            if rng.random() < 0.5:
                shape[group] += share * (third[group] - third[group].mean(0) - (shape[group] - shape[group].mean(0)))
    shape *= np.array([rng.uniform(0.92, 1.08), 1], np.float32)
    if rng.random() < 0.35:  # a longer or shorter chin
        shape[125:134, 1] += rng.normal(0, 0.09) * np.array([0, 0.2, 0.6, 0.9, 1, 0.9, 0.6, 0.2, 0])
    shape[71:87, 1] += rng.normal(0, 0.045)
    return shape


def move_mouth(rng: Rng, shape: np.ndarray) -> tuple[float, bool]:
    """Opens the mouth, smiles, purses; returns the gap in PD and whether teeth are to be painted."""
    lot, gap, teeth, smile = rng.random(), 0.0, False, 0.0
    if lot < 0.2:
        gap, teeth = rng.uniform(0.05, 0.7), bool(rng.random() < 0.5)
    elif lot < 0.42:
        gap, teeth, smile = rng.uniform(0.045, 0.22), True, rng.uniform(0.1, 1)
    elif lot < 0.6:
        smile = rng.uniform(-0.3, 1)
    for corner, sign in ((87, -1), (93, 1)):
        shape[corner] += smile * np.array([sign * 0.17, -0.1])
    for k, sign in ((88, -1), (92, 1), (104, -1), (108, 1), (94, -1), (98, 1), (99, -1), (103, 1)):
        shape[k] += smile * np.array([sign * 0.1, -0.03])
    if rng.random() < 0.3:  # thinner or fuller lips
        full = rng.normal(0, 0.03)
        shape[88:93, 1] -= full
        shape[104:109, 1] += full
    if gap:
        open_lips(shape, gap)
    return gap, teeth


def open_lips(shape: np.ndarray, gap: float) -> None:
    """Parts the lips by `gap` PD in the middle; a wide gap drops the jaw."""
    profile = np.array([0.55, 0.85, 1, 0.85, 0.55], np.float32)
    middle = (shape[INNER_UPPER] + shape[INNER_LOWER]) / 2
    shape[INNER_UPPER] = shape[INNER_LOWER] = middle
    shape[INNER_UPPER, 1] -= 0.3 * gap * profile
    shape[INNER_LOWER, 1] += 0.7 * gap * profile
    shape[88:93, 1] -= 0.3 * gap * profile
    shape[104:109, 1] += 0.7 * gap * profile
    jaw = 0.75 * max(0.0, gap - 0.12)
    shape[126:133, 1] += jaw * np.array([0.4, 0.8, 1, 1, 1, 0.8, 0.4])
    shape[174:179, 1] += jaw


def turn_head(rng: Rng, shape: np.ndarray, facts: dict[str, float]) -> np.ndarray:
    """Turns the head by a rough depth; records yaw (+ nose to the image right) and pitch (+ chin up) in degrees."""
    yaw = pitch = 0.0
    lot = rng.random()
    if lot < 0.45:
        yaw, pitch = rng.normal(0, 5), rng.normal(0, 4)
    elif lot < 0.7:
        yaw, pitch = rng.uniform(-26, 26), rng.uniform(-14, 14)
    facts["yaw"], facts["pitch"] = yaw, pitch
    if lot >= 0.7:
        return shape
    y, p, z = np.radians(yaw), np.radians(-pitch), depth(shape)
    return np.stack([shape[:, 0] * np.cos(y) + z * np.sin(y), shape[:, 1] * np.cos(p) + z * np.sin(p)], 1).astype(np.float32)


def _carry(source: Source, shape: np.ndarray, shoulders: np.ndarray) -> np.ndarray:
    """For every canvas pixel, where in the source picture it comes from."""
    seen = np.isfinite(source.shoulders[:, 0]) & np.isfinite(shoulders[:, 0])
    targets = np.r_[shape[CONTROL], shoulders[seen], _FIXED]
    origins = np.r_[source.shape[CONTROL], source.shoulders[seen], _FIXED]
    field = spline(targets, origins, _QUERY) @ source.to_picture.T + source.centre
    field = field.reshape(*_GRID_X.shape, 2).astype(np.float32)
    scale = np.array([[1 / GRID, 0, 0], [0, 1 / GRID, 0]], np.float32)
    return cv2.warpAffine(field, scale, (SIDE, SIDE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)


def new_face(rng: Rng, sources: list[Source]) -> Canvas:
    """A face that nobody has, on a canvas without background."""
    first, second = (sources[rng.integers(len(sources))] for _ in range(2))
    facts: dict[str, float] = {}
    shape = blend_shapes(rng, sources, first, second)
    if rng.random() < 0.25:  # the eyes look aside
        shape[:18] += rng.normal(0, [0.045, 0.02])
    gap, teeth = move_mouth(rng, shape)
    shape = turn_head(rng, shape, facts)
    closing = lids.amounts(rng)
    lids.move(rng, shape, tuple(min(0.0, amount) for amount in closing))
    shoulders = first.shoulders.copy()
    if rng.random() < 0.5:
        tilt = rng.normal(0, 0.12)
        shoulders[:, 1] += np.array([tilt, -tilt]) + rng.normal(0, 0.1)
    where = _carry(first, shape, shoulders)
    def take(plane: np.ndarray, mode: int = cv2.INTER_LINEAR) -> np.ndarray:
        return cv2.remap(plane, where[..., 0], where[..., 1], mode, borderMode=cv2.BORDER_REPLICATE)

    person = first.person
    points = shape * PD + ORIGIN
    canvas = Canvas(rng, take(person.colour), take(person.alpha), take(person.labels, cv2.INTER_NEAREST), points,
                    shoulders * PD + ORIGIN, np.zeros(3, np.float32), facts)
    if rng.random() < 0.35:
        _blend_skin(canvas, second, shape, shoulders)
    open_points = canvas.points.copy()
    lids.move(rng, canvas.points, tuple(max(0.0, amount) for amount in closing))
    if max(closing) > 0:
        lids.close(canvas, open_points)
    hair = canvas.has(HAIR)
    canvas.hair_colour = canvas.image[hair].mean(0) if hair.sum() > 200 else np.array([20, 18, 18], np.float32)
    facts.update(gap=gap, teeth_wanted=float(teeth), shut=max(closing))
    for side, amount in zip(("left", "right"), closing):
        facts[f"{side}_closed"] = np.nan if 0.6 < amount < 0.95 else float(amount >= 0.95)
    lids.line(canvas)
    known_from_labels(facts, person.portrait.seen)
    return canvas


def _blend_skin(canvas: Canvas, other: Source, shape: np.ndarray, shoulders: np.ndarray) -> None:
    """Mixes in the second person's facial skin, evened to the first one's tone."""
    where = _carry(other, shape, shoulders)
    skin = cv2.remap(other.person.colour, where[..., 0], where[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    face = cv2.erode(canvas.polygon(canvas.points[FACE_OUTLINE]), np.ones((15, 15), np.uint8)).astype(np.float32)
    face = cv2.GaussianBlur(face, (0, 0), 6) * canvas.has(SKIN, BROW, EYE, IRIS, LIPS, MOUTH)
    own, theirs = canvas.image[face > 0.5].mean(0), skin[face > 0.5].mean(0)
    evened = skin * np.clip(own / np.maximum(theirs, 1), 0.5, 2) ** canvas.rng.uniform(0.5, 1)
    canvas.image += (face * canvas.rng.uniform(0.2, 0.8))[..., None] * (evened - canvas.image)


def known_from_labels(facts: dict[str, float], seen: dict[str, str]) -> None:
    """What the viewer of the first portrait saw that stays true of the new face."""
    facts["beard"] = {"none": 0.0, "beard": 1.0}.get(seen["facial_hair"], np.nan)
    facts["makeup"] = {"none": 0.0, "heavy": 1.0}.get(seen["makeup"], np.nan)
    facts["earring"] = {"none": 0.0, "earring": 1.0, "yes": 1.0}.get(seen["earring"], np.nan)
    facts["necklace"] = {"none": 0.0, "yes": 1.0}.get(seen["necklace"], np.nan)
