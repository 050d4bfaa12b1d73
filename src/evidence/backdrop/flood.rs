//! Which pixels are wall, which are the person, which are things: three floods over the picture.

use super::super::border::Frame;
use super::super::lab::{Lab, LabPicture};
use super::super::zones::FaceZones;
use super::surface::{SurfaceFit, median};
use super::{PixelClass, head_space};
use crate::vectors::vectorised;

/// Largest [`Lab::distance`] from one pixel to the next within a smooth fall of light.
const STEP: f32 = 2.5;

/// Deepest shadow that still counts as one rather than as something dark before the wall, as a share of L* + 16 (its
/// cube is the share of luminance). On a coloured wall the colour speaks as well; on a grey one hair and skin of a
/// black-and-white picture would pass for shadow.
const DEEPEST: [f32; 2] = [0.78, 0.47];

/// Chroma from which a wall counts as coloured.
const COLOURED: f32 = 10.0;

/// Largest [`Lab::distance`] within one thing, from the pixel where it enters the frame.
const SAME_THING: f32 = 14.0;

/// Hair share above which a region at the frame's edge counts as hair if its colour matches the hair, and above which it
/// does whatever its colour: a wall may have the colour of the hair, and a mask is coarse.
const LIKELY_HAIR: f64 = 0.2;
const SURELY_HAIR: f64 = 0.8;

/// A pixel and its place in [`Marks`]; floods ask for both so often that neither is worked out from the other.
#[derive(Clone, Copy)]
struct Spot {
    at: u32,
    x: u16,
    y: u16,
}

/// What every pixel was found to be so far. A margin that counts as marked stops every flood at the picture's edge.
struct Marks {
    places: Vec<Option<PixelClass>>,
    /// From one row of places to the next: a row's left neighbour is the end of the row above.
    stride: usize,
    /// What the last flood reached; kept for the next one.
    reached: Vec<Spot>,
}

impl Marks {
    /// Nothing marked yet but what lies beyond the frame.
    fn new(picture: &LabPicture, frame: &Frame) -> Self {
        let stride = picture.width + 1;
        let mut places = vec![Some(PixelClass::Thing); stride * (picture.height + 2)];
        let rows = places.chunks_exact_mut(stride).skip(1 + frame.top).take(frame.bottom.saturating_sub(frame.top));
        rows.for_each(|row| row[frame.left.min(frame.right)..frame.right].fill(None));
        Self { places, stride, reached: Vec::new() }
    }

    fn spot(&self, x: usize, y: usize) -> Spot {
        Spot { at: ((y + 1) * self.stride + x) as u32, x: x as u16, y: y as u16 }
    }

    fn is_free(&self, spot: Spot) -> bool {
        self.places[spot.at as usize].is_none()
    }

    fn mark(&mut self, spot: Spot, mark: PixelClass) {
        self.places[spot.at as usize] = Some(mark);
    }

    /// Marks everything unmarked that `enters` lets in, step by step from `start`; what was reached stands in [`Self::reached`].
    #[inline(always)]
    fn flood(&mut self, mark: PixelClass, start: impl Iterator<Item = Spot>, enters: impl Fn(Spot, Spot) -> bool) {
        self.reached.clear();
        for spot in start {
            if self.is_free(spot) {
                self.mark(spot, mark);
                self.reached.push(spot);
            }
        }
        let stride = self.stride as u32;
        let mut next = 0;
        while let Some(&from) = self.reached.get(next) {
            next += 1;
            let Spot { at, x, y } = from;
            let around = [
                Spot { at: at - 1, x: x.wrapping_sub(1), y },
                Spot { at: at + 1, x: x + 1, y },
                Spot { at: at - stride, x, y: y.wrapping_sub(1) },
                Spot { at: at + stride, x, y: y + 1 },
            ];
            for to in around {
                if self.is_free(to) && enters(from, to) {
                    self.mark(to, mark);
                    self.reached.push(to);
                }
            }
        }
    }

    /// What every pixel is, row by row; what is still unmarked is wall.
    fn into_places(self, height: usize) -> Vec<PixelClass> {
        let rows = self.places.chunks_exact(self.stride).skip(1).take(height);
        rows.flat_map(|row| row[..self.stride - 1].iter().map(|place| place.unwrap_or(PixelClass::Wall))).collect()
    }
}

/// What the floods run over.
pub(super) struct Regions<'a> {
    pub picture: &'a LabPicture,
    /// Beyond this everything is a thing.
    pub frame: Frame,
    pub face: Option<&'a FaceZones>,
    /// Share of hair at a pixel.
    pub hair: &'a dyn Fn(usize, usize) -> f64,
    pub fit: &'a SurfaceFit,
}

