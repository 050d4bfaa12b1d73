#!/usr/bin/env python3
"""Who is found and who is not: portraits as they are, turned, small, dark, on their side, and with a second person pasted in.

  finding.py --strangers STRANGERS --second SECOND --program photocheck [--program OLDER] [--portraits PORTRAITS] [--drawings DRAWINGS]
      [--part report] [--count 60]

Makes the pictures in a temporary folder, out of people of one part (people.py), and asks each program for `one-face` and `upright`. Of one
person the count must be one and certain, of two it may be uncertain, and a photo on its side must fail `upright`; a drawing must not count as
one person for certain. With a second program the table says besides whom that one finds and the first one misses. SECOND is what
models/train/second.py writes: it knows where the people end. Needs numpy and opencv.
"""
from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from people import part_of_stranger

PUPILS = (468, 473)
HEAD = 3.6
"""Height of a head, pupil distances."""
SIZES = ((0.08, 0.10), (0.10, 0.15), (0.15, 0.25), (0.25, 0.40))
"""Heights of the second head, shares of the picture's."""
LEAST_SEEN = 0.55
"""Least share of the second face that is not hidden."""
TURNED = "on its side or head"


@dataclass
class Person:
    """A photo, where the person is in it (0..1), the middle between the pupils and their distance, px."""

    photo: np.ndarray
    mask: np.ndarray
    middle: np.ndarray
    pupils: float

    def enlarged(self, height: int) -> "Person":
        factor = height / self.photo.shape[0]
        resize = lambda picture: cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA)
        return Person(resize(self.photo), np.clip(resize(self.mask), 0, 1), self.middle * factor, self.pupils * factor)


def read(folder: Path, name: str, second: dict[str, np.ndarray]) -> Person:
    photo, points = cv2.imread(str(folder / f"{name}.jpg")), second[f"{name}.points"][list(PUPILS), :2]
    mask = cv2.resize(second[f"{name}.person"], photo.shape[1::-1]).astype(np.float32) / 255
    return Person(photo, mask, points.mean(0), float(np.hypot(*(points[1] - points[0]))))


