#!/usr/bin/env python3
"""Sets the operating points of every score: below `clear` nobody is asked, above `sure` the thing is there.

  photocheck measure --format jsonl STRANGERS/photos > strangers.jsonl
  photocheck measure --format jsonl PORTRAITS/neutral PORTRAITS/smiling > portraits.jsonl
  python3 points.py --strangers STRANGERS --readings strangers.jsonl --portraits PORTRAITS --portrait-readings portraits.jsonl
      [--drawn BENCH/truth.jsonl bench.jsonl] --out points.toml

What counts for a secretary is how many photos are asked about at all, so the `clear` points are set together: of people of `fit` and
`choose` who are in order on everything, `BUDGET` may be asked a needless question by any score. Each score gets a part of that (`SCORES`), larger where
real or drawn examples lie close to what is innocent; the script says whether the parts keep to the budget. `clear` is where the smooth tail of the
people without the thing (people.Tail) leaves that part beyond, at a cautious quantile over resampled people. `strict` asks about twice as many,
`lenient` about half.
`sure` needs `EXAMPLES` people with the thing and leaves at most one of `ACCUSED` without it beyond; it never lies below `clear`.
London people of `fit` are left out: the nets know them too well. So do the nets of mouth, ear and neck the strangers of `fit`, on whom they were
trained as a whole: of these counts only what nets say that were trained in the same way without them (unseen.jsonl, which
models/train/go_on.py writes for mouth and ear), and where there is none, people of `choose` count alone.

Traces of editing come in grades and not by degrees: `clear` lies above the highest grade that more than their part of the photos of any
source shows, all of which an office accepted.

The rates written beside the points are those of the report part. Needs numpy and blake3.
"""
from __future__ import annotations

import argparse
import json
import math
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import numpy as np
from people import Photo, add_arguments, by_person, limits, load, readings

MODELS = Path(__file__).parent.parent / "models"
RULES = Path(__file__).parent.parent / "rules"
UNSEEN = Path(__file__).parent / "unseen.jsonl"
BUDGET = 0.10
WEARERS = 0.35           # of the people who will be checked, so many wear glasses
CAUTION = 0.65
EXAMPLES = 20
ACCUSED = 600            # one of 300 wanted; half of that, as some hundred people cannot show it
CARES = {"strict": 2.0, "normal": 1.0, "lenient": 0.5}
SEEN = 1e-4              # scores nearer to 0 or 1 are all alike


Test = Callable[[Photo], bool]
anyone: Test = lambda photo: True
nobody: Test = lambda photo: False


def is_(key: str, *values: str) -> Test:
    return lambda photo: photo.seen.get(key) in values


def worn(test: Test) -> Test:
    return lambda photo: photo.glasses and test(photo)


@dataclass
class Score:
    """A measure that a classifier gives. `part` is its part of the budget in shares of a hundred people without the thing; where glasses are
    worn, `worn` is the same among those who wear them."""

    measure: str
    without: Test
    with_: Test = nobody
    part: float = 0.3
    worn: float = 0.0
    caught: Test = nobody            # photos with the thing that another condition of the same rule asks about anyway
    graded: bool = False
    is_asked: bool = False           # never sure: bare necks that were painted have scored as high as necklaces do
    at: float | None = None          # where every cut-off lies between the only two answers
    of_glasses: bool = False
    learnt: bool = False             # its net was trained whole on the strangers of `fit`
    unwanted: str = "high"
    drawn: tuple[str, ...] = field(default=())

    def logit(self, photo: Photo) -> float:
        """Larger is worse; −∞ where there is no value, since nobody is asked by a score then."""
        value = photo.value(self.measure)
        if math.isnan(value):
            return -math.inf
        value = min(max(value, SEEN), 1.0 - SEEN)
        logit = math.log(value / (1.0 - value))
        return logit if self.unwanted == "high" else -logit

    def score(self, logit: float) -> float:
        value = 1.0 / (1.0 + math.exp(-logit if self.unwanted == "high" else logit))
        return min(max(value, 0.0), 1.0)


def gap_limit() -> float:
    """Where `mouth-closed` begins to ask about the gap between the lips."""
    rules = tomllib.loads((RULES / "portrait.toml").read_text())["rule"]
    closed = next(rule for rule in rules if rule["id"] == "mouth-closed")
    return next(condition["max"] for condition in closed["condition"] if condition["measure"] == "mouth.gap")


