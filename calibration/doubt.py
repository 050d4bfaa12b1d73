#!/usr/bin/env python3
"""Whether the stated uncertainties are true: what share of truths lies within ±2u, on people whom nothing was fitted to.

  photocheck measure --format jsonl STRANGERS/photos > strangers.jsonl
  photocheck measure --format jsonl PORTRAITS/neutral PORTRAITS/smiling > portraits.jsonl
  python3 ../models/train/second.py --photos STRANGERS/photos --out second.npz
  python3 doubt.py --strangers STRANGERS --readings strangers.jsonl --portraits PORTRAITS --portrait-readings portraits.jsonl --second second.npz

Truth is, for the London portraits, the landmarks placed by hand and the crown seen by a viewer; for the strangers a second instrument (the
478 points of MediaPipe), whose own errors and conventions are in the differences, so that what it shows is an upper bound. Where the two
instruments define a quantity differently (a lid's edge, the zero of the nod), a straight line fitted on `fit` and `choose` is taken
out first. For each: people of the report part, bias, half of the 95th percentile of the error's size (what u ought to be), the median u
that is stated, and how many truths lie within ±2u: 93 to 98 % is right.
"""
from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np
from people import Photo, add_arguments, by_person, load

PUPILS = (468, 473)
LIPS, MOUTH_CORNERS = (13, 14), (78, 308)
LIDS = (((159, 145), (33, 133)), ((386, 374), (362, 263)))


def normal(points: np.ndarray) -> np.ndarray:
    points = points - points.mean(0)
    return points / np.sqrt((points**2).sum() / len(points))


