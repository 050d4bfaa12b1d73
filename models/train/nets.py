"""The nets: an encoder-decoder for head and face, and a small one for patches.

Only dense 3x3 and 1x1 convolutions, pooling and nearest enlargement: what a plain CPU runtime does fast.
"""
from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from layout import ATTRIBUTES, CLASSES, FINDER_TURNS, POINTS

WIDTHS = (16, 32, 64, 96)
FINDER_WIDTHS = (16, 32, 48)


def conv(inputs: int, outputs: int, size: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution, batch norm, ReLU."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Residual(nn.Module):
    """Two 3x3 convolutions around which the input passes unchanged."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = conv(channels, channels)
        self.second = nn.Sequential(nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.second(self.first(x)))


class PortraitNet(nn.Module):
    """A square RGB crop in 0..1 -> points, log of their error, mask logits, attribute logits, pose.

    Points are soft-argmaxes of maps of a quarter of the crop's side, in fractions of it; the mask has half the side. The error is read
    from a map of log-errors at the place where the point was found, so a hidden point can know that it is a guess. Pose is in units of
    30 degrees. The side is any multiple of 16.
    """

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d = WIDTHS
        self.stem = conv(3, a, 3, 2)
        self.down1 = nn.Sequential(conv(a, b, 3, 2), Residual(b))
        self.down2 = nn.Sequential(conv(b, c, 3, 2), Residual(c), Residual(c))
        self.down3 = nn.Sequential(conv(c, d, 3, 2), Residual(d), Residual(d))
        self.context = nn.Linear(d, d)
        self.side3, self.merge2 = conv(d, c, 1), conv(c, c)
        self.side2, self.merge1 = conv(c, b, 1), conv(b, b)
        self.side1, self.merge0 = conv(b, a, 1), conv(a, a)
        points = len(POINTS)
        self.coarse = nn.Conv2d(c, points, 1)
        self.fine = nn.Conv2d(b, points, 1)
        self.doubt = nn.Conv2d(c, points, 1)
        self.mask = nn.Conv2d(a, len(CLASSES), 1)
        self.judge = nn.Sequential(nn.Linear(d + 2 * b, 64), nn.ReLU(inplace=True), nn.Linear(64, len(ATTRIBUTES)))
        self.pose = nn.Linear(d, 3)
        nn.init.zeros_(self.fine.weight)
        nn.init.zeros_(self.fine.bias)
        nn.init.constant_(self.doubt.bias, -4.0)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        x0 = self.stem(image - 0.5)
        x1 = self.down1(x0)
        x2 = self.down2(x1)
        x3 = self.down3(x2)
        mean = x3.mean((2, 3))
        x3 = x3 + self.context(mean)[:, :, None, None]
        y2 = self.merge2(enlarge(self.side3(x3)) + x2)
        y1 = self.merge1(enlarge(self.side2(y2)) + x1)
        y0 = self.merge0(enlarge(self.side1(y1)) + x0)
        points, place = found_in(enlarge(self.coarse(y2)) + self.fine(y1))
        doubt = (F.avg_pool2d(place, 2) * 4 * self.doubt(y2)).sum((2, 3))
        judged = self.judge(torch.cat([x3.mean((2, 3)), y1.mean((2, 3)), y1.amax((2, 3))], 1))
        return points, doubt, self.mask(y0), judged, self.pose(mean)


def found_in(maps: Tensor) -> tuple[Tensor, Tensor]:
    """Maps of points -> where each point is, in fractions of the map's sides, and how likely each cell holds it."""
    batch, count, rows, columns = maps.shape
    place = torch.softmax(maps.reshape(batch, count, rows * columns), 2)
    return place @ grid(rows, columns, maps.device), place.reshape(batch, count, rows, columns)


def grid(rows: int, columns: int, device: torch.device) -> Tensor:
    """Centres (x, y) of the cells of a map, in fractions of its sides: (rows x columns, 2)."""
    y, x = torch.meshgrid((torch.arange(rows, device=device) + 0.5) / rows, (torch.arange(columns, device=device) + 0.5) / columns, indexing="ij")
    return torch.stack([x.reshape(-1), y.reshape(-1)], 1)


def enlarge(x: Tensor) -> Tensor:
    """Twice the size, by repetition: along a row by a matrix, then row by row. Runtimes are slow at `Resize` and fast at this."""
    batch, channels, rows, columns = x.shape
    twice = torch.eye(columns, device=x.device).repeat_interleave(2, 1)
    wide = (x.reshape(-1, columns) @ twice).reshape(batch, channels, rows, 1, 2 * columns)
    return wide.expand(-1, -1, -1, 2, -1).reshape(batch, channels, 2 * rows, 2 * columns)


class PatchNet(nn.Module):
    """A small picture of an eye, the mouth, an ear or the neck -> a few numbers and logits, points, log of the points' error.

    Points are soft-argmaxes of maps of half the patch's sides, in fractions of these. Rows and columns are multiples of 8.
    """

    def __init__(self, rows: int, columns: int, answers: int, points: int, widths: tuple[int, int, int] = WIDTHS[:3]) -> None:
        super().__init__()
        a, b, c = widths
        self.answers, self.points = answers, points
        self.stem = nn.Sequential(conv(3, a, 3, 2), Residual(a))
        self.down1 = nn.Sequential(conv(a, b, 3, 2), Residual(b))
        self.down2 = nn.Sequential(conv(b, c, 3, 2), Residual(c))
        self.squeeze = conv(c, a, 1)
        cells = (rows // 8) * (columns // 8)
        self.answer = nn.Sequential(nn.Flatten(), nn.Dropout(0.1), nn.Linear(a * cells, c), nn.ReLU(), nn.Linear(c, answers + points))
        if points:
            self.side1, self.merge1 = conv(c, b, 1), conv(b, b)
            self.side0, self.merge0 = conv(b, a, 1), conv(a, a)
            self.maps = nn.Conv2d(a, points, 1)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x0 = self.stem(image - 0.5)
        x1 = self.down1(x0)
        x2 = self.down2(x1)
        answers, doubt = self.answer(self.squeeze(x2)).split([self.answers, self.points], 1)
        if not self.points:
            return answers, image.new_zeros(len(image), 0, 2), doubt
        y1 = self.merge1(enlarge(self.side1(x2)) + x1)
        y0 = self.merge0(enlarge(self.side0(y1)) + x0)
        return answers, found_in(self.maps(y0))[0], doubt


class FinderNet(nn.Module):
    """The whole photo, sides multiples of 16 -> logits of the kind of each 8 px cell (nobody, or which way up a face is), and from its centre
    to the middle between the pupils with the log of the pupil distance, in cells."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c = FINDER_WIDTHS
        self.stem = conv(3, a // 2, 3, 2)
        self.down1 = nn.Sequential(conv(a // 2, a, 3, 2), Residual(a))
        self.down2 = nn.Sequential(conv(a, b, 3, 2), Residual(b))
        self.down3 = nn.Sequential(conv(b, c, 3, 2), Residual(c))
        self.side, self.merge = conv(c, b, 1), conv(b, b)
        self.answer = nn.Conv2d(b, 1 + len(FINDER_TURNS) + 3, 1)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        x2 = self.down2(self.down1(self.stem(image - 0.5)))
        found = self.answer(self.merge(enlarge(self.side(self.down3(x2))) + x2))
        return found[:, : 1 + len(FINDER_TURNS)], found[:, 1 + len(FINDER_TURNS) :]
