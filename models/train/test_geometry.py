"""Checks of what everything else leans on: mirrored names, crops and their way back.  usage: python3 -m unittest test_geometry"""
from __future__ import annotations

import tomllib
import unittest

import numpy as np

from crops import Window, eye_frame, window_for
from drawing import lids
from drawing.canvas import SIDE, Canvas
from export import contract
from layout import EYE, FACE, HEAD, INDEX, MIRROR, POINTS, SKIN


class Mirroring(unittest.TestCase):
    def test_twice_is_nothing(self) -> None:
        self.assertEqual([MIRROR[k] for k in MIRROR], list(range(len(POINTS))))

    def test_sides_change(self) -> None:
        self.assertEqual(POINTS[MIRROR[INDEX["left_eye.upper_inner"]]], "right_eye.upper_inner")
        self.assertEqual(POINTS[MIRROR[INDEX["lips.lower_inner_2"]]], "lips.lower_inner_4")
        self.assertEqual(POINTS[MIRROR[INDEX["right_eye.iris_left"]]], "left_eye.iris_right")
        self.assertEqual(MIRROR[INDEX["chin"]], INDEX["chin"])


class Crops(unittest.TestCase):
    def test_there_and_back(self) -> None:
        window = Window.at(np.array([310.0, 200.0]), 2.7, 17.0, 64, 48, mirrored=True)
        places = np.array([[300.0, 190.0], [333.0, 222.0]])
        np.testing.assert_allclose(window.back(window.place(places)), places, atol=1e-9)

    def test_coarser_covers_the_same(self) -> None:
        window = Window.at(np.array([310.0, 200.0]), 2.0, 5.0, 128, 128)
        corner = np.array([0.25, 0.75])
        np.testing.assert_allclose(window.coarser(2).back(corner), window.back(corner), atol=1e-9)

    def test_face_crop_levels_the_eyes(self) -> None:
        points = np.zeros((len(POINTS), 2))
        points[INDEX["left_eye.pupil"]], points[INDEX["right_eye.pupil"]] = [100, 100], [180, 130]
        inside = window_for(FACE, *eye_frame(points)).place(points[:2])
        self.assertAlmostEqual(inside[0, 1], inside[1, 1])
        self.assertAlmostEqual(inside[1, 0] - inside[0, 0], 1 / FACE.width)
        self.assertAlmostEqual(inside[:, 1].mean(), 0.5 - FACE.down / FACE.width)

    def test_head_crop_stays_parallel(self) -> None:
        window = window_for(HEAD, np.array([50.0, 60.0]), 30.0, 20.0)
        self.assertAlmostEqual(window.matrix[1, 0], 0.0)


class Lids(unittest.TestCase):
    def test_a_shut_eye_shows_no_eyeball(self) -> None:
        points = np.zeros((189, 2), np.float32)
        for offset, (left, upper, right, lower, crease) in zip((200, 280), lids.SIDES.values()):
            points[left], points[right] = (offset, 220), (offset + 28, 220)
            points[list(upper)] = [(offset + x, 214) for x in (7, 14, 21)]
            points[list(lower)] = [(offset + x, 225) for x in (7, 14, 21)]
            points[list(crease)] = [(offset + x, 208) for x in (0, 7, 14, 21, 28)]
        canvas = Canvas(np.random.default_rng(0), np.zeros((SIDE, SIDE, 3), np.float32), np.ones((SIDE, SIDE), np.float32),
                        np.full((SIDE, SIDE), SKIN, np.uint8), points.copy(), np.zeros((2, 2)), np.zeros(3))
        for left, upper, right, lower, _ in lids.SIDES.values():
            canvas.labels[canvas.polygon(points[[left, *upper, right, *lower[::-1]]]) > 0] = EYE
        seen = int(canvas.has(EYE).sum())
        lids.move(canvas.rng, canvas.points, (1.0, 0.0))
        lids.close(canvas, points)
        self.assertLess(int(canvas.has(EYE)[:, :240].sum()), 0.08 * seen)  # at most the line where the lids meet
        self.assertGreater(int(canvas.has(EYE)[:, 240:].sum()), 0.45 * seen)


class Contract(unittest.TestCase):
    def test_is_toml_with_every_net(self) -> None:
        text = tomllib.loads(contract({}))
        self.assertEqual(text["points"], list(POINTS))
        for name in ("head", "face", "eye", "mouth", "ear"):
            self.assertEqual(text[name]["file"], f"{name}.safetensors")


if __name__ == "__main__":
    unittest.main()
