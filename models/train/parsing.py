"""Derives from a studio portrait and its template what nobody painted by hand: a soft cut-out and a class for every pixel.

The background is one smooth surface, so a person is what differs from it; the template says where the features are; hair, neck and
clothing are told apart by their colours and places. The result is good to a pixel or two at edges and ragged in loose hair.
"""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from layout import BACKGROUND, BROW, CLOTHING, EAR, EYE, HAIR, IRIS, LIPS, MOUTH, NECK, SKIN
from portraits import Portrait

FACE_OUTLINE = [109, *range(134, 145), 112, 187, 113, 188, 114, *range(133, 124, -1), 111, 186, 110, 185]
EARS = ([109, *range(115, 120), 111, 186, 110, 185], [112, *range(120, 125), 114, 188, 113, 187])
EYES = ([18, 19, 20, 21, 22, 30, 29, 28], [23, 24, 25, 26, 27, 33, 32, 31])
IRISES = (list(range(2, 10)), list(range(10, 18)))
BROWS = ([71, 72, 73, 74, 75, 76, 84, 83], [77, 78, 79, 80, 81, 82, 86, 85])
LIPS_OUTER = [*range(87, 94), *range(108, 103, -1)]
LIPS_INNER = [87, *range(94, 99), 93, *range(103, 98, -1)]


@dataclass
class Person:
    """A parsed portrait. `colour` (H, W, 3) float32 BGR free of background, `alpha` (H, W) 0..1, `labels` (H, W) classes."""

    portrait: Portrait
    colour: np.ndarray
    alpha: np.ndarray
    labels: np.ndarray
    crown: np.ndarray
    shoulders: np.ndarray
    """(2, 2); NaN where the outline is not to be seen."""


def fill(shape: tuple[int, int], *polygons: np.ndarray) -> np.ndarray:
    """A mask of 0 and 1 inside the polygons, with sub-pixel corners."""
    mask = np.zeros(shape[:2], np.uint8)
    for polygon in polygons:
        cv2.fillPoly(mask, [np.round(np.asarray(polygon) * 16).astype(np.int32)], 1, cv2.LINE_8, 4)
    return mask


def to_lab(image: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(np.clip(image, 0, 255).astype(np.uint8), cv2.COLOR_BGR2LAB).astype(np.float32)


def background_surface(lab: np.ndarray, points: np.ndarray, pd: float) -> tuple[np.ndarray, np.ndarray]:
    """A quadratic surface through the plain studio background (Lab), and every pixel's distance from it in its spreads."""
    height, width = lab.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    y, x = y / height, x / width
    basis = np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], -1)
    centre, eyes = points[:2, 0].mean(), points[:2, 1].mean()
    seed = np.zeros((height, width), bool)
    seed[: int(eyes), : max(2, int(centre - 1.75 * pd))] = True
    seed[: int(eyes), int(centre + 1.75 * pd) :] = True
    seed[: max(2, int(0.012 * height))] = True
    for _ in range(4):
        fit, *_ = np.linalg.lstsq(basis[seed][::7], lab[seed][::7], rcond=None)
        miss = lab - basis @ fit
        spread = np.maximum(np.percentile(np.abs(miss[seed]), 68, axis=0), 1.2)
        distance = np.sqrt(((miss / spread / np.array([1.6, 1, 1], np.float32)) ** 2).sum(-1))
        seed &= distance < 4
    return (basis @ fit).astype(np.float32), distance.astype(np.float32)


