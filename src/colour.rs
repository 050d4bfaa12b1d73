//! Colour as people see it: sRGB to CIELAB (D65) and the colour difference CIEDE2000.
//!
//! Sources: IEC 61966-2-1 (sRGB), ISO/CIE 11664-4 (CIELAB), ISO/CIE 11664-6 (CIEDE2000).

/// White point D65 for the 2° observer, Y = 1.
const WHITE: [f64; 3] = [0.95047, 1.0, 1.08883];

/// Luma of ITU-T T.871, in whole levels: what a JPEG holds. In 16-bit fixed point, rounded: the very level that its
/// decoder had, unless a channel was clipped.
#[inline(always)]
pub(crate) fn luma([red, green, blue]: [u8; 3]) -> u8 {
    ((19_595 * u32::from(red) + 38_470 * u32::from(green) + 7_471 * u32::from(blue) + 32_768) >> 16) as u8
}

/// The same before it is rounded.
#[inline(always)]
pub(crate) fn unrounded_luma([red, green, blue]: [u8; 3]) -> f32 {
    0.299 * f32::from(red) + 0.587 * f32::from(green) + 0.114 * f32::from(blue)
}

/// The linear light of one sRGB channel, 0..1.
pub(crate) fn linear(channel: u8) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// CIELAB of linear light.
pub(crate) fn lab_of_linear([red, green, blue]: [f64; 3]) -> [f64; 3] {
    let x = 0.4124564 * red + 0.3575761 * green + 0.1804375 * blue;
    let y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue;
    let z = 0.0193339 * red + 0.1191920 * green + 0.9503041 * blue;
    let [fx, fy, fz] = [x / WHITE[0], y / WHITE[1], z / WHITE[2]]
        .map(|ratio| if ratio > 216.0 / 24389.0 { ratio.cbrt() } else { (24389.0 / 27.0 * ratio + 16.0) / 116.0 });
    [116.0 * fy - 16.0, 500.0 * (fx - fy), 200.0 * (fy - fz)]
}

/// CIELAB of an sRGB colour.
pub(crate) fn lab(colour: [u8; 3]) -> [f64; 3] {
    lab_of_linear(colour.map(linear))
}

/// The names that [`name`] gives.
pub(crate) const NAMES: [&str; 11] =
    ["white", "grey", "black", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown"];

/// What people call an sRGB colour: by lightness where it has hardly any chroma, by hue otherwise. Dark orange and dark
/// yellow are called brown, light red and light purple pink.
pub(crate) fn name(colour: [u8; 3]) -> &'static str {
    /// Less chroma than this is a tint of white, grey or black: what a lamp gives to a white wall.
    const NEUTRAL: f64 = 8.0;
    let [lightness, a, b] = lab(colour);
    let hue = hsl_hue(colour).filter(|_| a.hypot(b) >= NEUTRAL).map(|(degrees, _)| degrees);
    match (hue, lightness) {
        (None, 82.0..) => "white",
        (None, ..20.0) => "black",
        (None, _) => "grey",
        (Some(..12.0 | 345.0..), 65.0..) => "pink",
        (Some(..12.0 | 345.0..), _) => "red",
        (Some(..70.0), ..50.0) => "brown",
        (Some(..42.0), _) => "orange",
        (Some(..70.0), _) => "yellow",
        (Some(..176.0), _) => "green",
        (Some(..255.0), _) => "blue",
        (Some(..300.0), _) => "purple",
        (Some(_), 60.0..) => "pink",
        (Some(_), _) => "purple",
    }
}

/// Hue of the HSL model, degrees, and by how much the largest channel exceeds the smallest; `None` for greys.
pub(crate) fn hsl_hue(colour: [u8; 3]) -> Option<(f64, f64)> {
    let [red, green, blue] = colour.map(f64::from);
    let (high, low) = (red.max(green).max(blue), red.min(green).min(blue));
    let span = high - low;
    if span < 1.0 {
        return None;
    }
    let sixth = match high {
        _ if high == red => ((green - blue) / span).rem_euclid(6.0),
        _ if high == green => (blue - red) / span + 2.0,
        _ => (red - green) / span + 4.0,
    };
    Some((60.0 * sixth, span))
}

/// CIEDE2000 between two sRGB colours.
pub(crate) fn difference(one: [u8; 3], other: [u8; 3]) -> f64 {
    delta_e(lab(one), lab(other))
}

