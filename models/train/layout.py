"""What the nets speak about: landmarks, mask classes, attributes and crops, each named once.

Everything else in this folder, and `portrait.toml` that the Rust side reads, takes its names and orders from here.
Left and right are sides of the image, never of the subject. Lengths are in pupil distances (PD) unless said otherwise.
"""
from __future__ import annotations

from dataclasses import dataclass

# --- landmarks -------------------------------------------------------------------------------------------------------------
# Name -> number of the point in the 189-point template of the portrait set. What the template does not hold comes after.
TEMPLATE_POINTS: dict[str, int] = {
    "left_eye.pupil": 0, "right_eye.pupil": 1,
    "left_eye.iris_top": 2, "left_eye.iris_left": 4, "left_eye.iris_bottom": 6, "left_eye.iris_right": 8,
    "right_eye.iris_top": 10, "right_eye.iris_left": 12, "right_eye.iris_bottom": 14, "right_eye.iris_right": 16,
    "left_eye.outer": 18, "left_eye.upper_outer": 19, "left_eye.upper": 20, "left_eye.upper_inner": 21, "left_eye.inner": 22,
    "left_eye.lower_outer": 28, "left_eye.lower": 29, "left_eye.lower_inner": 30,
    "right_eye.inner": 23, "right_eye.upper_inner": 24, "right_eye.upper": 25, "right_eye.upper_outer": 26, "right_eye.outer": 27,
    "right_eye.lower_inner": 31, "right_eye.lower": 32, "right_eye.lower_outer": 33,
    "nose.left_side": 54, "nose.right_side": 60, "nose.base": 55, "nose.left_wing": 63, "nose.right_wing": 68,
    "nose.left_bridge": 51, "nose.right_bridge": 57,
    "left_brow.outer": 71, "left_brow.top_outer": 72, "left_brow.top_mid_outer": 73, "left_brow.top_mid": 74,
    "left_brow.top_inner": 75, "left_brow.inner": 76, "left_brow.under_outer": 83, "left_brow.under_inner": 84,
    "right_brow.inner": 77, "right_brow.top_inner": 78, "right_brow.top_mid": 79, "right_brow.top_mid_outer": 80,
    "right_brow.top_outer": 81, "right_brow.outer": 82, "right_brow.under_inner": 85, "right_brow.under_outer": 86,
    "lips.left": 87, "lips.upper_1": 88, "lips.upper_2": 89, "lips.upper": 90, "lips.upper_4": 91, "lips.upper_5": 92, "lips.right": 93,
    "lips.upper_inner_1": 94, "lips.upper_inner_2": 95, "lips.upper_inner": 96, "lips.upper_inner_4": 97, "lips.upper_inner_5": 98,
    "lips.lower_inner_1": 99, "lips.lower_inner_2": 100, "lips.lower_inner": 101, "lips.lower_inner_4": 102, "lips.lower_inner_5": 103,
    "lips.lower_1": 104, "lips.lower_2": 105, "lips.lower": 106, "lips.lower_4": 107, "lips.lower_5": 108,
    "left_ear.root_top": 109, "left_ear.root_mid": 110, "left_ear.root_bottom": 111,
    "left_ear.rim_1": 115, "left_ear.rim_2": 116, "left_ear.rim_3": 117, "left_ear.rim_4": 118, "left_ear.lobe": 119,
    "right_ear.root_top": 112, "right_ear.root_mid": 113, "right_ear.root_bottom": 114,
    "right_ear.rim_1": 120, "right_ear.rim_2": 121, "right_ear.rim_3": 122, "right_ear.rim_4": 123, "right_ear.lobe": 124,
    "jaw.left_1": 125, "jaw.left_2": 126, "jaw.left_3": 127, "jaw.left_4": 128, "chin": 129,
    "jaw.right_4": 130, "jaw.right_3": 131, "jaw.right_2": 132, "jaw.right_1": 133,
    **{f"hairline.{k}": 134 + k for k in range(11)},
    "neck.left": 145, "neck.right": 157, "neck.left_front": 183, "neck.right_front": 184,
}
DERIVED_POINTS = ("shoulder.left", "shoulder.right", "crown")
POINTS: tuple[str, ...] = (*TEMPLATE_POINTS, *DERIVED_POINTS)
INDEX: dict[str, int] = {name: k for k, name in enumerate(POINTS)}


