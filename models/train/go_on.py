"""Step 7: teaches the shipped nets further with labelled strangers: one command, no GPU needed.

    python3 go_on.py --portraits PORTRAITS --strangers STRANGERS --second SECOND.npz --split ../../calibration/split.csv --work WORK --out ..

OUT has to hold nets that have not learnt from the strangers: of those that have, a net taught without a half of them would know that half too.
SECOND.npz is written by `second.py` in an environment of its own. Every step leaves its result in WORK and is skipped when that exists.
Head and face net keep all but their last two layers (`judge.py`); eye, mouth, ear and neck net are trained on whole, from several seeds.
"""
from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from batches import FOLDS
from run import step

PATCH_TRAINING = {"eye": (0.001, 0.4), "mouth": (0.001, 0.5), "ear": (0.002, 0.6), "neck": (0.003, 0.55)}
"""Patch nets that are trained on: learning rate and share of real pictures."""
SEEDS = (11, 12)
"""Each patch net is trained on so often from the same state; shipped is the mean of that state and of what comes out (`weights.py`)."""


def go_on(kind: str, begun: Path, out: Path, training: tuple) -> Path:
    """Trains one patch net on from a state; returns where its weights are."""
    (rate, share), weights, done = PATCH_TRAINING[kind], out / f"{kind}.pt", out / f"{kind}.done"
    if not done.exists():
        out.mkdir(parents=True, exist_ok=True)
        shutil.copy(begun, weights)
        step("patches.py", done, "--only", kind, "--go-on", "--real-share", share, "--rate", rate, "--out", out, *training)
        done.touch()
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("portraits", "strangers", "second", "split", "work", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1200, help="pool pictures")
    parser.add_argument("--crops", type=int, default=3000, help="crops for the answers of head and face net")
    parser.add_argument("--patch-minutes", type=float, default=6, help="for each of the patch nets and seeds")
    args = parser.parse_args()
    work, people, nets = args.work, args.work / "people.pkl", args.work / "nets"
    pool, real = work / "pool", work / "real"
    step("prepare.py", people, "--portraits", args.portraits, "--split", args.split, "--out", people)
    step("pool.py", pool / f"50_{args.count // 50 - 1:04d}_truth.npz", "--people", people, "--out", pool, "--count", args.count, "--seed", 50)
    step("real.py", real / "fit_plain_truth.npz", "--people", people, "--out", real)
    if not nets.exists():
        shutil.copytree(args.out, nets, ignore=shutil.ignore_patterns("train", "*.md"))
    given = ("--strangers", args.strangers, "--second", args.second, "--nets", args.out, "--people", people)
    folders: dict[str, Path] = {}
    for part, drawn, seed in (("fit", 0, 0), ("fit", 3, 1), ("choose", 0, 0), ("choose", 2, 2)):
        kind = f"drawn{seed}" if drawn else "real"
        folder = folders[f"{part} {kind}"] = work / f"{part}_{kind}"
        step("strangers.py", folder / f"{part}_{kind}_000_truth.npz", *given, "--part", part, "--out", folder, "--drawn", drawn, "--seed", seed)
    pictures = ("--pool", pool, folders["fit drawn1"], "--real", folders["fit real"], real)
    for kind in ("head", "face"):
        step("judge.py", nets / f"{kind}.features.pt", "--kind", kind, "--nets", nets, *pictures, "--crops", args.crops, "--out", nets / f"{kind}.safetensors")
    patches = work / "patches"
    for kind in PATCH_TRAINING:
        begun = work / f"{kind}.begun.pt"
        step("weights.py", begun, "--shipped", args.out / f"{kind}.safetensors", *pictures, "--kind", kind, "--out", begun)
        ways = [go_on(kind, begun, patches / str(seed), (*pictures, "--seed", seed, "--minutes", args.patch_minutes)) for seed in SEEDS]
        step("weights.py", patches / f"{kind}.pt", "--mean", begun, *ways, "--out", patches / f"{kind}.pt")
    calibration, seen = work / "calibration.json", (folders["choose real"], folders["choose drawn2"])
    step("export.py", work / "exported", "--patches", patches, "--out", nets)
    step("evaluate_strangers.py", calibration, "--nets", nets, "--calibrate", calibration, "--drawn", *seen)
    step("export.py", work / "exported", "--out", nets, "--calibration", calibration)
    for file in (*nets.glob("*.safetensors"), nets / "portrait.toml"):
        shutil.copy(file, args.out)
    step("parity.py", work / "compared", "--nets", args.out, "--out", args.out.resolve().parent / "tests" / "nets.safetensors")
    for fold in range(FOLDS):  # points are set on what nets say of people whom they did not see
        unseen = work / f"fold{fold}"
        for kind in ("mouth", "ear"):
            go_on(kind, work / f"{kind}.begun.pt", unseen, (*pictures, "--without", fold, "--minutes", args.patch_minutes))
        shutil.copytree(nets, unseen / "nets", dirs_exist_ok=True)
        step("export.py", unseen / "exported", "--patches", unseen, "--out", unseen / "nets")
        step("evaluate_strangers.py", unseen / "answers.jsonl", "--nets", unseen / "nets", "--strangers", args.strangers, "--second", args.second,
             "--part", "fit", "--fold", fold, "--answers", unseen / "answers.jsonl")
    answers = [line for fold in range(FOLDS) for line in (work / f"fold{fold}" / "answers.jsonl").read_text().splitlines()]
    (args.out.resolve().parent / "calibration" / "unseen.jsonl").write_text("".join(f"{line}\n" for line in sorted(answers)))


if __name__ == "__main__":
    main()
