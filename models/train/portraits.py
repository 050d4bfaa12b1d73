"""Reads the portrait set: pictures, hand-placed templates, what a viewer saw, who the people are, and which part each belongs to."""
from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

WORKING_PD = 80.0
"""Pixels between the pupils of a portrait once it is read: a little above what the pool is drawn at."""


@dataclass
class Portrait:
    """One picture scaled to `WORKING_PD`, with its template. `points` is empty for smiling pictures: they have none."""

    name: str
    person: str
    image: np.ndarray
    points: np.ndarray
    seen: dict[str, str]
    crown_y: float

    @property
    def pd(self) -> float:
        """Pupil distance in pixels."""
        return float(np.hypot(*(self.points[1] - self.points[0])))


def read_template(path: Path) -> np.ndarray:
    """The landmarks of a .tem file, shape (189, 2), pixels of the original picture."""
    lines = path.read_text().split("\n")
    count = int(lines[0])
    return np.array([[float(v) for v in line.split()[:2]] for line in lines[1 : count + 1]], np.float32)


def read_split(path: Path) -> dict[str, list[str]]:
    """People by part: `fit`, `choose`, `report`."""
    parts: dict[str, list[str]] = {}
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            parts.setdefault(row["part"], []).append(row["subject"])
    return parts


def read_table(path: Path, key: str) -> dict[str, dict[str, str]]:
    """Rows of a CSV file by one of their columns."""
    with path.open(newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def earrings_in_sight() -> dict[tuple[str, str], bool]:
    """For some ears (person or photo, side) of people who wear earrings, whether one is in sight there: what the label of the whole photo
    does not say."""
    with (Path(__file__).parent / "earrings.csv").open(newline="") as file:
        return {(row["file"], row["ear"]): row["in_sight"] == "1" for row in csv.DictReader(file)}


EARRINGS_IN_SIGHT = earrings_in_sight()


def read_portrait(folder: Path, name: str, seen: dict[str, str], scale: float | None = None) -> Portrait:
    """A picture such as `neutral/001_03`; `scale` stands in for the template's pupil distance where there is no template."""
    image = cv2.imread(str(folder / f"{name}.jpg"))
    template = folder / f"{name}.tem"
    points = read_template(template) if template.exists() else np.zeros((0, 2), np.float32)
    if scale is None:
        scale = WORKING_PD / float(np.hypot(*(points[1] - points[0])))
    image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    points = (points + 0.5) * scale - 0.5
    crown = (float(seen["crown_y"]) + 0.5) * scale - 0.5 if seen.get("crown_y") else np.nan
    return Portrait(name, name.split("/")[1][:3], image, points, seen, crown)


def read_neutral(folder: Path, people: list[str]) -> list[Portrait]:
    """The neutral pictures of these people, in order."""
    seen = read_table(folder / "labels.csv", "file")
    names = [f"neutral/{person}_03" for person in people]
    return [read_portrait(folder, name, seen[f"{name}.jpg"]) for name in names]
