"""Step 5: measures the shipped nets on people they have not seen, or fits their calibration.

usage: evaluate.py --nets DIR --people FILE --part report --made DIR --real DIR [--portraits DIR] [--calibrate FILE] [--tables FILE]

Plain pictures are the untouched neutral portraits of the part, each looked at from several first guesses that err as the first detector
errs. Made pictures are pool pictures of the same people before random backgrounds. `--calibrate` writes the constants of portrait.toml
instead of tables: run it on the part for choosing, never on the one for reporting.
"""
from __future__ import annotations

import argparse
import json
import pickle
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from batches import Chunk, Pool
from cascade import Cascade, Reading, crown_row
from crops import Backdrops, Rng, eye_frame, stand_before, through_file
from layout import ATTRIBUTES, CLASSES, DERIVED_POINTS, EYE, INDEX, MIRROR, POINTS, TEMPLATE_POINTS
from parsing import Person
from patches import MEASURES, PATCHES
from pool import ANSWERS
from portraits import read_table

SHARED = ("left_eye.outer", "left_eye.upper", "left_eye.inner", "left_eye.lower", "right_eye.inner", "right_eye.upper", "right_eye.outer",
          "right_eye.lower", "lips.left", "lips.upper", "lips.right", "lips.lower", "lips.upper_inner", "lips.lower_inner", "chin")
"""Fifteen points that all face landmark tools share."""
GUESSES = 3
FEW_PEOPLE = 2.57 / 1.96
"""Student's t with five degrees of freedom over the normal quantile: six people calibrate."""


def first_guess(rng: Rng, points: np.ndarray) -> tuple[np.ndarray, float]:
    """Eyes' middle and pupil distance as the first detector's box gives them: sd 0.028 of its side, 7 % in scale."""
    middle, pd, _ = eye_frame(points)
    return middle + rng.normal(0, 0.028 / 0.397, 2) * pd, pd * np.exp(rng.normal(0, 0.07))


@dataclass
class Findings:
    """What is collected over pictures; lists of equal meaning per name."""

    errors: list[np.ndarray] = field(default_factory=list)
    """(points, 2) in PD, found minus true, NaN where there is no truth."""
    sigmas: list[np.ndarray] = field(default_factory=list)
    net_errors: dict[str, list[np.ndarray]] = field(default_factory=lambda: defaultdict(list))
    net_sigmas: dict[str, list[np.ndarray]] = field(default_factory=lambda: defaultdict(list))
    """(points, 2) in PD by net, a patch's with NaN where it finds no point."""
    persons: list[str] = field(default_factory=list)
    height: list[float] = field(default_factory=list)
    """Head height found minus true, share of the true head."""
    crown: list[float] = field(default_factory=list)
    roll: list[float] = field(default_factory=list)
    logits: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    """(answer, truth 0/1) by `attribute` or `patch.output`."""
    measures: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    pose: list[tuple[float, float, float, float]] = field(default_factory=list)
    overlap: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


def note_points(found: Findings, reading: Reading, truth: np.ndarray, known: np.ndarray) -> None:
    """Collects point errors, overall and by net."""
    _, pd, tilt = eye_frame(truth)
    hide = np.where(known[:, None] > 0, 0, np.nan)
    found.errors.append((reading.points - truth) / pd + hide)
    found.sigmas.append(reading.sigma / pd)
    for name, seen in (("head", reading.head), ("face", reading.face)):
        found.net_errors[name].append((seen.points - truth) / pd + hide)
        found.net_sigmas[name].append(seen.sigma / pd)
    for name, patch in PATCHES.items():
        errors, sigmas = np.full(truth.shape, np.nan), np.full(len(truth), np.nan)
        for side in patch.points:
            seen = reading.patches[side]
            errors[seen.indices] = (seen.points - truth[seen.indices]) / pd + hide[seen.indices]
            sigmas[seen.indices] = seen.sigma / pd
        found.net_errors[name].append(errors)
        found.net_sigmas[name].append(sigmas)
    found.roll.append(eye_frame(reading.points)[2] - tilt)


