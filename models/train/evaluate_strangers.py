"""Step 5c: what the shipped nets answer on labelled strangers, against a viewer's labels.

usage: evaluate_strangers.py --nets DIR --strangers DIR --second FILE [--part report] [--drawn DIR] [--tables FILE]
       evaluate_strangers.py --nets DIR --strangers DIR --second FILE --part fit --fold K --answers FILE
       evaluate_strangers.py --nets DIR --calibrate FILE --drawn DIR [DIR ...]

Every photo is looked at from a first guess that errs as the first detector does. Scores are put together as the measures of the Rust side
put them together. A question's table row says how many people say no and yes, how often a random yes scores above a random no, and which
share of the yes is found where 95 and 98 of 100 no stay below. `--drawn` has pictures of people of the same part with defects drawn on
(`strangers.py`): what no stranger shows is counted there, against real people without it. `--answers` writes what nets that did not see
a fold of the strangers answer on its people, in the form of `photocheck measure --format jsonl`, for `calibration/points.py`. `--calibrate` fits the constants that make
probabilities of the answers to such pictures and to real ones, and writes all constants of portrait.toml for `export.py`.
"""
from __future__ import annotations

import argparse
import json
import tomllib
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from batches import Pool, fold_of
from cascade import Cascade, Reading
from crops import eye_frame
from evaluate import Findings, first_guess, note_answers, platt
from layout import ATTRIBUTES, HAIR, HEADWEAR, INDEX, OCCLUDER
from parsing import fill
from patches import PATCHES
from pool import ANSWERS
from portraits import read_table
from strangers import PUPILS, part_of

BROW_OUTLINES = [[INDEX[f"{side}_brow.{part}"] for part in ("outer", "top_outer", "top_mid_outer", "top_mid", "top_inner", "inner", "under_inner", "under_outer")]
                 for side in ("left", "right")]

EAR_OUTLINES = {side: [INDEX[f"{side}_ear.{part}"] for part in ("rim_1", "rim_2", "rim_3", "rim_4", "lobe")] for side in ("left", "right")}

SOMETHING_SHOWN = 0.02
"""As in src/measure/adornment.rs."""
COVERED, FRONTAL, FLAT = 0.2, 5.0, 0.25
"""As in src/measure/ears.rs."""
AS_A_WHOLE = 0.6
"""As in src/measure/brows.rs."""
SURE, NOSE_BEFORE_EARS = 1e-4, 1.5
"""As in src/evidence/portrait/mod.rs."""


def by_both(head: float, face: float) -> float:
    """The mean of two nets' log-odds, as a probability."""
    odds = lambda p: np.clip(p, SURE, 1 - SURE) / (1 - np.clip(p, SURE, 1 - SURE))
    mean = np.sqrt(odds(head) * odds(face))
    return float(mean / (1 + mean))


def covering(reading: Reading, side: str) -> float:
    """How much of an ear's place hair, headwear or a thing covers."""
    return share_of(reading, EAR_OUTLINES[side], (HAIR, HEADWEAR, OCCLUDER))


def turned_from(reading: Reading, side: str) -> float:
    """How far the head is turned away from an ear, degrees, as `Portrait::yaw` measures it."""
    axis, pd, _ = eye_frame(reading.points)
    right = reading.points[INDEX["right_eye.pupil"]] - reading.points[INDEX["left_eye.pupil"]]
    across = lambda points: float(((reading.points[points] - axis) @ right).mean() / pd)
    behind = np.mean([across(points) for points in (*EAR_OUTLINES.values(), [INDEX["jaw.left_1"]], [INDEX["jaw.right_1"]])])
    turn = (across([INDEX["nose.base"]]) - behind) / (NOSE_BEFORE_EARS * pd)
    return float(np.degrees(np.arcsin(np.clip(turn, -1, 1)))) * (1 if side == "right" else -1)


def may_lie_flat(reading: Reading, side: str) -> bool:
    """Whether an ear that is out of sight may lie flat: neither is anything over it nor is the head turned from it."""
    return covering(reading, side) < COVERED and turned_from(reading, side) <= FRONTAL


