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

/// A pixel and its place in the picture, row by row; floods ask for both so often that neither is worked out from the other.
#[derive(Clone, Copy)]
struct Spot {
    at: usize,
    x: u32,
    y: u32,
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
        let (width, height) = (self.picture.width, self.picture.height);
        let reach = (4.0 * self.fit.noise).clamp(5.0, 9.0);
        let (mut wall, mut near) = (self.picture.colours.clone(), vec![false; width * height]);
        vectorised!({
            for (y, (wall, near)) in
                wall.chunks_exact_mut(width.max(1)).zip(near.chunks_exact_mut(width.max(1))).enumerate()
            {
                let at = self.fit.surface.row(y);
                // The pixels' own colours lie where the wall's will.
                for (x, (colour, near)) in wall.iter_mut().zip(near).enumerate() {
                    let expected = at(x);
                    *near = colour.distance_squared(expected) < reach * reach;
                    *colour = expected;
                }
            }
        });
        let start = seeds.iter().map(|&(x, y)| self.spot(x, y));
        let mut places = self.unmarked();
        // The face is never wall, however much alike they are.
        let on_face = self.on_face();
        let head = self.face.map(head_space);
        let in_head = |spot: Spot| head.as_ref().is_some_and(|head| head(spot.x as usize, spot.y as usize));
        self.flood(&mut places, PixelClass::Wall, start.clone().filter(|seed| near[seed.at]), |from, to| {
            let [from, to] = [from.at, to.at];
            (near[to] || is_shadow(wall[to], self.picture.colours[from], self.picture.colours[to])) && !on_face[to]
        });
        let hair = self.hair_colour();
        for seed in start {
            if places[seed.at].is_some() {
                continue;
            }
            let entry = self.picture.colours[seed.at];
            let share = (self.hair)(seed.x as usize, seed.y as usize);
            let alike = hair.is_some_and(|hair| entry.distance(hair) < SAME_THING);
            let is_hair = share > if alike { LIKELY_HAIR } else { SURELY_HAIR };
            if !is_hair {
                self.flood(&mut places, PixelClass::Thing, std::iter::once(seed), |_, to| {
                    self.picture.colours[to.at].distance(entry) < SAME_THING && !in_head(to)
                });
            }
        }
        self.people(&mut places, &on_face);
        self.lone_pieces(&mut places, in_head);
        places.into_iter().map(|place| place.unwrap_or(PixelClass::Wall)).collect()
    }

    /// Nothing marked yet but what lies beyond the frame.
    fn unmarked(&self) -> Vec<Option<PixelClass>> {
        let (width, Frame { left, top, right, bottom }) = (self.picture.width, self.frame);
        let mut places = vec![Some(PixelClass::Thing); self.picture.colours.len()];
        places.chunks_exact_mut(width).take(bottom).skip(top).for_each(|row| row[left.min(right)..right].fill(None));
        places
    }

    /// Marks what stands alone: locks of hair beside the head, specks of noise, things.
    fn lone_pieces(&self, places: &mut [Option<PixelClass>], in_head: impl Fn(Spot) -> bool) {
        let speck = self.picture.colours.len() / 2000;
        for y in 0..self.picture.height {
            for x in 0..self.picture.width {
                let spot = self.spot(x, y);
                if places[spot.at].is_some() {
                    continue;
                }
                let piece = self.flood(places, PixelClass::Thing, std::iter::once(spot), |_, _| true);
                if piece.iter().any(|&spot| in_head(spot)) {
                    piece.into_iter().for_each(|spot| places[spot.at] = Some(PixelClass::Person));
                } else if piece.len() < speck {
                    piece.into_iter().for_each(|spot| places[spot.at] = Some(PixelClass::Wall));
                }
            }
        }
    }

    /// Which pixels lie on the face between brows and chin.
    fn on_face(&self) -> Vec<bool> {
        let mut on_face = vec![false; self.picture.colours.len()];
        if let Some(oval) = self.face.map(FaceZones::oval) {
            let (top, end) = (oval.centre[1] - oval.reach[1], oval.centre[1] + oval.reach[1] + 1.0);
            for (x, y) in self.pixels_from(top, end) {
                on_face[self.spot(x, y).at] = oval.contains(x as f64, y as f64);
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
    fn people(&self, places: &mut [Option<PixelClass>], on_face: &[bool]) {
        let start: Vec<Spot> = match self.face {
            Some(face) => {
                let (oval, [centre_x, _], side) = (face.oval(), face.eye_centre(), face.side());
                let on_face = |&(x, y): &(usize, usize)| on_face[self.spot(x, y).at];
                let below = |&(x, y): &(usize, usize)| {
                    y as f64 > face.chin_y + 0.3 * side && (x as f64 - centre_x).abs() < side
                };
                let pixels = self.pixels_from(oval.centre[1] - oval.reach[1], f64::INFINITY);
                pixels.filter(|at| on_face(at) || below(at)).map(|(x, y)| self.spot(x, y)).collect()
            }
            None => {
                let lowest = self.frame.bottom.clamp(1, self.picture.height) - 1;
                (0..self.picture.width).map(|x| self.spot(x, lowest)).collect()
            }
        };
        // Hair reaches no further than this from the face: 1.3 faces to either side, two above the eyes.
        let reach = self.face.map(|face| {
            let ([x, eye_y], side) = (face.eye_centre(), face.side());
            [x - 1.3 * side, x + 1.3 * side, eye_y - 2.0 * side, face.chin_y]
        });
        let free: Vec<Spot> = start.into_iter().filter(|spot| places[spot.at].is_none()).collect();
        self.flood(places, PixelClass::Person, free.into_iter(), |_, to| {
            let (x, y) = (f64::from(to.x), f64::from(to.y));
            reach.is_none_or(|[left, right, top, chin]| y > chin || (left < x && x < right && y > top))
        });
    }

    /// Marks everything unmarked that `enters` lets in, step by step from `start`, and returns it.
    fn flood(
        &self,
        places: &mut [Option<PixelClass>],
        mark: PixelClass,
        start: impl Iterator<Item = Spot>,
        enters: impl Fn(Spot, Spot) -> bool,
    ) -> Vec<Spot> {
        let (width, height) = (self.picture.width, self.picture.height);
        let mut reached: Vec<Spot> = Vec::new();
        for spot in start {
            if places[spot.at].is_none() {
                places[spot.at] = Some(mark);
                reached.push(spot);
            }
        }
        let mut next = 0;
        while let Some(&from) = reached.get(next) {
            next += 1;
            let Spot { at, x, y } = from;
            let mut visit = |to: Spot| {
                if places[to.at].is_none() && enters(from, to) {
                    places[to.at] = Some(mark);
                    reached.push(to);
                }
            };
            if x > 0 {
                visit(Spot { at: at - 1, x: x - 1, y });
            }
            if (x as usize) + 1 < width {
                visit(Spot { at: at + 1, x: x + 1, y });
            }
            if y > 0 {
                visit(Spot { at: at - width, x, y: y - 1 });
            }
            if (y as usize) + 1 < height {
                visit(Spot { at: at + width, x, y: y + 1 });
            }
        }
        reached
    }

    fn spot(&self, x: usize, y: usize) -> Spot {
        Spot { at: y * self.picture.width + x, x: x as u32, y: y as u32 }
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
