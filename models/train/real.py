"""Step 2b: the real pictures of the training people in the pool's format.

Neutral pictures carry their template: once as they are, once cut out so that a background can be put behind. Smiling pictures have no
template: their points come from the net's own averaged answers, their mouths from the label table, and their mask is left open.

usage: real.py --people FILE --out DIR                                             neutral pictures
       real.py --people FILE --out DIR --portraits DIR --net FILE [--head FILE]    smiling pictures, with trained nets
"""
from __future__ import annotations

import argparse
import pickle
from pathlib import Path

import cv2
import numpy as np
import torch

from drawing.canvas import ORIGIN, PD, SIDE, Canvas
from drawing.textures import HAIR_COLOURS
from layout import (ATTRIBUTES, EAR_OUTPUTS, EYE_OUTPUTS, FACE, HEAD, IGNORE, INDEX, LIP_PAIRS, MIRROR, POINTS)
from crops import Window, window_for
from morph import Source, known_from_labels
from nets import PortraitNet
from pool import ANSWERS, GREY, answers, attributes, landmarks, write_chunk
from portraits import EARRINGS_IN_SIGHT, WORKING_PD, Portrait, read_portrait, read_table


def canvas_view(middle: np.ndarray, pd: float, tilt: float) -> Window:
    """A picture seen in the pool's frame."""
    angle = np.radians(tilt)
    matrix = pd / PD * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return Window(matrix, middle - matrix @ ORIGIN, SIDE, SIDE)


def neutral(source: Source, cut: bool) -> dict[str, np.ndarray]:
    """A neutral picture with its truth; `cut` leaves the background free."""
    person = source.person
    portrait = person.portrait
    axis = portrait.points[1] - portrait.points[0]
    view = canvas_view(source.centre, portrait.pd, float(np.degrees(np.arctan2(axis[1], axis[0]))))
    inverse = np.linalg.inv(view.matrix)
    move = lambda p: ((p - view.offset) @ inverse.T).astype(np.float32)
    canvas = Canvas(np.random.default_rng(0), view.look(person.colour), view.look(person.alpha), view.look(person.labels, smooth=False),
                    move(portrait.points), move(person.shoulders), HAIR_COLOURS[0], {"yaw": np.nan, "pitch": np.nan, "gap": 0.0, "shut": 0.0})
    canvas.facts.update({name: 0.0 for name in ("glasses", "tinted", "headwear", "occluded", "coloured_lens", "left_closed", "right_closed")})
    canvas.facts["teeth"] = float(portrait.seen["teeth"] == "yes")
    known_from_labels(canvas.facts, portrait.seen)
    points, weights = landmarks(canvas)
    crown = move(person.crown[None])[0]
    points[INDEX["crown"]] = crown
    known = answers(canvas)
    for (name, side), in_sight in EARRINGS_IN_SIGHT.items():  # no mask of a real picture has jewellery
        if name == portrait.person:
            known[ANSWERS.index(f"{side}_ear.earring")] = 1.0 if in_sight else np.nan
    if cut:
        alpha = np.clip(canvas.alpha, 0, 1)[..., None]
        image = canvas.image * alpha + GREY * (1 - alpha)
    else:
        alpha, image = np.ones((SIDE, SIDE, 1), np.float32), view.look(portrait.image)
    return {
        "image": np.clip(image, 0, 255).astype(np.uint8), "alpha": (alpha[..., 0] * 255).astype(np.uint8), "labels": canvas.labels[1::2, 1::2],
        "points": points, "weights": weights, "attributes": attributes(canvas), "answers": known, "pose": np.full(2, np.nan, np.float32),
    }


@torch.no_grad()
def locate(net: PortraitNet, image: np.ndarray, middle: np.ndarray, pd: float, tilt: float, rng: np.random.Generator) -> np.ndarray:
    """Points of a picture: the median over slightly different and mirrored face crops; (points, 2) pixels."""
    windows, crops = [], []
    for k in range(8):
        base = window_for(FACE, middle, pd * rng.uniform(0.94, 1.06), tilt + rng.normal(0, 2))
        mirrored = np.diag([-1.0, 1.0]) if k % 2 else np.eye(2)
        centre = base.matrix @ np.full(2, FACE.columns / 2 - 0.5) + base.offset + rng.normal(0, 0.04, 2) * pd
        matrix = base.matrix @ mirrored
        windows.append(Window(matrix, centre - matrix @ np.full(2, FACE.columns / 2 - 0.5), FACE.columns, FACE.rows))
        crops.append(windows[-1].look(image, GREY)[..., ::-1])
    batch = torch.from_numpy(np.stack(crops).transpose(0, 3, 1, 2).copy()).float() / 255
    found = net(batch)[0].numpy()
    placed = [w.back(p)[list(MIRROR)] if k % 2 else w.back(p) for k, (w, p) in enumerate(zip(windows, found))]
    return np.median(placed, 0)


