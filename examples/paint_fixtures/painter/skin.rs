//! Colour of the skin: complexion, lips, brows, shaved beard, paint.

use super::anatomy::MOUTH;
use super::eye;
use super::hair;
use super::light::linear;
use super::maths::{V, bell, blend, mix, noise, ramp};
use super::scene::{Expression, Scene};

/// What a point of a surface looks like before light falls on it.
#[derive(Clone, Copy)]
pub struct Look {
    /// Linear reflectance.
    pub colour: V,
    /// Strength of the highlight.
    pub gloss: f64,
    /// Light that does not depend on the main lamp, as in the catchlight of an eye.
    pub glow: f64,
    /// 1 for skin, in which light spreads.
    pub soft: f64,
}

/// The skin at a point in coordinates of the head; `pixel` is the width of a pixel there, cm.
pub fn skin(p: V, scene: &Scene, pixel: f64) -> Look {
    let s = &scene.sitter;
    let seed = V(s.seed as f64 * 17.3, s.seed as f64 * 5.1, 0.0);
    let mut colour = linear(s.skin);
    let blotch = 0.06 * noise((p + seed) * 0.35) + 0.06 * noise((p + seed) * 1.3);
    let pores = 0.06 * noise((p + seed) * 4.0) + 0.05 * noise((p + seed) * 14.0);
    colour = colour * (1.0 + blotch + pores);
    let mut look = Look { colour, gloss: 0.16, glow: 0.0, soft: 1.0 };
    if p.1 < -13.0 {
        return look;
    }
    complexion(p, scene, &mut look);
    hairline(p, scene, &mut look);
    if p.2 > -4.0 {
        beard(p, scene, &mut look);
        lips(p, scene, &mut look, pixel);
        brows(p, scene, &mut look, pixel);
        eye::paint(p, scene, &mut look, pixel);
    }
    look
}

fn tint(look: &mut Look, to: V, t: f64) {
    look.colour = blend(look.colour, look.colour.times(to), t);
}

fn complexion(p: V, scene: &Scene, look: &mut Look) {
    let q = p.mirrored();
    let warm = V(1.02, 0.86, 0.84);
    let cheek = bell(((q.0 - 4.3) * (q.0 - 4.3) + (q.1 + 3.4) * (q.1 + 3.4)).sqrt(), 3.6);
    let tip = bell((q.0 * q.0 + (q.1 + 3.7) * (q.1 + 3.7)).sqrt(), 1.9) * ramp(1.0, 2.5, p.2);
    let ear = ramp(7.0, 7.6, q.0) * ramp(-4.5, -6.0, p.2);
    tint(look, warm, 0.25 * cheek);
    tint(look, warm, 0.8 * tip);
    tint(look, V(1.0, 0.8, 0.76), ear);
    let tired = bell((q.0 - 3.0) * 0.55, 1.0) * bell(q.1 + 1.35, 0.75) * ramp(-1.0, 0.5, p.2);
    tint(look, V(0.86, 0.8, 0.82), 0.55 * tired);
    let socket = bell((q.0 - 3.1) * 0.5, 1.0) * bell(q.1 - 0.75, 0.9) * ramp(-1.0, 0.5, p.2);
    tint(look, V(0.84, 0.76, 0.74), 0.2 * socket);
    let seed = scene.sitter.seed as f64;
    let spots = ramp(0.35, 0.75, noise(V(p.0 * 3.2 + seed, p.1 * 3.2, p.2))) * ramp(-9.0, -6.0, p.1);
    tint(look, V(0.84, 0.72, 0.66), 0.6 * spots);
    let fold = bell((q.0 - 1.75 - 0.42 * (-3.9 - q.1)).abs(), 0.33) * ramp(-6.6, -5.6, q.1) * ramp(-3.6, -4.4, q.1);
    tint(look, V(0.85, 0.76, 0.74), 0.45 * fold);
    if scene.wear.make_up {
        look.colour = blend(look.colour, linear([214, 70, 88]), 0.35 * cheek);
        look.colour =
            blend(look.colour, linear([84, 48, 110]), 0.75 * bell((q.0 - 3.3) * 0.45, 1.0) * bell(q.1 - 0.95, 0.95));
    }
}

/// Hair thins out towards the skin instead of ending at an edge.
fn hairline(p: V, scene: &Scene, look: &mut Look) {
    if scene.wear.hat.is_some() || p.1 < -5.0 {
        return;
    }
    let s = &scene.sitter;
    let d = hair::hair(p, s) + 0.25 * noise(V(hair::strand(p, s) * 1.3, hair::along(p) * 0.8, 1.0));
    look.colour = blend(look.colour, linear(s.hair), 0.6 * ramp(0.55, 0.05, d));
}

