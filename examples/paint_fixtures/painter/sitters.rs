//! The people who appear in the fixtures. None of them lives: each is a set of proportions around the average.

use super::scene::{Cut, Glasses, Rgb, Scene, Sitter, Top};

/// Short black hair, dark jacket over a white shirt.
pub fn young_man() -> Scene {
    Scene::default()
}

/// Black hair tied back, jacket.
pub fn young_woman() -> Scene {
    let sitter = Sitter {
        skin: [236, 196, 172],
        hair: [36, 24, 20],
        cut: Cut::TiedBack,
        jaw: 0.86,
        head_width: 0.97,
        nose: 0.9,
        lips: 1.1,
        lip_red: 0.72,
        eye_width: 1.05,
        eye_tilt: 0.1,
        brow: 0.8,
        neck: 0.88,
        shoulders: 0.9,
        seed: 2,
        ..Sitter::default()
    };
    dressed(sitter, Top::Jacket, [58, 36, 62])
}

/// Dark skin, cropped hair, open shirt collar.
pub fn dark_man() -> Scene {
    let sitter = Sitter {
        skin: [126, 84, 60],
        hair: [22, 18, 17],
        iris: [46, 28, 18],
        cut: Cut::Cropped,
        nose: 1.2,
        lips: 1.25,
        lip_red: 0.2,
        jaw: 1.05,
        stubble: 0.25,
        eye_tilt: 0.04,
        seed: 3,
        ..Sitter::default()
    };
    dressed(sitter, Top::Collar, [120, 30, 38])
}

/// Brown skin, hair in a bun, round neck.
pub fn brown_woman() -> Scene {
    let sitter = Sitter {
        skin: [190, 138, 106],
        hair: [30, 21, 18],
        cut: Cut::Bun,
        jaw: 0.88,
        nose: 1.02,
        lips: 1.2,
        lip_red: 0.5,
        eye_width: 1.08,
        brow: 0.95,
        neck: 0.88,
        shoulders: 0.9,
        seed: 4,
        ..Sitter::default()
    };
    dressed(sitter, Top::Crew, [36, 74, 62])
}

/// Fair skin, long brown hair behind the ears, round neck.
pub fn fair_woman() -> Scene {
    let sitter = Sitter {
        skin: [238, 200, 180],
        hair: [116, 76, 46],
        iris: [86, 110, 120],
        cut: Cut::LongBehindEars,
        jaw: 0.84,
        head_width: 0.97,
        nose: 0.88,
        lips: 1.0,
        lip_red: 0.62,
        eye_width: 1.04,
        eye_tilt: 0.03,
        brow: 0.75,
        neck: 0.86,
        shoulders: 0.88,
        seed: 5,
        ..Sitter::default()
    };
    dressed(sitter, Top::Crew, [132, 40, 60])
}

fn dressed(sitter: Sitter, top: Top, cloth: Rgb) -> Scene {
    let mut scene = Scene { sitter, ..Scene::default() };
    (scene.wear.top, scene.wear.cloth) = (top, cloth);
    scene
}

/// Glasses nothing is wrong with.
pub fn clear() -> Glasses {
    Glasses { frame: [34, 30, 34], tint: 0.0, glare: 0.0, slipped: 0.0, rim: 0.14 }
}
