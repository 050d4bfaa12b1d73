"""The weights as they are shipped: batch norm folded into the convolutions, half precision, one safetensors file a net.

    weights.py --shipped FILE --pool DIR --real DIR --kind head --out FILE      a state to train on from, out of a shipped net
    weights.py --mean FILE FILE ... --out FILE                                  the mean of patch nets that began with the same state
"""
from __future__ import annotations

import argparse
import copy
import itertools
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn.utils import fuse_conv_bn_eval

from batches import Batches
from nets import PortraitNet
from patches import PATCHES, PatchBatches

BATCHES = 40
"""Batches over which the statistics of batch norm are taken anew."""


def normalised(net: nn.Module) -> list[nn.Sequential]:
    """The places where a convolution is followed by batch norm."""
    pairs = [m for m in net.modules() if isinstance(m, nn.Sequential) and len(m) > 1 and isinstance(m[0], nn.Conv2d)]
    return [m for m in pairs if isinstance(m[1], nn.BatchNorm2d)]


def folded(net: nn.Module) -> nn.Module:
    """The same net for use: every batch norm is part of its convolution."""
    net = copy.deepcopy(net).eval()
    for pair in normalised(net):
        pair[0], pair[1] = fuse_conv_bn_eval(pair[0], pair[1]), nn.Identity()
    return net


def ship(net: nn.Module, path: Path) -> None:
    """Writes a trained net."""
    save_file({name: value.detach().half().contiguous() for name, value in folded(net).state_dict().items()}, path)


def shipped(net: nn.Module, path: Path) -> nn.Module:
    """A net of this shape with the weights of a file, for use."""
    net = folded(net)
    net.load_state_dict({name: value.float() for name, value in load_file(path).items()})
    return net


@torch.no_grad()
def unfold(net: nn.Module, use: nn.Module, pictures: list[torch.Tensor]) -> None:
    """Gives a net for training the weights of one for use: batch norm, with statistics over some pictures, does nothing at first."""
    for pair, other in zip(normalised(net), (m for m in use.modules() if isinstance(m, nn.Sequential) and len(m) > 1 and isinstance(m[1], nn.Identity))):
        pair[0].weight.copy_(other[0].weight)
        pair[1].bias.copy_(other[0].bias)
        pair[1].running_var.fill_(1 - pair[1].eps)
    own = {name for pair in normalised(net) for name, m in net.named_modules() if m in (pair[0], pair[1])}
    rest = {name: value for name, value in use.state_dict().items() if name.rpartition(".")[0] not in own}
    net.load_state_dict(rest, strict=False)
    sums: dict[nn.Module, list[torch.Tensor]] = {pair[1]: [] for pair in normalised(net)}

    def note(module: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        x = inputs[0]
        sums[module].append(torch.stack([x.mean((0, 2, 3)), (x * x).mean((0, 2, 3))]))

    hooks = [module.register_forward_pre_hook(note) for module in sums]
    net.eval()
    for batch in pictures:
        net(batch)
    for hook in hooks:
        hook.remove()
    for module, seen in sums.items():
        mean, square = torch.stack(seen).mean(0)
        module.running_mean.copy_(mean)
        module.running_var.copy_(square - mean * mean)
        module.weight.copy_((module.running_var + module.eps).sqrt())
        module.bias.add_(mean)
    net.train()


def mean(states: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """Each weight's mean over nets that went different ways from the same state: it errs less on strangers than any of them."""
    return {name: torch.stack([state[name].float() for state in states]).mean(0).to(value.dtype) for name, value in states[0].items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shipped", type=Path)
    parser.add_argument("--pool", type=Path, nargs="+", default=[])
    parser.add_argument("--real", type=Path, nargs="*", default=[])
    parser.add_argument("--kind", help="head, face, eye, mouth, ear or neck")
    parser.add_argument("--mean", type=Path, nargs="+", default=[])
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.mean:
        torch.save(mean([torch.load(path, weights_only=True) for path in args.mean]), args.out)
        return
    if args.kind in PATCHES:
        net = PATCHES[args.kind].net()
        feed = (batch[0] for batch in PatchBatches(args.kind, args.pool, args.real, 48, 1))
    else:
        net, feed = PortraitNet(), (batch.image for batch in Batches(args.pool, args.real, [args.kind], 24, 1))
    unfold(net, shipped(net, args.shipped), list(itertools.islice(feed, BATCHES)))
    torch.save(net.state_dict() if args.kind in PATCHES else {"average": net.state_dict()}, args.out)


if __name__ == "__main__":
    main()
