"""Step 2d: labelled portraits of strangers in the pool's format, as they are and with things drawn on them.

usage: strangers.py --strangers DIR --second FILE --nets DIR --people FILE --part fit --out DIR [--drawn N] [--seed S]

DIR holds `labels.csv` and `photos/`. Parts are by person: every third is `report` and is only measured, a quarter of the others is
`choose`, the rest is `fit`. Points and mask come from the shipped nets, averaged over several looks (nobody marked them by hand), the turn
of the head and the gap between the lips from a second instrument (`second.py`), every yes and no from the labels. `--drawn` makes N
pictures of each person with glasses, hats, fringes and so on drawn on: what life did not offer, on faces that it did.
"""
from __future__ import annotations

import argparse
import pickle
import zlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from cascade import Cascade, Reading
from crops import GREY, Rng, Window
from drawing import clothing, eyewear, hair, headwear, jewellery, lids, occluders, skin
from drawing.canvas import PD, SIDE, Canvas
from layout import ATTRIBUTES, BACKGROUND, CLASSES, FRAME, HAIR, HEADWEAR, IGNORE, INDEX, LENS, LIP_PAIRS, MIRROR, OCCLUDER, SKIN, TEMPLATE_POINTS
from morph import Source, spline
from patches import tilt_of
from pool import ANSWERS, answers, attributes, landmarks, write_chunk
from portraits import EARRINGS_IN_SIGHT, read_table
from real import canvas_view

LOOKS = 6
CHUNK = 50
PUPILS, EYE_CORNERS, FOREHEAD_CHIN, LIP_CORNERS, INNER_LIPS = (468, 473), (33, 263), (10, 152), (78, 308), (13, 14)
"""Points of the second instrument."""
PITCH_OF_THE_LONDON_SET = -1.3
"""What the second instrument calls the pitch of the portraits whose pitch is called 0 here, degrees: their median."""


def part_of(name: str) -> str:
    """Which part a photo such as `us-017` belongs to."""
    number = int(name.rsplit("-", 1)[1])
    return "report" if number % 3 == 0 else "choose" if number % 4 == 0 else "fit"


@dataclass
class Stranger:
    """One photo in the pool's frame. `image` is the person over grey where `alpha` (both SIDE square) is below one."""

    name: str
    seen: dict[str, str]
    photo: np.ndarray
    image: np.ndarray
    alpha: np.ndarray
    labels: np.ndarray
    beyond: np.ndarray
    template: np.ndarray
    shoulders: np.ndarray
    points: np.ndarray
    pose: tuple[float, float]
    gap: float


def pose_of(points: np.ndarray) -> tuple[float, float]:
    """Yaw (+ nose to image right) and pitch (+ chin up) in degrees by the second instrument's points."""
    across, down = points[EYE_CORNERS[1]] - points[EYE_CORNERS[0]], points[FOREHEAD_CHIN[1]] - points[FOREHEAD_CHIN[0]]
    yaw, pitch = np.arctan2(across[2], np.hypot(*across[:2])), np.arctan2(-down[2], np.hypot(*down[:2]))
    return float(np.degrees(yaw)), float(np.degrees(pitch) - PITCH_OF_THE_LONDON_SET)


def look(cascade: Cascade, photo: np.ndarray, second: np.ndarray, rng: Rng) -> tuple[np.ndarray, list[Reading]]:
    """Points by several looks, half of them mirrored, and the looks that were not."""
    left, right = second[PUPILS[0], :2], second[PUPILS[1], :2]
    middle, pd = (left + right) / 2, float(np.hypot(*(right - left)))
    width = photo.shape[1]
    flipped = np.ascontiguousarray(photo[:, ::-1])
    found, readings = [], []
    for k in range(LOOKS):
        shift, size = rng.normal(0, 0.06, 2) * pd, pd * rng.uniform(0.94, 1.06)
        if k % 2:
            reading = cascade.read(flipped, np.array([width - 1 - middle[0], middle[1]]) + shift, size)
            found.append((np.array([width - 1, 0]) + reading.points * [-1, 1])[list(MIRROR)])
        else:
            readings.append(cascade.read(photo, middle + shift, size))
            found.append(readings[-1].points)
    return np.median(found, 0), readings


