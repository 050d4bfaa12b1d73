"""Step 1: reads and parses every neutral portrait once.  usage: prepare.py --portraits DIR --split CSV --out FILE"""
from __future__ import annotations

import argparse
import pickle
from multiprocessing import Pool
from pathlib import Path

import cv2

from parsing import Person, parse
from portraits import read_neutral, read_split


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portraits", type=Path, required=True)
    parser.add_argument("--split", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    people: dict[str, list[Person]] = {}
    with Pool(2) as pool:
        for part, names in read_split(args.split).items():
            people[part] = pool.map(parse, read_neutral(args.portraits, names), 2)
            print(part, len(people[part]), flush=True)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(pickle.dumps(people))


if __name__ == "__main__":
    main()
