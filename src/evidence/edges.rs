//! How blurred the edges of the face are, in each of four directions.
//!
//! An edge that lens, motion or enlarging has blurred by σ and that is blurred again by s has a gradient in
//! proportion to 1/√(σ²+s²). The ratio of its gradients at two known s therefore gives σ, whatever its contrast: dark
//! skin, light skin and make-up read alike (after Zhuo and Sim, *Defocus map estimation from a single image*, Pattern
//! Recognition 44, 2011). Only the strongest tenth of the edges of each direction counts, lids, irises, nostrils,
//! lips, so noise does not; and of these the sharper fifth, since a nose's shadow is soft in every photo.
//!
//! σ is given in eye distances and measured at one size of the face, so that it says what a viewer of the printed
//! photo sees and does not change when the photo is resized.

use image::RgbImage;

use super::Evidence;
use super::plane::Plane;
use super::zones::FaceZones;
use crate::photo::{Rect, part_resized};
use crate::reading::Reason;

/// Eye distance, px, to which larger faces are shrunk: that of a head at half of a photo 480 px high, so that such a
/// photo and one of 3000 px read alike.
const EYE_DISTANCE: f64 = 64.0;

/// The finer blur s, in eye distances, but no less than [`FINEST`].
const FINE: f64 = 0.010;

/// Least finer blur, px: below it the gradient of a pixel grid is no longer that of the edge.
const FINEST: f64 = 0.8;

/// Coarser blur over finer.
const COARSER: f64 = 2.6;

/// Blur of the pixel grid itself, px: what a photo of fewer pixels than [`EYE_DISTANCE`] asks for cannot help, and is
/// not counted against it (from the portraits of the fit part resized to 480 px, `calibration/drift.py`).
const GRID: f64 = 0.45;

/// Share of a direction's edges that is left out as too weak.
const WEAK: f64 = 0.90;

/// Quantile of the remaining ratios that is used.
const SHARPER: f64 = 0.80;

/// Fewest pixels of a direction for an answer.
const FEWEST: usize = 12;

/// Blur of the face's edges.
pub(crate) struct EdgeBlur {
    /// Standard deviation of the blur in eye distances, across edges whose gradient points right, down-right, down and
    /// down-left; `None` where there are too few edges.
    pub across: [Option<f64>; 4],
}

impl EdgeBlur {
    /// Measures the face at full size, or at working size where that is enough.
    pub(super) fn of(evidence: &Evidence<'_>) -> Result<Self, Reason> {
        let (working, zones) = (evidence.working()?, evidence.zones()?);
        let (picture, zones) = if zones.eye_distance() >= EYE_DISTANCE || working.scale <= 1.0 {
            let part = bounds(&zones, working.picture.width(), working.picture.height());
            shrunk(&working.picture, part, &zones.within(part))
        } else {
            let pixels = evidence.pixels()?;
            let zones = zones.scaled(1.0 / working.scale);
            let part = bounds(&zones, pixels.width(), pixels.height());
            shrunk(&pixels.crop(part), Rect { x: 0, y: 0, ..part }, &zones.within(part))
        };
        Ok(Self::at(&Plane::of(&picture), &zones))
    }

    /// The blur that counts: root mean square over the directions. `None` without edges.
    pub(crate) fn mean(&self) -> Option<f64> {
        let known: Vec<f64> = self.across.into_iter().flatten().collect();
        let square = known.iter().map(|blur| blur * blur).sum::<f64>() / known.len() as f64;
        (known.len() >= 3).then(|| square.sqrt())
    }

    fn at(plane: &Plane, zones: &FaceZones) -> Self {
        let span = zones.eye_distance();
        let fine = (FINE * span).max(FINEST);
        let coarse = COARSER * fine;
        let (at_fine, at_coarse) = (plane.blurred(fine), plane.blurred(coarse));
        let oval = zones.oval();
        let mut edges: [Vec<(f32, f32)>; 4] = Default::default();
        for y in 1..plane.height.saturating_sub(1) {
            for x in 1..plane.width - 1 {
                if !oval.contains(x as f64, y as f64) {
                    continue;
                }
                let ([fx, fy], [cx, cy]) = (at_fine.gradient(x, y), at_coarse.gradient(x, y));
                let strength = cx * cx + cy * cy;
                if strength > 0.01 {
                    edges[direction(cx, cy)].push((strength, (fx * cx + fy * cy) / strength));
                }
            }
        }
        let blur = |mut edges: Vec<(f32, f32)>| {
            let weak = (edges.len() as f64 * WEAK) as usize;
            if edges.len() - weak < FEWEST {
                return None;
            }
            let (_, _, strong) = edges.select_nth_unstable_by(weak, |one, other| one.0.total_cmp(&other.0));
            let rank = (strong.len() as f64 * SHARPER) as usize;
            let ratio = f64::from(strong.select_nth_unstable_by(rank, |one, other| one.1.total_cmp(&other.1)).1.1);
            let ratio = (ratio * ratio).max(1.001);
            let square = (coarse * coarse - ratio * fine * fine) / (ratio - 1.0);
            let grid = (GRID * GRID) * (1.0 - (span / EYE_DISTANCE).powi(2)).max(0.0);
            Some((square - grid).max(0.0).sqrt() / span)
        };
        Self { across: edges.map(blur) }
    }
}

