"""Step 5b: teaches the answers of a shipped head or face net anew and leaves the rest of it as it is: minutes of one core.

usage: judge.py --kind head --nets DIR --pool DIR [DIR ...] --real DIR [DIR ...] --out FILE [--crops N]

The features that the answers are made from are taken once from augmented crops, then the last two layers are trained on them.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional as F

from batches import Pool, example
from crops import Backdrops
from nets import PortraitNet
from weights import shipped


@torch.no_grad()
def features(net: PortraitNet, kind: str, pool: list[Path], real: list[Path], crops: int, real_share: float) -> tuple[Tensor, Tensor]:
    """What the answers are made from, and the right answers (NaN where unknown)."""
    seen, right, rng = [], [], np.random.default_rng(11)
    handle = net.judge.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0][0].clone()))
    drawn, life, backdrops = Pool(pool), Pool(real), Backdrops.draw(rng, 150)
    for k in range(crops):
        source = life if rng.random() < real_share else drawn
        one = example(rng, *source.draw(rng), kind, backdrops)
        net(torch.from_numpy(np.ascontiguousarray(one.image[..., ::-1].transpose(2, 0, 1)))[None].float() / 255)
        right.append(torch.from_numpy(one.attributes.astype(np.float32)))
        if k % 500 == 499:
            print(kind, k + 1, flush=True)
    handle.remove()
    return torch.stack(seen), torch.stack(right)


def train(net: PortraitNet, inputs: Tensor, right: Tensor, steps: int = 1500, rate: float = 1e-3) -> None:
    """Trains the last two layers; yes and no of a question weigh alike, softened, so that what is rare in the pictures is heard."""
    known = ~torch.isnan(right)
    yes = (torch.nan_to_num(right) > 0.5).float() * known
    share = (yes.sum(0) + 5) / (known.sum(0) + 10)
    weight = known * torch.where(yes > 0, (0.5 / share) ** 0.5, (0.5 / (1 - share)) ** 0.5)
    torch.manual_seed(0)
    net.judge.requires_grad_(True)
    spread = inputs.std(0) + 1e-3
    optimiser = torch.optim.AdamW(net.judge.parameters(), rate, weight_decay=1e-2)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = rate * 0.5 * (1 + np.cos(np.pi * step / steps))
        chosen = torch.randint(len(inputs), (256,))
        noisy = inputs[chosen] + 0.1 * spread * torch.randn(256, inputs.shape[1])
        loss = F.binary_cross_entropy_with_logits(net.judge(noisy), torch.nan_to_num(right[chosen]), weight=weight[chosen], reduction="sum") / 256
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 300 == 299:
            print(step + 1, round(float(loss.detach()), 4), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=("head", "face"), required=True)
    parser.add_argument("--nets", type=Path, required=True)
    parser.add_argument("--pool", type=Path, nargs="+", required=True)
    parser.add_argument("--real", type=Path, nargs="+", required=True)
    parser.add_argument("--crops", type=int, default=4000)
    parser.add_argument("--real-share", type=float, default=0.45)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    weights = load_file(args.nets / f"{args.kind}.safetensors")
    net = shipped(PortraitNet(), args.nets / f"{args.kind}.safetensors")
    store = args.out.with_suffix(".features.pt")
    if store.exists():
        inputs, right = torch.load(store)
    else:
        inputs, right = features(net, args.kind, args.pool, args.real, args.crops, args.real_share)
        torch.save((inputs, right), store)
    train(net, inputs, right)
    for name, value in net.judge.state_dict().items():
        weights[f"judge.{name}"] = value.detach().half().contiguous()
    save_file(weights, args.out)


if __name__ == "__main__":
    main()
