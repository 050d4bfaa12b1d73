//! Colour as people see it: CIELAB of a small copy of the picture, and colour differences in it.
//!
//! Backgrounds, skin and clothes are compared at a long side of [`Working::SMALL_SIDE`] px: nothing that these
//! comparisons look for is finer, averaging removes most of the noise, and a small part of the arithmetic remains.
//! The formulas are those of [`crate::colour`]; here the two costly curves, sRGB decoding and the cube root, are tables.

use std::array;
use std::sync::LazyLock;

use super::Working;
use crate::colour;
use crate::vectors::vectorised;

/// Steps of [`Curves::cube_root`] from 0 to 1.
const STEPS: usize = 4096;

static CURVES: LazyLock<Curves> = LazyLock::new(|| Curves {
    linear: array::from_fn(|value| colour::linear(value as u8) as f32),
    cube_root: array::from_fn(|step| {
        let t = step as f32 / STEPS as f32;
        if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 }
    }),
});

/// The two curves as tables.
struct Curves {
    /// Linear light 0..1 of each 8-bit sRGB value.
    linear: [f32; 256],
    /// The curve of CIELAB (a cube root with a straight foot) over 0..1, and one entry beyond for interpolation.
    cube_root: [f32; STEPS + 2],
}

impl Curves {
    /// A colour in CIELAB, from 8-bit sRGB.
    #[inline(always)]
    fn lab(&self, rgb: [u8; 3]) -> Lab {
        let [r, g, b] = rgb.map(|value| self.linear[usize::from(value)]);
        let x = self.curve(0.433_953 * r + 0.376_219 * g + 0.189_828 * b);
        let y = self.curve(0.212_671 * r + 0.715_160 * g + 0.072_169 * b);
        let z = self.curve(0.017_758 * r + 0.109_477 * g + 0.872_765 * b);
        Lab { l: 116.0 * y - 16.0, a: 500.0 * (x - y), b: 200.0 * (y - z) }
    }

    /// The CIELAB curve at `t`; what exceeds white by rounding counts as white.
    #[inline(always)]
    fn curve(&self, t: f32) -> f32 {
        let place = t.clamp(0.0, 1.0) * STEPS as f32;
        let step = (place as i32 as usize).min(STEPS);
        let (low, high) = (self.cube_root[step], self.cube_root[step + 1]);
        low + (high - low) * (place - step as f32)
    }
}

/// Linear light, 0..1, of an 8-bit sRGB value.
pub(crate) fn linear(value: u8) -> f32 {
    CURVES.linear[usize::from(value)]
}

/// Luminance in linear light, 0..1.
pub(crate) fn luminance([red, green, blue]: [u8; 3]) -> f32 {
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// A colour in CIELAB, D65.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Lab {
    /// Lightness, 0 to 100.
    pub l: f32,
    /// Green to red.
    pub a: f32,
    /// Blue to yellow.
    pub b: f32,
}

impl Lab {
    /// From 8-bit sRGB.
    pub(crate) fn of(rgb: [u8; 3]) -> Self {
        CURVES.lab(rgb)
    }

    /// The nearest 8-bit sRGB colour.
    pub(crate) fn to_rgb(self) -> [u8; 3] {
        let uncurve = |f: f32| if f > 6.0 / 29.0 { f * f * f } else { (116.0 * f - 16.0) * 27.0 / 24389.0 };
        let fy = (self.l + 16.0) / 116.0;
        let (x, y, z) =
            (0.950_456 * uncurve(fy + self.a / 500.0), uncurve(fy), 1.088_754 * uncurve(fy - self.b / 200.0));
        let encode = |light: f32| {
            let light = light.clamp(0.0, 1.0);
            let value = if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
            (value * 255.0).round() as u8
        };
        [
            encode(3.240_479 * x - 1.537_15 * y - 0.498_535 * z),
            encode(-0.969_256 * x + 1.875_992 * y + 0.041_556 * z),
            encode(0.055_648 * x - 0.204_043 * y + 1.057_311 * z),
        ]
    }