fn beard(p: V, scene: &Scene, look: &mut Look) {
    if scene.sitter.stubble <= 0.0 {
        return;
    }
    let q = p.mirrored();
    let jaw = ramp(-5.0, -7.5, p.1 + 0.25 * (4.5 - q.0).max(0.0)) + bell(p.1 + 5.5, 0.8) * bell(q.0, 2.9);
    let grain = 0.75 + 0.35 * noise(p * 9.0);
    tint(look, V(0.62, 0.64, 0.7), scene.sitter.stubble * (jaw * grain).clamp(0.0, 1.0));
}

fn lips(p: V, scene: &Scene, look: &mut Look, pixel: f64) {
    let (s, face) = (&scene.sitter, scene.face);
    if p.2 < 0.2 || (p.1 - MOUTH).abs() > 2.6 {
        return;
    }
    let half = 2.5 + 0.35 * face.smile + 0.1 * face.mouth;
    let u = p.0.abs() / half;
    if u > 1.15 {
        return;
    }
    let taper = (1.0 - u * u).max(0.0);
    let curve = MOUTH + 0.08 - 0.06 * u * u + face.smile * 0.5 * u * u - 0.1 * bell(u, 0.35);
    let gap = face.mouth * taper;
    let (upper, lower) = (curve + 0.3 * gap, curve - 0.7 * gap);
    let full = s.lips * (1.0 - 0.25 * face.mouth);
    let bow = 0.74 * full * (taper.sqrt() * 0.45 + 0.55 * taper) - 0.13 * full * bell(u, 0.26);
    let pout = 0.92 * full * (taper.sqrt() * 0.4 + 0.6 * taper);
    let soft = 0.09 + pixel;
    let inside = ramp(-soft, soft, upper + bow - p.1) * ramp(-soft, soft, p.1 - lower + pout) * ramp(1.06, 0.94, u);
    let red = if scene.wear.make_up {
        linear([176, 16, 44])
    } else {
        blend(look.colour, look.colour.times(V(0.84, 0.52, 0.52)), s.lip_red)
    };
    let ribs = 1.0 + 0.07 * noise(V(p.0 * 6.0, p.1 * 1.2, 2.0));
    let tone = if p.1 > curve { 0.82 } else { 1.0 };
    look.colour = blend(look.colour, red * (ribs * tone), inside);
    look.gloss = mix(look.gloss, if scene.wear.make_up { 0.25 } else { 0.12 }, inside);
    let open = ramp(-pixel, pixel, upper - p.1) * ramp(-pixel, pixel, p.1 - lower) * ramp(0.02, 0.12, gap);
    if open > 0.0 {
        look.colour = blend(look.colour, teeth(p, upper, face, u), open);
        look.soft = mix(look.soft, 0.0, open);
    } else {
        let seam = bell(p.1 - curve, 0.13 + 0.6 * pixel) * ramp(1.08, 0.9, u);
        look.colour = look.colour * (1.0 - 0.72 * seam);
    }
}

/// The upper row, and the dark below it.
fn teeth(p: V, upper: f64, face: Expression, u: f64) -> V {
    let x = p.0.abs();
    // Widths of the incisors, canine and premolars, as seen from the front.
    let edges = [0.0, 0.43, 0.76, 1.08, 1.36, 1.6, 1.8];
    let gum = edges.iter().map(|e| bell(x - e, 0.05)).fold(0.0, f64::max);
    let length = mix(0.3, 0.78, face.smile.min(1.0)) - 0.09 * bell(x - 0.6, 0.2) - 0.12 * u;
    let tooth = ramp(-0.05, 0.05, length - (upper - p.1)) * ramp(0.92, 0.75, u);
    let ivory = linear([238, 230, 216])
        * ((1.0 - 0.45 * gum) * (0.75 + 0.25 * ramp(0.0, 0.25, upper - p.1)) * (1.0 - 0.5 * u * u));
    blend(linear([62, 22, 22]), ivory, tooth)
}

fn brows(p: V, scene: &Scene, look: &mut Look, pixel: f64) {
    let s = &scene.sitter;
    let x = p.0.abs() - 3.25;
    if !(-2.2..3.0).contains(&x) || !(1.0..4.2).contains(&p.1) {
        return;
    }
    let arch = 2.42 + 0.16 * (x + 1.8) - 0.085 * (x + 0.2).max(0.0) * (x + 0.2).max(0.0);
    let thick = 0.36 * s.brow * ramp(-2.0, -1.4, x) * (1.0 - 0.75 * ramp(0.3, 2.5, x));
    let hairs = 0.25 * noise(V((p.0.abs() - 0.9 * p.1) * 5.5, (p.1 + 0.4 * p.0.abs()) * 1.6, s.seed as f64));
    let soft = 0.2 + pixel;
    let inside = ramp(-soft, soft, thick - (p.1 - arch).abs() + hairs * 0.7) * ramp(-2.1, -1.6, x) * ramp(2.75, 2.2, x);
    let dark = blend(linear(s.hair), look.colour.times(V(0.4, 0.34, 0.32)), 0.3);
    look.colour = blend(look.colour, dark, 0.7 * inside);
    look.gloss = mix(look.gloss, 0.03, inside);
}
