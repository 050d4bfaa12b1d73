#!/usr/bin/env python3
"""Gives photos known histories, for fitting and reporting what `trace.*` says of the pixels.

  python3 histories.py --portraits PORTRAITS --bench BENCH --ids IDS.txt --out PHOTOS [--seed 1]

Every photo starts from a portrait that is shrunk, as a studio does, by a random kernel to a random size (the untouched
portraits also come as they are), with or without extra sensor noise, denoising and sharpening; then it lives through one
history and is saved by a random encoder setting. truth.jsonl: {"file", "subject", "history", "trace", ...parameters};
`trace` is the measure that ought to see it, null for photos that nothing was done to. `BENCH` holds portraits.py.
"""
from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

KERNELS = {"box": Image.BOX, "bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "lanczos": Image.LANCZOS}


def jpeg(image: np.ndarray, quality: int, sampling: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(image).save(out, "JPEG", quality=quality, subsampling=sampling)
    return out.getvalue()


def through_jpeg(image: np.ndarray, quality: int, sampling: int) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(jpeg(image, quality, sampling))).convert("RGB"))


def resize(image: np.ndarray, width: int, height: int, kernel: str) -> np.ndarray:
    return np.asarray(Image.fromarray(image).resize((width, height), KERNELS[kernel]))


def original(photo: np.ndarray, rng: np.random.Generator, height: int) -> tuple[np.ndarray, dict]:
    """A studio's picture of about this height: cropped, shrunk, perhaps noisy, denoised or sharpened."""
    side = int(photo.shape[0] * rng.uniform(0.72, 1.0))
    wide = int(side * 0.75)
    x, y = int(rng.integers(0, photo.shape[1] - wide + 1) * 0.3 + 0.35 * (photo.shape[1] - wide)), int(rng.integers(0, photo.shape[0] - side + 1))
    part = photo[y:y + side, x:x + wide]
    height = min(height, int(side * 0.85))
    kernel = str(rng.choice(list(KERNELS)))
    image = resize(part, int(height * 0.75), height, kernel)
    look = str(rng.choice(["plain", "plain", "noisy", "denoised", "sharpened"]))
    if look == "noisy":
        sigma = rng.uniform(1, 4)
        grain = rng.normal(0, sigma, image.shape)
        if rng.random() < 0.5:
            grain = cv2.GaussianBlur(grain, (0, 0), rng.uniform(0.4, 0.8))
        image = np.clip(image + grain, 0, 255).round().astype(np.uint8)
    elif look == "denoised":
        image = cv2.bilateralFilter(image, 5, rng.uniform(8, 20), 2) if rng.random() < 0.5 else cv2.fastNlMeansDenoisingColored(image, None, 4, 4, 5, 11)
    elif look == "sharpened":
        soft = cv2.GaussianBlur(image, (0, 0), 1.0)
        image = cv2.addWeighted(image, 1 + (a := rng.uniform(0.3, 0.9)), soft, -a, 0)
    return image, {"kernel": kernel, "look": look}


