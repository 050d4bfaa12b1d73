"""From pool pictures to training crops: where the crop lies, what stands behind the person, what the camera and the file did to it."""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from drawing.backgrounds import background
from layout import BACKGROUND, IGNORE, INDEX, MIRROR, Crop

Rng = np.random.Generator
GREY = 128


@dataclass(frozen=True)
class Jitter:
    """How far a crop may miss: sd of the place (PD), range of the scale, sd of the turn and share of wide turns (degrees)."""

    place: float
    scale: tuple[float, float]
    turn: float
    wide_turn: float


HEAD_JITTER = Jitter(0.2, (0.8, 1.24), 6.0, 28.0)
FACE_JITTER = Jitter(0.06, (0.88, 1.14), 2.5, 8.0)


@dataclass
class Backdrops:
    """A stock of background pictures, drawn once."""

    pictures: list[np.ndarray]

    @classmethod
    def draw(cls, rng: Rng, count: int) -> "Backdrops":
        return cls([background(rng) for _ in range(count)])

    def view(self, rng: Rng, columns: int, rows: int) -> np.ndarray:
        """A random part of a random one, (rows, columns, 3) float32."""
        picture = self.pictures[rng.integers(len(self.pictures))]
        side = picture.shape[0]
        zoom = rng.uniform(0.35, 0.95) * side / max(columns, rows)
        left, top = rng.uniform(0, side - zoom * columns), rng.uniform(0, side - zoom * rows)
        affine = np.array([[zoom, 0, left], [0, zoom, top]], np.float32)
        if rng.random() < 0.5:
            affine[0] = [-zoom, 0, left + zoom * columns]
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return cv2.warpAffine(picture, affine, (columns, rows), flags=flags, borderMode=cv2.BORDER_REFLECT).astype(np.float32)