def mirror_name(name: str) -> str:
    """The name a point bears after the picture is mirrored."""
    group, _, part = name.partition(".")
    if group == "hairline":
        return f"hairline.{10 - int(part)}"
    swapped = "_".join({"left": "right", "right": "left"}.get(word, word) for word in group.split("_"))
    if group == "lips" and part[-1:].isdigit():
        stem, _, digit = part.rpartition("_")
        return f"lips.{stem}_{6 - int(digit)}"
    part = "_".join({"left": "right", "right": "left"}.get(word, word) for word in part.split("_"))
    return f"{swapped}.{part}" if part else swapped


MIRROR: tuple[int, ...] = tuple(INDEX[mirror_name(name)] for name in POINTS)

# Pairs (upper, lower) whose distance the notice cares about: how far the eyes and the lips are open.
LID_PAIRS = tuple(
    (INDEX[f"{side}_eye.upper{p}"], INDEX[f"{side}_eye.lower{p}"]) for side in ("left", "right") for p in ("_outer", "", "_inner")
)
LIP_PAIRS = tuple((INDEX[f"lips.upper_inner{p}"], INDEX[f"lips.lower_inner{p}"]) for p in ("_1", "_2", "", "_4", "_5"))

# --- mask ------------------------------------------------------------------------------------------------------------------
CLASSES = ("background", "skin", "brow", "eye", "iris", "lips", "mouth", "teeth", "ear", "neck", "clothing", "hair",
           "frame", "lens", "headwear", "jewellery", "occluder")
(BACKGROUND, SKIN, BROW, EYE, IRIS, LIPS, MOUTH, TEETH, EAR, NECK, CLOTHING, HAIR, FRAME, LENS, HEADWEAR, JEWELLERY,
 OCCLUDER) = range(len(CLASSES))
IGNORE = 255
"""Mask value where the truth is not known."""

# --- attributes ------------------------------------------------------------------------------------------------------------
ATTRIBUTES = ("face", "glasses", "tinted", "glare", "frame_over_eye", "headwear", "occluded", "brows_covered", "eyes_covered",
              "bald", "beard", "makeup")
"""Yes/no questions that the head and the face net answer about the whole crop, as logits."""

# --- crops -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Crop:
    """A window onto the photo. `width` in PD; `down` moves its centre along the face axis from the anchor, in PD."""

    width: float
    columns: int
    rows: int
    down: float
    upright: bool
    """True: turned so that the line through the eyes is level. False: parallel to the photo."""

    @property
    def mask_side(self) -> int:
        """Columns and rows of the mask of a square crop."""
        return self.columns // 2


HEAD = Crop(6.4, 96, 96, 0.25, False)
FACE = Crop(3.6, 128, 128, 0.50, True)
EYE_PATCH = Crop(1.0, 64, 48, 0.0, True)
MOUTH_PATCH = Crop(1.2, 64, 48, 0.0, True)
EAR_PATCH = Crop(0.84, 40, 56, 0.15, True)
"""Lower than the ear's middle: earrings hang."""
NECK_PATCH = Crop(2.0, 80, 56, 0.8, True)

FINDER_SIDE = 128
"""Long side of the whole photo as the finder sees it, px."""
FINDER_CELL = 8
"""Side of one cell of its answer, px of that."""
FINDER_TURNS = ("upright", "left", "down", "right")
"""Where the top of the head may point."""

EYE_POINTS = ("outer", "upper_outer", "upper", "upper_inner", "inner", "lower_inner", "lower", "lower_outer", "pupil")
"""Points that the eye patch finds, of either eye."""
MOUTH_POINTS = tuple(name for name in POINTS if name.startswith("lips."))
"""Points that the mouth patch finds."""

EYE_OUTPUTS = ("opening", "closed", "covered", "tinted", "glare", "frame_over_eye", "coloured_lens", "gaze_x", "gaze_y")
MOUTH_OUTPUTS = ("gap", "open", "teeth", "covered")
EAR_OUTPUTS = ("visible", "covered", "earring")
NECK_OUTPUTS = ("necklace", "collar")