@torch.no_grad()
def first_look(net: PortraitNet, image: np.ndarray) -> np.ndarray:
    """Points of a centred studio picture without knowing where the face is: the head crop guessed, then found twice."""
    height, width = image.shape[:2]
    middle, pd = np.array([width / 2, 0.45 * height]), width / 6.3
    for _ in range(3):
        window = window_for(HEAD, middle, pd, 0.0)
        crop = window.look(image, GREY)[..., ::-1].transpose(2, 0, 1)[None].copy()
        points = window.back(net(torch.from_numpy(crop).float() / 255)[0][0].numpy())
        left, right = points[INDEX["left_eye.pupil"]], points[INDEX["right_eye.pupil"]]
        middle, pd = (left + right) / 2, float(np.hypot(*(right - left)))
    return points


def smiling(head: PortraitNet, net: PortraitNet, portrait: Portrait, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """A smiling picture: points by the nets, mouth by the table."""
    points = first_look(head, portrait.image)
    for _ in range(2):
        left, right = points[INDEX["left_eye.pupil"]], points[INDEX["right_eye.pupil"]]
        axis = right - left
        points = locate(net, portrait.image, (left + right) / 2, float(np.hypot(*axis)), float(np.degrees(np.arctan2(axis[1], axis[0]))), rng)
    seen = portrait.seen
    teeth, closed = seen["teeth"] == "yes", seen["mouth"] == "closed"
    if closed and not teeth:
        for upper, lower in LIP_PAIRS:
            points[[upper, lower]] = points[[upper, lower]].mean(0)
    view = canvas_view((left + right) / 2, float(np.hypot(*axis)), 0.0)
    placed = ((points - view.offset) @ np.linalg.inv(view.matrix).T).astype(np.float32)
    weights = np.ones(len(POINTS), np.float32)
    outside_face_crop = [k for name, k in INDEX.items() if name.startswith(("shoulder", "crown", "neck", "hairline"))]
    weights[outside_face_crop] = 0
    known = dict.fromkeys(ANSWERS, np.nan)
    width = float(np.hypot(*(placed[INDEX["lips.right"]] - placed[INDEX["lips.left"]])))
    gap = float(np.hypot(*(placed[INDEX["lips.lower_inner"]] - placed[INDEX["lips.upper_inner"]])))
    known.update({"mouth.gap": max(gap / width, 0.06) if teeth else 0.0 if closed else gap / width, "mouth.teeth": float(teeth),
                  "mouth.open": 1.0 if teeth or seen["mouth"] == "open" else 0.0 if closed else np.nan, "mouth.covered": 0.0})
    for side in ("left", "right"):
        known.update({f"{side}_eye.{name}": 0.0 for name in EYE_OUTPUTS[1:7]})
        known[f"{side}_eye.closed"] = 0.0
        visible = {"visible": 1.0, "hidden": 0.0}.get(seen[f"{side}_ear"], np.nan)
        known.update({f"{side}_ear.{EAR_OUTPUTS[0]}": visible, f"{side}_ear.{EAR_OUTPUTS[1]}": 1 - visible})
        known[f"{side}_ear.earring"] = {"none": 0.0}.get(seen["earring"], np.nan)
    judged = dict.fromkeys(ATTRIBUTES, 0.0) | {"face": 1.0, "beard": {"none": 0.0, "beard": 1.0}.get(seen["facial_hair"], np.nan),
                                               "makeup": {"none": 0.0, "heavy": 1.0}.get(seen["makeup"], np.nan), "bald": np.nan}
    return {
        "image": view.look(portrait.image), "alpha": np.full((SIDE, SIDE), 255, np.uint8), "labels": np.full((SIDE // 2, SIDE // 2), IGNORE, np.uint8),
        "points": placed, "weights": weights, "attributes": np.array([judged[n] for n in ATTRIBUTES], np.float32),
        "answers": np.array([known[n] for n in ANSWERS], np.float32), "pose": np.full(2, np.nan, np.float32),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=Path, required=True)
    parser.add_argument("--part", default="fit")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--portraits", type=Path)
    parser.add_argument("--net", type=Path, help="state of a net that knows face crops")
    parser.add_argument("--head", type=Path, help="state of one that knows head crops, where that is another")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    people = pickle.loads(args.people.read_bytes())[args.part]
    if args.net is None:
        sources = [Source.of(p) for p in people]
        for name, cut in (("plain", False), ("cut", True)):
            write_chunk(args.out / f"{args.part}_{name}", [neutral(s, cut) for s in sources])
        return
    net, head = PortraitNet().eval(), PortraitNet().eval()
    net.load_state_dict(torch.load(args.net, weights_only=True)["average"])
    head.load_state_dict(torch.load(args.head or args.net, weights_only=True)["average"])
    seen = read_table(args.portraits / "labels.csv", "file")
    names = [f"smiling/{p.portrait.person}_08" for p in people]
    rng = np.random.default_rng(0)
    portraits = [read_portrait(args.portraits, n, seen[f"{n}.jpg"], scale=WORKING_PD / 213) for n in names if f"{n}.jpg" in seen]
    write_chunk(args.out / f"{args.part}_smiling", [smiling(head, net, p, rng) for p in portraits])


if __name__ == "__main__":
    main()
