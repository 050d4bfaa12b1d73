//! The person's outline: crown, and the sides of the head.

use super::{Backdrop, Crown, PixelClass};

/// Longest run of person pixels, in face widths, from which a row belongs to the hair mass: strands are narrower.
const RUN: f64 = 0.08;

/// A second, stricter run: how far its row lies from the first says how pointed or ragged the hair is.
const STRICT_RUN: f64 = 0.25;

/// Uncertainty that is left on a smooth round head, in faces: with it ±2u holds 97 % of the labelled crowns of the 68
/// neutral portraits (`photocheck evaluate` gives the coverage of `head.crown_gap`).
const SMOOTH_HEAD: f64 = 0.010;

/// Share of the distance between the two rows that counts as uncertainty; from the same comparison.
const RAGGED_SHARE: f64 = 0.35;

/// Rows without a run that end the head; one may be lost to a highlight.
const GAP: usize = 3;

impl Backdrop {
    /// The top of the hair mass above the face; `None` without a face or where no hair could be told from the wall.
    pub(crate) fn crown(&self) -> Option<Crown> {
        let face = self.face?;
        let side = face.side();
        let (row, cut) = self.top(RUN * side)?;
        let (strict, _) = self.top(STRICT_RUN * side)?;
        let ragged = RAGGED_SHARE * (strict - row).abs();
        let doubt = 1.0 + 4.0 * (1.0 - self.plain);
        let uncertainty = doubt * (SMOOTH_HEAD * side).hypot(ragged);
        Some(Crown { y: row * self.picture.scale - 0.5, uncertainty: uncertainty * self.picture.scale, cut })
    }

    /// Going up from the eyes, the last row with a run of at least `run` px, as the y of its upper edge with the part
    /// of the row above that is covered; and whether that is the frame's edge.
    fn top(&self, run: f64) -> Option<(f64, bool)> {
        let face = self.face?;
        let mut top: Option<(usize, f64)> = None;
        let mut missing = 0;
        let mut above = 0.0;
        for y in (0..=self.row(face.eye_centre()[1])).rev() {
            let longest = self.longest_run(y) as f64;
            if longest >= run {
                top = Some((y, 0.0));
                (missing, above) = (0, 0.0);
            } else {
                if missing == 0 {
                    above = longest / run;
                }
                missing += 1;
            }
            if missing == 1 {
                top = top.map(|(y, _)| (y, above));
            }
            if missing >= GAP {
                break;
            }
        }
        top.map(|(y, above)| (y as f64 - above.min(1.0), y <= self.frame.top))
    }

    /// Longest run of person pixels in row `y` above the face.
    fn longest_run(&self, y: usize) -> usize {
        let Some(face) = self.face else { return 0 };
        let (centre, reach) = (face.eye_centre()[0], 0.85 * face.side());
        let from = (centre - reach).max(0.0) as usize;
        let to = ((centre + reach).max(0.0) as usize).min(self.picture.width);
        let (mut longest, mut run) = (0, 0);
        for x in from..to {
            run = if self.place(x, y) == PixelClass::Person { run + 1 } else { 0 };
            longest = longest.max(run);
        }
        longest
    }

    /// The row at `y`, inside the picture.
    fn row(&self, y: f64) -> usize {
        (y.max(0.0) as usize).min(self.picture.height - 1)
    }
}
