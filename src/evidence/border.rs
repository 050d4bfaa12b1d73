//! What was put around the picture: bars, empty strips, frame lines.
//!
//! A strip has one colour over the whole length of its side and ends all at once, along a straight line. That line is
//! what tells it from a wall: a wall, however even, ends where hair and shoulders begin, and its light falls off
//! slowly. A wall that is white up to the edge of the picture can therefore be no strip, and a white strip beside a
//! white wall is none either, for nobody could see where it begins. A frame line may be too thin to have a colour of
//! its own after JPEG has smeared it; it is known by the edge being all darker, or all lighter, than what lies behind.
//!
//! Sides are peeled in turns until nothing comes off, so that a line inside a margin is found with the margin.

use crate::colour::luma;
use crate::photo::{Pixels, Rect};

/// Places along a side that are looked at.
const PLACES: u32 = 128;

/// Largest difference of a channel, levels, within a strip: JPEG writes its ripples beside every strong edge.
const ONE_COLOUR: i32 = 16;

/// Share of a side's first row that must have one colour.
const EVEN: f64 = 0.97;

/// Least difference of a channel, levels, at the end of a strip, within [`Side::sharp`].
const STEP: i32 = 22;

/// Deepest strip, share of the picture.
const DEEPEST: f64 = 0.25;

/// Share of a side along which a strip ends in a line: at the sides and above, and below, where only the person stands
/// out from a strip of the wall's colour.
const STRAIGHT: f64 = 0.75;
const STRAIGHT_BELOW: f64 = 0.35;

/// How far ends may lie off the line, px at [`FINE`]; scans are turned a little, by up to this slope.
const OFF: f64 = 1.5;
const TURNED: f64 = 0.035;

/// Long side, px, at which a line is one px wide and an edge is sharp within two.
const FINE: f64 = 640.0;

/// The thickest line that is known by being darker or lighter alone, px at [`FINE`]; the least difference of luma; and
/// the share of the side where it must be seen and that where the opposite may.
const LINE: u32 = 3;
const LINE_STEP: i32 = 20;
const LINE_SHARE: f64 = 0.85;
const LINE_AGAINST: f64 = 0.03;

/// Rounds of peeling: a margin, a line and another margin take three.
const ROUNDS: usize = 6;

/// Least side, px, of what is left: no picture is smaller.
const LEAST: u32 = 40;

/// What lies inside everything that was put around the picture, px of the photo.
pub fn inside(pixels: &Pixels) -> Rect {
    let mut inside = Rect { x: 0, y: 0, width: pixels.width(), height: pixels.height() };
    let fine = (f64::from(inside.width.max(inside.height)) / FINE).max(1.0);
    for _ in 0..ROUNDS {
        let before = inside;
        for edge in Edge::ALL {
            if inside.width.min(inside.height) < LEAST {
                return inside;
            }
            let depth = Side { pixels, inside, edge, fine }.strip();
            inside = edge.peeled(inside, depth.unwrap_or(0));
        }
        if inside == before {
            break;
        }
    }
    inside
}

/// Share of the photo that lies outside `inside`, 0 to 1.
pub fn share(pixels: &Pixels, inside: Rect) -> f64 {
    let area = |width: u32, height: u32| f64::from(width) * f64::from(height);
    1.0 - area(inside.width, inside.height) / area(pixels.width(), pixels.height()).max(1.0)
}

/// A rectangle of a small picture, px; right and bottom lie outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    /// First column.
    pub left: usize,
    /// First row.
    pub top: usize,
    /// Column after the last.
    pub right: usize,
    /// Row after the last.
    pub bottom: usize,
}

impl Frame {
    /// Whether a pixel lies in it.
    pub(crate) fn contains(&self, x: usize, y: usize) -> bool {
        (self.left..self.right).contains(&x) && (self.top..self.bottom).contains(&y)
    }
}

