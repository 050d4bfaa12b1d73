//! The earliest of very many pictures that is the same as one at hand, without comparing it with each.
//!
//! A picture's [`Sketch`] is a point in sixteen dimensions, and two pictures that are the same have points within a known
//! distance. The points hang in a tree that cuts one dimension after the other into slices: for a picture at hand only
//! those slices are entered that its distance reaches, so that what is found is exactly what comparing with each would
//! find. A leaf is cut once it is full, so the tree is as deep as the pictures are many.
//!
//! Pictures that have one sketch and differ in their details only all hang in one leaf and are compared each with each;
//! photos are not like that.

use std::collections::BTreeMap;

use super::likeness::{Likeness, Sketch};

/// Pictures that a leaf holds before it is cut.
const FULL: usize = 256;
/// Width of a slice: a little less than the reach, so that few slices are entered and each holds few pictures.
const SLICE: i32 = Sketch::REACH * 3 / 4;

/// The pictures of a batch that are no copies, in their order.
#[derive(Default)]
pub(super) struct Originals {
    likenesses: Vec<Likeness>,
    root: Node,
}

/// A part of the space; its depth is the number of dimensions that are cut above it.
enum Node {
    /// Its pictures, with their sketches beside them, so that looking through all costs a nanosecond or two for each.
    Leaf(Vec<(Sketch, u32)>),
    /// Its slices along the next dimension, by number.
    Cut(BTreeMap<i32, Node>),
}

impl Default for Node {
    fn default() -> Self {
        Self::Leaf(Vec::new())
    }
}

impl Originals {
    /// How many there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.likenesses.len()
    }

    /// Takes in a picture after all others.
    pub(super) fn push(&mut self, likeness: Likeness) {
        self.root.insert(0, likeness.sketch(), self.likenesses.len() as u32);
        self.likenesses.push(likeness);
    }

    /// The earliest that is the same.
    pub(super) fn same(&self, likeness: &Likeness) -> Option<usize> {
        let mut earliest = None;
        self.root.visit(0, &likeness.sketch(), Sketch::REACH * Sketch::REACH, &mut |at| {
            let is_earlier = earliest.is_none_or(|found| at < found);
            if is_earlier && likeness.is_same(&self.likenesses[at as usize]) {
                earliest = Some(at);
            }
        });
        earliest.map(|at| at as usize)
    }
}

impl Node {
    fn insert(&mut self, depth: usize, sketch: Sketch, at: u32) {
        match self {
            Self::Cut(slices) => {
                let slice = slices.entry(sketch.place(depth).div_euclid(SLICE)).or_default();
                slice.insert(depth + 1, sketch, at);
            }
            Self::Leaf(pictures) => {
                pictures.push((sketch, at));
                if pictures.len() > FULL && depth < Sketch::DIMENSIONS {
                    let pictures = std::mem::take(pictures);
                    *self = Self::Cut(BTreeMap::new());
                    pictures.into_iter().for_each(|(sketch, at)| self.insert(depth, sketch, at));
                }
            }
        }
    }