    /// Chroma C*.
    pub(crate) fn chroma(self) -> f32 {
        self.a.hypot(self.b)
    }

    /// Straight-line difference with colour weighted over lightness: cheap, for telling a wall from what stands
    /// before it, where light varies more than colour does.
    #[inline]
    pub(crate) fn distance(self, other: Self) -> f32 {
        self.distance_squared(other).sqrt()
    }

    /// The square of [`Lab::distance`], for comparing.
    #[inline(always)]
    pub(crate) fn distance_squared(self, other: Self) -> f32 {
        const COLOUR: f32 = 1.5;
        let (l, a, b) = (self.l - other.l, COLOUR * (self.a - other.a), COLOUR * (self.b - other.b));
        l * l + a * a + b * b
    }

    /// Colour difference by CIEDE2000.
    pub(crate) fn delta_e(self, other: Self) -> f64 {
        let parts = |lab: Self| [lab.l, lab.a, lab.b].map(f64::from);
        colour::delta_e(parts(self), parts(other))
    }
}

/// The mean of some colours; `None` of none.
pub(crate) fn mean(colours: impl IntoIterator<Item = Lab>) -> Option<Lab> {
    let (mut sum, mut count) = ([0.0f64; 3], 0u32);
    for colour in colours {
        for (sum, part) in sum.iter_mut().zip([colour.l, colour.a, colour.b]) {
            *sum += f64::from(part);
        }
        count += 1;
    }
    let part = |sum: f64| (sum / f64::from(count)) as f32;
    (count > 0).then(|| Lab { l: part(sum[0]), a: part(sum[1]), b: part(sum[2]) })
}

/// A picture in CIELAB.
pub(crate) struct LabPicture {
    /// Row by row.
    pub colours: Vec<Lab>,
    /// Width, px.
    pub width: usize,
    /// Height, px.
    pub height: usize,
    /// Pixels of the working picture per pixel here, at least 1.
    pub scale: f64,
}

impl LabPicture {
    /// The small copy of `working`.
    pub(crate) fn of(working: &Working) -> Self {
        let (small, scale) = (working.small(), working.small_scale());
        let mut colours = vec![Lab::default(); small.pixels().len()];
        let curves = &*CURVES;
        vectorised!({
            let pixels = colours.iter_mut().zip(small.as_raw().as_chunks().0);
            pixels.for_each(|(colour, rgb)| *colour = curves.lab(*rgb));
        });
        Self { colours, width: small.width() as usize, height: small.height() as usize, scale }
    }

    /// The colour at `(x, y)`.
    ///
    /// # Panics
    /// When it lies outside.
    pub(crate) fn at(&self, x: usize, y: usize) -> Lab {
        self.colours[y * self.width + x]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_agree_with_the_formulas() {
        for rgb in [[0, 0, 0], [3, 9, 1], [67, 142, 219], [255, 0, 0], [200, 150, 120], [255, 255, 255]] {
            let [l, a, b] = colour::lab(rgb);
            let table = Lab::of(rgb);
            let miss = (l - f64::from(table.l)).hypot(a - f64::from(table.a)).hypot(b - f64::from(table.b));
            assert!(miss < 0.1, "{rgb:?}: {miss}");
        }
    }

    #[test]
    fn colours_survive_the_way_to_lab_and_back() {
        for red in (0..=255).step_by(15) {
            for blue in (0..=255).step_by(51) {
                let rgb = [red as u8, 90, blue as u8];
                let back = Lab::of(rgb).to_rgb();
                assert!(rgb.iter().zip(back).all(|(one, other)| one.abs_diff(other) <= 1), "{rgb:?} {back:?}");
            }
        }
    }

    #[test]
    fn greys_have_no_chroma() {
        for value in [0, 1, 40, 128, 255] {
            assert!(Lab::of([value; 3]).chroma() < 0.05, "{value}");
        }
        assert!((Lab::of([255; 3]).l - 100.0).abs() < 0.01);
    }
}