/// `inside` in a picture `scale` times smaller than the photo, a px away from what blends into the border.
pub(super) fn frame(pixels: &Pixels, inside: Rect, (width, height): (usize, usize), scale: f64) -> Frame {
    let low = |at: u32| if at == 0 { 0 } else { (f64::from(at) / scale).ceil() as usize + 1 };
    let high = |at: u32, whole: u32, side: usize| {
        if at == whole { side } else { ((f64::from(at) / scale) as usize).saturating_sub(1).min(side) }
    };
    Frame {
        left: low(inside.x),
        top: low(inside.y),
        right: high(inside.x + inside.width, pixels.width(), width),
        bottom: high(inside.y + inside.height, pixels.height(), height),
    }
}

/// A side of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edge {
    Top,
    Bottom,
    Left,
    Right,
}

impl Edge {
    const ALL: [Self; 4] = [Self::Top, Self::Bottom, Self::Left, Self::Right];

    /// The rest of `inside` without `depth` px at this side.
    fn peeled(self, inside: Rect, depth: u32) -> Rect {
        let Rect { x, y, width, height } = inside;
        match self {
            Self::Top => Rect { y: y + depth, height: height - depth, ..inside },
            Self::Bottom => Rect { height: height - depth, ..inside },
            Self::Left => Rect { x: x + depth, width: width - depth, ..inside },
            Self::Right => Rect { width: width - depth, ..inside },
        }
    }
}

/// One side, seen from outside.
struct Side<'p> {
    pixels: &'p Pixels,
    inside: Rect,
    edge: Edge,
    /// Photo px per px at [`FINE`].
    fine: f64,
}

