"""Labelled people with what the checker read of them: what points.py, zones.py and doubt.py work on.

Two sources, both outside the repository: the strangers (official portraits of other studios, labelled by eye) and the London portraits
that the nets were first trained on. Every person belongs to one part, the same here and in models/train:

  fit      nets may have been trained on them
  choose   no net was trained on them; limits may be set on them
  report   nothing is fitted, chosen or set on them

So people of `choose` say best how the nets do on people not seen; in a fit they weigh `CHOOSE_WEIGHT` times as much as those of `fit`.
"""
from __future__ import annotations

import csv
import json
import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
CHOOSE_WEIGHT = 3.0


@dataclass
class Photo:
    """One photo: whose, of which part and source, what a viewer saw and what the checker read."""

    name: str
    person: str
    part: str
    source: str
    seen: dict[str, str]
    read: dict[str, dict]
    unseen: dict[str, dict] = field(default_factory=dict)
    """Those of the readings that are by nets which did not see this person."""

    def value(self, measure: str) -> float:
        """The number read, or NaN where there is none."""
        value = self.read.get(measure, {}).get("value")
        return float(value) if isinstance(value, (int, float)) else math.nan

    def doubt(self, measure: str) -> float:
        """The stated standard uncertainty, or NaN."""
        doubt = self.read.get(measure, {}).get("uncertainty")
        return float(doubt) if isinstance(doubt, (int, float)) else math.nan

    @property
    def glasses(self) -> bool:
        return self.seen.get("glasses", "none") != "none"

    @property
    def weight(self) -> float:
        return CHOOSE_WEIGHT if self.part == "choose" else 1.0


def readings(path: Path) -> dict[str, dict]:
    """What `photocheck measure --format jsonl` printed, by the file's name without its folder."""
    rows = map(json.loads, path.read_text().splitlines())
    return {Path(row["file"]).name: row["measures"] for row in rows}


def part_of_stranger(name: str) -> str:
    number = int(Path(name).stem.rsplit("-", 1)[1])
    return "report" if number % 3 == 0 else "choose" if number % 4 == 0 else "fit"


# Labels that a second look found wrong, of people of `fit` and `choose`: those of `report` stay as the first viewer gave them.
LOOKED_AGAIN = {"us-296.jpg": {"mouth": "parted", "teeth": "1"}}


def strangers(folder: Path, read: dict[str, dict]) -> list[Photo]:
    rows = list(csv.DictReader((folder / "labels.csv").open()))
    return [Photo(row["file"], Path(row["file"]).stem, part_of_stranger(row["file"]), row["source"], row | LOOKED_AGAIN.get(row["file"], {}), read[row["file"]])
            for row in rows if row["file"] in read]


# The London labels in the words of the strangers' labels.
EAR = {"partial": "partly"}
COVERED = {"clear": "0", "none": "0", "covered": "1", "yes": "1"}
YES = {"none": "0", "no": "0", "yes": "1"}


def london(folder: Path, read: dict[str, dict]) -> list[Photo]:
    parts = {row["subject"]: row["part"] for row in csv.DictReader((HERE / "split.csv").open())}
    people = {row["subject"]: row for row in csv.DictReader((folder / "people.csv").open())}
    photos = []
    for row in csv.DictReader((folder / "labels.csv").open()):
        name = Path(row["file"]).name
        if name not in read:
            continue
        brows = {COVERED.get(row[side], "soft") for side in ("brow_left", "brow_right")}
        seen = {
            "mouth": row["mouth"], "teeth": YES.get(row["teeth"], "soft"), "eyes": row["eyes"], "glasses": row["glasses"],
            "ear_left": EAR.get(row["left_ear"], row["left_ear"]), "ear_right": EAR.get(row["right_ear"], row["right_ear"]),
            "brows_covered": "1" if "1" in brows else "soft" if "soft" in brows else "0",
            "eyes_covered": COVERED.get(row["eye_hair"], "soft"), "headcover": row["headwear"], "frame_over_eye": "0", "glare": "0",
            "earrings": YES.get(row["earring"], "unsure"), "necklace": YES.get(row["necklace"], "unsure"), "makeup": row["makeup"],
            "bare_shoulders": "0", "collar": "normal", "background": "gradient", "shoulders": "level" if row["shoulders"] == "level" else "slanted",
        } | people.get(name[:3], {})
        photos.append(Photo(name, f"london-{name[:3]}", parts[name[:3]], "london", seen, read[name]))
    return photos