GAP = gap_limit()
BARE = lambda photo: photo.seen.get("earrings") == "0" and photo.seen.get("necklace") == "0"  # whom one rule asks about both, it asks rightly
EARS = lambda photo: (photo.seen.get("ear_left"), photo.seen.get("ear_right"))
SCORES = [
    # One of the strangers wears an eye patch.
    Score("face.occluded", lambda photo: photo.seen.get("eyes_covered") != "1", part=0.3, drawn=("mask",)),
    # 0.05 where the hair mass reaches the frame's edge, more than a half everywhere else: a crown that just touches looks like one that is cut.
    Score("head.complete", anyone, at=0.5, unwanted="low", drawn=("crown-cut",)),
    Score("head.covered", is_("headcover", "none"), is_("headcover", "hat", "scarf"), part=1.8, drawn=("cap",)),
    Score("eyes.covered", is_("eyes_covered", "0"), is_("eyes_covered", "1"), part=0.3),
    Score("brows.covered", is_("brows_covered", "0"), is_("brows_covered", "1"), part=4.3, drawn=("fringe",)),
    Score("ears.visible", lambda photo: EARS(photo) == ("visible", "visible"), lambda photo: "hidden" in EARS(photo), part=2.4, unwanted="low", learnt=True),
    Score("mouth.teeth", lambda photo: photo.seen.get("mouth") == "closed" and photo.seen.get("teeth") == "0", is_("teeth", "1"), part=1.0, learnt=True, caught=lambda photo: photo.value("mouth.gap") > GAP),
    Score("glasses.present", lambda photo: not photo.glasses, lambda photo: photo.glasses, part=5.0),
    Score("glasses.tint", is_("glasses", "none", "clear"), is_("glasses", "tinted", "dark"), part=0.4, worn=1.0, drawn=("sunglasses",)),
    Score("glasses.glare", worn(is_("glare", "0")), worn(is_("glare", "strong")), part=1.0, of_glasses=True, drawn=("glare",)),
    Score("glasses.frame_over_eye", worn(is_("frame_over_eye", "0")), worn(is_("frame_over_eye", "1")), part=0.9, of_glasses=True),
    Score("adornment.earrings", BARE, is_("earrings", "1"), part=3.0, learnt=True, drawn=("earrings",)),
    Score("adornment.necklace", BARE, is_("necklace", "1"), part=1.7, learnt=True, is_asked=True, drawn=("necklace",)),
    Score("adornment.makeup", lambda photo: photo.seen.get("makeup") != "heavy", is_("makeup", "heavy"), part=4.8, drawn=("makeup",)),
    Score("adornment.contact_lenses", anyone, part=0.2, drawn=("lenses",)),
    Score("clothing.bare_shoulders", is_("bare_shoulders", "0"), is_("bare_shoulders", "1"), part=0.4),
    Score("clothing.collar", is_("collar", "normal"), is_("collar", "bulky"), part=1.2, learnt=True),
    Score("trace.resaved", anyone, graded=True, part=0.5),
    Score("trace.upscaled", anyone, graded=True, part=0.5),
    Score("trace.stretched", anyone, graded=True, part=0.5),
    Score("trace.cut_out", anyone, graded=True, part=2.0),
    Score("trace.smoothed", anyone, graded=True, part=2.0),
    Score("trace.screenshot", anyone, graded=True, part=0.5),
]
# What is not set by a part of the budget: whether glasses are worn only decides whether other scores apply, the frame's edge has its own
# point, and the rest are warnings.
SILENT = {"glasses.present", "head.complete", "adornment.makeup", "trace.resaved", "trace.upscaled", "trace.stretched", "trace.screenshot"}
# Jewellery is worn by half of the people and gets its own budget, and so do collars, which a viewer does not call out of order.
APART = {"adornment.earrings", "adornment.necklace", "clothing.collar", "trace.cut_out", "trace.smoothed"}


def innocent(score: Score, photos: list[Photo]) -> list[Photo]:
    """People without the thing whom the net does not know by heart."""
    return [photo for photo in photos if score.without(photo) and not (score.learnt and photo.part == "fit" and score.measure not in photo.unseen)]


def measured(score: Score, photos: list[Photo]) -> bool:
    return any(not math.isnan(photo.value(score.measure)) for photo in photos)


def beyond(score: Score, photos: list[Photo], shares: list[float], draws: int) -> list[float]:
    """Logits that these shares of the people lie beyond."""
    values = np.array([score.logit(photo) for photo in photos])
    weights = np.array([photo.weight for photo in photos])
    seen = np.isfinite(values)
    if seen.sum() < 10:
        return [math.inf] * len(shares)
    known = weights[seen].sum() / weights.sum()
    return limits(values[seen], weights[seen], [share / known for share in shares], CAUTION, draws)