impl Side<'_> {
    /// How deep the strip or line at this side is, px; `None` where there is none.
    fn strip(&self) -> Option<u32> {
        self.bar().or_else(|| self.line())
    }

    /// How deep the picture is from here, and how broad.
    fn size(&self) -> (u32, u32) {
        let Rect { width, height, .. } = self.inside;
        if matches!(self.edge, Edge::Top | Edge::Bottom) { (height, width) } else { (width, height) }
    }

    /// The pixel `depth` px in at the `place`th of [`PLACES`] places.
    fn at(&self, depth: u32, place: u32) -> [i32; 3] {
        let Rect { x, y, width, height } = self.inside;
        let (deep, broad) = self.size();
        let (depth, along) = (depth.min(deep - 1), (2 * place + 1) * broad / (2 * PLACES));
        let (x, y) = match self.edge {
            Edge::Top => (x + along, y + depth),
            Edge::Bottom => (x + along, y + height - 1 - depth),
            Edge::Left => (x + depth, y + along),
            Edge::Right => (x + width - 1 - depth, y + along),
        };
        self.pixels.get(x, y).map(i32::from)
    }

    /// Within how many px an edge is as sharp as any.
    fn sharp(&self) -> u32 {
        (2.0 * self.fine).round() as u32
    }

    /// The depth of a strip of one colour.
    fn bar(&self) -> Option<u32> {
        let first: Vec<[i32; 3]> = (0..PLACES).map(|place| self.at(0, place)).collect();
        let colour = [0, 1, 2].map(|channel| middle(first.iter().map(|pixel| pixel[channel]).collect()));
        let away = |pixel: &[i32; 3]| [0, 1, 2].map(|channel| (pixel[channel] - colour[channel]).abs());
        let alike = |pixel: &[i32; 3]| away(pixel).into_iter().all(|away| away <= ONE_COLOUR);
        if (first.iter().filter(|pixel| alike(pixel)).count() as f64) < EVEN * f64::from(PLACES) {
            return None;
        }
        let deepest = (f64::from(self.size().0) * DEEPEST) as u32;
        let end = |place: u32| {
            let end = (0..deepest).find(|&depth| !alike(&self.at(depth, place)))?;
            let beyond = self.at(end + self.sharp(), place);
            away(&beyond).into_iter().any(|away| away >= STEP).then_some([f64::from(place), f64::from(end)])
        };
        let needed = if self.edge == Edge::Bottom { STRAIGHT_BELOW } else { STRAIGHT } * f64::from(PLACES);
        let mut ends: Vec<[f64; 2]> = Vec::new();
        for place in 0..PLACES {
            ends.extend(end(place));
            // A wall ends nowhere, and is looked through to the middle of the picture at every place.
            let left = (PLACES - 1 - place) as usize;
            if ((ends.len() + left) as f64) < needed {
                return None;
            }
        }
        let depth = self.line_through(&ends, needed)?;
        (depth >= 0.75).then(|| depth.round().max(1.0) as u32)
    }

    /// How deep the straight line through at least `needed` of the ends of a strip lies in the middle of the side.
    fn line_through(&self, ends: &[[f64; 2]], needed: f64) -> Option<f64> {
        if (ends.len() as f64) < needed {
            return None;
        }
        let half = f64::from(PLACES - 1) / 2.0;
        let part = (ends.len() / 4).max(1);
        let middles = |ends: &[[f64; 2]]| {
            [0, 1].map(|axis| middle(ends.iter().map(|end| end[axis] as i32).collect())).map(f64::from)
        };
        let ([x0, y0], [x1, y1]) = (middles(&ends[..part]), middles(&ends[ends.len() - part..]));
        let level = ends.iter().map(|&[_, depth]| (0.0, depth));
        let turned = (x1 > x0).then(|| (y1 - y0) / (x1 - x0)).map(|slope| (slope, y0 + slope * (half - x0)));
        let steepest = TURNED * f64::from(self.size().1) / f64::from(PLACES);
        let fits = |&(slope, depth): &(f64, f64)| {
            let near = |end: &&[f64; 2]| (end[1] - depth - slope * (end[0] - half)).abs() <= OFF * self.fine;
            ends.iter().filter(near).count()
        };
        let candidates = level.chain(turned).filter(|(slope, _)| slope.abs() <= steepest);
        let best = candidates.max_by_key(fits)?;
        (fits(&best) as f64 >= needed).then_some(best.1)
    }

    /// The depth of a thin line that is darker or lighter than what lies behind it.
    fn line(&self) -> Option<u32> {
        let level = |depth: u32, place: u32| i32::from(luma(self.at(depth, place).map(|value| value as u8)));
        let deepest = (f64::from(self.size().0) * DEEPEST) as u32;
        let depths = (1..=LINE).map(|thick| (f64::from(thick) * self.fine).round() as u32);
        depths.take_while(|thick| *thick <= deepest).find(|thick| {
            let steps: Vec<i32> = (0..PLACES).map(|place| level(thick + 1, place) - level(0, place)).collect();
            let share = |seen: &dyn Fn(i32) -> bool| {
                steps.iter().filter(|step| seen(**step)).count() as f64 / f64::from(PLACES)
            };
            [1, -1].into_iter().any(|sign| {
                share(&|step| sign * step >= LINE_STEP) >= LINE_SHARE
                    && share(&|step| sign * step < -LINE_STEP / 2) <= LINE_AGAINST
            })
        })
    }
}

