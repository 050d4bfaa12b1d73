#!/usr/bin/env python3
"""Pass zone and fail zone of our own tolerances, from official portraits that an office accepted.

  photocheck measure --format jsonl STRANGERS/photos > strangers.jsonl
  python3 zones.py --strangers STRANGERS --readings strangers.jsonl [--drawn BENCH/truth.jsonl bench.jsonl]

For every limit that the notice gives in words only: how far the smooth tail (people.Tail) of those people of `fit` and `choose` reaches whose
label meets the rule, or, for light, colour and sharpness, of all who stand before a plain background. `PASS` of them may lie
outside the pass zone, `FAIL` in the fail zone. A limit for both sides takes the wider one. Beside it, what the limits that stand in the rule files
do on the report part, by source and by the skin's lightness, and where the drawn defects lie.
"""
from __future__ import annotations

import argparse
import json
import math
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np
from people import Photo, add_arguments, by_person, limits, load, readings

RULES = Path(__file__).parent.parent / "rules"
PASS, FAIL = 1 / 80, 1 / 400
CAUTION = 0.65

plain = lambda photo: photo.seen.get("background") == "plain"
closed = lambda photo: photo.seen.get("mouth") == "closed" and photo.seen.get("teeth") == "0"
frontal = lambda photo: photo.seen.get("pose") == "frontal"


@dataclass
class Limit:
    """One end of what a rule allows: `high` and `low` ends, or `both` for angles that are good around 0."""

    rule: str
    measure: str
    end: str
    meets: Callable[[Photo], bool]
    drawn: tuple[str, ...] = ()


LIMITS = [
    Limit("upright", "face.roll", "both", lambda photo: photo.seen.get("head_tilt") == "level", ("roll-12", "roll+12")),
    Limit("frontal", "face.yaw", "both", frontal),
    Limit("frontal", "face.pitch", "low", frontal),
    Limit("frontal", "face.pitch", "high", frontal),
    Limit("shoulders-level", "shoulders.tilt", "both", lambda photo: photo.seen.get("shoulders") == "level"),
    Limit("eyes-open", "eyes.open", "low", lambda photo: photo.seen.get("eyes") == "open", ("eyes-closed",)),
    Limit("gaze-level", "eyes.gaze", "high", lambda photo: photo.seen.get("gaze") == "camera" and frontal(photo)),
    Limit("mouth-closed", "mouth.gap", "high", closed),
    Limit("background-uniform", "background.evenness", "high", plain, ("background-clutter", "background-two-tone")),
    Limit("background-uniform", "background.gradient", "high", plain, ("background-gradient",)),
    Limit("background-uniform", "background.shadow", "high", plain, ("background-shadow",)),
    Limit("background-uniform", "background.clutter", "high", plain, ("background-clutter",)),
    Limit("clothing-contrast", "clothing.contrast", "low", plain, ("clothing-as-background",)),
    Limit("sharp", "focus.sharpness", "low", plain, ("blur", "motion")),
    Limit("exposure", "light.exposure", "low", plain, ("dark",)),
    Limit("exposure", "light.bright_share", "high", plain, ("bright",)),
    Limit("even-lighting", "light.balance", "low", plain, ("side-light",)),
    Limit("natural-colour", "colour.cast", "high", plain, ("cast",)),
    Limit("natural-colour", "colour.chroma", "low", plain, ("grey",)),
    Limit("natural-colour", "colour.variety", "low", plain, ("grey",)),
]


def worse(limit: Limit, value: float) -> float:
    """Larger is worse."""
    return abs(value) if limit.end == "both" else value if limit.end == "high" else -value


def shown(limit: Limit, value: float) -> float:
    return -value if limit.end == "low" else value


def conditions(file: Path) -> dict[tuple[str, str], dict]:
    """The limits that stand in a rule file, by rule and measure."""
    found = {}
    for rule in tomllib.loads(file.read_text()).get("rule", []):
        for condition in rule.get("condition", [rule]):
            if "measure" in condition:
                found[rule["id"], condition["measure"]] = condition
    return found