def grade(score: Score, without: list[Photo], share: float) -> float:
    """Half way between the highest grade that more than `share` of the photos of some source shows and the next."""
    grades = sorted({round(score.logit(photo), 6) for photo in without if math.isfinite(score.logit(photo))})
    groups = [[photo for photo in without if photo.source == source] for source in sorted({photo.source for photo in without})]
    groups = [[score.logit(photo) for photo in group] for group in groups if len(group) >= EXAMPLES]
    for at, one in enumerate(grades):
        above = max(sum(logit > one + 1e-3 for logit in group) / len(group) for group in groups)
        if above <= share:
            return (one + grades[at + 1]) / 2 if at + 1 < len(grades) else one + 0.5
    return math.inf


def missed(score: Score, with_: list[Photo], clear: float) -> float:
    """Share of the real examples that nobody is asked about."""
    rows = [(photo.person, score.logit(photo) <= clear and not score.caught(photo)) for photo in with_]
    return by_person(rows, draws=2)[0] if rows else 0.0


class Points:
    """The `clear` logits of every score and care."""

    def __init__(self, photos: list[Photo], draws: int):
        self.photos, self.draws = photos, draws
        self.scores = [score for score in SCORES if measured(score, photos)]

    def clear(self, score: Score) -> list[float]:
        """For each care."""
        without = innocent(score, self.photos)
        if score.at is not None:
            return [math.log(score.at / (1 - score.at)) * (1 if score.unwanted == "high" else -1)] * len(CARES)
        if score.graded:
            return [grade(score, without, times * score.part / 100) for times in CARES.values()]
        points = beyond(score, without, [times * score.part / 100 for times in CARES.values()], self.draws)
        if score.worn:
            wearers = [photo for photo in without if photo.glasses]
            points = [max(pair) for pair in zip(points, beyond(score, wearers, [times * score.worn / 100 for times in CARES.values()], self.draws))]
        return points

    def asked(self, clear: dict[str, float]) -> float:
        """Share of people in order on everything who are asked a needless question: the sum over the scores that ask, which is an upper bound,
        of how many are asked among people without the thing. Few people are in order on everything, so it cannot be counted on them."""
        total = 0.0
        for score in self.scores:
            if score.measure not in SILENT | APART:
                without = [photo for photo in self.photos if score.without(photo)]
                hits = sum(photo.weight for photo in without if score.logit(photo) > clear[score.measure])
                total += hits / sum(photo.weight for photo in without) * (WEARERS if score.of_glasses else 1.0)
        return total


def sure(score: Score, photos: list[Photo], clear: float, draws: int) -> float | None:
    """Where the thing is there; `None` with too few examples."""
    examples = {photo.person for photo in photos if score.with_(photo)}
    if score.is_asked or len(examples) < EXAMPLES:
        return None
    without = [photo for photo in photos if score.without(photo)]
    point = max(beyond(score, people, [1 / ACCUSED], draws)[0] for people in (without, innocent(score, photos)))
    most = max(score.logit(photo) for photo in without)
    return max(point, clear, most + 0.05)


def rates(score: Score, photos: list[Photo], clear: float, sure_at: float | None) -> dict[str, float | int]:
    """How often these points are wrong on the report part."""
    top = math.inf if sure_at is None else sure_at
    without = [(photo.person, score.logit(photo)) for photo in photos if score.without(photo)]
    with_ = [photo for photo in photos if score.with_(photo)]
    share = lambda rows, test: by_person([(person, test(logit)) for person, logit in rows])[0]
    found = {"asked": share(without, lambda logit: clear < logit <= top), "accused": share(without, lambda logit: logit > top)}
    if with_:
        found["missed"] = missed(score, with_, clear)
    return found