/// CIEDE2000 between two CIELAB colours.
pub(crate) fn delta_e(one: [f64; 3], other: [f64; 3]) -> f64 {
    let chroma = |lab: [f64; 3]| lab[1].hypot(lab[2]);
    let mean_chroma_7 = ((chroma(one) + chroma(other)) / 2.0).powi(7);
    let stretch = 1.5 - 0.5 * (mean_chroma_7 / (mean_chroma_7 + 25f64.powi(7))).sqrt();
    let prime = |[l, a, b]: [f64; 3]| {
        let a = a * stretch;
        let hue = if a == 0.0 && b == 0.0 { 0.0 } else { b.atan2(a).to_degrees().rem_euclid(360.0) };
        (l, a.hypot(b), hue)
    };
    let ((l1, c1, h1), (l2, c2, h2)) = (prime(one), prime(other));
    let grey = c1 * c2 == 0.0;
    let turn = h2 - h1;
    let turn = if grey { 0.0 } else { turn - 360.0 * (turn / 360.0).round() };
    let hue_difference = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let mean_hue = match (grey, (h1 - h2).abs() > 180.0) {
        (true, _) => h1 + h2,
        (false, false) => (h1 + h2) / 2.0,
        (false, true) => ((h1 + h2 + 360.0) / 2.0).rem_euclid(360.0),
    };
    let (mean_l, mean_c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(mean_hue - 30.0) + 0.24 * cos(2.0 * mean_hue) + 0.32 * cos(3.0 * mean_hue + 6.0)
        - 0.20 * cos(4.0 * mean_hue - 63.0);
    let off_50 = (mean_l - 50.0).powi(2);
    let s_l = 1.0 + 0.015 * off_50 / (20.0 + off_50).sqrt();
    let (s_c, s_h) = (1.0 + 0.045 * mean_c, 1.0 + 0.015 * mean_c * t);
    let rotation = 60.0 * (-((mean_hue - 275.0) / 25.0).powi(2)).exp();
    let mean_c_7 = mean_c.powi(7);
    let r_t = -rotation.to_radians().sin() * 2.0 * (mean_c_7 / (mean_c_7 + 25f64.powi(7))).sqrt();
    let (dl, dc, dh) = ((l2 - l1) / s_l, (c2 - c1) / s_c, hue_difference / s_h);
    (dl * dl + dc * dc + dh * dh + r_t * dc * dh).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs from the data published with the CIEDE2000 formula (Sharma, Wu, Dalal 2005), those at which
    /// implementations differ.
    #[test]
    fn agrees_with_the_published_pairs() {
        let pairs = [
            ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
            ([50.0, -1.0, 2.0], [50.0, 0.0, 0.0], 2.3669),
            ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0009], 7.1792),
            ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0011], 7.2195),
            ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
            ([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082),
        ];
        for (one, other, expected) in pairs {
            assert!((delta_e(one, other) - expected).abs() < 1e-4, "{one:?} {other:?}");
            assert!((delta_e(other, one) - expected).abs() < 1e-4, "{other:?} {one:?}");
        }
    }

    #[test]
    fn greys_have_no_chroma() {
        for level in [0, 1, 128, 255] {
            let [l, a, b] = lab([level; 3]);
            assert!((0.0..=100.001).contains(&l) && a.hypot(b) < 0.02);
        }
    }

    #[test]
    fn colours_are_called_what_people_call_them() {
        for (called, colours) in [
            ("blue", [[67, 142, 219], [100, 197, 255], [0, 191, 243], [20, 40, 120]]),
            ("white", [[255, 255, 255], [240, 240, 240], [226, 224, 216], [232, 238, 243]]),
            ("grey", [[128, 128, 128], [180, 180, 180], [90, 94, 98], [60, 60, 60]]),
            ("red", [[255, 0, 0], [215, 69, 50], [190, 13, 35], [120, 10, 20]]),
            ("green", [[0, 128, 0], [120, 200, 120], [30, 90, 50], [0, 255, 0]]),
            ("brown", [[101, 67, 33], [120, 72, 40], [90, 60, 45], [80, 60, 10]]),
            ("black", [[0, 0, 0], [20, 20, 22], [30, 30, 30], [10, 12, 10]]),
        ] {
            for colour in colours {
                assert_eq!(name(colour), called, "{colour:?}");
                assert!(NAMES.contains(&called));
            }
        }
    }
}