def number(limit: dict, *keys: str) -> float | None:
    """A limit as a number, its unit left out."""
    for key in keys:
        if key in limit:
            text = limit[key]
            return float(text.split()[0]) if isinstance(text, str) else float(text)
    return None


def outcome(limit: Limit, rule: dict, photo: Photo) -> str:
    """What the judge makes of a photo: pass in the pass zone and not within 2u of the fail zone, fail 2u inside the fail zone."""
    value, spread = photo.value(limit.measure), 2 * photo.doubt(limit.measure)
    if math.isnan(value):
        return "unmeasured"
    spread = 0.0 if math.isnan(spread) else spread
    ends = {"high": [("max", "fail_above", 1)], "low": [("min", "fail_below", -1)], "both": [("max", "fail_above", 1), ("min", "fail_below", -1)]}[limit.end]
    worst = "pass"
    for passes, fails, sign in ends:
        edge, far = number(rule, passes), number(rule, fails)
        if edge is None:
            continue
        if far is None:
            one = "pass" if sign * (edge - value) >= spread else "fail" if sign * (value - edge) > spread else "review"
        else:
            one = "fail" if sign * (value - far) > spread else "pass" if sign * (edge - value) >= 0 and sign * (far - value) >= spread else "review"
        worst = max(worst, one, key=["pass", "review", "fail"].index)
    return worst


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--drawn", type=Path, nargs=2, metavar=("TRUTH", "READINGS"))
    parser.add_argument("--rules", type=Path, default=RULES / "portrait.toml")
    args = parser.parse_args()
    photos = [photo for photo in load(args) if photo.source != "london"]
    rules = conditions(args.rules)
    rows, read = {}, {}
    if args.drawn:
        rows = {Path(row["file"]).name: row for row in map(json.loads, args.drawn[0].read_text().splitlines())}
        read = readings(args.drawn[1])
    print(f"pass: {PASS:.2%} of the people may lie outside; fail: {FAIL:.2%} inside")
    for limit in LIMITS:
        fitted = [photo for photo in photos if photo.part != "report" and limit.meets(photo) and not math.isnan(photo.value(limit.measure))]
        values = np.array([worse(limit, photo.value(limit.measure)) for photo in fitted])
        values = values + np.random.default_rng(1).normal(0, 1e-9, len(values))
        passes, fails = limits(values, np.ones(len(values)), [PASS, FAIL], CAUTION)
        rule = rules.get((limit.rule, limit.measure), {})
        held = [photo for photo in photos if photo.part == "report" and limit.meets(photo)]
        results = [(photo, outcome(limit, rule, photo)) for photo in held]
        part = lambda rows, kind: by_person([(photo.person, result == kind) for photo, result in rows])
        sources = sorted({photo.source for photo in held})
        each = " ".join(f"{source} {sum(result == 'fail' for photo, result in results if photo.source == source)}+{sum(result == 'review' for photo, result in results if photo.source == source)}/{sum(photo.source == source for photo in held)}" for source in sources)
        stands = {key: rule[key] for key in ("min", "max", "fail_below", "fail_above", "grace") if key in rule}
        doubt = np.nanmedian([photo.doubt(limit.measure) for photo in held])
        print(f"{limit.measure:20s} {limit.end:4s} ({len(fitted)} people) tail: pass {shown(limit, passes):8.3f} fail {shown(limit, fails):8.3f}  most {shown(limit, values.max()):.3f}  u {doubt:.3f}")
        print(f"    rule {limit.rule} {stands}: fails {part(results, 'fail')[0]:.1%}, asks {part(results, 'review')[0]:.1%} of {len(held)} report people; fail+ask by source: {each}")
        for variant in limit.drawn:
            drawn = [worse(limit, Photo(name, "", "", "", {}, read[name]).value(limit.measure)) for name, row in rows.items() if row["variant"] == variant and name in read]
            drawn = sorted(value for value in drawn if not math.isnan(value))
            if drawn:
                print(f"    drawn {variant}: mildest {[round(shown(limit, value), 3) for value in drawn[:3]]} of {len(drawn)}")


if __name__ == "__main__":
    main()