def turned(photo: np.ndarray, degrees: float) -> np.ndarray:
    rows, columns = photo.shape[:2]
    around = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1.0)
    return cv2.warpAffine(photo, around, (columns, rows), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def small(person: Person, share: float) -> np.ndarray:
    """The photo in the middle of a wall of its own colour, the head so high."""
    side = int(HEAD * person.pupils / share)
    wall = np.tile(person.photo[4:5, 4:5], (side, side, 1))
    rows, columns = (min(side, length) for length in person.photo.shape[:2])
    top, left = (side - rows) // 2, (side - columns) // 2
    wall[top : top + rows, left : left + columns] = person.photo[:rows, :columns]
    return wall


def with_second(first: Person, other: Person, rng: np.random.Generator, sizes: tuple[float, float]) -> np.ndarray | None:
    """The first person with the other one somewhere beside, in front or behind, cut by the frame at times; None where no place was found."""
    first = first.enlarged(int(rng.uniform(600, 1000)))
    photo, mask, middle = first.photo, first.mask, first.middle
    if rng.random() < 0.6:
        room, at_left = int(rng.uniform(0.1, 0.9) * photo.shape[1]), rng.random() < 0.5
        edges = (0, 0, room, 0) if at_left else (0, 0, 0, room)
        photo = cv2.copyMakeBorder(photo, *edges, cv2.BORDER_REPLICATE)
        mask = cv2.copyMakeBorder(mask, *edges, cv2.BORDER_CONSTANT, value=0)
        middle = middle + [edges[2], 0]
    rows, columns = photo.shape[:2]
    for _ in range(100):
        head, degrees = rows * rng.uniform(*sizes), rng.uniform(-20, 20) if rng.random() < 0.5 else rng.normal(0, 4)
        place = np.array([rng.uniform(-0.05, 1.05) * columns, rng.uniform(0.02, 0.9) * rows])
        if np.hypot(*(place - middle)) < 0.45 * (head + HEAD * first.pupils):
            continue
        scale = head / (HEAD * other.pupils)
        affine = cv2.getRotationMatrix2D(tuple(map(float, other.middle)), degrees, scale)
        affine[:, 2] += place - other.middle
        source = other.photo if scale > 0.6 else cv2.GaussianBlur(other.photo, (0, 0), 0.35 / scale)
        image = cv2.warpAffine(source, affine, (columns, rows), flags=cv2.INTER_LINEAR)
        cover = np.clip((cv2.warpAffine(other.mask, affine, (columns, rows), flags=cv2.INTER_LINEAR) - 0.3) / 0.6, 0, 1)
        if rng.random() < 0.7:
            cover = cover * (1 - mask)
        left, right, top, low = place[0] - 0.33 * head, place[0] + 0.33 * head, place[1] - 0.35 * head, place[1] + 0.5 * head
        part = cover[max(0, int(top)) : max(0, int(low)), max(0, int(left)) : max(0, int(right))]
        if part.sum() / ((right - left) * (low - top)) < LEAST_SEEN:
            continue
        mixed = cover[..., None] * image + (1 - cover[..., None]) * photo
        return np.clip(mixed + rng.normal(0, 2, mixed.shape), 0, 255).astype(np.uint8)
    return None


def pictures(people: list[Person], rng: np.random.Generator) -> Iterator[tuple[str, int, np.ndarray]]:
    """Kind, number of people, picture."""
    for at, person in enumerate(people):
        yield "as it is", 1, person.photo
        for degrees in (10, 20, 30):
            yield f"turned {degrees} degrees", 1, turned(person.photo, degrees if at % 2 else -degrees)
        yield TURNED, 1, np.rot90(person.photo, 1 + at % 3)
        yield "head a tenth of the picture", 1, small(person, 0.1)
        yield "head a fifth of the picture", 1, small(person, 0.2)
        yield "dark", 1, (person.photo * 0.2).astype(np.uint8)
        yield "grey", 1, cv2.cvtColor(cv2.cvtColor(person.photo, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
        for sizes in SIZES:
            both = with_second(person, people[rng.integers(len(people))], rng, sizes)
            if both is not None:
                yield f"second head {100 * sizes[0]:.0f} to {100 * sizes[1]:.0f} % high", 2, both


@dataclass
class Answer:
    """What a program says of a picture: faces counted, whether that is certain, and the outcome of `upright`."""

    count: float
    certain: bool
    upright: str

    def is_right(self, kind: str, people: int) -> bool:
        """A second person need only be asked about; a head that points elsewhere must be known to."""
        if kind == TURNED:
            return self.upright == "fail"
        if people == 0:
            return self.count != 1 or not self.certain
        return self.count == 1 and self.certain if people == 1 else self.count >= 2 or not self.certain


def answers(program: Path, folder: Path) -> dict[str, Answer]:
    """By the picture's name."""
    command = [program.resolve(), "check", "--exit-zero", "--format", "jsonl", "--only", "one-face", "--only", "upright", folder]
    found = {}
    for row in map(json.loads, subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()):
        rules = {finding["rule"]: finding for finding in row["findings"]}
        counted = rules["one-face"]
        found[Path(row["file"]).name] = Answer(counted.get("value", 0.0), counted["outcome"] != "review", rules["upright"]["outcome"])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strangers", type=Path, required=True)
    parser.add_argument("--second", type=Path, required=True)
    parser.add_argument("--portraits", type=Path, help="these too, as they are")
    parser.add_argument("--drawings", type=Path, help="pictures of nobody: drawings, statues, animals; none may pass for a person")
    parser.add_argument("--program", type=Path, action="append", required=True)
    parser.add_argument("--part", default="report")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    rng, second = np.random.default_rng(args.seed), np.load(args.second)
    names = sorted(path.stem for path in (args.strangers / "photos").glob("*.jpg") if part_of_stranger(path.name) == args.part)
    chosen = [names[k] for k in rng.permutation(len(names))[: args.count]]
    truth: dict[str, tuple[str, int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        people = [read(args.strangers / "photos", name, second) for name in chosen]
        for kind, number, picture in pictures(people, rng):
            name = f"{len(truth):05d}.jpg"
            truth[name] = kind, number
            cv2.imwrite(f"{folder}/{name}", picture, [cv2.IMWRITE_JPEG_QUALITY, 92])
        for path in sorted(args.portraits.glob("*/*.jpg"))[::3] if args.portraits else []:
            truth[path.name] = "studio portraits", 1
            Path(folder, path.name).symlink_to(path.resolve())
        for path in sorted(args.drawings.glob("*.jpg")) if args.drawings else []:
            truth[path.name] = "drawings, statues, animals", 0
            Path(folder, path.name).symlink_to(path.resolve())
        found = [answers(program, Path(folder)) for program in args.program]
    print("| pictures | number | right | asked about | wrong |" + (" only the other is right |" if found[1:] else ""))
    print("| --- " * (5 + len(found[1:])) + "|")
    for kind in dict.fromkeys(kind for kind, _ in truth.values()):
        rows = [(name, number) for name, (of, number) in truth.items() if of == kind]
        right = {name for name, number in rows if found[0][name].is_right(kind, number)}
        asked = {name for name, _ in rows if not found[0][name].certain}
        cells = [kind, len(rows), len(right), len(asked), sum(name not in right | asked for name, _ in rows)]
        if found[1:]:
            cells.append(sum(found[1][name].is_right(kind, number) and name not in right for name, number in rows))
        print("| " + " | ".join(map(str, cells)) + " |")


if __name__ == "__main__":
    main()
