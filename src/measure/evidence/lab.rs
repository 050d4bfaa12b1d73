//! Colour as people see it: CIELAB of a small copy of the picture, and colour differences in it.
//!
//! Backgrounds, skin and clothes are compared at a long side of [`LabPicture::LONG_SIDE`] px: nothing that these
//! comparisons look for is finer, averaging removes most of the noise, and a fortieth of the arithmetic of the full
//! picture remains. The two costly curves, sRGB decoding and the cube root, are tables.
//!
//! White point D65 and the sRGB primaries of IEC 61966-2-1; colour differences by CIEDE2000 (Sharma, Wu and Dalal
//! 2005). Angles here are hue angles in degrees.

use std::sync::LazyLock;

use image::{RgbImage, imageops};

/// Linear light 0..1 of each 8-bit sRGB value.
static LINEAR: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|value| {
        let encoded = value as f32 / 255.0;
        if encoded <= 0.04045 { encoded / 12.92 } else { ((encoded + 0.055) / 1.055).powf(2.4) }
    })
});

/// Steps of [`CUBE_ROOT`] from 0 to 1.
const STEPS: usize = 4096;

/// The curve of CIELAB (a cube root with a straight foot) over 0..1, and one entry beyond for interpolation.
static CUBE_ROOT: LazyLock<Vec<f32>> = LazyLock::new(|| {
    (0..=STEPS + 1)
        .map(|step| {
            let t = step as f32 / STEPS as f32;
            if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 }
        })
        .collect()
});

/// Linear light, 0..1, of an 8-bit sRGB value.
pub fn linear(value: u8) -> f32 {
    LINEAR[usize::from(value)]
}

/// Luminance in linear light, 0..1.
pub fn luminance([red, green, blue]: [u8; 3]) -> f32 {
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// A colour in CIELAB, D65.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Lab {
    /// Lightness, 0 to 100.
    pub l: f32,
    /// Green to red.
    pub a: f32,
    /// Blue to yellow.
    pub b: f32,
}

impl Lab {
    /// From 8-bit sRGB.
    pub fn of([red, green, blue]: [u8; 3]) -> Self {
        let (r, g, b) = (linear(red), linear(green), linear(blue));
        let x = curve(0.433_953 * r + 0.376_219 * g + 0.189_828 * b);
        let y = curve(0.212_671 * r + 0.715_160 * g + 0.072_169 * b);
        let z = curve(0.017_758 * r + 0.109_477 * g + 0.872_765 * b);
        Self { l: 116.0 * y - 16.0, a: 500.0 * (x - y), b: 200.0 * (y - z) }
    }

    /// The nearest 8-bit sRGB colour.
    pub fn to_rgb(self) -> [u8; 3] {
        let uncurve = |f: f32| if f > 6.0 / 29.0 { f * f * f } else { (116.0 * f - 16.0) * 27.0 / 24389.0 };
        let fy = (self.l + 16.0) / 116.0;
        let (x, y, z) = (0.950_456 * uncurve(fy + self.a / 500.0), uncurve(fy), 1.088_754 * uncurve(fy - self.b / 200.0));
        let encode = |light: f32| {
            let light = light.clamp(0.0, 1.0);
            let value = if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
            (value * 255.0).round() as u8
        };
        [
            encode(3.240_479 * x - 1.537_150 * y - 0.498_535 * z),
            encode(-0.969_256 * x + 1.875_992 * y + 0.041_556 * z),
            encode(0.055_648 * x - 0.204_043 * y + 1.057_311 * z),
        ]
    }

    /// Chroma C*.
    pub fn chroma(self) -> f32 {
        self.a.hypot(self.b)
    }

    /// Straight-line difference with colour weighted over lightness: cheap, for telling a wall from what stands
    /// before it, where light varies more than colour does.
    pub fn distance(self, other: Self) -> f32 {
        const COLOUR: f32 = 1.5;
        let (l, a, b) = (self.l - other.l, COLOUR * (self.a - other.a), COLOUR * (self.b - other.b));
        (l * l + a * a + b * b).sqrt()
    }