class Scores:
    """A reading -> the measures' values, by the calibration of a folder's portrait.toml."""

    def __init__(self, folder: Path) -> None:
        self.contract = tomllib.loads((folder / "portrait.toml").read_text())

    def _probability(self, net: str, names: tuple[str, ...], answers: dict[str, float]) -> dict[str, float]:
        numbers = self.contract.get(net, {})
        slopes, shifts = numbers.get("slope", [1.0] * len(names)), numbers.get("shift", [0.0] * len(names))
        return {n: float(1 / (1 + np.exp(-(slopes[k] * answers[n] + shifts[k])))) for k, n in enumerate(names)}

    def shown(self, reading: Reading, side: str) -> float:
        """How much of an ear shows."""
        ear = self._probability("ear", PATCHES["ear"].outputs, reading.patches[f"{side}_ear"].answers)
        return by_both(ear["visible"], 1 - ear["covered"])

    def of(self, reading: Reading) -> dict[str, float]:
        head = self._probability("head", ATTRIBUTES, reading.head.attributes)
        face = self._probability("face", ATTRIBUTES, reading.face.attributes)
        part = {side: self._probability(name, patch.outputs, reading.patches[side].answers)
                for name, patch in PATCHES.items() for side in patch.sides if side in reading.patches}
        for side in EAR_OUTLINES:
            part[f"{side}_ear"]["visible"] = self.shown(reading, side)
        raw = {side: seen.answers for side, seen in reading.patches.items()}
        eyes = [part["left_eye"], part["right_eye"]]
        worse = lambda name: max(eye[name] for eye in eyes)
        both = {name: by_both(head[name], face[name]) for name in ATTRIBUTES}
        found = {
            "glasses.present": face["glasses"], "glasses.tint": max(worse("tinted"), face["tinted"]), "glasses.glare": worse("glare"),
            "glasses.frame_over_eye": worse("frame_over_eye"), "head.covered": both["headwear"], "face.occluded": both["occluded"],
            "brows.covered": float(np.nanmax([AS_A_WHOLE * both["brows_covered"], *(share_of(reading, outline, (HAIR, HEADWEAR)) for outline in BROW_OUTLINES)])),
            "brows (net)": both["brows_covered"],
            "mouth.teeth": part["mouth"]["teeth"], "mouth.gap": raw["mouth"]["gap"], "eyes.closed": worse("closed"), "eyes.covered (net)": worse("covered"),
            "eyes.open": -min(raw[f"{s}_eye"]["opening"] * (1 - part[f"{s}_eye"]["closed"]) for s in ("left", "right")),
            "adornment.makeup": face["makeup"], "bald": head["bald"], "beard": face["beard"], "adornment.contact_lenses": worse("coloured_lens"),
        }
        for side in ("left", "right"):
            found[f"ear hidden ({side})"] = 1 - max(part[f"{side}_ear"]["visible"], FLAT if may_lie_flat(reading, side) else 0.0)
            found[f"earring ({side})"] = part[f"{side}_ear"]["earring"]
        if "neck" in part:
            found |= {"adornment.necklace": part["neck"]["necklace"], "clothing.collar": part["neck"]["collar"]}
        found["adornment.earrings"] = max(part[f"{s}_ear"]["earring"] * min(1.0, part[f"{s}_ear"]["visible"] / SOMETHING_SHOWN) for s in ("left", "right"))
        return found


def share_of(reading: Reading, outline: list[int], classes: tuple[int, ...]) -> float:
    """Share of the classes in an outline of points, by the face net's mask."""
    seen = reading.face
    side = seen.mask.shape[-1]
    inside = fill((4 * side, 4 * side), seen.window.place(reading.points[outline]) * 4 * side)
    cover = cv2.resize(seen.mask[list(classes)].sum(0).astype(np.float32), (4 * side, 4 * side), interpolation=cv2.INTER_LINEAR)
    return float(cover[inside > 0].mean()) if inside.any() else np.nan


YES_NO = {"0": 0.0, "1": 1.0}