def turn(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The rotation that brings `one` onto `other` best (Kabsch 1976)."""
    left, _, right = np.linalg.svd(one.T @ other)
    return right.T @ np.diag([1, 1, np.sign(np.linalg.det(right.T @ left.T))]) @ left.T


def mean_face(faces: list[np.ndarray]) -> np.ndarray:
    """The mean of frontal faces, made symmetric: each point is averaged with the mirror image of its partner."""
    mean = normal(faces[0])
    for _ in range(4):
        mean = normal(np.mean([normal(face) @ turn(normal(face), mean).T for face in faces], 0))
    mirrored = mean * [-1, 1, 1]
    partner = np.linalg.norm(mean[:, None, :2] - mirrored[None, :, :2], axis=2).argmin(1)
    return normal((mean + mirrored[partner]) / 2)


def pose(face: np.ndarray, mean: np.ndarray) -> tuple[float, float]:
    """Turn to image right and chin up, degrees."""
    forward = turn(mean, normal(face)) @ [0, 0, -1.0]
    return math.degrees(math.atan2(forward[0], -forward[2])), math.degrees(math.asin(-forward[1]))


def distance(points: np.ndarray, pair: tuple[int, int]) -> float:
    return float(np.linalg.norm(points[pair[0], :2] - points[pair[1], :2]))


def second_truth(points: np.ndarray, mean: np.ndarray) -> dict[str, float | np.ndarray]:
    left, right = (points[index, :2] for index in PUPILS)
    yaw, pitch = pose(points, mean)
    return {
        "eyes.left": left, "eyes.right": right, "eyes.distance": float(np.linalg.norm(right - left)),
        "face.roll": math.degrees(math.atan2(right[1] - left[1], right[0] - left[0])),
        "face.yaw": yaw, "face.pitch": pitch,
        "mouth.gap": distance(points, LIPS) / distance(points, MOUTH_CORNERS),
        "eyes.open": min(distance(points, lids) / distance(points, corners) for lids, corners in LIDS),
    }


def template(path: Path) -> np.ndarray:
    lines = path.read_text().split("\n")
    return np.array([[float(number) for number in line.split()] for line in lines[1 : int(lines[0]) + 1]])


def london_truth(folder: Path, photo: Photo, crowns: dict[str, float]) -> dict[str, float | np.ndarray]:
    """From 189 landmarks of a portrait 1350 px wide and high: 0 and 1 pupils, 129 the chin's tip."""
    points = template(folder / f"neutral/{Path(photo.name).stem}.tem")
    left, right, chin, crown = points[0], points[1], points[129, 1], crowns[photo.name]
    return {
        "eyes.left": left, "eyes.right": right, "eyes.distance": float(np.linalg.norm(right - left)), "eyes.line": (left[1] + right[1]) / 2700,
        "face.roll": math.degrees(math.atan2(right[1] - left[1], right[0] - left[0])), "head.centre_x": (left[0] + right[0]) / 2700,
        "head.crown_gap": crown / 1350, "head.chin_gap": 1 - chin / 1350, "head.height": (chin - crown) / 1350,
    }


LINES = {"face.pitch", "mouth.gap", "eyes.open", "face.yaw"}      # compared after a straight line


def error(photo: Photo, measure: str, truth: float | np.ndarray) -> float:
    """Value minus truth; for places the distance, in shares of the distance of the eyes."""
    if not isinstance(truth, np.ndarray):
        return photo.value(measure) - truth
    value = photo.read.get(measure, {}).get("value")
    return math.nan if value is None else float(np.linalg.norm(np.array(value) - truth))


def table(photos: list[Photo], truths: dict[str, dict], heading: str) -> None:
    print(f"\n{heading}\n{'measure':16s} {'people':>6s} {'bias':>8s} {'p95/2':>8s} {'u':>8s}  within 2u [95 % over people]   of fit and choose")
    for measure in sorted({name for truth in truths.values() for name in truth}):
        rows = [(photo, error(photo, measure, truths[photo.name][measure])) for photo in photos if measure in truths.get(photo.name, {})]
        rows = [(photo, wrong) for photo, wrong in rows if not math.isnan(wrong)]
        if measure in LINES:
            fitted = [(truths[photo.name][measure], photo.value(measure)) for photo, _ in rows if photo.part != "report"]
            theirs, ours = np.array(fitted).T
            keep = np.abs(ours - np.median(ours)) < 5 * ours.std()
            slope, offset = np.polyfit(ours[keep], theirs[keep], 1)
            spread = 1.0 if measure.startswith("face.") else slope
            rows = [(photo, (slope * photo.value(measure) + offset - truths[photo.name][measure]) / spread) for photo, _ in rows]
        held, fitted = ([row for row in rows if (row[0].part == "report") == side] for side in (True, False))
        within = lambda group: by_person([(photo.person, abs(wrong) <= 2 * photo.doubt(measure)) for photo, wrong in group])
        stated = [photo.doubt(measure) for photo, _ in held]
        if not held or np.isnan(stated).all():
            continue
        share, low, high, _, people = within(held)
        sizes = np.abs([wrong for _, wrong in held])
        relative = 1.0
        if measure in ("eyes.left", "eyes.right"):
            relative = float(np.median([photo.value("eyes.distance") for photo, _ in held]))
        print(f"{measure:16s} {people:6d} {np.median([wrong for _, wrong in held]) / relative:8.4f} {np.quantile(sizes, 0.95) / 2 / relative:8.4f}"
              f" {np.nanmedian(stated) / relative:8.4f}  {share:6.1%} [{low:.1%}, {high:.1%}]   {within(fitted)[0] if fitted else math.nan:6.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--second", type=Path, help="what models/train/second.py wrote")
    args = parser.parse_args()
    photos = load(args)
    if args.second:
        stored = np.load(args.second)
        seen = {f"{name.removesuffix('.points')}.jpg": stored[name] for name in stored.files if name.endswith(".points")}
        people = [photo for photo in photos if photo.source != "london" and photo.name in seen]
        mean = mean_face([seen[photo.name] for photo in people if photo.part != "report" and photo.seen["pose"] == "frontal"])
        table(people, {photo.name: second_truth(seen[photo.name], mean) for photo in people}, "strangers, against a second instrument")
    if args.portraits:
        people = [photo for photo in photos if photo.source == "london" and photo.part != "fit" and photo.name.endswith("_03.jpg")]
        import csv

        crowns = {Path(row["file"]).name: float(row["crown_y"]) for row in csv.DictReader((args.portraits / "labels.csv").open())}
        table(people, {photo.name: london_truth(args.portraits, photo, crowns) for photo in people}, "London portraits, against landmarks placed by hand")


if __name__ == "__main__":
    main()
