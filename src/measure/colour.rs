//! Measures of colour on the face.
//!
//! What light does to colour shows best on what everybody has: skin. Its ratios of red, green and blue in linear light
//! hardly depend on how dark it is, because one pigment darkens all skin, so people of all skin tones lie along one
//! short line in those ratios. A cast moves a face off that line; one towards candle or sky light moves it along the line
//! first and shows only once it is strong. Backgrounds cannot serve: they may have any colour.
//!
//! What the true light was nobody knows afterwards, so no uncertainty is stated: the zones of the rules, set on accepted
//! portraits (`calibration/zones.py`), carry the doubt. Resizing and saving again change the cast by at most 1.2 and the chroma
//! by 0.7 (`calibration/drift.py`).

use crate::colour::{delta_e, lab_of_linear};
use crate::evidence::Evidence;
use crate::evidence::lab::{Lab, linear};
use crate::reading::{Number, Reason};

/// Colour difference that the cast gives to a middle grey. Light tints all skin alike, while a blush, make-up or a
/// beard tint a part of it, so the patch of skin that is nearest to usual skin counts.
pub(super) fn cast(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let sample = evidence.face_sample()?;
    let patches = sample.patches.iter().chain([&sample.face]).filter(|patch| patch.len() >= 9);
    let value = patches.map(|patch| tint(patch)).reduce(f64::min).ok_or(Reason::TooSmall)?;
    Ok(Number::unstated(value))
}

/// Mean chroma C* of the face; 0 for a black-and-white picture.
pub(super) fn chroma(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let face = &evidence.face_sample()?.face;
    let sum: f64 = face.iter().map(|&pixel| f64::from(Lab::of(pixel).chroma())).sum();
    Ok(Number::unstated(sum / face.len() as f64))
}

/// How much colours differ at equal lightness: standard deviation of a* and b* over the picture around their mean in each
/// step of lightness. 0 for a picture in black and white or in tones of one colour, such as sepia.
pub(super) fn variety(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    /// Steps of lightness.
    const STEPS: usize = 20;
    let colours = &evidence.backdrop()?.picture.colours;
    let mut sums = [[0.0f64; 4]; STEPS];
    for colour in colours {
        let [a, b] = [colour.a, colour.b].map(f64::from);
        let step = (colour.l.clamp(0.0, 99.9) / 100.0 * STEPS as f32) as usize;
        for (sum, part) in sums[step].iter_mut().zip([1.0, a, b, a * a + b * b]) {
            *sum += part;
        }
    }
    let spread = |[count, a, b, squares]: [f64; 4]| squares - (a * a + b * b) / count.max(1.0);
    let variance = sums.into_iter().map(spread).sum::<f64>() / colours.len() as f64;
    Ok(Number::unstated(variance.max(0.0).sqrt()))
}

/// The linear light of the grey that the cast is shown on, L* 66.
const GREY: f64 = 0.35;

/// Middle of the line of usual skin: log2 of red over green and of blue over green, linear light.
/// This and the next two are fitted by `calibration/skin_line.py` to the portraits of the fit part.
const SKIN: [f64; 2] = [0.712, -0.319];

/// Direction of that line, of length 1: towards more red and less blue.
const ALONG: [f64; 2] = [0.666, -0.746];

/// How far the line goes to either side.
const REACH: f64 = 0.355;

/// Colour difference of a grey that differs from neutral as this skin does from the nearest usual skin.
fn tint(skin: &[[u8; 3]]) -> f64 {
    let sum = skin.iter().fold([0.0f64; 3], |sum, pixel| {
        std::array::from_fn(|channel| sum[channel] + f64::from(linear(pixel[channel])))
    });
    let [red, green, blue] = sum.map(|sum| (sum / skin.len() as f64).max(1e-4));
    let [red, blue] = from_usual_skin([(red / green).log2(), (blue / green).log2()]);
    let light = [red.exp2(), 1.0, blue.exp2()];
    let gain = GREY / (0.2126 * light[0] + 0.7152 + 0.0722 * light[2]);
    delta_e(lab_of_linear(light.map(|part| part * gain)), lab_of_linear([GREY; 3]))
}

/// What lies between the ratios `skin` and the nearest ones on the line.
fn from_usual_skin(skin: [f64; 2]) -> [f64; 2] {
    let off = [skin[0] - SKIN[0], skin[1] - SKIN[1]];
    let along = (off[0] * ALONG[0] + off[1] * ALONG[1]).clamp(-REACH, REACH);
    [off[0] - along * ALONG[0], off[1] - along * ALONG[1]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skin_on_the_line_has_no_cast_however_dark() {
        for along in [-0.3, 0.0, 0.3] {
            let [red, blue] = from_usual_skin([SKIN[0] + along * ALONG[0], SKIN[1] + along * ALONG[1]]);
            assert!(red.hypot(blue) < 2e-3, "{red} {blue}");
        }
    }

    #[test]
    fn skin_of_every_tone_has_little_cast_and_tinted_light_has_much() {
        for skin in [[214, 176, 158], [176, 128, 104], [104, 70, 54]] {
            assert!(tint(&[skin]) < 7.0, "{skin:?}: {}", tint(&[skin]));
            let [red, green, blue] = skin;
            let greenish = [red, green + green / 5, blue];
            assert!(tint(&[greenish]) > 9.0, "{skin:?}: {}", tint(&[greenish]));
        }
    }

    #[test]
    fn a_cast_is_what_is_left() {
        let [red, blue] = from_usual_skin([SKIN[0] + 0.4, SKIN[1] + 0.4]);
        assert!(red > 0.2 && blue > 0.2);
    }
}