def silhouette(portrait: Portrait, distance: np.ndarray) -> np.ndarray:
    """The whole person as 0/1: seeded by the distance from the background, finished by GrabCut, holes closed."""
    image, points, pd = portrait.image, portrait.points, portrait.pd
    height, width = image.shape[:2]
    state = np.where(distance < 3, cv2.GC_PR_BGD, cv2.GC_PR_FGD).astype(np.uint8)
    state[distance > 12] = cv2.GC_FGD
    plain = cv2.morphologyEx((distance < 2.2).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(plain)
    for k in range(1, count):
        left, top, w, _, area = stats[k]
        if area > 0.004 * height * width and (top == 0 or left == 0 or left + w == width):
            state[pieces == k] = cv2.GC_BGD
    state[fill(image.shape, points[FACE_OUTLINE], points[EARS[0]], points[EARS[1]]) > 0] = cv2.GC_FGD
    centre, chest = points[:2, 0].mean(), int(min(height - 2, points[129, 1] + 1.3 * pd))
    state[chest:, int(centre - 1.2 * pd) : int(centre + 1.2 * pd)] = cv2.GC_FGD
    if np.isfinite(portrait.crown_y):
        state[: max(1, int(portrait.crown_y - 0.02 * pd))] = cv2.GC_BGD
    cv2.grabCut(image, state, None, np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_MASK)
    person = ((state == cv2.GC_FGD) | (state == cv2.GC_PR_FGD)).astype(np.uint8)
    _, pieces, _, _ = cv2.connectedComponentsWithStats(person, connectivity=4)
    person = (pieces == pieces[int(points[55, 1]), int(points[55, 0])]).astype(np.uint8)
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(1 - person)
    for k in range(1, count):
        if stats[k][4] < 0.002 * height * width and stats[k][0] > 0 and stats[k][1] > 0:
            person[pieces == k] = 1
    return person


def _loose_hair(gap: np.ndarray, labels: np.ndarray, person: np.ndarray, pd: float, brow_line: float) -> np.ndarray:
    """Opacity of dark hair near the outline: where it looks like the wall behind it, the wall shows through."""
    hair = labels == HAIR
    if hair.sum() < 0.3 * pd * pd or np.median(gap[hair]) < 70:
        return np.ones(gap.shape, np.float32)
    depth = cv2.distanceTransform(np.pad(person, ((0, 0), (1, 1))), cv2.DIST_L2, 3)[:, 1:-1]
    low = np.arange(len(hair))[:, None] > brow_line  # shine on top of the head may look like the wall too
    loose = hair & (depth < np.where(low, 0.45, 0.07) * pd)
    opaque = np.clip((gap - 10) / (0.55 * np.median(gap[hair])), 0, 1)
    return np.where(loose, opaque, 1).astype(np.float32)


def soft_alpha(
    image: np.ndarray, surface: np.ndarray, person: np.ndarray, labels: np.ndarray, pd: float, brow_line: float
) -> tuple[np.ndarray, np.ndarray]:
    """Opacity 0..1 and the person's own colour: at the edge, opacity grows with the difference from the background."""
    back = cv2.cvtColor(np.clip(surface, 0, 255).astype(np.uint8), cv2.COLOR_LAB2BGR).astype(np.float32)
    gap = np.abs(image.astype(np.float32) - back).max(-1)
    size = int(0.05 * pd) | 1
    inside = cv2.erode(person, np.ones((size, size), np.uint8))
    near = cv2.dilate(person, np.ones((size + 2, size + 2), np.uint8))
    full = cv2.dilate(cv2.GaussianBlur(gap * person, (0, 0), size / 3), np.ones((size + 2, size + 2), np.uint8))
    edge = np.clip((gap - 4) / np.clip(0.75 * full, 12, 140), 0, 1)
    hard = cv2.GaussianBlur(person.astype(np.float32), (0, 0), 0.8)
    plain = np.clip((full - 30) / 40, 0, 1)  # a light person before a light wall: the outline knows more than the difference
    alpha = np.where(inside > 0, 1, near * (plain * edge + (1 - plain) * hard)).astype(np.float32)
    see_through = _loose_hair(gap, labels, person, pd, brow_line)
    alpha = np.minimum(alpha, see_through)
    safe = np.clip(alpha, 0.25, 1)[..., None]
    return alpha, np.clip((image - (1 - safe) * back) / safe, 0, 255).astype(np.float32)


def classify(portrait: Portrait, person: np.ndarray) -> np.ndarray:
    """A class for every pixel."""
    image, points, pd = portrait.image, portrait.points, portrait.pd
    lab = to_lab(cv2.GaussianBlur(image, (0, 0), 1.2))
    face = fill(image.shape, points[FACE_OUTLINE])
    ears = fill(image.shape, points[EARS[0]], points[EARS[1]]) & person & (1 - face)
    y, x = np.mgrid[0 : image.shape[0], 0 : image.shape[1]]
    below = (y - points[129, 1]) / pd
    aside = np.abs(x - points[:2, 0].mean()) / pd

    def spread(chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        values = lab[chosen]
        return values.mean(0), np.linalg.inv(np.cov(values.T) + np.diag([20.0, 4, 4]))

    def far(model: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
        miss = lab - model[0]
        return np.einsum("hwi,ij,hwj->hw", miss, model[1], miss)

    skin = spread((cv2.erode(face, np.ones((9, 9), np.uint8)) > 0) & (y > points[55, 1] - 0.2 * pd))
    middle, line = points[:2].mean(0), points[134:145]
    ring = fill(image.shape, np.vstack([middle + (line - middle) * 1.22, (middle + (line - middle) * 1.06)[::-1]])) & person & (1 - face)
    hair = spread(ring > 0) if ring.sum() > 50 else skin
    body = (person > 0) & (below > 0.9) & (far(skin) > 12)
    to_skin, to_hair = far(skin), far(hair)
    to_cloth = far(spread(body)) if body.sum() > 200 else np.full(to_skin.shape, 1e9)
    cost = np.stack([
        to_skin + np.where(below < -0.15, 60, 0) + np.where((aside > 1) & (below < 0.9), 30, 0),
        to_hair + np.where(below > 0.3, 6, 0) + np.where((aside < 0.5) & (below > 0.1), 15, 0),
        to_cloth + np.where(below < 0.1, 1e6, 0) + np.where(below < 0.35, 40, 0) + np.where(below < 0.7, 6, 0),
    ])
    labels = np.zeros(image.shape[:2], np.uint8)
    around = (person > 0) & (face == 0) & (ears == 0)
    labels[around] = np.array([NECK, HAIR, CLOTHING], np.uint8)[cost.argmin(0)[around]]
    labels[around] = cv2.medianBlur(labels, 5)[around]
    labels[around & (labels == BACKGROUND)] = HAIR
    _tidy_body(labels, around, below, aside)
    labels[face > 0] = SKIN
    labels[ears > 0] = EAR
    forehead = (face > 0) & (y < points[[71, 76, 77, 82], 1].min() - 0.12 * pd)
    temples = (face > 0) & (aside > 0.95) & (y < points[63, 1])
    over = ((to_hair + 4 < to_skin) & ((ears > 0) | forehead | temples)).astype(np.uint8)
    labels[cv2.morphologyEx(over, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0] = HAIR
    _drop_specks(labels, face, pd)
    return _features(labels, points, pd)


def _drop_specks(labels: np.ndarray, face: np.ndarray, pd: float) -> None:
    """Dark spots of the forehead that hang together with no hair are skin; skin specks in the hair are hair."""
    count, pieces, stats, _ = cv2.connectedComponentsWithStats((labels == HAIR).astype(np.uint8))
    for k in range(1, count):
        if stats[k][4] < 0.1 * pd * pd and (face[pieces == k] > 0).all():
            labels[pieces == k] = SKIN
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(np.isin(labels, (SKIN, NECK)).astype(np.uint8))
    for k in range(1, count):
        if stats[k][4] < 0.1 * pd * pd:
            labels[pieces == k] = HAIR


def _tidy_body(labels: np.ndarray, around: np.ndarray, below: np.ndarray, aside: np.ndarray) -> None:
    """Hair under the chin must hang from hair above it; small patches of neck and clothing vanish."""
    smooth = cv2.medianBlur(labels, 31)
    body = np.isin(labels, (NECK, CLOTHING)) & np.isin(smooth, (NECK, CLOTHING)) & around & (below > 0)
    labels[body] = smooth[body]
    count, pieces, _, _ = cv2.connectedComponentsWithStats((labels == HAIR).astype(np.uint8))
    hanging = set(np.unique(pieces[below < -0.6]))
    for k in range(1, count):
        if k not in hanging:
            labels[(pieces == k) & (below > 0.45)] = CLOTHING
            labels[(pieces == k) & (below <= 0.45)] = NECK
    labels[around & (aside < 0.7) & (below > -0.5) & (labels == HAIR)] = NECK


def _features(labels: np.ndarray, points: np.ndarray, pd: float) -> np.ndarray:
    for brow in BROWS:
        labels[fill(labels.shape, points[brow]) > 0] = BROW
    for eye, iris in zip(EYES, IRISES):
        inside = fill(labels.shape, points[eye])
        labels[inside > 0] = EYE
        labels[(inside & fill(labels.shape, points[iris])) > 0] = IRIS
    labels[fill(labels.shape, points[LIPS_OUTER]) > 0] = LIPS
    if (points[99:104, 1] - points[94:99, 1]).mean() > 0.02 * pd:
        labels[fill(labels.shape, points[LIPS_INNER]) > 0] = MOUTH
    return labels


def head_top(labels: np.ndarray, centre: float, pd: float) -> np.ndarray:
    """The crown: the first row from the top where the head is 0.3 PD wide near its axis; (2,) pixels."""
    left = max(0, int(centre - 1.0 * pd))
    part = labels[:, left : int(centre + 1.0 * pd)] > 0
    row = int(np.argmax(part.sum(1) >= 0.3 * pd))
    return np.array([left + np.flatnonzero(part[row]).mean(), row], np.float32)


def shoulder_points(labels: np.ndarray, points: np.ndarray, pd: float) -> np.ndarray:
    """Where the body's outline passes 1.7 PD beside the neck's middle; NaN where hair or the frame's edge hides it."""
    middle = points[[145, 157], 0].mean()
    found = np.full((2, 2), np.nan, np.float32)
    for k, sign in enumerate((-1, 1)):
        x = int(round(middle + sign * 1.7 * pd))
        if not 2 <= x < labels.shape[1] - 2:
            continue
        rows = np.flatnonzero(np.isin(labels[:, x], (NECK, CLOTHING)))
        rows = rows[rows > points[129, 1]]
        if len(rows) > 3 and rows[0] < labels.shape[0] - 4 and labels[max(0, rows[0] - 3), x] == BACKGROUND:
            found[k] = x, rows[0]
    return found


def parse(portrait: Portrait) -> Person:
    """Everything that is derived from one neutral portrait."""
    lab = to_lab(portrait.image)
    surface, distance = background_surface(lab, portrait.points, portrait.pd)
    person = silhouette(portrait, distance)
    labels = classify(portrait, person)
    alpha, colour = soft_alpha(portrait.image, surface, person, labels, portrait.pd, float(portrait.points[71:83, 1].min()))
    labels[alpha < 0.35] = BACKGROUND
    head = np.where(np.isin(labels, (NECK, CLOTHING)), 0, labels)
    crown = head_top(head, portrait.points[:2, 0].mean(), portrait.pd)
    if np.isfinite(portrait.crown_y):
        crown[1] = portrait.crown_y
    return Person(portrait, colour, alpha, labels, crown, shoulder_points(labels, portrait.points, portrait.pd))