    /// Shows all pictures that may be within reach of `sketch`; `left` is what the dimensions above leave of its square.
    fn visit(&self, depth: usize, sketch: &Sketch, left: i32, show: &mut impl FnMut(u32)) {
        match self {
            Self::Leaf(pictures) => {
                pictures.iter().filter(|(its, _)| sketch.is_near(its)).for_each(|(_, at)| show(*at));
            }
            Self::Cut(slices) => {
                let place = sketch.place(depth);
                let [first, last] = [place - Sketch::REACH, place + Sketch::REACH].map(|it| it.div_euclid(SLICE));
                for (number, slice) in slices.range(first..=last) {
                    let (start, end) = (number * SLICE, (number + 1) * SLICE - 1);
                    let away = (start - place).max(place - end).max(0);
                    if away * away <= left {
                        slice.visit(depth + 1, sketch, left - away * away, show);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers by chance, the same in every run.
    struct Chance(u64);

    impl Chance {
        fn unit(&mut self) -> f64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 >> 40) as f64 / f64::from(1 << 24)
        }

        /// About normal, with a deviation of 1.
        fn normal(&mut self) -> f64 {
            (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
        }
    }

    /// A picture of these 256 values, which brightness and contrast are taken out of.
    fn picture(values: &[f64]) -> Likeness {
        let most = values.iter().fold(0f64, |most, value| most.max(value.abs()));
        Likeness::of(&image::RgbImage::from_fn(16, 16, |x, y| {
            image::Rgb([(128.0 + values[(16 * y + x) as usize] / most * 127.0) as u8; 3])
        }))
        .unwrap()
    }

    /// Large and small forms, the larger the stronger, as natural pictures have them.
    fn natural(chance: &mut Chance) -> Vec<f64> {
        let mut values = vec![0.0; 256];
        for (down, across) in (0..6).flat_map(|down| (0..6).map(move |across| (down, across))).skip(1) {
            let strength = chance.normal() / f64::from(down * down + across * across).sqrt();
            for (at, value) in (0..).zip(&mut values) {
                let wave = |place: i32, rate: i32| {
                    (f64::from(2 * place + 1) * f64::from(rate) * std::f64::consts::PI / 32.0).cos()
                };
                *value += strength * wave(at / 16, down) * wave(at % 16, across);
            }
        }
        values
    }

    fn noise(chance: &mut Chance) -> Vec<f64> {
        (0..256).map(|_| chance.normal()).collect()
    }

    /// The earliest of all, by comparing with each.
    fn by_each(pictures: &[Likeness], likeness: &Likeness) -> Option<usize> {
        pictures.iter().position(|it| likeness.is_same(it))
    }

    /// Takes the pictures in one after the other, each time asking for those at hand.
    fn agree(pictures: &[Likeness]) -> usize {
        let (mut originals, mut found) = (Originals::default(), 0);
        for (at, likeness) in pictures.iter().enumerate() {
            let same = originals.same(likeness);
            assert_eq!(same, by_each(&pictures[..at], likeness), "picture {at}");
            found += usize::from(same.is_some());
            originals.push(likeness.clone());
        }
        found
    }

    #[test]
    fn what_is_found_is_what_comparing_with_each_finds() {
        let mut chance = Chance(0x5DEE_CE66_D1A4_B5B5);
        for make in [natural, noise] {
            let mut pictures = Vec::new();
            for at in 0..500 {
                let values = make(&mut chance);
                pictures.push(picture(&values));
                // Copies that differ by less, by as much and by more than two that are the same may.
                let changed: Vec<_> =
                    values.iter().map(|it| it + chance.normal() * f64::from(at % 50) / 300.0).collect();
                pictures.push(picture(&changed));
            }
            let found = agree(&pictures);
            assert!((200..800).contains(&found), "{found} of {}", pictures.len());
        }
    }

    #[test]
    fn at_the_edge_of_what_is_the_same_nothing_is_lost() {
        let mut chance = Chance(99);
        let pictures: Vec<_> = (0..300).map(|_| picture(&natural(&mut chance))).collect();
        let mut originals = Originals::default();
        pictures.iter().for_each(|it| originals.push(it.clone()));
        // All that two may differ by lies in the mean of one part of the sketch, or in one cell.
        let (mut found, mut asked) = (0, 0);
        let mut ask = |cells: Vec<i8>| {
            let moved = Likeness::try_from(cells).unwrap();
            let same = originals.same(&moved);
            assert_eq!(same, by_each(&pictures, &moved));
            (found, asked) = (found + usize::from(same.is_some()), asked + 1);
        };
        for cells in pictures.iter().step_by(30).map(|it| Vec::<i8>::from(it.clone())) {
            for (part, step) in (0..16).flat_map(|part| [-15i8, -14, 14, 15].map(|step| (part, step))) {
                let mut moved = cells.clone();
                for at in 0..16 {
                    let cell = &mut moved[(part / 4 * 4 + at / 4) * 16 + part % 4 * 4 + at % 4];
                    *cell = cell.saturating_add(step);
                }
                ask(moved);
            }
            for (at, step) in (0..256).flat_map(|at| [-58i8, -57, 57, 58].map(|step| (at, step))) {
                let mut moved = cells.clone();
                moved[at] = moved[at].saturating_add(step);
                ask(moved);
            }
        }
        assert!(found > asked / 3 && found < asked * 2 / 3, "{found} of {asked}");
    }

    #[test]
    fn pictures_of_one_sketch_are_told_apart() {
        // Details that vanish in the means of 4 × 4 cells.
        let pictures: Vec<_> = (0..200u32)
            .map(|seed| {
                let mut chance = Chance(u64::from(seed) * 77 + 1);
                let mut cells = [0i8; 256];
                for at in (0..256).step_by(2) {
                    let detail = (chance.normal() * 20.0) as i8;
                    (cells[at], cells[at + 1]) = (detail, -detail);
                }
                Likeness::try_from(cells.to_vec()).unwrap()
            })
            .collect();
        assert!(pictures.iter().all(|it| it.sketch() == pictures[0].sketch()));
        assert_eq!(agree(&pictures), 0);
    }

    /// `PHOTOCHECK_PICTURES=1000000 cargo test --release --lib originals:: -- --nocapture` tells the time for so many.
    #[test]
    #[expect(clippy::print_stdout, reason = "the time is what is asked for")]
    fn very_many_pictures_are_told_apart() {
        let count = std::env::var("PHOTOCHECK_PICTURES").map_or(3000, |text| text.parse().unwrap());
        for (name, make) in [("natural", natural as fn(&mut Chance) -> Vec<f64>), ("noise", noise)] {
            let mut chance = Chance(7);
            let (mut originals, mut taken) = (Originals::default(), std::time::Duration::ZERO);
            for _ in 0..count {
                let likeness = picture(&make(&mut chance));
                let start = std::time::Instant::now();
                if originals.same(&likeness).is_none() {
                    originals.push(likeness);
                }
                taken += start.elapsed();
            }
            assert!(originals.len() * 100 >= count * 99, "{name}: only {} of {count} differ", originals.len());
            println!("{name}: {count} pictures, {} different, {:.1} s", originals.len(), taken.as_secs_f64());
        }
    }
}