    /// Colour difference by CIEDE2000, all weights 1.
    pub fn delta_e(self, other: Self) -> f64 {
        let [l1, a1, b1] = [self.l, self.a, self.b].map(f64::from);
        let [l2, a2, b2] = [other.l, other.a, other.b].map(f64::from);
        let seventh = |chroma: f64| (chroma.powi(7) / (chroma.powi(7) + 25f64.powi(7))).sqrt();
        let grey = 1.5 - 0.5 * seventh((a1.hypot(b1) + a2.hypot(b2)) / 2.0);
        let (c1, c2) = ((grey * a1).hypot(b1), (grey * a2).hypot(b2));
        let hue = |a: f64, b: f64| if a == 0.0 && b == 0.0 { 0.0 } else { b.atan2(a).to_degrees().rem_euclid(360.0) };
        let (h1, h2) = (hue(grey * a1, b1), hue(grey * a2, b2));
        let turn = match h2 - h1 {
            _ if c1 * c2 == 0.0 => 0.0,
            turn if turn > 180.0 => turn - 360.0,
            turn if turn < -180.0 => turn + 360.0,
            turn => turn,
        };
        let mean_hue = if c1 * c2 == 0.0 { h1 + h2 } else { h1 + turn / 2.0 };
        let (dl, dc) = (l2 - l1, c2 - c1);
        let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
        let (l, c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
        let cosine = |angle: f64| angle.to_radians().cos();
        let t = 1.0 - 0.17 * cosine(mean_hue - 30.0) + 0.24 * cosine(2.0 * mean_hue) + 0.32 * cosine(3.0 * mean_hue + 6.0)
            - 0.20 * cosine(4.0 * mean_hue - 63.0);
        let sl = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
        let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
        let mean_hue = mean_hue.rem_euclid(360.0);
        let bend = 60.0 * (-((mean_hue - 275.0) / 25.0).powi(2)).exp();
        let rotation = -2.0 * seventh(c) * bend.to_radians().sin();
        let (l, c, h) = (dl / sl, dc / sc, dh / sh);
        (l * l + c * c + h * h + rotation * c * h).max(0.0).sqrt()
    }
}

/// The CIELAB curve at `t`; what exceeds white by rounding counts as white.
fn curve(t: f32) -> f32 {
    let place = t.clamp(0.0, 1.0) * STEPS as f32;
    let step = place as usize;
    let (low, high) = (CUBE_ROOT[step], CUBE_ROOT[step + 1]);
    low + (high - low) * (place - step as f32)
}

/// The mean of some colours; `None` of none.
pub fn mean(colours: impl IntoIterator<Item = Lab>) -> Option<Lab> {
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

/// The picture in CIELAB, shrunk.
pub struct LabPicture {
    /// Row by row.
    pub colours: Vec<Lab>,
    /// Width, px.
    pub width: usize,
    /// Height, px.
    pub height: usize,
    /// Pixels of the picture it was made from per pixel here, at least 1.
    pub scale: f64,
}

impl LabPicture {
    /// Long side, px: a head at half the frame is then 160 px high, and one pixel 0.3 % of the frame.
    pub const LONG_SIDE: u32 = 320;

    /// Shrinks `picture`, each pixel the mean of those it stands for; never enlarges.
    pub fn of(picture: &RgbImage) -> Self {
        let (width, height) = picture.dimensions();
        let scale = (f64::from(width.max(height)) / f64::from(Self::LONG_SIDE)).max(1.0);
        let side = |length: u32| ((f64::from(length) / scale).round() as u32).max(1);
        let lab = |small: &RgbImage| small.pixels().map(|pixel| Lab::of(pixel.0)).collect();
        let (small_width, small_height) = (side(width), side(height));
        let colours = if scale > 1.0 {
            lab(&imageops::thumbnail(picture, small_width, small_height))
        } else {
            lab(picture)
        };
        Self { colours, width: small_width as usize, height: small_height as usize, scale }
    }

    /// The colour at `(x, y)`.
    ///
    /// # Panics
    /// When it lies outside.
    pub fn at(&self, x: usize, y: usize) -> Lab {
        self.colours[y * self.width + x]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs from the test data that Sharma, Wu and Dalal publish with their formula.
    #[test]
    fn delta_e_agrees_with_the_published_pairs() {
        let lab = |l, a, b| Lab { l, a, b };
        for (one, other, expected) in [
            (lab(50.0, 2.6772, -79.7751), lab(50.0, 0.0, -82.7485), 2.0425),
            (lab(50.0, -1.3802, -84.2814), lab(50.0, 0.0, -82.7485), 1.0),
            (lab(50.0, 2.49, -0.001), lab(50.0, -2.49, 0.0009), 7.1792),
            (lab(50.0, 2.5, 0.0), lab(73.0, 25.0, -18.0), 27.1492),
            (lab(2.0776, 0.0795, -1.135), lab(0.9033, -0.0636, -0.5514), 0.9082),
        ] {
            assert!((one.delta_e(other) - expected).abs() < 2e-4, "{} for {expected}", one.delta_e(other));
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