/// Which eighth of a turn, opposite ones alike, the gradient points to: 0 right, 1 down-right, 2 down, 3 down-left.
fn direction(x: f32, y: f32) -> usize {
    /// Tangent of 22.5°.
    const HALF: f32 = 0.414_213_56;
    match (x.abs(), y.abs()) {
        (across, down) if down <= HALF * across => 0,
        (across, down) if across <= HALF * down => 2,
        _ if (x > 0.0) == (y > 0.0) => 1,
        _ => 3,
    }
}

/// The face's rectangle, cut to a frame of this size.
fn bounds(zones: &FaceZones, width: u32, height: u32) -> Rect {
    let (span, [x, y]) = (zones.eye_distance(), zones.eye_centre());
    let inside = |value: f64, length: u32| value.clamp(0.0, f64::from(length)) as u32;
    let (left, right) = (inside(x - span, width), inside(x + span, width));
    let (top, bottom) = (inside(y - 0.5 * span, height), inside(zones.chin_y + 0.1 * span, height));
    Rect { x: left, y: top, width: right - left, height: bottom - top }
}

/// A part of `picture`, and the zones in it, shrunk to an eye distance of at most [`EYE_DISTANCE`].
fn shrunk(picture: &RgbImage, part: Rect, zones: &FaceZones) -> (RgbImage, FaceZones) {
    let scale = (zones.eye_distance() / EYE_DISTANCE).max(1.0);
    let side = |length: u32| (f64::from(length) / scale).round() as u32;
    (part_resized(picture, part, side(part.width), side(part.height)), zones.scaled(scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disc of this contrast on grey, its edge blurred by `sigma` px, where the face would be.
    fn disc(sigma: f64, contrast: f64) -> (Plane, FaceZones) {
        let zones = FaceZones::from_box(0.0, 0.0, 240.0);
        let [x, y] = zones.eye_centre();
        let value = |at: usize| {
            let distance = (((at % 240) as f64 - x).hypot((at / 240) as f64 - y - 40.0)) - 45.0;
            // A logistic curve is the Gaussian edge within 1 %.
            (100.0 + contrast / (1.0 + (1.702 * distance / sigma).exp())) as f32
        };
        (Plane { values: (0..240 * 270).map(value).collect(), width: 240, height: 270 }, zones)
    }

    #[test]
    fn the_blur_of_an_edge_is_found_whatever_its_contrast() {
        for sigma in [1.5, 2.5, 4.0] {
            for contrast in [-60.0, 8.0, 120.0] {
                let (plane, zones) = disc(sigma, contrast);
                let blur = EdgeBlur::at(&plane, &zones).mean().unwrap() * zones.eye_distance();
                assert!((blur / sigma - 1.0).abs() < 0.12, "{blur} px for {sigma} px at {contrast}");
            }
        }
    }

    #[test]
    fn smearing_shows_in_its_own_direction() {
        let (plane, zones) = disc(1.0, 80.0);
        let kernel = [1.0 / 11.0; 11];
        let smeared = plane.along_rows(&kernel);
        let [right, _, down, _] = EdgeBlur::at(&smeared, &zones).across.map(Option::unwrap);
        assert!(right > 2.0 * down, "{right} {down}");
    }

    #[test]
    fn nothing_to_see_gives_no_answer() {
        let plane = Plane { values: vec![120.0; 240 * 270], width: 240, height: 270 };
        assert!(EdgeBlur::at(&plane, &FaceZones::from_box(0.0, 0.0, 240.0)).mean().is_none());
        let plane = Plane { values: Vec::new(), width: 0, height: 0 };
        assert!(EdgeBlur::at(&plane, &FaceZones::from_box(0.0, 0.0, 240.0)).mean().is_none());
    }
}
