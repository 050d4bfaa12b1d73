"""Step 2c, in an environment of its own with `mediapipe==0.10.14`: what a second instrument sees in the labelled strangers.

usage: second.py --photos DIR [DIR ...] --out FILE

For every photo, by its name: 478 points (px, depth in px) and an opacity mask of the person. They place the first crop, give the turn of
the head, the gap between the lips and a cut-out to train with. Nothing of the instrument ships, and nothing is reported with it.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np


def main() -> None:
    import mediapipe

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    solutions = mediapipe.solutions
    mesh = solutions.face_mesh.FaceMesh(static_image_mode=True, refine_landmarks=True, max_num_faces=1, min_detection_confidence=0.3)
    cut = solutions.selfie_segmentation.SelfieSegmentation(model_selection=0)
    seen: dict[str, np.ndarray] = {}
    for path in sorted(p for folder in args.photos for p in folder.glob("*.jpg")):
        photo = cv2.imread(str(path))
        if photo.shape[0] > 1000:
            photo = cv2.resize(photo, None, fx=800 / photo.shape[0], fy=800 / photo.shape[0], interpolation=cv2.INTER_AREA)
        rgb = np.ascontiguousarray(photo[..., ::-1])
        found = mesh.process(rgb).multi_face_landmarks
        if not found:
            print("nobody found in", path)
            continue
        rows, columns = rgb.shape[:2]
        seen[f"{path.stem}.points"] = np.array([[p.x * columns - 0.5, p.y * rows - 0.5, p.z * columns] for p in found[0].landmark], np.float32)
        seen[f"{path.stem}.person"] = (np.clip(cut.process(rgb).segmentation_mask, 0, 1) * 255).astype(np.uint8)
    np.savez_compressed(args.out, **seen)
    print(len(seen) // 2, "photos")


if __name__ == "__main__":
    main()
