#!/usr/bin/env python3
"""Changes portraits in light, colour, focus and background, by known amounts, for calibrating the measures of these.

  python3 vary.py --portraits PORTRAITS --part fit|report --out FOLDER [--every 2]

PORTRAITS holds neutral/NNN_03.jpg and .tem (189 landmarks: 0 and 1 are the pupils); split.csv beside this script says who
belongs to which part. Unlike a bench of drawn defects this keeps the portraits' own background, and gives each change in
several strengths, on both sides and in several directions. Each picture is named NNN_change_amount.jpg:

  blur, motionA      standard deviation and length (A: angle, degrees) in hundredths of the eye distance
  small              height in px that the photo was shrunk to before it was enlarged again
  exposure, cast     stops in linear light; the cast's name is the channel that gains
  grey, sepia        without colour, or with one
  sideL, sideR       light lost on that side of the face, stops
  fallX, fallY       light lost from one side of the background to the other, and from its top to its bottom, stops
  shadowL, shadowR   depth of a soft shadow beside the head, stops
  high, resave       height in px after resizing; JPEG quality of a second saving
Needs numpy, opencv-python-headless and pillow.
"""
import argparse
import csv
from pathlib import Path

import cv2
import numpy as np

HEIGHT = 900


def decode(image):
    value = image.astype(np.float32) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)


def encode(light):
    light = np.clip(light, 0, 1)
    return 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def portrait(folder, subject):
    """The photo cut to 3:4 around the face, HEIGHT px high, and the landmarks in it."""
    image = cv2.imread(str(folder / f"neutral/{subject}_03.jpg"))
    lines = (folder / f"neutral/{subject}_03.tem").read_text().split("\n")[1:190]
    points = np.array([[float(value) for value in line.split()] for line in lines])
    width = image.shape[0] * 3 // 4
    left = int(np.clip(points[:2, 0].mean() - width / 2, 0, image.shape[1] - width))
    scale = HEIGHT / image.shape[0]
    cut = cv2.resize(image[:, left : left + width], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cut, (points - [left, 0]) * scale


def motion(image, length, angle):
    size = int(length) * 2 + 3
    kernel = np.zeros((size, size), np.float32)
    for t in np.linspace(-length / 2, length / 2, 8 * size):
        x, y = size // 2 + t * np.cos(np.radians(angle)), size // 2 + t * np.sin(np.radians(angle))
        x0, y0 = int(x), int(y)
        for dx in (0, 1):
            for dy in (0, 1):
                kernel[y0 + dy, x0 + dx] += abs(1 - dx - (x - x0)) * abs(1 - dy - (y - y0))
    return cv2.filter2D(image, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT)


def wall_weight(image, points):
    """1 on the background, 0 on the person: a rough silhouette, soft at its edge."""
    height, width = image.shape[:2]
    lab = cv2.cvtColor(image, cv2.COLOR_BGR2LAB).astype(np.float32)
    wall = np.median(np.concatenate([lab[: height // 16].reshape(-1, 3), lab[: height // 2, : width // 12].reshape(-1, 3)]), 0)
    away = np.abs((lab - wall) * [0.7, 2, 2]).sum(-1) > 26
    away[int(points[129, 1]) :] |= np.abs(np.arange(width) - points[:2, 0].mean()) < 0.42 * width
    away = cv2.morphologyEx(away.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    pieces, names, stats, _ = cv2.connectedComponentsWithStats(away)
    person = names == max(range(1, pieces), key=lambda piece: stats[piece, cv2.CC_STAT_AREA])
    return 1 - cv2.GaussianBlur(person.astype(np.float32), (0, 0), 2)


def changes(image, points):
    """Yields (name, picture, JPEG quality)."""
    height, width = image.shape[:2]
    span = np.linalg.norm(points[1] - points[0])
    light = decode(image)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    middle, eyes = points[:2, 0].mean(), points[:2, 1].mean()
    yield "plain_0", image, 95
    for amount in (1, 1.5, 2, 3, 4):
        yield f"blur_{amount}", cv2.GaussianBlur(image, (0, 0), amount / 100 * span), 95
    for angle in (0, 45, 90, 135):
        for amount in (6, 9, 14):
            yield f"motion{angle}_{amount}", motion(image, amount / 100 * span, angle), 95
    for small in (160, 240, 360, 480):
        few = cv2.resize(image, (small * width // height, small), interpolation=cv2.INTER_AREA)
        yield f"small_{small}", cv2.resize(few, (width, height), interpolation=cv2.INTER_CUBIC), 95
    for stops in (-4, -3, -2, -1, 1, 2):
        yield f"exposure_{stops}", encode(light * 2.0**stops), 95
    for name, channel in (("blue", 0), ("green", 1), ("red", 2)):
        for stops in (0.3, 0.6, 1.0):
            gain = np.ones(3, np.float32)
            gain[channel] = 2.0**stops
            yield f"cast-{name}_{stops}", encode(light * gain / (gain @ [0.07, 0.72, 0.21])), 95
    for stops in (0.5, 1.0):
        gain = np.array([2.0**-stops, 1, 2.0**stops], np.float32)
        yield f"cast-warm_{stops}", encode(light * gain), 95
        yield f"cast-cold_{stops}", encode(light / gain), 95
    grey = np.repeat(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)[..., None], 3, -1)
    yield "grey_0", grey, 95
    yield "sepia_0", np.clip(grey * [0.75, 0.95, 1.1], 0, 255), 95
    wall = wall_weight(image, points)
    for side, sign in (("L", -1), ("R", 1)):
        for stops in (0.5, 1, 1.5, 2, 3):
            ramp = 1 / (1 + np.exp(-sign * (x - middle) / (0.25 * span)))
            yield f"side{side}_{stops}", encode(light * (2.0 ** (-stops * ramp * (1 - wall)))[..., None]), 95
        for stops in (0.3, 0.6, 1, 1.5):
            lobe = np.exp(-(((x - middle - sign * 1.9 * span) / (0.6 * span)) ** 2) - ((y - eyes - 0.3 * span) / (1.3 * span)) ** 2)
            yield f"shadow{side}_{stops}", encode(light * (2.0 ** (-stops * lobe * wall))[..., None]), 95
    for stops in (0.5, 1, 1.5, 2):
        yield f"fallX_{stops}", encode(light * (2.0 ** (-stops * x / width * wall))[..., None]), 95
        yield f"fallY_{stops}", encode(light * (2.0 ** (-stops * y / (0.6 * height) * wall))[..., None]), 95
    for high in (480, 640, 1200, 2000, 3000):
        way = cv2.INTER_AREA if high < height else cv2.INTER_CUBIC
        yield f"high_{high}", cv2.resize(image, (high * width // height, high), interpolation=way), 95
    for quality in (95, 75, 50):
        once = cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 95])[1], cv2.IMREAD_COLOR)
        yield f"resave_{quality}", once, quality


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--portraits", type=Path, required=True)
    parser.add_argument("--part", choices=("fit", "report"), required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1, help="use every Nth person only")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    with (Path(__file__).parent / "split.csv").open() as file:
        people = [row["subject"] for row in csv.DictReader(file) if row["part"] == args.part]
    for subject in people[:: args.every]:
        image, points = portrait(args.portraits, subject)
        for name, picture, quality in changes(image, points):
            path = args.out / f"{subject}_{name}.jpg"
            cv2.imwrite(str(path), np.round(np.clip(picture, 0, 255)).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])


if __name__ == "__main__":
    main()
