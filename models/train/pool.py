"""Step 2: draws the pool, faces of nobody with every truth known.

usage: pool.py --people FILE --part fit --out DIR --count N [--seed S]

Pictures come in chunks of 50, each four files: `image` (n, SIDE, SIDE, 3) over mid grey, `alpha`, `labels` at half size, `truth` with
points, their weights, attributes, patch answers and pose. A chunk exists once its `truth` file does, so training may start on the first.
"""
from __future__ import annotations

import argparse
import pickle
import time
from pathlib import Path

import cv2
import numpy as np

from drawing import clothing, eyewear, hair, headwear, jewellery, mouth, occluders, skin
from drawing.canvas import PD, Canvas, Rng
from layout import (ATTRIBUTES, BROW, DERIVED_POINTS, EAR, EAR_OUTPUTS, EYE_OUTPUTS, HAIR, HEADWEAR, INDEX, JEWELLERY, MOUTH_OUTPUTS,
                    NECK_OUTPUTS, OCCLUDER, POINTS, SKIN, TEMPLATE_POINTS)
from morph import Source, new_face
from parsing import BROWS, EARS, EYES, FACE_OUTLINE, LIPS_OUTER

CHUNK = 50
GREY = 128
ANSWERS: tuple[str, ...] = (
    *(f"{side}_eye.{name}" for side in ("left", "right") for name in EYE_OUTPUTS),
    *(f"mouth.{name}" for name in MOUTH_OUTPUTS),
    *(f"{side}_ear.{name}" for side in ("left", "right") for name in EAR_OUTPUTS),
    *(f"neck.{name}" for name in NECK_OUTPUTS),
)
"""Order of the patch answers in a `truth` file."""


def dress(canvas: Canvas) -> None:
    """Draws a random choice of everything on a new face."""
    chance = canvas.chance
    canvas.facts.update({name: 0.0 for name in ("glasses", "tinted", "headwear", "occluded", "coloured_lens")})
    steps = [
        (0.45, skin.change_tone), (0.6, hair.recolour), (0.85, clothing.dye), (1.0, mouth.fill_mouth), (0.2, skin.beard), (0.22, skin.makeup),
        (0.55, skin.chin_shadow), (0.3, clothing.collar), (0.12, clothing.high_neck), (0.05, clothing.fur_collar), (0.07, clothing.bare_shoulders),
    ]
    for probability, step in steps:
        if chance(probability):
            step(canvas)
    lot = canvas.rng.random()
    if lot < 0.3:
        skin.recolour_irises(canvas, artificial=lot < 0.1)
    if chance(0.09):
        hair.bald(canvas)
    else:
        for probability, step in ((0.14, hair.on_top), (0.36, hair.long_hair), (0.3, hair.fringe), (0.12, hair.loose_strands)):
            if chance(probability):
                step(canvas)
    later = [(0.16, jewellery.earrings), (0.16, jewellery.necklace), (0.3, eyewear.glasses), (0.15, headwear.headwear), (0.09, occluders.occlude),
             (0.5, skin.light)]
    for probability, step in later:
        if chance(probability):
            step(canvas)
    np.clip(canvas.image, 0, 255, out=canvas.image)


def _share(canvas: Canvas, area: np.ndarray, *classes: int) -> float:
    return float((canvas.has(*classes) & (area > 0)).sum() / max(1, area.sum()))


def _decide(value: float, no_below: float, yes_above: float) -> float:
    """1, 0, or NaN between the two: what nobody could say is not taught."""
    return 1.0 if value > yes_above else 0.0 if value < no_below else np.nan


