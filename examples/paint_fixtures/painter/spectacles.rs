//! Lenses and their rims, drawn on a plane in front of the eyes.

use super::light::linear;
use super::maths::{V, bell, blend, noise, ramp};
use super::model::Model;
use super::scene::Glasses;

/// Plane of the lenses, coordinates of the head.
const PLANE: f64 = 3.0;

/// The light `behind` as it arrives through the spectacles, if the ray meets them before it meets `hit`.
pub fn over(model: &Model<'_>, from: V, ray: V, hit: V, behind: V, pixel: f64) -> V {
    let Some(glasses) = &model.scene.wear.glasses else { return behind };
    let (origin, way) = (model.to_head(from), model.turned(ray));
    let t = (PLANE - origin.2) / way.2;
    let p = origin + way * t;
    // The bridge of the nose comes through the plane; what is nearer than the rim by 0.6 cm hides it.
    if model.to_head(hit).2 > PLANE + 0.6 || p.0.abs() > 8.0 || p.1.abs() > 5.0 {
        return behind;
    }
    paint(p, glasses, model, behind, pixel)
}

fn paint(p: V, g: &Glasses, model: &Model<'_>, behind: V, pixel: f64) -> V {
    let wide = model.scene.sitter.head_width;
    let y = p.1 + 0.35 + g.slipped;
    let x = p.0.abs() - 3.4 * wide;
    let d = rounded(x, y, 2.55, 1.85, 1.1);
    let lens = ramp(pixel * 0.6, -pixel * 0.6, d);
    let mut colour = behind;
    let smoke = V(0.012, 0.012, 0.014);
    colour = blend(colour, smoke + colour * 0.03, g.tint * lens);
    colour = blend(colour, V(0.9, 0.93, 0.95), 0.025 * lens);
    colour = blend(colour, V(1.0, 1.0, 1.0), lens * reflection(p, x, y, g));
    let rim = ramp(g.rim + pixel * 0.6, g.rim - pixel * 0.6, d.abs());
    let arch = y - 0.55 - 0.35 * (1.0 - p.0 * p.0);
    let bridge = ramp(g.rim + pixel * 0.6, g.rim - pixel * 0.6, arch.abs()) * ramp(1.0 * wide, 0.85 * wide, p.0.abs());
    let frame = linear(g.frame) * (0.7 + 0.5 * bell(d + 0.3 * g.rim, g.rim)) + V(0.02, 0.02, 0.02);
    blend(colour, frame, rim.max(bridge))
}

/// A window mirrored in the lens, over the eye.
fn reflection(p: V, x: f64, y: f64, g: &Glasses) -> f64 {
    if g.glare <= 0.0 {
        return 0.0;
    }
    let reach = 2.6 * g.glare;
    let slant = y - 0.25 + 0.35 * (x + 0.3);
    let window = ramp(reach * 0.55, reach * 0.42, slant.abs()) * ramp(reach, reach * 0.85, (x + 0.2).abs());
    (0.94 * window * (0.97 + 0.05 * noise(p * 2.0))).clamp(0.0, 1.0)
}

/// Distance to a rounded rectangle around the origin.
fn rounded(x: f64, y: f64, half: f64, tall: f64, corner: f64) -> f64 {
    let (a, b) = (x.abs() - half + corner, y.abs() - tall + corner);
    let (c, d) = (a.max(0.0), b.max(0.0));
    (c * c + d * d).sqrt() + a.max(b).min(0.0) - corner
}