def note_answers(found: Findings, reading: Reading, attributes: np.ndarray, answers: np.ndarray) -> None:
    """Collects yes/no answers and measures against the truth."""
    for k, name in enumerate(ATTRIBUTES):
        for net, seen in (("head", reading.head), ("face", reading.face)):
            if not np.isnan(attributes[k]):
                found.logits[f"{net}.{name}"].append((seen.attributes[name], float(attributes[k])))
    for patch_name, patch in PATCHES.items():
        for side in patch.sides:
            for output in patch.outputs:
                right = answers[ANSWERS.index(f"{side}.{output}")]
                if np.isnan(right):
                    continue
                store = found.measures if output in MEASURES else found.logits
                store[f"{patch_name}.{output}"].append((reading.patches[side].answers[output], float(right)))


def note_mask(found: Findings, reading: Reading, labels: np.ndarray, scale: float) -> None:
    """Overlap (intersection over union) of some classes with the derived truth, above the chin."""
    for net, seen, names in (("head", reading.head, ("background", "skin", "hair", "clothing")), ("face", reading.face, ("brow", "eye", "lips", "ear"))):
        window = seen.window.coarser(seen.window.columns // seen.mask.shape[-1])
        window.matrix, window.offset = window.matrix * scale, (window.offset + 0.5) * scale - 0.5
        truth = window.look(labels, 255, smooth=False)
        got = seen.mask.argmax(0)
        got, truth = np.where(got == CLASSES.index("iris"), EYE, got), np.where(truth == CLASSES.index("iris"), EYE, truth)
        for name in names:
            k = CLASSES.index(name)
            union = ((got == k) | (truth == k)) & (truth != 255)
            if (truth == k).sum() > 12:
                found.overlap[f"{net}.{name}"].append(float(((got == k) & (truth == k)).sum() / union.sum()))


def look_at_plain(cascade: Cascade, people: list[Person], real: Chunk, found: Findings, rng: Rng) -> None:
    """The untouched neutral portraits."""
    for k, person in enumerate(people):
        portrait = person.portrait
        truth = np.zeros((len(POINTS), 2))
        truth[: len(TEMPLATE_POINTS)] = portrait.points[list(TEMPLATE_POINTS.values())]
        truth[[INDEX[name] for name in DERIVED_POINTS]] = np.vstack([person.shoulders, person.crown])
        known = np.isfinite(truth).all(1).astype(float)
        for _ in range(GUESSES):
            reading = cascade.read(portrait.image, *first_guess(rng, truth))
            note_points(found, reading, truth, known)
            note_answers(found, reading, real.attributes[k], real.answers[k])
            note_mask(found, reading, person.labels, 1.0)
            found.persons.append(portrait.person)
            height = truth[INDEX["chin"], 1] - person.crown[1]
            crown = crown_row(reading.head, eye_frame(reading.points)[1])
            cut = person.crown[1] < 4
            found.crown.append(np.nan if cut else (crown - person.crown[1]) / height)
            found.height.append(np.nan if cut else (reading.points[INDEX["chin"], 1] - crown) / height - 1)


def look_at_smiling(cascade: Cascade, smiles: Chunk, found: Findings, rng: Rng) -> None:
    """The real smiling pictures: no points, but a viewer's word on teeth, lips, ears and jewellery."""
    for k in range(len(smiles)):
        for _ in range(GUESSES):
            reading = cascade.read(np.asarray(smiles.image[k]), *first_guess(rng, smiles.points[k].astype(float)))
            note_answers(found, reading, smiles.attributes[k], smiles.answers[k])


def look_at_made(cascade: Cascade, pool: Pool, found: Findings, rng: Rng) -> None:
    """Pool pictures before backgrounds, lightly treated."""
    backdrops = Backdrops.draw(rng, 80)
    for chunk in pool.chunks.values():
        for k in range(len(chunk)):
            photo = through_file(rng, stand_before(rng, np.asarray(chunk.image[k]), np.asarray(chunk.alpha[k]), backdrops))
            truth = chunk.points[k].astype(float)
            reading = cascade.read(photo, *first_guess(rng, truth))
            note_points(found, reading, truth, chunk.weights[k])
            note_answers(found, reading, chunk.attributes[k], chunk.answers[k])
            note_mask(found, reading, chunk.labels[k], 0.5)
            found.persons.append("made")
            height = truth[INDEX["chin"], 1] - truth[INDEX["crown"], 1]
            crown = crown_row(reading.head, eye_frame(reading.points)[1])
            found.crown.append((crown - truth[INDEX["crown"], 1]) / height)
            found.height.append((reading.points[INDEX["chin"], 1] - crown) / height - 1)
            yaw, pitch, _ = reading.face.pose
            found.pose.append((yaw, pitch, *chunk.pose[k]))


def equal_error(pairs: list[tuple[float, float]]) -> tuple[float, int, int]:
    """Equal error rate of scores against 0/1 truth, with the numbers of yes and no; soft truths between are left out."""
    scores = np.array([s for s, t in pairs if t in (0.0, 1.0)])
    truth = np.array([t for _, t in pairs if t in (0.0, 1.0)]) > 0.5
    yes, no = scores[truth], scores[~truth]
    if len(yes) == 0 or len(no) == 0:
        return float("nan"), len(yes), len(no)
    limits = np.unique(scores)
    missed = np.searchsorted(np.sort(yes), limits) / len(yes)
    false = 1 - np.searchsorted(np.sort(no), limits) / len(no)
    k = int(np.argmin(np.abs(missed - false)))
    return float((missed[k] + false[k]) / 2), len(yes), len(no)


def point_table(found: Findings, chosen: np.ndarray) -> dict[str, float]:
    """Point errors of some pictures: pupils, the shared points (bias removed), heights, roll."""
    errors = np.stack(found.errors)[chosen]
    distance = np.linalg.norm(errors, axis=2)
    shared = errors[:, [INDEX[name] for name in SHARED]]
    free = np.linalg.norm(shared - np.nanmean(shared, 0), axis=2)
    pupils = distance[:, [INDEX["left_eye.pupil"], INDEX["right_eye.pupil"]]]
    height, crown = np.abs(np.array(found.height)[chosen]), np.abs(np.array(found.crown)[chosen])
    chin = np.abs(errors[:, INDEX["chin"], 1])
    roll = np.abs(np.array(found.roll)[chosen])
    return {
        "pictures": int(chosen.sum()), "eyes within 0.1": float(np.nanmean((pupils < 0.1)[~np.isnan(pupils)])), "pupil %PD": 100 * float(np.nanmean(pupils)),
        "15 points %PD": 100 * float(np.nanmean(np.linalg.norm(shared, axis=2))), "15 points, offset removed %PD": 100 * float(np.nanmean(free)),
        "chin %PD (median)": 100 * float(np.nanmedian(chin)),
        "crown % of head: median": 100 * float(np.nanmedian(crown)), "head height % of head: median": 100 * float(np.nanmedian(height)),
        "head height % of head: p95": 100 * float(np.nanpercentile(height, 95)),
        "head.height of frame (head half the frame): median": 0.5 * float(np.nanmedian(height)), "same: p95": 0.5 * float(np.nanpercentile(height, 95)),
        "roll deg: p95": float(np.nanpercentile(roll, 95)),
    }


def group_of(row: dict[str, str]) -> list[str]:
    """The groups a person belongs to."""
    age = int(row["age"]) if row["age"].isdigit() else None
    ages = [] if age is None else [f"age {'under 25' if age < 25 else '25 to 34' if age < 35 else '35 and over'}"]
    return ["all", f"sex {row['gender']}", f"ethnicity {row['ethnicity']}", *ages]


def report(found: Findings, made: Findings, smiles: Findings, people_table: dict[str, dict[str, str]]) -> str:
    """All tables as Markdown."""
    lines = ["## Points and head height", "", "Plain portraits by group, then made pictures.", ""]
    groups: dict[str, set[str]] = defaultdict(set)
    for person in set(found.persons):
        for group in group_of(people_table[person]):
            groups[group].add(person)
    rows = [(f"{g} ({len(members)} people)", point_table(found, np.isin(found.persons, list(members)))) for g, members in sorted(groups.items())]
    if made.errors:
        rows.append(("made pictures", point_table(made, np.ones(len(made.errors), bool))))
    names = list(rows[0][1])
    lines += ["| group | " + " | ".join(names) + " |", "| --- " * (len(names) + 1) + "|"]
    lines += [f"| {g} | " + " | ".join(f"{row[n]:.3f}" if isinstance(row[n], float) else str(row[n]) for n in names) + " |" for g, row in rows]
    lines += ["", "## Mean error of groups of points, % of PD (plain / made)", ""]
    for prefix in ("left_eye.pupil", "left_eye", "left_brow", "nose", "lips", "jaw", "chin", "left_ear", "hairline", "neck", "shoulder", "crown"):
        ids = [k for n, k in INDEX.items() if n.startswith(prefix)]
        values = [100 * np.nanmean(np.linalg.norm(np.stack(f.errors)[:, ids], axis=2)) for f in (found, made) if f.errors]
        lines.append(f"- {prefix}: " + " / ".join(f"{v:.2f}" for v in values))
    lines += ["", "## Yes/no: equal error rate on made pictures (yes, no); answers yes at 50 % among plain portraits that are no", ""]
    for name in sorted(made.logits):
        rate, yes, no = equal_error(made.logits[name])
        plain = [s for s, t in found.logits.get(name, []) if t == 0]
        mixed, _, _ = equal_error([p for p in made.logits[name] if p[1] == 1] + [p for p in found.logits.get(name, []) if p[1] == 0])
        lines.append(f"- {name}: {100 * rate:.1f} % ({yes}, {no}); made yes against plain no {100 * mixed:.1f} %; plain false {sum(s > 0 for s in plain)} of {len(plain)}")
    real = {n: smiles.logits[n] + found.logits.get(n, []) for n in ("mouth.teeth", "mouth.open") if n in smiles.logits}
    lines += ["", "## Real smiles and neutral faces together: equal error rate (yes, no); errors at 50 %", ""]
    for name, pairs in real.items():
        rate, yes, no = equal_error(pairs)
        lines.append(f"- {name}: {100 * rate:.1f} % ({yes}, {no}); missed {sum(s <= 0 and t == 1 for s, t in pairs)}, false {sum(s > 0 and t == 0 for s, t in pairs)}")
    lines += ["", "## Measures: correlation, sd of the error (made)", ""]
    for name, pairs in sorted(made.measures.items()):
        got, right = np.array(pairs).T
        lines.append(f"- {name}: r {np.corrcoef(got, right)[0, 1]:.3f}, sd {np.std(got - right):.4f}, n {len(pairs)}")
    if made.pose:
        yaw, pitch, true_yaw, true_pitch = np.array(made.pose).T
        beyond = [(float(max(abs(a), abs(b))), float(max(abs(c), abs(d)) > 8)) for a, b, c, d in made.pose if not 6 < max(abs(c), abs(d)) < 10]
        rate, yes, no = equal_error(beyond)
        lines.append(f"- yaw: r {np.corrcoef(yaw, true_yaw)[0, 1]:.3f}, sd {np.std(yaw - true_yaw):.2f} deg; pitch: r {np.corrcoef(pitch, true_pitch)[0, 1]:.3f}, "
                     f"sd {np.std(pitch - true_pitch):.2f} deg; beyond 8 deg (6 to 10 left out): {100 * rate:.1f} % ({yes}, {no})")
    lines += ["", "## Mask: mean overlap (plain / made)", ""]
    lines += [f"- {n}: {np.mean(v):.3f} / {np.mean(made.overlap.get(n, [np.nan])):.3f}" for n, v in sorted(found.overlap.items())]
    return "\n".join(lines) + "\n"


def platt(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Slope and shift that turn logits into probabilities: Newton steps, halved while they do not help, with a mild pull to 1 and 0."""
    x, truth = np.array(pairs).T
    if truth.min() > 0.5 or truth.max() < 0.5:
        return 1.0, 0.0
    y, start = 0.01 + 0.98 * truth, np.array([1.0, 0.0])
    basis = np.stack([np.clip(x, -15, 15), np.ones_like(x)], 1)

    def cost(theta: np.ndarray) -> float:
        z = basis @ theta
        return float((np.logaddexp(0, z) - y * z).sum() + ((theta - start) ** 2).sum())

    theta = start
    for _ in range(20):
        p = 1 / (1 + np.exp(-basis @ theta))
        bend = (basis * (p * (1 - p))[:, None]).T @ basis + 2 * np.eye(2)
        step = np.linalg.solve(bend, basis.T @ (p - y) + 2 * (theta - start))
        while cost(theta - step) > cost(theta) and np.abs(step).max() > 1e-4:
            step = step / 2
        theta = theta - step
    return float(theta[0]), float(theta[1])


def sigma_scales(net: str, plain: Findings, made: Findings) -> list[float]:
    """For each of POINTS, what makes a net's error a standard deviation, on plain and on made pictures; 2 where it finds no such point."""
    ratios = [np.abs(np.stack(f.net_errors[net])) / np.stack(f.net_sigmas[net])[..., None] for f in (plain, made)]
    pairs = [[ratio[:, [k, m]] for ratio in ratios] for k, m in enumerate(MIRROR)]
    high = lambda pair: max(float(np.nanpercentile(ratio, 95)) for ratio in pair)
    return [2.0 if all(np.isnan(ratio).all() for ratio in pair) else high(pair) / 2 * FEW_PEOPLE for pair in pairs]


def calibration(plain: Findings, made: Findings, smiles: Findings) -> dict[str, dict[str, list[float]]]:
    """Constants of portrait.toml: 95 % of the errors along an axis lie within two sigmas, of people like these six at least: a person's
    errors go together, so the bound is Student's, not Gauss's. Mirrored points err alike and are counted together."""
    constants: dict[str, dict[str, list[float]]] = {}
    for net in ("head", "face"):
        scale = sigma_scales(net, plain, made)
        fits = [platt(made.logits[f"{net}.{n}"] + plain.logits[f"{net}.{n}"]) if f"{net}.{n}" in made.logits else (1.0, 0.0) for n in ATTRIBUTES]
        constants[net] = {"sigma_scale": scale, "slope": [f[0] for f in fits], "shift": [f[1] for f in fits]}
    for name, patch in PATCHES.items():
        fits, errors = [], []
        for output in patch.outputs:
            key = f"{name}.{output}"
            real = plain.logits[key] + smiles.logits[key]
            if {t for _, t in real} >= {0.0, 1.0}:  # real pictures of both kinds count as much as made ones
                real = real * max(1, len(made.logits[key]) // len(real))
            fits.append(platt(made.logits[key] + real) if key in made.logits else (1.0, 0.0))
            errors.append(float(np.std([a - b for a, b in made.measures[key] + plain.measures[key]])) if key in made.measures else 0.0)
        scale = sigma_scales(name, plain, made)
        points = [scale[k] for k in patch.indices(next(iter(patch.sides)))]
        constants[name] = {"sigma_scale": points, "slope": [f[0] for f in fits], "shift": [f[1] for f in fits], "error": errors}
    return constants


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nets", type=Path, required=True)
    parser.add_argument("--people", type=Path, required=True)
    parser.add_argument("--part", required=True)
    parser.add_argument("--made", type=Path, required=True)
    parser.add_argument("--real", type=Path, required=True)
    parser.add_argument("--portraits", type=Path, required=True)
    parser.add_argument("--calibrate", type=Path)
    parser.add_argument("--tables", type=Path)
    parser.add_argument("--plain-only", action="store_true")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    cascade, rng = Cascade(args.nets), np.random.default_rng(7)
    plain, made, smiles = Findings(), Findings(), Findings()
    people = pickle.loads(args.people.read_bytes())[args.part]
    look_at_plain(cascade, people, Chunk(str(args.real / f"{args.part}_plain")), plain, rng)
    smiling = args.real / f"{args.part}_smiling"
    if Path(f"{smiling}_truth.npz").exists():
        look_at_smiling(cascade, Chunk(str(smiling)), smiles, rng)
    if not args.plain_only:
        look_at_made(cascade, Pool([args.made]), made, rng)
    if args.calibrate:
        args.calibrate.write_text(json.dumps(calibration(plain, made, smiles)))
        return
    text = report(plain, made, smiles, read_table(args.portraits / "people.csv", "subject"))
    print(text)
    if args.tables:
        args.tables.write_text(text)


if __name__ == "__main__":
    main()