def weights_hash() -> str:
    from blake3 import blake3

    digest = blake3()
    for path in sorted(MODELS.glob("*.safetensors")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def rounded(score: Score, logit: float) -> float:
    return round(score.score(logit), 4)


def write(photos: list[Photo], draws: int) -> tuple[str, Points, dict]:
    fitted = [photo for photo in photos if photo.part != "report" and not (photo.source == "london" and photo.part == "fit")]
    report = [photo for photo in photos if photo.part == "report" and photo.source != "london"]
    points = Points(fitted, draws)
    clear = {score.measure: points.clear(score) for score in points.scores}
    lines = [
        "# Operating points of the scores, made by calibration/points.py: change nothing here by hand.",
        f"# Set on {len({photo.person for photo in fitted})} people, rates on {len({photo.person for photo in report})} others; of 100 people in order at most {100 * BUDGET:.0f} asked needlessly.",
        "",
        f'weights = "{weights_hash()}"',
    ]
    table = {}
    for score in points.scores:
        people = lambda test: len({photo.person for photo in report if test(photo) and math.isfinite(score.logit(photo))})
        lines += ["", f'[measure."{score.measure}"]', f'unwanted = "{score.unwanted}"', f"with = {people(score.with_)}", f"without = {people(score.without)}"]
        [_, normal, _] = clear[score.measure]
        sure_at = sure(score, fitted, normal, draws)
        for (care, times), logit in zip(CARES.items(), clear[score.measure]):
            logit = min(max(logit, -9.2), 9.2)
            top = None if sure_at is None else max(sure_at, logit)
            found = rates(score, report, logit, top)
            lines += [f'[measure."{score.measure}".{care}]', f"clear = {rounded(score, logit)}"]
            lines += [] if top is None else [f"sure = {rounded(score, top)}"]
            lines += [f"{name} = {value:.4f}" for name, value in found.items()]
            table[score.measure, care] = (logit, top, found)
    asked = points.asked({name: logits[1] for name, logits in clear.items()})
    print(f"of people in order at most {asked:.1%} are asked needlessly; the budget is {BUDGET:.0%}{'' if asked <= BUDGET else ': EXCEEDED'}")
    return "\n".join(lines) + "\n", points, table


def show(photos: list[Photo], points: Points, table: dict) -> None:
    """Prints what the points do on each part, and the report part's needless questions together."""
    parts = {"fit": [], "choose": [], "report": []}
    for photo in photos:
        if photo.source != "london":
            parts[photo.part].append(photo)
    print(f"{'score':26s} {'clear':>7s} {'sure':>7s}  asked needlessly: fit / choose / report (people)      missed: fit+choose / report (people)")
    for score in points.scores:
        logit, top, _ = table[score.measure, "normal"]
        cells = []
        for part in ("fit", "choose", "report"):
            share, low, high, _, people = by_person([(photo.person, score.logit(photo) > logit) for photo in parts[part] if score.without(photo)])
            cells.append(f"{share:6.1%} [{low:.1%},{high:.1%}] ({people})" if part == "report" else f"{share:6.1%}")
        missed = []
        for group in (parts["fit"] + parts["choose"], parts["report"]):
            share, _, _, _, people = by_person([(photo.person, score.logit(photo) <= logit and not score.caught(photo)) for photo in group if score.with_(photo)])
            missed.append(f"{share:6.1%} ({people})" if people else "     -")
        print(f"{score.measure:26s} {score.score(logit):7.3f} {'-' if top is None else format(score.score(top), '7.3f'):>7s}  {' / '.join(cells)}   {' / '.join(missed)}")
    for part, group in parts.items():
        asks = [score for score in points.scores if score.measure not in SILENT | APART]
        hit = lambda photo: any(score.without(photo) and score.logit(photo) > table[score.measure, "normal"][0] for score in asks)
        share, low, high, _, people = by_person([(photo.person, hit(photo)) for photo in group])
        print(f"any needless question, {part}: {share:.1%} [{low:.1%}, {high:.1%}] of {people} people")


def put_unseen(photos: list[Photo], unseen: dict[str, dict]) -> None:
    """Puts the scores of nets that did not see a person in the place of those of nets that did."""
    for photo in photos:
        if photo.part == "fit":
            photo.unseen = unseen.get(photo.name, {})
            photo.read.update(photo.unseen)


def drawn(truth: Path, answers: Path, points: Points, table: dict) -> None:
    """Prints how many drawn defects stay below `clear`."""
    rows = {Path(row["file"]).name: row for row in map(json.loads, truth.read_text().splitlines())}
    read = readings(answers)
    for score in points.scores:
        for variant in score.drawn:
            photos = [Photo(name, row["subject"], "", "", {}, read[name]) for name, row in rows.items() if row["variant"] == variant and name in read]
            logits = [score.logit(photo) for photo in photos]
            missed = sum(logit <= table[score.measure, "normal"][0] for logit in logits)
            values = sorted(score.score(logit) for logit in logits if math.isfinite(logit))
            print(f"drawn {variant:12s} {score.measure:26s} missed {missed} of {len(photos)}; least {[round(v, 3) for v in (values[:3] if score.unwanted == 'high' else values[-3:])]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--drawn", type=Path, nargs=2, metavar=("TRUTH", "READINGS"), help="made photos: how many drawn defects stay below clear")
    parser.add_argument("--draws", type=int, default=200, help="resamples of the people")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    photos = load(args)
    put_unseen(photos, readings(UNSEEN))
    text, points, table = write(photos, args.draws)
    args.out.write_text(text)
    show(photos, points, table)
    if args.drawn:
        drawn(*args.drawn, points, table)


if __name__ == "__main__":
    main()
