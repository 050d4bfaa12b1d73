"""Step 6: writes the weights as they are shipped, and `portrait.toml`, the contract that the Rust side compiles in.

usage: export.py [--finder FILE] [--head FILE] [--face FILE] [--patches DIR] --out DIR [--calibration FILE]

A net that is not given stays as it is in the folder, and so does the calibration.
"""
from __future__ import annotations

import argparse
import json
import tomllib
from pathlib import Path

import torch
from torch import Tensor, nn

from layout import ATTRIBUTES, CLASSES, FACE, FINDER_CELL, FINDER_SIDE, FINDER_TURNS, HEAD, MIRROR, POINTS, Crop
from nets import FinderNet, PortraitNet
from patches import MEASURES, PATCHES, Patch
from weights import ship


def multiply_adds(net: nn.Module, crop: Crop) -> int:
    """Multiplications of all convolutions and matrices for one crop."""
    total = 0

    def count(module: nn.Module, _: tuple, output: Tensor) -> None:
        nonlocal total
        if isinstance(module, nn.Conv2d):
            total += output.numel() * module.weight[0].numel()
        elif isinstance(module, nn.Linear):
            total += module.weight.numel()

    hooks = [m.register_forward_hook(count) for m in net.modules()]
    with torch.no_grad():
        net.eval()(torch.rand(1, 3, crop.rows, crop.columns))
    for hook in hooks:
        hook.remove()
    return total


def _texts(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(json.dumps(v) for v in values) + "]"


def point_names(patch: Patch) -> tuple[str, ...]:
    """Names of a patch's points without the side."""
    return tuple(name.partition(".")[2] for name in next(iter(patch.points.values()), ()))


def _crop_lines(crop: Crop) -> list[str]:
    height = crop.width * crop.rows / crop.columns
    return [f"columns = {crop.columns}", f"rows = {crop.rows}", f"width = {crop.width}  # pupil distances", f"height = {round(height, 4)}",
            f"down = {crop.down}", f"upright = {str(crop.upright).lower()}"]


def contract(calibration: dict) -> str:
    """The text of portrait.toml."""
    lines = ["# What the nets take and give. Written by train/export.py from train/layout.py; do not edit by hand.",
             "# Left and right are sides of the image; lengths are in pupil distances; angles in degrees, clockwise in the image.", "",
             f"points = {_texts(POINTS)}", f"mirror = {list(MIRROR)}", f"classes = {_texts(CLASSES)}", f"attributes = {_texts(ATTRIBUTES)}",
             "pose = [\"yaw\", \"pitch\", \"roll\"]", "pose_unit = 30.0  # degrees", "fill = 0.5  # value of pixels beyond the photo", ""]
    lines += ["[finder]", 'file = "finder.safetensors"', f"long_side = {FINDER_SIDE}  # px; the other is filled up to a multiple of 16",
              f"cell = {FINDER_CELL}  # px", f"turns = {_texts(FINDER_TURNS)}", ""]
    for name, crop in (("head", HEAD), ("face", FACE)):
        numbers = calibration.get(name, {})
        lines += [f"[{name}]", f'file = "{name}.safetensors"', *_crop_lines(crop), f"mask_side = {crop.mask_side}",
                  "# standard deviation of a point's error along one axis = sigma output x this, point by point",
                  f"sigma_scale = {[round(v, 3) for v in numbers.get('sigma_scale', [1.0] * len(POINTS))]}",
                  "# probability = 1 / (1 + exp(-(slope x logit + shift)))",
                  f"slope = {[round(v, 3) for v in numbers.get('slope', [1.0] * len(ATTRIBUTES))]}",
                  f"shift = {[round(v, 3) for v in numbers.get('shift', [0.0] * len(ATTRIBUTES))]}", ""]
    for name, patch in PATCHES.items():
        numbers, count, points = calibration.get(name, {}), len(patch.outputs), point_names(patch)
        lines += [f"[{name}]", f'file = "{name}.safetensors"', *_crop_lines(patch.crop), f"outputs = {_texts(patch.outputs)}",
                  f"measures = {_texts(tuple(n for n in patch.outputs if n in MEASURES))}  # numbers; the others are logits",
                  f"points = {_texts(points)}", f"sigma_scale = {[round(v, 3) for v in numbers.get('sigma_scale', [1.0] * len(points))]}",
                  f"slope = {[round(v, 3) for v in numbers.get('slope', [1.0] * count)]}",
                  f"shift = {[round(v, 3) for v in numbers.get('shift', [0.0] * count)]}",
                  f"error = {[round(v, 4) for v in numbers.get('error', [0.0] * count)]}  # sd of the measures on people not trained on", ""]
    return "\n".join(lines)


def trained(name: str, path: Path) -> nn.Module:
    """A net with the averaged weights of its training."""
    state = torch.load(path, weights_only=True)
    net = PATCHES[name].net() if name in PATCHES else FinderNet() if name == "finder" else PortraitNet()
    net.load_state_dict(state.get("average", state))
    return net


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("finder", "head", "face"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--patches", type=Path, help="folder of NAME.pt")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--calibration", type=Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    crops = {"finder": Crop(0, FINDER_SIDE, FINDER_SIDE, 0, False), "head": HEAD, "face": FACE, **{name: patch.crop for name, patch in PATCHES.items()}}
    work = 0
    for name, crop in crops.items():
        path = args.patches / f"{name}.pt" if args.patches and name in PATCHES else getattr(args, name, None)
        shape = PATCHES[name].net() if name in PATCHES else FinderNet() if name == "finder" else PortraitNet()
        if path and path.exists():
            shape = trained(name, path)
            ship(shape, args.out / f"{name}.safetensors")
        elif not (args.out / f"{name}.safetensors").exists():
            parser.error(f"{name}: no trained net given, and none there")
        work += multiply_adds(shape, crop) * (len(PATCHES[name].sides) if name in PATCHES else 1)
    there = args.out / "portrait.toml"
    calibration = json.loads(args.calibration.read_text()) if args.calibration else tomllib.loads(there.read_text()) if there.exists() else {}
    there.write_text(contract(calibration))
    size = sum(p.stat().st_size for p in args.out.glob("*.safetensors"))
    print(f"{size / 1e6:.2f} MB, {work / 1e6:.0f} M multiply-adds a face")


if __name__ == "__main__":
    main()