/// The median.
fn middle(mut values: Vec<i32>) -> i32 {
    let half = values.len() / 2;
    *values.select_nth_unstable(half).1
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};

    use super::*;

    const WALL: [u8; 3] = [70, 140, 220];

    /// A person in dark clothes before `wall`, 240x320.
    fn portrait(wall: impl Fn(u32, u32) -> [u8; 3]) -> RgbImage {
        RgbImage::from_fn(240, 320, |x, y| {
            let (across, down) = ((f64::from(x) - 120.0) / 55.0, (f64::from(y) - 130.0) / 80.0);
            let shoulder = f64::from(y) > 225.0 + (across * 22.0).abs();
            let grain = ((x * 7 + y * 13) % 5) as u8;
            Rgb(if shoulder {
                [35 + grain, 38, 45 + 2 * grain]
            } else if across.hypot(down) < 1.0 {
                [190 + grain, 150, 130]
            } else {
                wall(x, y)
            })
        })
    }

    fn border(picture: RgbImage) -> f64 {
        let pixels = Pixels::from_upright(picture);
        share(&pixels, inside(&pixels))
    }

    fn painted(part: Rect, colour: [u8; 3]) -> f64 {
        let mut picture = portrait(|_, _| WALL);
        for y in part.y..part.y + part.height {
            for x in part.x..part.x + part.width {
                picture.put_pixel(x, y, Rgb(colour));
            }
        }
        border(picture)
    }

    #[test]
    fn walls_are_no_border() {
        assert_eq!(border(portrait(|_, _| WALL)), 0.0);
        assert_eq!(border(portrait(|_, _| [255; 3])), 0.0, "white up to the edge");
        assert_eq!(border(portrait(|_, _| [0; 3])), 0.0, "black up to the edge");
        let falling = portrait(|_, y| [60, 100 + (y / 3) as u8, 150]);
        assert_eq!(border(falling), 0.0, "light that falls off evenly");
        let dark = |x: u32, y: u32| (x.abs_diff(120) / 4 + y.abs_diff(160) / 5) as u8;
        let vignette = portrait(|x, y| WALL.map(|level| level - dark(x, y)));
        assert_eq!(border(vignette), 0.0);
        assert_eq!(border(RgbImage::from_pixel(300, 400, Rgb([255; 3]))), 0.0, "nobody");
        for (width, height) in [(1, 1), (3, 3000), (3000, 3), (41, 41)] {
            assert_eq!(border(RgbImage::from_pixel(width, height, Rgb([9; 3]))), 0.0, "{width}x{height}");
        }
        for (width, height) in [(10000, 45), (45, 10000)] {
            let darker_at_the_end = |x: u32, y: u32| Rgb([255 - 5 * if width > height { y } else { x } as u8; 3]);
            assert!(border(RgbImage::from_fn(width, height, darker_at_the_end)) < 1.0, "{width}x{height}");
        }
    }

    #[test]
    fn strips_are_as_large_as_they_are() {
        for colour in [[255; 3], [0; 3], [120, 60, 20]] {
            for part in [
                Rect { x: 0, y: 300, width: 240, height: 20 },
                Rect { x: 0, y: 0, width: 240, height: 8 },
                Rect { x: 0, y: 0, width: 12, height: 320 },
                Rect { x: 220, y: 0, width: 20, height: 320 },
            ] {
                let truth = f64::from(part.width * part.height) / (240.0 * 320.0);
                assert!(
                    (painted(part, colour) - truth).abs() < 0.005,
                    "{part:?} {colour:?}: {}",
                    painted(part, colour)
                );
            }
        }
        let empty = Rect { x: 0, y: 290, width: 240, height: 30 };
        assert!(painted(empty, WALL) > 0.08, "a person cut out too short, before a wall that goes on");
    }

    #[test]
    fn lines_and_margins_come_off_together() {
        let mut framed = portrait(|_, _| WALL);
        let mut draw = |from: u32, to: u32, colour: [u8; 3]| {
            for (x, y, pixel) in framed.enumerate_pixels_mut() {
                let depth = x.min(239 - x).min(y).min(319 - y);
                if (from..to).contains(&depth) {
                    *pixel = Rgb(colour);
                }
            }
        };
        draw(0, 9, [255; 3]);
        draw(9, 11, [0; 3]);
        let truth = 1.0 - f64::from((240 - 22) * (320 - 22)) / (240.0 * 320.0);
        assert!((border(framed) - truth).abs() < 0.005);
        let mut thin = portrait(|_, _| WALL);
        for (x, y, pixel) in thin.enumerate_pixels_mut() {
            if x.min(239 - x).min(y).min(319 - y) == 0 {
                *pixel = Rgb([(3 * y % 17) as u8; 3]);
            }
        }
        assert!(border(thin) > 0.005);
    }
}
