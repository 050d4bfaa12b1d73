//! The people who appear in the fixtures. None of them lives: each is a set of proportions around the average.
//!
//! A kind of person comes with a number, and every number is somebody else: other proportions, clothes, wall and lamp,
//! and another place in the frame. So no two fixtures are copies of each other unless they are meant to be.

use super::maths::{Dice, mix};
use super::scene::{Cut, Glasses, Rgb, Scene, Sitter, Top};

/// Walls that identity photos stand before: blues, white, light greys.
const WALLS: [Rgb; 6] =
    [[67, 142, 219], [100, 197, 255], [240, 240, 240], [67, 142, 219], [88, 160, 226], [214, 216, 220]];
/// Jackets, dark enough before every wall.
const JACKETS: [Rgb; 5] = [[38, 42, 56], [58, 36, 62], [30, 34, 40], [54, 48, 44], [26, 46, 52]];
/// Shirts and jumpers, clear of every wall and of skin.
const TOPS: [Rgb; 5] = [[36, 74, 62], [120, 30, 38], [44, 40, 84], [58, 54, 60], [98, 34, 66]];

/// Ties, dark beside the shirt.
const TIES: [Rgb; 4] = [[86, 26, 36], [30, 44, 92], [34, 66, 58], [62, 58, 66]];

/// Short black hair, dark jacket over a white shirt.
pub fn young_man(number: u64) -> Scene {
    dressed(Sitter { lip_red: 0.2, ..Sitter::default() }, Top::Jacket, number)
}

/// Black hair tied back, jacket.
pub fn young_woman(number: u64) -> Scene {
    let sitter = Sitter {
        skin: [208, 178, 160],
        hair: [36, 24, 20],
        cut: Cut::TiedBack,
        jaw: 0.9,
        head_width: 0.97,
        nose: 0.92,
        lips: 1.02,
        lip_red: 0.2,
        eye_width: 1.02,
        eye_tilt: 0.08,
        brow: 1.05,
        neck: 0.88,
        shoulders: 0.9,
        ..Sitter::default()
    };
    dressed(sitter, Top::Jacket, number)
}

/// Dark skin, cropped hair, dark jacket over a white shirt.
pub fn dark_man(number: u64) -> Scene {
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
        ..Sitter::default()
    };
    dressed(sitter, Top::Jacket, number)
}

/// Brown skin, hair in a bun, round neck.
pub fn brown_woman(number: u64) -> Scene {
    let sitter = Sitter {
        skin: [160, 134, 116],
        brow: 1.15,
        hair: [30, 21, 18],
        cut: Cut::Bun,
        jaw: 0.9,
        nose: 1.02,
        lips: 1.0,
        lip_red: 0.2,
        eye_width: 1.04,
        neck: 0.88,
        shoulders: 0.9,
        ..Sitter::default()
    };
    dressed(sitter, Top::Crew, number)
}

/// Fair skin, long brown hair behind the ears, round neck.
pub fn fair_woman(number: u64) -> Scene {
    let sitter = Sitter {
        skin: [214, 188, 172],
        hair: [116, 76, 46],
        iris: [78, 66, 50],
        cut: Cut::LongBehindEars,
        jaw: 0.88,
        head_width: 0.97,
        nose: 0.9,
        lips: 0.95,
        lip_red: 0.2,
        eye_tilt: 0.03,
        brow: 1.05,
        neck: 0.86,
        shoulders: 0.88,
        ..Sitter::default()
    };
    dressed(sitter, Top::Crew, number)
}

/// The sitter as the person of this number, before their own wall.
fn dressed(mut sitter: Sitter, top: Top, number: u64) -> Scene {
    let mut dice = Dice(number.wrapping_mul(0x9E37_79B9) ^ 0x0051_77E5);
    let mut around = |value: f64, by: f64| value + by * (2.0 * dice.unit() - 1.0);
    let complexion = around(1.0, 0.07);
    sitter.skin = sitter.skin.map(|c| (f64::from(c) * complexion).clamp(0.0, 244.0) as u8);
    sitter.head_width = around(sitter.head_width, 0.035);
    sitter.jaw = around(sitter.jaw, 0.07);
    sitter.nose = around(sitter.nose, 0.12);
    sitter.lips = around(sitter.lips, 0.1);
    sitter.eye_width = around(sitter.eye_width, 0.03);
    sitter.eye_tilt = around(sitter.eye_tilt, 0.03);
    sitter.brow = around(sitter.brow, 0.2);
    sitter.neck = around(sitter.neck, 0.04);
    sitter.shoulders = around(sitter.shoulders, 0.07);
    sitter.volume = around(1.0, 0.35);
    sitter.seed = number as i64;
    let mut scene = Scene { sitter, ..Scene::default() };
    scene.frame.head = around(0.505, 0.03);
    scene.frame.crown = around(0.135, 0.025);
    scene.frame.shift = around(0.0, 0.016);
    scene.light.side = around(0.0, 0.3);
    scene.face.smile = mix(0.12, 0.3, dice.unit());
    scene.wear.top = top;
    scene.wear.cloth = pick(if top == Top::Jacket { &JACKETS } else { &TOPS }, &mut dice);
    scene.backdrop.colour = pick(&WALLS, &mut dice);
    scene.wear.tie = pick(&TIES, &mut dice);
    scene
}

fn pick(colours: &[Rgb], dice: &mut Dice) -> Rgb {
    colours[(dice.unit() * colours.len() as f64) as usize]
}

/// Glasses nothing is wrong with.
pub fn clear() -> Glasses {
    Glasses { frame: [34, 30, 34], tint: 0.0, glare: 0.0, slipped: 0.0, rim: 0.14 }
}