def truth_of(seen: dict[str, str]) -> dict[str, float]:
    """What the labels say of each question; what is missing is soft."""
    worn = seen["glasses"] != "none"
    soft = lambda name: YES_NO.get(seen[name], np.nan)
    truth = {
        "glasses.present": float(worn), "glasses.tint": 0.0, "head.covered": float(seen["headcover"] != "none"), "face.occluded": 0.0,
        "brows.covered": soft("brows_covered"), "brows (net)": soft("brows_covered"), "mouth.teeth": soft("teeth"), "eyes.closed": 0.0,
        "mouth.gap": {"closed": 0.0}.get(seen["mouth"], 1.0 if seen["teeth"] == "1" or seen["mouth"] == "open" else np.nan),
        "eyes.covered (net)": soft("eyes_covered"), "eyes.open": 0.0 if seen["eyes"] == "open" else np.nan,
        "adornment.makeup": {"none": 0.0, "light": 0.0}.get(seen["makeup"], 1.0), "bald": soft("bald"), "beard": soft("beard"),
        "adornment.contact_lenses": 0.0, "adornment.necklace": soft("necklace"), "clothing.collar": float(seen["collar"] == "bulky"),
        "glasses.glare": {"0": 0.0, "strong": 1.0}.get(seen["glare"], np.nan) if worn else np.nan,
        "glasses.frame_over_eye": soft("frame_over_eye") if worn else np.nan,
    }
    truth["adornment.earrings"] = soft("earrings")
    for side in ("left", "right"):
        visible = seen[f"ear_{side}"]
        truth[f"ear hidden ({side})"] = {"visible": 0.0, "hidden": 1.0}.get(visible, np.nan)
        truth[f"earring ({side})"] = np.nan if visible == "hidden" else soft("earrings")
    return truth


def drawn_truth(attributes: np.ndarray, answers: np.ndarray) -> dict[str, float]:
    """The same of a drawn picture."""
    judged, known = dict(zip(ATTRIBUTES, attributes)), dict(zip(ANSWERS, answers))
    either = lambda name: float(np.nanmax([known[f"left_eye.{name}"], known[f"right_eye.{name}"], -1.0])) if not np.isnan(known[f"left_eye.{name}"]) or not np.isnan(known[f"right_eye.{name}"]) else np.nan
    truth = {
        "glasses.tint": judged["tinted"], "head.covered": judged["headwear"], "face.occluded": judged["occluded"], "brows.covered": judged["brows_covered"],
        "brows (net)": judged["brows_covered"], "eyes.closed": either("closed"), "eyes.open": either("closed"), "eyes.covered (net)": either("covered"),
        "glasses.glare": either("glare") if judged["glasses"] else np.nan, "glasses.frame_over_eye": either("frame_over_eye") if judged["glasses"] else np.nan,
        "glasses.present": judged["glasses"], "adornment.necklace": known["neck.necklace"], "clothing.collar": known["neck.collar"],
    }
    for side in ("left", "right"):
        truth[f"ear hidden ({side})"] = known[f"{side}_ear.covered"]
        truth[f"earring ({side})"] = known[f"{side}_ear.earring"]
    return truth


@dataclass
class Found:
    """Scores of one question: of real people who say no and yes, and of drawn pictures that say yes."""

    no: list[float]
    yes: list[float]
    drawn: list[float]


def sides_together(name: str) -> str:
    return name.replace(" (left)", "").replace(" (right)", "")


def above(no: np.ndarray, yes: np.ndarray) -> float:
    """How often a random yes scores above a random no."""
    if len(no) == 0 or len(yes) == 0:
        return float("nan")
    no = np.sort(no)
    return float((np.searchsorted(no, yes, "left") + np.searchsorted(no, yes, "right")).mean() / 2 / len(no))