def face_mask(points: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """The skin of the face without eyes and mouth, soft-edged."""
    mask = np.zeros(shape, np.float32)
    outline = points[[125, 126, 127, 128, 129, 130, 131, 132, 135, 137, 139, 141, 143]].astype(np.float32)
    cv2.fillPoly(mask, [np.int32(cv2.convexHull(outline))], 1.0)
    for part in (range(18, 44), range(87, 109)):
        half = [[i for i in part if points[i, 0] < points[:2, 0].mean()], [i for i in part if points[i, 0] >= points[:2, 0].mean()]]
        for piece in ([list(part)] if part.start == 87 else half):
            cv2.fillPoly(mask, [np.int32(cv2.convexHull(points[piece].astype(np.float32)))], 0.0)
    return cv2.GaussianBlur(mask, (0, 0), 6)[..., None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("portraits", "bench", "ids", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    sys.path.insert(0, str(args.bench))
    from portraits import cut_out, read_template
    args.out.mkdir(parents=True, exist_ok=True)
    truth = (args.out / "truth.jsonl").open("w")

    for k, subject in enumerate(args.ids.read_text().split()):
        rng = np.random.default_rng([args.seed, k])
        source = args.portraits / f"neutral/{subject}_03.jpg"
        photo = np.asarray(Image.open(source).convert("RGB"))
        points = read_template(source.with_suffix(".tem"))

        def write(name: str, trace: str | None, image: np.ndarray, **more) -> None:
            quality, sampling = int(rng.choice([75, 80, 85, 88, 90, 92, 95, 97])), int(rng.choice([0, 2]))
            quality = more.pop("quality", quality)
            file = f"{subject}_{name}.jpg"
            (args.out / file).write_bytes(jpeg(np.ascontiguousarray(image), quality, sampling))
            truth.write(json.dumps({"file": file, "subject": subject, "history": name.split("-")[0], "trace": trace, "quality": quality,
                                    "sampling": sampling, **more}) + "\n")

        for n, height in enumerate((480, 640, 640, 800, 800, 1000, 1100)):
            image, how = original(photo, rng, height)
            write(f"once-{n}", None, image, **how)
        for n in range(5):
            image, how = original(photo, rng, int(rng.choice([640, 800, 1000])))
            before, after = sorted(rng.choice([70, 75, 80, 85, 88, 90, 92, 95, 97], 2, replace=False))
            once = through_jpeg(image, int(before), int(rng.choice([0, 2])))
            write(f"resaved-{n}", "resaved", once, quality=int(after), before=int(before), **how)
            x, y = rng.integers(1, 8, 2)
            write(f"shifted-{n}", "resaved", once[y:, x:], quality=int(after), before=int(before), **how)
            if n < 2:
                write(f"coarser-{n}", "resaved", through_jpeg(image, int(after), 0), quality=int(before), before=int(after), **how)
        for n in range(5):
            final = int(rng.choice([640, 800, 1000, 1300]))
            factor = float(rng.uniform(1.3, 2.4))
            image, how = original(photo, rng, int(final / factor))
            if rng.random() < 0.6:
                image = through_jpeg(image, int(rng.integers(75, 98)), int(rng.choice([0, 2])))
            factor = final / image.shape[0]
            how["kernel"] = kernel = str(rng.choice(["bilinear", "bicubic", "lanczos"]))
            write(f"enlarged-{n}", "upscaled", resize(image, round(image.shape[1] * factor), final, kernel), factor=factor, **how)
        for n in range(4):
            image, how = original(photo, rng, int(rng.choice([640, 800, 1000])))
            factor, how["kernel"] = float(rng.uniform(1.06, 1.3)), str(rng.choice(["bilinear", "bicubic", "lanczos"]))
            h, w = image.shape[:2]
            size = (round(w * factor), h) if n % 2 else (w, round(h * factor))
            write(f"stretched-{n}", "stretched", resize(image, *size, how["kernel"]), factor=factor, **how)
        person = cut_out(photo[..., ::-1].copy())
        alpha = person.alpha[..., None]
        for n, colour in enumerate([(67, 142, 219), (255, 255, 255), (200, 30, 40), (98, 139, 206), (67, 142, 219), (230, 232, 235)]):
            back = np.empty(photo.shape, np.float32)
            back[:] = colour
            if n == 4:  # a maker's gradient
                back *= np.linspace(1.05, 0.85, photo.shape[0])[:, None, None]
            swapped = np.clip(back * (1 - alpha) + person.colour[..., ::-1] * alpha, 0, 255).round().astype(np.uint8)
            look = rng.bit_generator.state
            image, how = original(swapped, rng, int(rng.choice([480, 640, 800])))
            if how["look"] == "noisy":
                rng.bit_generator.state = look
            write(f"cutout{'gradient' if n == 4 else ''}-{n}", "cut_out", image, colour=list(colour), **how)
        mask = face_mask(points, photo.shape[:2])
        for n, strength in enumerate((20, 35, 60)):
            soft = cv2.bilateralFilter(photo, 0, strength, 9) if n != 1 else cv2.edgePreservingFilter(photo, flags=1, sigma_s=20, sigma_r=0.15)
            smooth = np.clip(photo * (1 - mask) + soft * mask, 0, 255).round().astype(np.uint8)
            image, how = original(smooth, rng, int(rng.choice([640, 800])))
            write(f"smoothed-{n}", "smoothed", image, strength=strength, **how)
        print(f"\r{k + 1}", end="", flush=True)
    print()


if __name__ == "__main__":
    main()