def parsed(readings: list[Reading], view: Window, chin: float, seen: dict[str, str]) -> np.ndarray:
    """Classes over the pool's frame: the face net's where it looked down to the row of the chin, the head net's around. What the labels
    deny is put right."""
    total = np.zeros((SIDE, SIDE, len(CLASSES)), np.float32)
    for reading in readings:
        layers = []
        for net in (reading.head, reading.face):
            side = net.mask.shape[-1]
            coarse = net.window.coarser(net.window.columns // side)
            inverse = np.linalg.inv(coarse.matrix)
            affine = np.c_[inverse @ view.matrix, inverse @ (view.offset - coarse.offset)]
            flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            warp = lambda plane: cv2.warpAffine(plane, affine, (SIDE, SIDE), flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
            layers.append((np.stack([warp(plane) for plane in net.mask.astype(np.float32)], 2), warp(np.ones((side, side), np.float32))[..., None]))
        (head, _), (face, inside) = layers
        inside = np.clip(cv2.erode(inside[..., 0], np.ones((25, 25), np.uint8)), 0, 1)[..., None]
        inside[int(chin + 0.1 * PD) :] = 0
        total += inside * face + (1 - inside) * head
    labels = total.argmax(2).astype(np.uint8)
    labels[total.sum(2) < 0.5 * len(readings)] = BACKGROUND
    if seen["headcover"] == "none":
        labels[labels == HEADWEAR] = HAIR
    if seen["glasses"] == "none":
        labels[(labels == FRAME) | (labels == LENS)] = SKIN
    labels[labels == OCCLUDER] = SKIN
    return labels


def opacity(image: np.ndarray, person: np.ndarray, radius: int = 8) -> np.ndarray:
    """The second instrument's cut-out, made to follow the edges of the picture (guided filter); 0..1."""
    guide = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32) / 255
    mean = lambda x: cv2.blur(x, (2 * radius + 1, 2 * radius + 1))
    share = (mean(guide * person) - mean(guide) * mean(person)) / (mean(guide * guide) - mean(guide) ** 2 + 2e-3)
    rest = mean(person) - share * mean(guide)
    soft = mean(share) * guide + mean(rest)
    return np.clip((soft - 0.15) / 0.7, 0, 1).astype(np.float32)


def own_colours(image: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """The person's colours, freed of the wall that shows through."""
    wall = (alpha < 0.05).astype(np.float32)
    spread = lambda x: cv2.GaussianBlur(x, (0, 0), 25)
    back = spread(image * wall[..., None]) / np.maximum(spread(wall), 1e-3)[..., None]
    safe = np.clip(alpha, 0.25, 1)[..., None]
    return np.clip((image - (1 - safe) * back) / safe, 0, 255).astype(np.float32)


def whole_template(points: np.ndarray, mean_shape: np.ndarray) -> np.ndarray:
    """All template points from those that the nets find: a spline carries the mean face over."""
    known = list(TEMPLATE_POINTS.values())
    template = spline(mean_shape[known], points[: len(known)], mean_shape).astype(np.float32)
    template[known] = points[: len(known)]
    return template


def read_stranger(folder: Path, name: str, seen: dict[str, str], second: dict[str, np.ndarray], cascade: Cascade, mean_shape: np.ndarray) -> Stranger:
    """Everything that is derived from one photo."""
    photo, mesh = cv2.imread(str(folder / "photos" / f"{name}.jpg")), second[f"{name}.points"]
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    points, readings = look(cascade, photo, mesh, rng)
    left, right = points[INDEX["left_eye.pupil"]], points[INDEX["right_eye.pupil"]]
    view = canvas_view((left + right) / 2, float(np.hypot(*(right - left))), tilt_of(points))
    place = lambda p: ((p - view.offset) @ np.linalg.inv(view.matrix).T).astype(np.float32)
    image = view.look(photo, GREY)
    beyond = view.look(np.full(photo.shape[:2], 255, np.uint8), 0, smooth=False) == 0
    placed = place(points)
    labels = parsed(readings, view, placed[INDEX["chin"], 1], seen)
    mask = cv2.resize(second[f"{name}.person"], photo.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    alpha = opacity(image, view.look(mask, 0).astype(np.float32) / 255)
    alpha[beyond] = 1
    mouth = np.hypot(*(mesh[LIP_CORNERS[0], :2] - mesh[LIP_CORNERS[1], :2]))
    gap = float(np.hypot(*(mesh[INNER_LIPS[0], :2] - mesh[INNER_LIPS[1], :2])) / mouth)
    return Stranger(name, seen, photo, image, alpha, labels, beyond, whole_template(placed, mean_shape),
                    placed[[INDEX["shoulder.left"], INDEX["shoulder.right"]]], placed, pose_of(mesh), gap)


YES_NO = {"1": 1.0, "0": 0.0}


def facts_of(stranger: Stranger) -> dict[str, float]:
    """What the labels say, in the words of the pool; a soft label is not known."""
    seen = stranger.seen
    worn = float(seen["glasses"] != "none")
    facts = {
        "glasses": worn, "tinted": float(seen["glasses"] in ("tinted", "dark")), "headwear": float(seen["headcover"] != "none"), "occluded": 0.0,
        "coloured_lens": 0.0, "left_closed": 0.0, "right_closed": 0.0, "shut": 0.0, "gap": 0.0, "teeth": YES_NO[seen["teeth"]],
        "beard": YES_NO[seen["beard"]], "makeup": {"heavy": 1.0, "none": 0.0}.get(seen["makeup"], 0.25), "bald": YES_NO[seen["bald"]],
        "earring": YES_NO.get(seen["earrings"], np.nan), "necklace": YES_NO.get(seen["necklace"], np.nan), "collar": float(seen["collar"] == "bulky"),
        "yaw": stranger.pose[0], "pitch": stranger.pose[1],
    }
    for side in ("left", "right"):
        facts[f"{side}_glare"] = 0.0 if seen["glare"] == "0" else np.nan
        facts[f"{side}_frame_over_eye"] = YES_NO[seen["frame_over_eye"]]
        facts[f"{side}_earring"] = facts["earring"]
    return facts


def canvas_of(stranger: Stranger, rng: Rng, cut: bool) -> Canvas:
    """The photo to draw on."""
    alpha = stranger.alpha.copy() if cut else np.ones_like(stranger.alpha)
    image = own_colours(stranger.image.astype(np.float32), alpha) if cut else stranger.image.astype(np.float32)
    hair_pixels = stranger.labels == HAIR
    colour = stranger.image[hair_pixels].mean(0).astype(np.float32) if hair_pixels.sum() > 300 else np.array([60, 60, 62], np.float32)
    return Canvas(rng, image, alpha, stranger.labels.copy(), stranger.template.copy(), stranger.shoulders.copy(), colour, facts_of(stranger))


def dress(canvas: Canvas, stranger: Stranger) -> set[str]:
    """Draws a few things that the person does not wear; returns which."""
    worn, drawn = stranger.seen, set()
    bare = worn["headcover"] == "none"
    steps = [
        ("tone", 0.15, skin.change_tone), ("hair", 0.25, hair.recolour), ("cloth", 0.3, clothing.dye), ("makeup", 0.1, skin.makeup),
        ("collar", 0.1, clothing.collar), ("neck", 0.1, clothing.high_neck), ("fur", 0.06, clothing.fur_collar), ("bare", 0.12, clothing.bare_shoulders), ("lids", 0.22, shut),
        ("long", 0.14 if bare else 0, hair.long_hair), ("fringe", 0.16 if bare else 0, hair.fringe), ("strands", 0.1, hair.loose_strands),
        ("earrings", 0.2, jewellery.earrings), ("necklace", 0.25, jewellery.necklace),
        ("glasses", 0.5 if worn["glasses"] == "none" else 0, eyewear.glasses), ("lenses", 0.7 if worn["glasses"] == "clear" else 0, eyewear.on_real_lenses),
        ("hat", 0.3 if bare else 0, headwear.headwear), ("thing", 0.1, occluders.occlude), ("light", 0.4, skin.light),
    ]
    for name, probability, step in steps:
        if canvas.chance(probability):
            step(canvas)
            drawn.add(name)
    np.clip(canvas.image, 0, 255, out=canvas.image)
    return drawn


def shut(canvas: Canvas) -> None:
    """Closes the eyes, mostly both and all the way."""
    amounts = lids.amounts(canvas.rng)
    amounts = tuple(max(0.0, a) for a in amounts) if max(amounts) > 0.2 else (1.0, 1.0)
    open_points = canvas.points.copy()
    lids.move(canvas.rng, canvas.points, amounts)
    lids.close(canvas, open_points)
    canvas.facts["shut"] = max(amounts)
    for side, amount in zip(("left", "right"), amounts):
        canvas.facts[f"{side}_closed"] = np.nan if 0.6 < amount < 0.95 else float(amount >= 0.95)
    lids.line(canvas)


def finished(stranger: Stranger, canvas: Canvas, drawn: set[str]) -> dict[str, np.ndarray]:
    """A picture with its truth: by the labels where nothing was drawn over it, else by what was."""
    seen = stranger.seen
    judged = dict(zip(ATTRIBUTES, attributes(canvas)))
    known = dict(zip(ANSWERS, answers(canvas)))
    over = drawn & {"hat", "thing"}
    closed = seen["mouth"] == "closed" and seen["teeth"] == "0"
    if not over and not drawn & {"fringe", "strands"}:
        judged.update(brows_covered=YES_NO[seen["brows_covered"]], eyes_covered=YES_NO[seen["eyes_covered"]])
        known.update({f"{side}_eye.covered": YES_NO[seen["eyes_covered"]] if seen["eyes_covered"] == "0" else np.nan for side in ("left", "right")})
    judged["bald"] = np.nan if "hat" in drawn else YES_NO[seen["bald"]]
    if "thing" not in drawn:
        known.update({"mouth.gap": 0.0 if closed else max(stranger.gap, 0.03) if seen["teeth"] == "1" else stranger.gap, "mouth.teeth": YES_NO[seen["teeth"]],
                      "mouth.open": 0.0 if closed else 1.0 if seen["teeth"] == "1" or seen["mouth"] == "open" else np.nan, "mouth.covered": 0.0})
    for side in ("left", "right"):
        known.update({f"{side}_eye.gaze_x": np.nan, f"{side}_eye.gaze_y": np.nan})
        if "lids" not in drawn:
            known[f"{side}_eye.opening"] = np.nan
        visible = seen[f"ear_{side}"]
        if not drawn & {"hat", "thing", "long"}:
            known.update({f"{side}_ear.visible": {"visible": 1.0, "partly": 0.5}.get(visible, 0.0),
                          f"{side}_ear.covered": {"visible": 0.0, "partly": np.nan}.get(visible, 1.0)})
            if "earrings" not in drawn:
                worn = YES_NO.get(seen["earrings"], np.nan)
                in_sight = EARRINGS_IN_SIGHT.get((stranger.name, side), visible != "hidden")
                known[f"{side}_ear.earring"] = worn if in_sight or worn == 0 else np.nan
    points, weights = landmarks(canvas)
    weights *= 0.5  # nobody placed them by hand
    if "hat" not in drawn:
        points[INDEX["crown"]], weights[INDEX["crown"]] = stranger.points[INDEX["crown"]], 0.5
    if closed and "thing" not in drawn:
        for upper, lower in LIP_PAIRS:
            points[[upper, lower]] = points[[upper, lower]].mean(0)
    labels = canvas.labels.copy()
    labels[stranger.beyond] = IGNORE
    alpha = np.where(stranger.beyond, 1, np.clip(canvas.alpha, 0, 1))[..., None]
    image = canvas.image * alpha + GREY * (1 - alpha)
    image[stranger.beyond] = GREY
    return {
        "image": np.clip(image + 0.5, 0, 255).astype(np.uint8), "alpha": (alpha[..., 0] * 255 + 0.5).astype(np.uint8), "labels": labels[1::2, 1::2],
        "points": points, "weights": weights.astype(np.float32), "attributes": np.array([judged[n] for n in ATTRIBUTES], np.float32),
        "answers": np.array([known[n] for n in ANSWERS], np.float32), "pose": np.array(stranger.pose, np.float32),
        "person": np.array(stranger.name),
    }


def pictures(stranger: Stranger, drawn: int, seed: int) -> list[dict[str, np.ndarray]]:
    """The photo as it is and cut out, or as many pictures with things drawn on it."""
    rng = np.random.default_rng([seed, zlib.crc32(stranger.name.encode())])
    plain = stranger.seen["background"] == "plain"
    if not drawn:
        canvases = [canvas_of(stranger, rng, cut) for cut in ((False, True) if plain else (False,))]
        return [finished(stranger, canvas, set()) for canvas in canvases]
    found = []
    for _ in range(drawn):
        canvas = canvas_of(stranger, rng, plain and rng.random() < 0.7)
        found.append(finished(stranger, canvas, dress(canvas, stranger)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strangers", type=Path, required=True)
    parser.add_argument("--second", type=Path, required=True)
    parser.add_argument("--nets", type=Path, required=True, help="folder of shipped nets")
    parser.add_argument("--people", type=Path, required=True, help="parsed portraits: their mean template completes that of the strangers")
    parser.add_argument("--part", default="fit", choices=("fit", "choose", "report"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--drawn", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    store = args.out.parent / f"{args.part}_strangers.pkl"
    if store.exists():
        strangers = pickle.loads(store.read_bytes())
    else:
        cascade, second = Cascade(args.nets), dict(np.load(args.second))
        mean_shape = np.mean([Source.of(p).shape for p in pickle.loads(args.people.read_bytes())["fit"]], 0)
        table = {Path(file).stem: row for file, row in read_table(args.strangers / "labels.csv", "file").items()}
        strangers = [read_stranger(args.strangers, name, row, second, cascade, mean_shape) for name, row in table.items() if part_of(name) == args.part]
        store.write_bytes(pickle.dumps(strangers))
    made, kind = [], f"drawn{args.seed}" if args.drawn else "real"
    for stranger in strangers:
        made += pictures(stranger, args.drawn, args.seed)
    order = np.random.default_rng(0).permutation(len(made))
    for chunk in range(0, len(made), CHUNK):
        write_chunk(args.out / f"{args.part}_{kind}_{chunk // CHUNK:03d}", [made[k] for k in order[chunk : chunk + CHUNK]])
    print(len(made), "pictures of", len(strangers), "people")


if __name__ == "__main__":
    main()
