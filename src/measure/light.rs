//! Measures of light: on the face, and whether the photo as a whole is rightly exposed.
//!
//! How bright a face is depends on its skin as much as on the light, so a mean luminance (which ISO/IEC 29794-5 asks
//! for, and which is given) cannot tell a dark photo from a dark face. [`exposure`] therefore looks at what is bright in
//! every scene: the wall and the clothes, and on the face itself the whites of the eyes and the glints on the skin.
//!
//! There is no second instrument for these quantities, so no uncertainty is stated: the zones of the rules, set on portraits
//! that an office accepted (`calibration/zones.py`), carry the doubt.

use crate::evidence::Evidence;
use crate::evidence::lab::{linear, luminance};
use crate::reading::{Number, Reason};

/// Mean luminance of the face in linear light, 0..1 (ISO/IEC 29794-5, luminance mean).
pub(super) fn mean(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let face = &evidence.face_sample()?.face;
    let sum: f64 = face.iter().map(|&pixel| f64::from(luminance(pixel))).sum();
    Ok(Number::unstated(sum / face.len() as f64))
}

/// By how many stops the brightest part of the scene falls short of where it ought to lie; 0 when it does not.
pub(super) fn exposure(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    /// Linear light that walls and clothes reach somewhere in a rightly exposed photo, sRGB 210.
    const SCENE: f32 = 0.645;
    /// The same for the brightest half per cent of a face. Of 392 official portraits of other studios (the people of
    /// `calibration/people.py` that are not reported on), of all skin tones, five fall short of either, by half a stop at most.
    const FACE: f32 = 0.22;
    let scene = linear(evidence.tones()?.percentile(BRIGHTEST));
    let mut face: Vec<u8> = evidence.face_sample()?.face.iter().map(|&pixel| brightest(pixel)).collect();
    let rank = ((face.len() as f64 * BRIGHTEST) as usize).min(face.len() - 1);
    let face = linear(*face.select_nth_unstable(rank).1);
    let stops = |light: f32, wanted: f32| f64::from((light.max(1e-4) / wanted).log2()).min(0.0);
    Ok(Number::unstated(stops(scene, SCENE).min(stops(face, FACE))))
}

/// Share of the picture that is black, detail or not.
pub(super) fn dark_share(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    /// Below this no detail can be told on paper or screen.
    const BLACK: u8 = 16;
    Ok(Number::unstated(evidence.tones()?.share_up_to(BLACK)))
}

/// Share of the face that is clipped, or of the whole picture that has lost its colour to clipping: the larger.
pub(super) fn bright_share(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    /// A channel from here on is clipped. Two must be: warm light clips the red of light skin and harms nothing.
    const CLIPPED: u8 = 250;
    let face = &evidence.face_sample()?.face;
    let is_clipped = |pixel: &&[u8; 3]| pixel.iter().filter(|&&channel| channel >= CLIPPED).count() >= 2;
    let clipped = face.iter().filter(is_clipped).count() as f64 / face.len() as f64;
    Ok(Number::unstated(clipped.max(evidence.tones()?.discoloured)))
}

/// Median luminance of the darker side of the face over that of the brighter one.
pub(super) fn balance(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let [left, right] = &evidence.face_sample()?.sides;
    let (left, right) = (median_luminance(left), median_luminance(right));
    let (dark, bright) = (left.min(right), left.max(right));
    Ok(Number::unstated((dark + FLARE) / (bright + FLARE)))
}

/// Entropy of the face's luminance in 256 steps (ISO/IEC 29794-5, dynamic range).
pub(super) fn range(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let face = &evidence.face_sample()?.face;
    let mut counts = [0u32; 256];
    for &pixel in face {
        counts[(255.0 * luminance(pixel) + 0.5) as usize] += 1;
    }
    let shares = counts.iter().filter(|&&count| count > 0).map(|&count| f64::from(count) / face.len() as f64);
    Ok(Number::unstated(-shares.map(|share| share * share.log2()).sum::<f64>()))
}

/// Share of the face that glints: much brighter than its middle and paler.
pub(super) fn shine(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    /// A glint has at least this many times the face's median luminance, plus [`FLARE`].
    const BRIGHTER: f32 = 1.9;
    /// And at most this share of its saturation.
    const PALER: f32 = 0.7;
    let face = &evidence.face_sample()?.face;
    let middle = median_luminance(face) as f32;
    let mut saturations: Vec<f32> = face.iter().map(|&pixel| saturation(pixel)).collect();
    let half = saturations.len() / 2;
    let pale = PALER * *saturations.select_nth_unstable_by(half, f32::total_cmp).1;
    let glints = |&&pixel: &&[u8; 3]| luminance(pixel) > BRIGHTER * middle + FLARE as f32 && saturation(pixel) < pale;
    Ok(Number::unstated(face.iter().filter(glints).count() as f64 / face.len() as f64))
}

/// Share of samples below the percentile that stands for the brightest part: a single glint does not count.
const BRIGHTEST: f64 = 0.995;

/// Stray light, linear: keeps ratios of what is nearly black from being ratios of noise.
const FLARE: f64 = 0.002;

fn brightest(pixel: [u8; 3]) -> u8 {
    pixel.into_iter().max().unwrap_or(0)
}

/// How far the darkest channel falls short of the brightest, 0..1, linear light.
fn saturation(pixel: [u8; 3]) -> f32 {
    let [red, green, blue] = pixel.map(linear);
    let high = red.max(green).max(blue);
    1.0 - red.min(green).min(blue) / high.max(1e-4)
}

fn median_luminance(pixels: &[[u8; 3]]) -> f64 {
    let mut values: Vec<f32> = pixels.iter().map(|&pixel| luminance(pixel)).collect();
    let half = values.len() / 2;
    f64::from(*values.select_nth_unstable_by(half, f32::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_ignores_a_few_glints() {
        let mut skin = vec![[150, 110, 95]; 90];
        skin.extend([[255; 3]; 10]);
        assert!((median_luminance(&skin) - f64::from(luminance([150, 110, 95]))).abs() < 1e-6);
    }

    #[test]
    fn saturation_does_not_depend_on_brightness() {
        let dark = saturation([60, 40, 30]);
        let bright = saturation([152, 105, 81]);
        assert!((dark - bright).abs() < 0.05, "{dark} {bright}");
        assert_eq!(saturation([90, 90, 90]), 0.0);
    }
}