def attributes(canvas: Canvas) -> np.ndarray:
    """Answers in the order of ATTRIBUTES; NaN where unknown."""
    facts, points = canvas.facts, canvas.points
    front = (HAIR, HEADWEAR, OCCLUDER)
    brows = max(_share(canvas, canvas.polygon(points[b]), *front) for b in BROWS)
    eyes = max(_share(canvas, cv2.dilate(canvas.polygon(points[e]), np.ones((5, 5), np.uint8)), *front) for e in EYES)
    worst = lambda name: np.nanmax([facts.get(f"{side}_{name}", 0.0) for side in ("left", "right")]) if facts["glasses"] else 0.0
    hair_area = canvas.has(HAIR).sum() / PD**2
    known = {
        "face": 1.0, "glare": worst("glare"), "frame_over_eye": worst("frame_over_eye"), "brows_covered": _decide(brows, 0.08, 0.3),
        "eyes_covered": _decide(eyes, 0.04, 0.2), "bald": facts.get("bald", 0.0 if hair_area > 0.8 else np.nan),
    }
    if facts["headwear"] or facts["occluded"] != 0:
        known["makeup"] = np.nan
    return np.array([known.get(name, facts.get(name, 0.0)) for name in ATTRIBUTES], np.float32)


def _jewellery_around(canvas: Canvas, point: np.ndarray) -> float:
    """Area of jewellery within half a pupil distance of a point, in square pupil distances."""
    x, y, reach = int(point[0]), int(point[1]), int(0.5 * PD)
    near = canvas.labels[max(0, y - reach) : y + reach, max(0, x - reach) : max(0, x + reach)]
    return float((near == JEWELLERY).sum() / PD**2)


def answers(canvas: Canvas) -> np.ndarray:
    """Answers of the patch nets in the order of ANSWERS; NaN where unknown or hidden."""
    facts, points, found = canvas.facts, canvas.points, {}
    front = (HAIR, HEADWEAR, OCCLUDER)
    for side, outer, inner, upper, lower, pupil, sign in (("left", 18, 22, 20, 29, 0, 1), ("right", 27, 23, 25, 32, 1, -1)):
        width = float(np.hypot(*(points[inner] - points[outer])))
        middle = (points[inner] + points[outer]) / 2
        opening = float(np.hypot(*(points[lower] - points[upper])) / width)
        covered = _decide(_share(canvas, cv2.dilate(canvas.polygon(points[EYES[side == "right"]]), np.ones((5, 5), np.uint8)), *front), 0.04, 0.25)
        gaze = (points[pupil] - middle) / width * [sign, 1]
        dark = facts["tinted"] != 0
        hidden = dark or covered != 0
        found[f"{side}_eye"] = [
            np.nan if hidden else opening, np.nan if hidden else facts[f"{side}_closed"], covered, facts["tinted"],
            facts.get(f"{side}_glare", 0.0) if covered == 0 else np.nan,
            facts.get(f"{side}_frame_over_eye", 0.0) if covered == 0 and facts["shut"] < 0.7 else np.nan,
            np.nan if hidden or opening < 0.15 else facts["coloured_lens"], *(gaze if facts["shut"] < 0.5 and not hidden else (np.nan, np.nan))]
    width = float(np.hypot(*(points[93] - points[87])))
    gap = float(np.hypot(*(points[101] - points[96])))
    covered = _decide(_share(canvas, canvas.polygon(points[LIPS_OUTER]), *front), 0.05, 0.3)
    seen = covered == 0
    found["mouth"] = [gap / width if seen else np.nan, _decide(gap / PD, 0.02, 0.06) if seen else np.nan, facts["teeth"] if seen else np.nan, covered]
    face = canvas.polygon(points[FACE_OUTLINE])
    for side, outline in zip(("left", "right"), EARS):
        area = canvas.polygon(points[outline]) & (1 - face)
        share = _share(canvas, area, EAR, JEWELLERY) if area.sum() > 0.04 * PD * PD else np.nan
        earring = facts.get(f"{side}_earring", 0.0 if facts["earring"] == 0 or share < 0.1 else np.nan)
        if earring == 1 and _jewellery_around(canvas, points[119 if side == "left" else 124]) < 0.002:  # something lies over it
            earring = np.nan
        found[f"{side}_ear"] = [share, _decide(1 - share, 0.4, 0.6) if share == share else np.nan, earring if share > 0.15 else np.nan]
    found["neck"] = [facts.get("necklace", np.nan), facts.get("collar", 0.0)]
    return np.array([v for group in ("left_eye", "right_eye", "mouth", "left_ear", "right_ear", "neck") for v in found[group]], np.float32)