def add_arguments(parser) -> None:
    parser.add_argument("--strangers", type=Path, required=True, help="folder with labels.csv and photos/")
    parser.add_argument("--readings", type=Path, required=True, help="photocheck measure --format jsonl STRANGERS/photos")
    parser.add_argument("--portraits", type=Path, help="folder of the London portraits")
    parser.add_argument("--portrait-readings", type=Path, help="photocheck measure --format jsonl PORTRAITS/neutral PORTRAITS/smiling")


def load(args) -> list[Photo]:
    photos = strangers(args.strangers, readings(args.readings))
    if args.portraits and args.portrait_readings:
        photos += london(args.portraits, readings(args.portrait_readings))
    return photos


class Tail:
    """The upper tail of a quantity over people, smooth, so that a limit does not hang on the three strangest of them.

    Above the `BODY` quantile the excesses follow a generalised Pareto distribution, fitted by weighted moments; its shape is held within what
    so few people can tell.
    """

    BODY = 0.8
    SHAPE = (-0.25, 0.10)

    def __init__(self, values: np.ndarray, weights: np.ndarray):
        order = np.argsort(values)
        values, weights = values[order], weights[order] / weights.sum()
        above = 1.0 - np.cumsum(weights) + weights / 2
        start = min(int(np.searchsorted(-above, -(1.0 - self.BODY))), len(values) - 2)
        finite = np.isfinite(values)
        start = max(start, int(np.argmax(finite)) if finite.any() else 0)
        self.start, self.share = values[start], weights[start:].sum()
        excess, weight = values[start:] - self.start, weights[start:] / self.share
        mean = float((weight * excess).sum()) or 1e-6
        square = float((weight * (excess - mean) ** 2).sum()) or mean**2
        self.shape = float(np.clip(0.5 * (1.0 - mean**2 / square), *self.SHAPE))
        self.scale = mean * (1.0 - self.shape)

    def beyond(self, share: float) -> float:
        """The value that this share of people lies beyond."""
        ratio = self.share / share
        if ratio <= 1.0:
            return float(self.start)
        if abs(self.shape) < 1e-6:
            return float(self.start + self.scale * math.log(ratio))
        return float(self.start + self.scale / self.shape * (ratio**self.shape - 1.0))


def limits(values: np.ndarray, weights: np.ndarray, shares: list[float], caution: float, draws: int = 200, seed: int = 1) -> list[float]:
    """For each share the value that it lies beyond, at the `caution` quantile over resampled people (one value a person)."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        at = rng.integers(0, len(values), len(values))
        tail = Tail(values[at], weights[at])
        found.append([tail.beyond(share) for share in shares])
    return [float(number) for number in np.quantile(found, caution, axis=0)]


def by_person(hits: list[tuple[str, bool]], draws: int = 2000, seed: int = 1) -> tuple[float, float, float, int, int]:
    """Share of photos that are hits with a 95 % interval over people: resampled where several photos show one person, and never narrower
    than Wilson's for so many people, which is right where none or all are hits. Also photos and people."""
    people: dict[str, list[bool]] = {}
    for person, hit in hits:
        people.setdefault(person, []).append(hit)
    if not people:
        return math.nan, 0.0, 1.0, 0, 0
    sums = np.array([[sum(one), len(one)] for one in people.values()], float)
    share = sums[:, 0].sum() / sums[:, 1].sum()
    rng = np.random.default_rng(seed)
    drawn = sums[rng.integers(0, len(sums), (draws, len(sums)))].sum(1)
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], (0.025, 0.975))
    n, z = len(sums), 1.959964
    centre, half = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    wilson = [(centre + sign * half) / (1 + z * z / n) for sign in (-1, 1)]
    return share, min(low, max(0.0, wilson[0])), max(high, min(1.0, wilson[1])), int(sums[:, 1].sum()), n