def table(found: dict[str, Found]) -> str:
    """Markdown."""
    lines = ["| question | no | no: median, 95 %, 98 % | yes in life | above | found at 95, 98 % | yes drawn | above | found at 95, 98 % |", "| --- " * 9 + "|"]
    for name, scores in sorted(found.items()):
        no, cells = np.array(scores.no), []
        if len(no) == 0:
            continue
        limits = np.percentile(no, [95, 98])
        for yes in (np.array(scores.yes), np.array(scores.drawn)):
            caught = ", ".join(f"{100 * (yes > limit).mean():.0f}" for limit in limits) if len(yes) else "-"
            cells += [str(len(yes)), f"{above(no, yes):.3f}" if len(yes) else "-", caught]
        lines.append(f"| {name} | {len(no)} | {np.median(no):.3f}, {limits[0]:.3f}, {limits[1]:.3f} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def calibrate(folder: Path, pictures: list[Path]) -> dict[str, dict]:
    """The folder's calibration with slopes and shifts fitted to pictures in the pool's format; an answer of which they do not show both
    a yes and a no keeps its own."""
    constants, found, rng = tomllib.loads((folder / "portrait.toml").read_text()), Findings(), np.random.default_rng(6)
    cascade = Cascade(folder)
    for chunk in Pool(pictures).chunks.values():
        for k in range(len(chunk)):
            reading = cascade.read(np.asarray(chunk.image[k]), *first_guess(rng, chunk.points[k].astype(float)))
            note_answers(found, reading, chunk.attributes[k], chunk.answers[k])
    names = {"head": ATTRIBUTES, "face": ATTRIBUTES, **{name: patch.outputs for name, patch in PATCHES.items()}}
    for net, outputs in names.items():
        for k, output in enumerate(outputs):
            pairs = [pair for pair in found.logits[f"{net}.{output}"] if pair[1] in (0.0, 1.0)]
            if len({truth for _, truth in pairs}) == 2:
                constants[net]["slope"][k], constants[net]["shift"][k] = platt(pairs)
    return constants


WHOLE = ("mouth.gap", "mouth.teeth", "ears.visible", "adornment.earrings")
"""Measures of the nets that are trained as a whole on the strangers; without the neck net's, which a half of the strangers teaches much less
than all of them."""


def answers_on(fold: int, args: argparse.Namespace) -> None:
    """Writes what those nets say on people of a fold."""
    with args.answers.open("w") as out:
        for file, _, values in scored(args):
            if fold_of(Path(file).stem) == fold:
                values["ears.visible"] = 1 - max(values["ear hidden (left)"], values["ear hidden (right)"])
                out.write(json.dumps({"file": file, "measures": {name: {"value": round(values[name], 5)} for name in WHOLE}}) + "\n")


def scored(args: argparse.Namespace) -> Iterator[tuple[str, dict[str, str], dict[str, float]]]:
    """File, labels and scores of every stranger of a part."""
    cascade, scores, second = Cascade(args.nets), Scores(args.nets), np.load(args.second)
    for file, seen in read_table(args.strangers / "labels.csv", "file").items():
        name = Path(file).stem
        if part_of(name) != args.part:
            continue
        mesh, points = second[f"{name}.points"], np.zeros((2, 2))
        points[:] = mesh[list(PUPILS), :2]
        photo = cv2.imread(str(args.strangers / "photos" / file))
        guess = first_guess(np.random.default_rng(zlib.crc32(name.encode())), points)
        yield file, seen, scores.of(cascade.read(photo, *guess))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nets", type=Path, required=True)
    parser.add_argument("--strangers", type=Path)
    parser.add_argument("--second", type=Path)
    parser.add_argument("--part", default="report")
    parser.add_argument("--drawn", type=Path, nargs="*", default=[])
    parser.add_argument("--most", type=int, default=10**6, help="most drawn pictures")
    parser.add_argument("--tables", type=Path)
    parser.add_argument("--calibrate", type=Path)
    parser.add_argument("--fold", type=int)
    parser.add_argument("--answers", type=Path)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    if args.calibrate:
        args.calibrate.write_text(json.dumps(calibrate(args.nets, args.drawn)))
        return
    if args.answers:
        answers_on(args.fold, args)
        return
    found: dict[str, Found] = defaultdict(lambda: Found([], [], []))
    for _, seen, values in scored(args):
        truth = truth_of(seen)
        for question, value in values.items():
            if truth[question] in (0.0, 1.0):
                getattr(found[sides_together(question)], "yes" if truth[question] else "no").append(value)
    if args.drawn:
        cascade, scores = Cascade(args.nets), Scores(args.nets)
        rng, done = np.random.default_rng(5), 0
        for chunk in Pool(args.drawn).chunks.values():
            for k in range(len(chunk)):
                if done >= args.most:
                    break
                done += 1
                photo = np.asarray(chunk.image[k])
                values = scores.of(cascade.read(photo, *first_guess(rng, chunk.points[k].astype(float))))
                for question, truth in drawn_truth(chunk.attributes[k], chunk.answers[k]).items():
                    if truth == 1.0 and question in values:
                        found[sides_together(question)].drawn.append(values[question])
    text = table(found)
    print(text)
    if args.tables:
        args.tables.write_text(text)


if __name__ == "__main__":
    main()