impl Regions<'_> {
    /// The place of every pixel, row by row.
    pub(super) fn places(&self, seeds: &[(usize, usize)]) -> Vec<PixelClass> {
        let mut marks = Marks::new(self.picture, &self.frame);
        // The face is never wall, however much alike they are.
        let on_face = self.on_face();
        self.walls(&mut marks, seeds, &on_face);
        self.things(&mut marks, seeds);
        self.people(&mut marks, &on_face);
        self.lone_pieces(&mut marks);
        marks.into_places(self.picture.height)
    }

    /// Marks what has the wall's colour or lies in its shadow, and hangs together with the seeds.
    fn walls(&self, marks: &mut Marks, seeds: &[(usize, usize)], on_face: &[bool]) {
        let width = self.picture.width;
        let near = self.near();
        let walls: Vec<_> = (0..self.picture.height).map(|y| self.fit.surface.row(y)).collect();
        let colour = |spot: Spot| self.picture.at(spot.x.into(), spot.y.into());
        let at = |spot: Spot| usize::from(spot.y) * width + usize::from(spot.x);
        let starts = seeds.iter().filter(|&&(x, y)| near[y * width + x]).map(|&(x, y)| marks.spot(x, y));
        let starts: Vec<Spot> = starts.collect();
        marks.flood(PixelClass::Wall, starts.into_iter(), |from, to| {
            let is_wall = near[at(to)] || is_shadow(walls[usize::from(to.y)](to.x.into()), colour(from), colour(to));
            is_wall && !on_face[at(to)]
        });
    }

    /// Which pixels have about the wall's colour.
    fn near(&self) -> Vec<bool> {
        let width = self.picture.width.max(1);
        let reach = (4.0 * self.fit.noise).clamp(5.0, 9.0);
        let mut near = vec![false; self.picture.colours.len()];
        vectorised!({
            let rows = near.chunks_exact_mut(width).zip(self.picture.colours.chunks_exact(width));
            for (y, (near, colours)) in rows.enumerate() {
                let wall = self.fit.surface.row(y);
                for (x, (near, colour)) in near.iter_mut().zip(colours).enumerate() {
                    *near = colour.distance_squared(wall(x)) < reach * reach;
                }
            }
        });
        near
    }

    /// Marks what enters the frame at a seed in another colour than the wall's and the hair's.
    fn things(&self, marks: &mut Marks, seeds: &[(usize, usize)]) {
        let hair = self.hair_colour();
        for &(x, y) in seeds {
            let seed = marks.spot(x, y);
            if !marks.is_free(seed) {
                continue;
            }
            let entry = self.picture.at(x, y);
            let alike = hair.is_some_and(|hair| entry.distance(hair) < SAME_THING);
            let is_hair = (self.hair)(x, y) > if alike { LIKELY_HAIR } else { SURELY_HAIR };
            if !is_hair {
                marks.flood(PixelClass::Thing, std::iter::once(seed), |_, to| {
                    self.picture.at(to.x.into(), to.y.into()).distance(entry) < SAME_THING && !self.is_in_head(to)
                });
            }
        }
    }

    /// Whether hair or face may well be there.
    fn is_in_head(&self, spot: Spot) -> bool {
        self.face.is_some_and(|face| head_space(face)(spot.x.into(), spot.y.into()))
    }

    /// Marks what stands alone: locks of hair beside the head, specks of noise, things.
    fn lone_pieces(&self, marks: &mut Marks) {
        let speck = self.picture.colours.len() / 2000;
        for (x, y) in self.pixels_from(0.0, f64::INFINITY) {
            let spot = marks.spot(x, y);
            if !marks.is_free(spot) {
                continue;
            }
            marks.flood(PixelClass::Thing, std::iter::once(spot), |_, _| true);
            let piece = std::mem::take(&mut marks.reached);
            if piece.iter().any(|&spot| self.is_in_head(spot)) {
                piece.iter().for_each(|&spot| marks.mark(spot, PixelClass::Person));
            } else if piece.len() < speck {
                piece.iter().for_each(|&spot| marks.mark(spot, PixelClass::Wall));
            }
            marks.reached = piece;
        }
    }

    /// Which pixels lie on the face between brows and chin.
    fn on_face(&self) -> Vec<bool> {
        let mut on_face = vec![false; self.picture.colours.len()];
        if let Some(oval) = self.face.map(FaceZones::oval) {
            let (top, end) = (oval.centre[1] - oval.reach[1], oval.centre[1] + oval.reach[1] + 1.0);
            for (x, y) in self.pixels_from(top, end) {
                on_face[y * self.picture.width + x] = oval.contains(x as f64, y as f64);
            }
        }
        on_face
    }

    /// The colour of the hair above the forehead: voluminous hair may run into the frame's edge and is no thing.
    fn hair_colour(&self) -> Option<Lab> {
        let face = self.face?;
        let ([centre_x, eye_y], side) = (face.eye_centre(), face.side());
        let on_top = |&(x, y): &(usize, usize)| {
            (x as f64 - centre_x).abs() < 0.2 * side && (y as f64 - eye_y + 0.64 * side).abs() < 0.06 * side
        };
        let pixels = self.pixels_from(eye_y - 0.7 * side, eye_y - 0.58 * side + 1.0);
        median(pixels.filter(on_top).map(|(x, y)| self.picture.at(x, y)))
    }

    /// Marks what hangs together with the face, or without a face with the frame's lower edge.
    fn people(&self, marks: &mut Marks, on_face: &[bool]) {
        let start: Vec<Spot> = match self.face {
            Some(face) => {
                let (oval, [centre_x, _], side) = (face.oval(), face.eye_centre(), face.side());
                let on_face = |&(x, y): &(usize, usize)| on_face[y * self.picture.width + x];
                let below = |&(x, y): &(usize, usize)| {
                    y as f64 > face.chin_y + 0.3 * side && (x as f64 - centre_x).abs() < side
                };
                let pixels = self.pixels_from(oval.centre[1] - oval.reach[1], f64::INFINITY);
                pixels.filter(|at| on_face(at) || below(at)).map(|(x, y)| marks.spot(x, y)).collect()
            }
            None => {
                let lowest = self.frame.bottom.clamp(1, self.picture.height) - 1;
                (0..self.picture.width).map(|x| marks.spot(x, lowest)).collect()
            }
        };
        // Hair reaches no further than this from the face: 1.3 faces to either side, two above the eyes.
        let reach = self.face.map(|face| {
            let ([x, eye_y], side) = (face.eye_centre(), face.side());
            [x - 1.3 * side, x + 1.3 * side, eye_y - 2.0 * side, face.chin_y]
        });
        marks.flood(PixelClass::Person, start.into_iter(), |_, to| {
            let (x, y) = (f64::from(to.x), f64::from(to.y));
            reach.is_none_or(|[left, right, top, chin]| y > chin || (left < x && x < right && y > top))
        });
    }

    /// The pixels of the rows between two heights.
    fn pixels_from(&self, top: f64, end: f64) -> impl Iterator<Item = (usize, usize)> + use<> {
        let (width, height) = (self.picture.width, self.picture.height as f64);
        let [top, end] = [top, end].map(|y| y.clamp(0.0, height) as usize);
        (top..end).flat_map(move |y| (0..width).map(move |x| (x, y)))
    }
}

