"""Writes what every shipped net answers to a painted pattern, for the Rust side to be compared with.

usage: parity.py --nets DIR --out FILE          (after every change of weights: --nets .. --out ../../tests/nets.safetensors)

The pattern is a formula, no picture: `pattern` here and in the test must be the same. Of masks only every eighth cell is kept.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor

from layout import FACE, HEAD
from nets import PortraitNet
from patches import PATCHES
from weights import shipped

EVERY = 8
"""Step between the cells of a mask that are kept."""


def pattern(rows: int, columns: int) -> Tensor:
    """Stripes with speckles in three colours: (1, 3, rows, columns), 0..1."""
    colour, y, x = np.mgrid[0:3, 0:rows, 0:columns]
    stripe = (5 * x + 3 * y + 40 * colour) % 128
    stripe = 2 * np.minimum(stripe, 128 - stripe)
    speckle = (x * x + 3 * x * y + 7 * y * y + 11 * colour) % 61
    return torch.from_numpy(((60 + stripe + speckle) / 255).astype(np.float32))[None]


@torch.no_grad()
def answers(folder: Path) -> dict[str, Tensor]:
    """Outputs by `net.output`."""
    found: dict[str, Tensor] = {}
    for name, crop in (("head", HEAD), ("face", FACE)):
        points, doubt, mask, judged, pose = shipped(PortraitNet(), folder / f"{name}.safetensors")(pattern(crop.rows, crop.columns))
        found |= {f"{name}.points": points, f"{name}.sigma": doubt.exp(), f"{name}.mask": mask.softmax(1)[:, :, ::EVERY, ::EVERY],
                  f"{name}.attributes": judged, f"{name}.pose": pose}
    for name, patch in PATCHES.items():
        judged, points, doubt = shipped(patch.net(), folder / f"{name}.safetensors")(pattern(patch.crop.rows, patch.crop.columns))
        found |= {f"{name}.answers": judged, f"{name}.points": points, f"{name}.sigma": doubt.exp()}
    return {name: value[0].contiguous() for name, value in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nets", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    save_file(answers(args.nets), args.out)


if __name__ == "__main__":
    main()