@dataclass
class Window:
    """An affine view onto a picture: crop pixel (u, v) -> picture pixel `matrix @ (u, v) + offset`."""

    matrix: np.ndarray
    offset: np.ndarray
    columns: int
    rows: int

    @classmethod
    def at(cls, centre: np.ndarray, step: float, degrees: float, columns: int, rows: int, mirrored: bool = False) -> "Window":
        """Centred on a picture point, `step` picture pixels a crop pixel, turned clockwise with a face tilted by `degrees`."""
        angle = np.radians(degrees)
        matrix = step * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        if mirrored:
            matrix = matrix @ np.diag([-1.0, 1.0])
        middle = np.array([columns / 2 - 0.5, rows / 2 - 0.5])
        return cls(matrix, np.asarray(centre) - matrix @ middle, columns, rows)

    @property
    def step(self) -> float:
        return float(np.sqrt(abs(np.linalg.det(self.matrix))))

    def look(self, picture: np.ndarray, fill: int | None = None, smooth: bool = True) -> np.ndarray:
        """The crop. Shrinking blurs first; outside lies `fill`, or the edge repeated when it is None."""
        offset = self.offset
        if smooth and self.step > 1.3:
            picture, origin = self._part(picture)
            picture = cv2.GaussianBlur(picture, (0, 0), 0.35 * self.step)
            offset = offset - origin
        flags = (cv2.INTER_LINEAR if smooth else cv2.INTER_NEAREST) | cv2.WARP_INVERSE_MAP
        border = cv2.BORDER_REPLICATE if fill is None else cv2.BORDER_CONSTANT
        affine = np.c_[self.matrix, offset]
        return cv2.warpAffine(picture, affine, (self.columns, self.rows), flags=flags, borderMode=border, borderValue=(fill or 0,) * 3)

    def _part(self, picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        corners = np.array([[0, 0], [self.columns, 0], [0, self.rows], [self.columns, self.rows]]) @ self.matrix.T + self.offset
        low = np.maximum(corners.min(0).astype(int) - 8, 0)
        high = np.maximum(corners.max(0).astype(int) + 8, low + 4)
        low = np.minimum(low, np.array(picture.shape[1::-1]) - 4)
        return np.ascontiguousarray(picture[low[1] : high[1], low[0] : high[0]]), low

    def coarser(self, factor: int) -> "Window":
        """The same view on a grid `factor` times as coarse."""
        shift = self.matrix @ np.full(2, (factor - 1) / 2)
        return Window(self.matrix * factor, self.offset + shift, self.columns // factor, self.rows // factor)

    def on_half_size(self) -> "Window":
        """The same view onto the picture stored at half size."""
        return Window(self.matrix / 2, (self.offset + 0.5) / 2 - 0.5, self.columns, self.rows)

    def place(self, points: np.ndarray) -> np.ndarray:
        """Picture pixels -> fractions of the crop's sides."""
        inside = (points - self.offset) @ np.linalg.inv(self.matrix).T
        return (inside + 0.5) / np.array([self.columns, self.rows])

    def back(self, fractions: np.ndarray) -> np.ndarray:
        """Fractions of the crop's sides -> picture pixels."""
        return (fractions * np.array([self.columns, self.rows]) - 0.5) @ self.matrix.T + self.offset


def eye_frame(points: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Middle between the pupils, pupil distance and the eyes' tilt in degrees. `points` in the order of POINTS."""
    left, right = points[INDEX["left_eye.pupil"]], points[INDEX["right_eye.pupil"]]
    axis = right - left
    return (left + right) / 2, float(np.hypot(*axis)), float(np.degrees(np.arctan2(axis[1], axis[0])))


def window_for(crop: Crop, middle: np.ndarray, pd: float, tilt: float) -> Window:
    """The crop exactly as the contract places it."""
    turn = tilt if crop.upright else 0.0
    down = np.array([-np.sin(np.radians(turn)), np.cos(np.radians(turn))]) * crop.down * pd
    return Window.at(middle + down, crop.width * pd / crop.columns, turn, crop.columns, crop.rows)


def shaken_window(rng: Rng, crop: Crop, jitter: Jitter, points: np.ndarray) -> tuple[Window, bool]:
    """The crop misplaced as detectors and earlier nets misplace it, mirrored half of the time."""
    middle, pd, tilt = eye_frame(points)
    turn = rng.uniform(-1, 1) * jitter.wide_turn if rng.random() < 0.15 else rng.normal(0, jitter.turn)
    mirrored = bool(rng.random() < 0.5)
    angle = np.radians(tilt)
    centre = middle + crop.down * pd * np.array([-np.sin(angle), np.cos(angle)]) + rng.normal(0, jitter.place, 2) * pd
    step = crop.width * pd * rng.uniform(*jitter.scale) / crop.columns
    return Window.at(centre, step, turn + (tilt if crop.upright else 0.0), crop.columns, crop.rows, mirrored), mirrored


def stand_before(rng: Rng, image: np.ndarray, alpha: np.ndarray, backdrops: Backdrops) -> np.ndarray:
    """Puts the person (over grey) before a background, with a shadow on it at times."""
    rows, columns = alpha.shape
    back = backdrops.view(rng, columns, rows)
    cover = alpha.astype(np.float32)[..., None] / 255
    if rng.random() < 0.2:
        shift = np.array([[1, 0, rng.uniform(-14, 14)], [0, 1, rng.uniform(-4, 10)]], np.float32)
        shadow = cv2.GaussianBlur(cv2.warpAffine(cover[..., 0], shift, (columns, rows)), (0, 0), rng.uniform(1.5, 9))
        back *= 1 - rng.uniform(0.1, 0.5) * shadow[..., None]
    return image.astype(np.float32) + (1 - cover) * (back - GREY)


def through_camera(rng: Rng, image: np.ndarray) -> np.ndarray:
    """What cameras, light and editing do: white balance, exposure, tone, colour, uneven light."""
    chance = rng.random
    rows, columns = image.shape[:2]
    if chance() < 0.3:
        y, x = np.mgrid[-0.5 : 0.5 : rows * 1j, -0.5 : 0.5 : columns * 1j].astype(np.float32)
        angle = rng.uniform(0, 2 * np.pi)
        image = image * (1 + np.float32(rng.uniform(-0.7, 0.7)) * (x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle))))[..., None]
    # white balance, gamma, contrast and exposure as one curve a channel
    gain = 1 + rng.normal(0, 0.09, (1, 3)) * (chance() < 0.7)
    level = np.clip(np.arange(256)[:, None] / 255 * gain, 0, 1) ** np.exp(rng.normal(0, 0.28))
    curve = (255 * level - 128) * np.exp(rng.normal(0, 0.17)) + 128 + rng.normal(0, 16)
    table = np.clip(curve, 0, 255).astype(np.uint8)[None]
    image = cv2.LUT(np.clip(image, 0, 255).astype(np.uint8), table)
    lot = chance()
    if lot < 0.4:
        grey = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
        share = rng.uniform(0.3, 1.6) if lot < 0.33 else 0.0
        image = cv2.addWeighted(image, share, grey, 1 - share, 0)
    return image.astype(np.float32)


def through_file(rng: Rng, image: np.ndarray) -> np.ndarray:
    """What size, focus, sensor and JPEG do; returns uint8."""
    chance = rng.random
    rows, columns = image.shape[:2]
    small = rng.uniform(0.35, 0.9) if chance() < 0.35 else 1.0
    if small < 1:
        image = cv2.resize(image, None, fx=small, fy=small, interpolation=cv2.INTER_AREA)
    if chance() < 0.3:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, 1.2))
    if chance() < 0.12:  # sharpened by the camera
        image = image + np.float32(rng.uniform(0.3, 1.2)) * (image - cv2.GaussianBlur(image, (0, 0), 1.0))
    if chance() < 0.45:
        image = image + np.float32(rng.uniform(1, 9)) * rng.standard_normal(image.shape, np.float32)
    image = np.clip(image, 0, 255).astype(np.uint8)
    if chance() < 0.3:
        image = cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.uniform(20, 92))])[1], cv2.IMREAD_COLOR)
    if small < 1:
        image = cv2.resize(image, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return image


def frame_edge(rng: Rng, image: np.ndarray, labels: np.ndarray) -> None:
    """The photo ends inside the crop: beyond lies grey, and the mask is not asked there."""
    rows, columns = image.shape[:2]
    for side in range(4):
        if rng.random() < 0.4:
            depth = rng.uniform(0, 0.22)
            part = [slice(None), slice(None)]
            small = [slice(None), slice(None)]
            axis, size, cells = (0, rows, labels.shape[0]) if side < 2 else (1, columns, labels.shape[1])
            edge, cell = int(depth * size), int(np.ceil(depth * cells))
            if edge == 0:
                continue
            part[axis] = slice(0, edge) if side % 2 == 0 else slice(size - edge, size)
            small[axis] = slice(0, cell) if side % 2 == 0 else slice(cells - cell, cells)
            image[tuple(part)] = GREY
            labels[tuple(small)] = IGNORE


def mirror_truth(points: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Point order after mirroring."""
    order = list(MIRROR)
    return points[order], weights[order]


def empty_crop(rng: Rng, backdrops: Backdrops, size: int) -> tuple[np.ndarray, np.ndarray]:
    """A crop with nobody in it, and its mask."""
    image = through_file(rng, through_camera(rng, backdrops.view(rng, size, size)))
    return image, np.full((size // 2, size // 2), BACKGROUND, np.uint8)
