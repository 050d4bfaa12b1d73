//! Hair as a shell around the skull, cut out where face and ears show, and combed.

use super::anatomy::skull;
use super::maths::{V, ball, carve, ellipsoid, join, noise, overlap};
use super::scene::{Cut, Sitter};

/// Distance to the hair; coordinates of the head.
pub fn hair(p: V, s: &Sitter) -> f64 {
    let q = p.mirrored();
    let wide = s.head_width;
    let (top, side) = match s.cut {
        Cut::Short => (1.4, 0.4),
        Cut::Cropped => (0.45, 0.2),
        Cut::TiedBack | Cut::Bun => (0.75, 0.3),
        Cut::LongBehindEars => (0.9, 0.4),
        Cut::OverEars | Cut::Fringe | Cut::OverEye => (1.3, 0.7),
    };
    let (top, side) = (top * s.volume, side * s.volume.min(1.2));
    let lift = V(0.0, 0.75 * (top - side), -0.2);
    let shell = skull(q - lift, wide) - side - 0.25 * (top - side);
    let face = face(q, s);
    let mut d = carve(shell, face, 0.6);
    if d.abs() < 1.0 {
        // Nobody's hairline is drawn with a ruler.
        let jag = 0.14 * noise(V(strand(p, s) * 0.9, 1.0, 0.0)) + 0.25 * noise(p * 1.4);
        d = carve(shell, face - 0.15 + jag, 0.6);
    }
    d = carve(d, ellipsoid(q, V(8.6 * wide, -2.6, -6.6), V(3.2, 5.0, 3.9)), 0.5);
    d = overlap(d, -7.5 - q.1, 1.0);
    d = match s.cut {
        Cut::Bun => join(d, ball(q, V(0.0, 10.4, -13.5), 3.6), 0.8),
        Cut::LongBehindEars => join(d, ellipsoid(q, V(5.0, -9.0, -12.5), V(3.9, 14.0, 3.0)), 1.5),
        Cut::OverEars => join(d, curtain(q, s), 1.0),
        Cut::Fringe | Cut::OverEye => join(d, fringe(p, s), 0.4),
        _ => d,
    };
    if d.abs() > 0.5 {
        return d;
    }
    d + 0.14 * noise(V(strand(p, s) * 0.5, along(p) * 0.25, 0.0)) + 0.05 * noise(p * 2.0)
}

/// The part of the head that a hairline leaves free.
fn face(q: V, s: &Sitter) -> f64 {
    let wide = s.head_width;
    let corner = if matches!(s.cut, Cut::Short | Cut::Cropped) { 0.35 } else { 0.0 };
    let front = ellipsoid(q, V(0.0, -2.9 + corner, 5.4), V(9.6 * wide, 9.7, 11.4));
    let temple = ellipsoid(q, V(3.2 * wide, 1.8 + corner, 3.0), V(3.3, 4.4, 6.5));
    let cheek = ellipsoid(q, V(5.9 * wide, -6.0, -1.0), V(3.0, 7.5, 4.2));
    join(join(front, temple, 1.0), cheek, 1.0)
}

/// Long hair that falls over the ears.
fn curtain(q: V, s: &Sitter) -> f64 {
    let fall = ellipsoid(q, V(6.7 * s.head_width, -7.5, -7.4), V(2.7, 13.5, 5.2));
    carve(fall, ellipsoid(q, V(0.0, -5.0, 3.0), V(6.0 * s.head_width, 13.0, 8.5)), 0.8)
}

/// Hair combed over the forehead.
fn fringe(p: V, s: &Sitter) -> f64 {
    let sheet = ellipsoid(p, V(0.0, 2.3, -8.2), V(7.4 * s.head_width + 0.4, 10.0, 11.0)).max(-4.5 - p.2);
    let ragged = 0.55 * noise(V(p.0 * 1.6, 3.0, 0.0)) + 0.3 * noise(V(p.0 * 5.0, 9.0, 0.0));
    let edge = match s.cut {
        Cut::OverEye if p.0 < 0.6 => -2.7 + 0.7 * (p.0 + 3.2).abs() + ragged,
        Cut::OverEye => 5.2 + ragged,
        _ => 1.55 + ragged,
    };
    overlap(sheet, edge - p.1, 0.25)
}

/// Across the strands: a number that stays the same along one strand.
pub fn strand(p: V, s: &Sitter) -> f64 {
    let (x, y) = match s.cut {
        // Combed to the back: strands run from the face to the back of the head.
        Cut::TiedBack | Cut::Bun | Cut::LongBehindEars if p.1 > -3.0 => (p.0 * 1.2, p.1 - 0.5),
        Cut::Short | Cut::Cropped => (p.0 - 2.0 + 0.5 * noise(p * 0.8), p.2 + 9.0 + 0.35 * p.1),
        // Falling from the crown.
        _ => (p.0, p.2 + 9.0),
    };
    let round = x / (x.abs() + y.abs() + 0.5);
    (if y < 0.0 { 2.0 - round } else { round }) * 46.0
}

/// Along the strands.
pub fn along(p: V) -> f64 {
    p.1 - 0.6 * p.2
}
