//! Looks of everything that is not bare skin.

use super::dress;
use super::hair;
use super::light::linear;
use super::maths::{V, bell, blend, noise, ramp};
use super::model::{Model, Stuff};
use super::scene::{Hat, Top};
use super::skin::{self, Look};

/// The look of a point of the room made of `stuff`; `pixel` is the width of a pixel there, cm.
pub fn look(model: &Model<'_>, p: V, normal: V, stuff: Stuff, pixel: f64) -> Look {
    let scene = model.scene;
    let matt = |colour: V| Look { colour, gloss: 0.02, glow: 0.0, soft: 0.0 };
    match stuff {
        Stuff::Skin => necklace(model, p, skin::skin(model.to_head(p), scene, pixel), pixel),
        Stuff::Hair => strands(model, p, normal),
        Stuff::Cloth => matt(cloth(model, p)),
        Stuff::Shirt if scene.wear.top == Top::Fur => {
            let pile = 1.0 + 0.3 * noise(V(p.0 * 5.0, p.1 * 2.0, p.2 * 5.0)) + 0.2 * noise(p * 12.0);
            matt(linear(scene.wear.shirt) * pile)
        }
        Stuff::Shirt => matt(linear(scene.wear.shirt) * (weave(p) * 0.9 * seam(model.to_body(p), dress::COLLAR))),
        Stuff::Tie => matt(linear(scene.wear.tie) * weave(p)),
        Stuff::Gold => Look { colour: linear([214, 168, 74]), gloss: 1.6, glow: 0.0, soft: 0.0 },
        Stuff::Hat => {
            let colour = if scene.wear.hat == Some(Hat::Cap) { [138, 34, 44] } else { [92, 84, 120] };
            matt(linear(colour) * weave(p))
        }
        Stuff::Frame => {
            let colour = scene.wear.glasses.map_or([40, 38, 40], |g| g.frame);
            Look { colour: linear(colour), gloss: 0.3, glow: 0.0, soft: 0.0 }
        }
    }
}

fn weave(p: V) -> f64 {
    1.0 + 0.05 * noise(p * 9.0) + 0.04 * noise(p * 0.5)
}

/// The stitched edge of a shirt collar that opens at `-deep`.
fn seam(b: V, deep: f64) -> f64 {
    let side = b.0.abs() - 0.52 * (b.1 + deep);
    let flap = 2.6 - 0.25 * (b.1 + 17.5);
    1.0 - 0.1 * bell(side - flap, 0.3) * ramp(-23.5, -22.5, b.1)
}

fn cloth(model: &Model<'_>, p: V) -> V {
    let wear = &model.scene.wear;
    let b = model.to_body(p);
    let base = linear(wear.cloth) * weave(p);
    match wear.top {
        Top::Jacket => {
            let side = b.0.abs() - 0.36 * (b.1 + 34.0);
            let notch = bell(b.1 + 22.8 - 0.35 * (b.0.abs() - 5.0), 0.16) * ramp(5.2, 2.6, side);
            let edge = bell(side - 3.4 + 0.12 * (b.1 + 26.0), 0.2) * ramp(-21.5, -23.0, b.1);
            base * (1.0 - 0.3 * (notch + edge).min(1.0))
        }
        Top::Crew => {
            let line = 0.93 * (b.1 + 0.42 * (b.2 + 4.0)) + dress::CREW;
            let ribs = noise(V(b.0 * 4.0, 0.5, 3.0));
            base * (1.0 + 0.12 * ribs * ramp(-1.6, -1.4, line))
        }
        Top::Scoop | Top::Straps | Top::Fur => base,
    }
}

fn strands(model: &Model<'_>, p: V, normal: V) -> Look {
    let s = &model.scene.sitter;
    let h = model.to_head(p);
    let (across, along) = (hair::strand(h, s), hair::along(h));
    let seed = s.seed as f64 * 3.7;
    let fine = noise(V(across * 3.4, along * 0.35, seed));
    let lock = noise(V(across * 0.7, along * 0.12, seed + 9.0));
    let tone = (1.0 + 0.45 * fine + 0.3 * lock).max(0.15);
    // A band of light where the hair curves towards the lamp.
    let n = model.turned(normal);
    let band = bell(n.1 - 0.52 - 0.08 * lock, 0.42) * ramp(0.0, 0.5, n.2 + 0.35) * (0.5 + 0.5 * fine).clamp(0.0, 1.0);
    let base = linear(s.hair);
    let bright = blend(base, V(0.5, 0.47, 0.45), 0.25);
    Look { colour: base * (0.85 * tone) + bright * (0.55 * band), gloss: 0.03, glow: 0.0, soft: 0.0 }
}

/// A chain of beads that hangs on the chest.
fn necklace(model: &Model<'_>, p: V, look: Look, pixel: f64) -> Look {
    if !model.scene.wear.necklace {
        return look;
    }
    let b = model.to_body(p);
    let line = -17.2 + 0.09 * b.0 * b.0;
    let off = (b.1 - line) / (1.0 + 0.0324 * b.0 * b.0).sqrt();
    let bead = 0.5 + 0.5 * bell((b.0 * 1.6 + b.1 * 0.9).rem_euclid(1.0) - 0.5, 0.45);
    let on = ramp(0.24 + pixel, 0.2 - pixel * 0.3, (off.abs()) + 0.12 * (1.0 - bead)) * ramp(-7.0, -5.0, b.2.min(-2.0));
    let gold = linear([226, 182, 84]) * (0.45 + 0.9 * bead * bell(off - 0.05, 0.2));
    let shadow = 0.35 * bell(off + 0.3, 0.25);
    let colour = blend(look.colour * (1.0 - shadow), gold, on);
    Look {
        colour,
        gloss: look.gloss + 0.8 * on * bead,
        glow: 0.5 * on * bell(off - 0.08, 0.09) * bead,
        soft: look.soft * (1.0 - on),
    }
}
