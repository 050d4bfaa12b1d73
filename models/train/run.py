"""Makes the portrait model again, from portraits to the weights that are shipped: one command, no GPU needed.

    python3 run.py --portraits PORTRAITS --split ../../calibration/split.csv --work WORK --out ..

Every step leaves its result in WORK and is skipped when that exists, so the command goes on where it was stopped. `--minutes` is the
time for the shared training of head and face net and again for each alone; with an otherwise idle pair of cores 60 is a good start.
"""
from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def step(script: str, result: Path, *options: object) -> None:
    """Runs one script unless its result is there."""
    if not result.exists():
        print(f"== {script} -> {result}", flush=True)
        subprocess.run([sys.executable, HERE / script, *map(str, options)], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--portraits", type=Path, required=True)
    parser.add_argument("--split", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=4000, help="pool pictures")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--patch-minutes", type=float, default=20, help="for each of eye, mouth and ear, and for the finder")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    work = args.work
    people, pool, real, patches = work / "people.pkl", work / "pool", work / "real", work / "patches"
    step("prepare.py", people, "--portraits", args.portraits, "--split", args.split, "--out", people)
    step("pool.py", pool / f"00_{args.count // 50 - 1:04d}_truth.npz", "--people", people, "--out", pool, "--count", args.count)
    for part, seed, count in (("choose", 80, 200), ("report", 90, 300)):
        made = work / f"pool_{part}"
        step("pool.py", made / f"{seed}_{count // 50 - 1:04d}_truth.npz", "--people", people, "--part", part, "--out", made, "--count", count, "--seed", seed)
        step("real.py", work / f"real_{part}" / f"{part}_plain_truth.npz", "--people", people, "--part", part, "--out", work / f"real_{part}")
    step("real.py", real / "fit_plain_truth.npz", "--people", people, "--out", real)
    training = ("--pool", pool, "--real", real, "--threads", args.threads)
    step("train.py", work / "joint.pt", *training, "--minutes", args.minutes, "--last", 0.3, "--out", work / "joint.pt")
    step("real.py", real / "fit_smiling_truth.npz", "--people", people, "--out", real, "--portraits", args.portraits, "--net", work / "joint.pt")
    for part in ("choose", "report"):
        smiling = work / f"real_{part}" / f"{part}_smiling_truth.npz"
        step("real.py", smiling, "--people", people, "--part", part, "--out", smiling.parent, "--portraits", args.portraits, "--net", work / "joint.pt")
    for kind in ("head", "face"):
        step("train.py", work / f"{kind}.pt", *training, "--kinds", kind, "--init", work / "joint.pt", "--rate", 0.0015, "--minutes", args.minutes,
             "--out", work / f"{kind}.pt")
    step("patches.py", patches / "ear.pt", "--pool", pool, "--real", real, "--out", patches, "--minutes", args.patch_minutes)
    step("finder.py", work / "finder.pt", "--pool", pool, "--real", real, "--out", work / "finder.pt", "--minutes", args.patch_minutes)
    nets = ("--finder", work / "finder.pt", "--head", work / "head.pt", "--face", work / "face.pt", "--patches", patches)
    step("export.py", work / "export" / "portrait.toml", *nets, "--out", work / "export")
    measured = ("--people", people, "--portraits", args.portraits)
    for part, options in (("choose", ("--calibrate", work / "calibration.json")), ("report", ("--tables", work / "report.md"))):
        step("evaluate.py", options[1], "--nets", work / "export", *measured, "--part", part, "--made", work / f"pool_{part}", "--real", work / f"real_{part}", *options)
    step("export.py", args.out / "portrait.toml", *nets, "--out", args.out, "--calibration", work / "calibration.json")


if __name__ == "__main__":
    main()
