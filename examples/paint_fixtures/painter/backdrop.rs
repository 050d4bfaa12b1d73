//! What is behind the sitter.

use super::light::linear;
use super::maths::{V, bell, blend, hash, noise, ramp};
use super::scene::{Flaw, Scene};

/// Light from the wall at `(x, y)` of the frame, each 0..1 from the top left.
pub fn wall(scene: &Scene, x: f64, y: f64) -> V {
    let colour = linear(scene.backdrop.colour);
    // Even a good studio lights its wall a little more in the middle, and paper has a tooth.
    let even =
        1.0 - 0.035 * ((x - 0.5) * (x - 0.5) + (y - 0.4) * (y - 0.4)) + 0.008 * noise(V(x * 90.0, y * 120.0, 5.0));
    let base = colour * even;
    match scene.backdrop.flaw {
        Flaw::None => base,
        Flaw::Gradient => {
            let far = 1.2 - 0.75 * (0.6 * x + 0.4 * y);
            base * (far * far)
        }
        Flaw::Shadow => {
            let (dx, dy) = ((x - 0.76) / 0.2, (y - 0.42) / 0.36);
            let r = (dx * dx + dy * dy).sqrt();
            let trunk = ramp(0.3, 0.65, y) * ramp(1.05, 0.8, x);
            base * (1.0 - 0.62 * bell(r, 1.25).max(0.8 * trunk))
        }
        Flaw::TwoTone => blend(linear([206, 190, 160]), base, ramp(0.233, 0.237, x)),
        Flaw::Clutter => shelves(x, y),
    }
}

/// Books and boxes on shelves, a little out of focus.
fn shelves(x: f64, y: f64) -> V {
    let row = (y * 6.0).floor();
    let up = (y * 6.0).fract();
    let (mut left, mut i) = (-0.06 * hash(row as i64, 7, 7), 0i64);
    loop {
        let width = 0.022 + 0.06 * hash(row as i64, i, 1);
        if x < left + width {
            let pick = |k| 0.06 + 0.75 * hash(row as i64, i, k);
            let tall = 0.12 + 0.35 * hash(row as i64, i, 5);
            let edge = bell(x - left, 0.004).max(bell(x - left - width, 0.004));
            let book = V(pick(2), pick(3), pick(4)).times(V(0.7, 0.6, 0.5)) * (1.0 - 0.6 * edge);
            let book = book * (1.0 + 0.5 * bell(up - 0.6, 0.05) * hash(row as i64, i, 6));
            let behind = V(0.09, 0.06, 0.04);
            let board = V(0.36, 0.22, 0.12);
            return blend(
                blend(behind, book, ramp(tall - 0.02, tall + 0.02, up)),
                board,
                ramp(0.9, 0.92, up).max(ramp(0.03, 0.01, up)),
            );
        }
        left += width;
        i += 1;
    }
}