def crown_point(canvas: Canvas) -> np.ndarray:
    """The top of hair, headwear or bare skull: the first row at least 0.3 PD wide."""
    head = canvas.has(HAIR, HEADWEAR, SKIN, EAR).astype(np.uint8)
    head = cv2.morphologyEx(head, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    centre = canvas.points[:2, 0].mean()
    left = max(0, int(centre - 1.1 * PD))
    part = head[:, left : int(centre + 1.1 * PD)] > 0
    row = int(np.argmax(part.sum(1) >= 0.3 * PD))
    return np.array([left + np.flatnonzero(part[row]).mean(), row], np.float32)


def landmarks(canvas: Canvas) -> tuple[np.ndarray, np.ndarray]:
    """Points in the order of POINTS, canvas pixels, and how much each one counts."""
    points = np.zeros((len(POINTS), 2), np.float32)
    points[: len(TEMPLATE_POINTS)] = canvas.points[list(TEMPLATE_POINTS.values())]
    weights = np.ones(len(POINTS), np.float32)
    derived = dict(zip(DERIVED_POINTS, (*canvas.shoulders, crown_point(canvas))))
    for name, place in derived.items():
        seen = bool(np.isfinite(place).all())
        points[INDEX[name]], weights[INDEX[name]] = (place if seen else 0), float(seen)
    if canvas.facts["shut"] > 0.5:
        for name in POINTS:
            if ".iris" in name or name.endswith(".pupil"):
                weights[INDEX[name]] = 0.0
    if canvas.facts.get("bald", 0.0) != 0 or canvas.facts["headwear"]:
        weights[[INDEX[f"hairline.{k}"] for k in range(11)]] = 0.3
    return points, weights


def picture(rng: Rng, sources: list[Source]) -> dict[str, np.ndarray]:
    """One finished picture with its truth."""
    canvas = new_face(rng, sources)
    dress(canvas)
    points, weights = landmarks(canvas)
    alpha = np.clip(canvas.alpha, 0, 1)[..., None]
    image = canvas.image * alpha + GREY * (1 - alpha)
    return {
        "image": np.clip(image + 0.5, 0, 255).astype(np.uint8), "alpha": (alpha[..., 0] * 255 + 0.5).astype(np.uint8),
        "labels": canvas.labels[1::2, 1::2].astype(np.uint8), "points": points, "weights": weights, "attributes": attributes(canvas),
        "answers": answers(canvas), "pose": np.array([canvas.facts["yaw"], canvas.facts["pitch"]], np.float32),
    }


def write_chunk(path: Path, pictures: list[dict[str, np.ndarray]]) -> None:
    """Saves a chunk; the truth last and at once, as the sign that the rest is there."""
    stacked = {key: np.stack([p[key] for p in pictures]) for key in pictures[0]}
    for key in ("image", "alpha", "labels"):
        np.save(f"{path}_{key}.npy", stacked.pop(key))
    np.savez(f"{path}_writing.npz", **stacked)
    Path(f"{path}_writing.npz").rename(f"{path}_truth.npz")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=Path, required=True)
    parser.add_argument("--part", default="fit")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    sources = [Source.of(p) for p in pickle.loads(args.people.read_bytes())[args.part]]
    start = time.time()
    for chunk in range(args.count // CHUNK):
        path = args.out / f"{args.seed:02d}_{chunk:04d}"
        if Path(f"{path}_truth.npz").exists():
            continue
        rng = np.random.default_rng([args.seed, chunk])
        write_chunk(path, [picture(rng, sources) for _ in range(CHUNK)])
        print(path.name, f"{time.time() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