/// Whether the step `from` → `to` goes down a smooth fall of light on a wall of the colour `wall`. In CIELAB a shadow
/// shrinks L* + 16, a* and b* alike.
fn is_shadow(wall: Lab, from: Lab, to: Lab) -> bool {
    let shade = (to.l + 16.0) / (wall.l + 16.0);
    let shaded = Lab { l: to.l, a: wall.a * shade, b: wall.b * shade };
    let deepest = DEEPEST[usize::from(wall.chroma() > COLOURED)];
    (deepest..1.15).contains(&shade) && to.distance(from) < STEP && to.distance(shaded) < 6.0 + 0.15 * wall.chroma()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shadow_on_a_grey_wall_is_no_darker_than_one_and_on_a_coloured_wall_it_keeps_the_colour() {
        let shaded =
            |wall: Lab, share: f32| Lab { l: share * (wall.l + 16.0) - 16.0, a: share * wall.a, b: share * wall.b };
        let (grey, blue) = (Lab { l: 70.0, a: 0.0, b: 1.0 }, Lab { l: 55.0, a: 5.0, b: -45.0 });
        let is_in_shadow = |wall: Lab, to: Lab| is_shadow(wall, to, to);
        assert!(is_in_shadow(grey, shaded(grey, 0.85)));
        assert!(!is_in_shadow(grey, shaded(grey, 0.6)), "hair before a grey wall");
        assert!(is_in_shadow(blue, shaded(blue, 0.6)));
        assert!(!is_in_shadow(blue, Lab { a: 0.0, b: 0.0, ..shaded(blue, 0.6) }), "grey before a blue wall");
        let sudden = Lab { l: grey.l - 8.0, ..grey };
        assert!(!is_shadow(grey, grey, sudden), "an edge is no fall of light");
    }
}
