//! Rates over people.
//!
//! Photos of one person resemble one another: thirty photos of one man say little more than one. What counts in an interval is
//! therefore how many people there are, not how many photos.

use std::collections::BTreeMap;

use super::{Interval, wilson};

/// How often something was so, with whose photos these were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Of each person: photos of which it was so, and all photos.
    people: BTreeMap<u32, [usize; 2]>,
}

impl Tally {
    /// Adds one photo of `person`.
    pub(crate) fn add(&mut self, person: u32, hit: bool) {
        let [hits, photos] = self.people.entry(person).or_default();
        *hits += usize::from(hit);
        *photos += 1;
    }

    /// Photos of which it was so.
    pub(crate) fn hits(&self) -> usize {
        self.people.values().map(|[hits, _]| hits).sum()
    }

    /// All photos.
    pub(crate) fn photos(&self) -> usize {
        self.people.values().map(|[_, photos]| photos).sum()
    }

    /// All people.
    pub(crate) fn people(&self) -> usize {
        self.people.len()
    }

    /// The share of photos of which it was so; `None` without photos.
    pub(crate) fn rate(&self) -> Option<f64> {
        (!self.people.is_empty()).then(|| self.hits() as f64 / self.photos() as f64)
    }

    /// The 95 % interval of the rate for other people: the bootstrap over people, and never narrower than Wilson's for that
    /// many people. The bootstrap alone would be too sure where all people are alike, as at rates of 0 and 1.
    pub(crate) fn interval(&self) -> Interval {
        let Some(rate) = self.rate() else { return wilson(0.0, 0) };
        let least = wilson(rate, self.people());
        let people: Vec<[usize; 2]> = self.people.values().copied().collect();
        if rate == 0.0 || rate == 1.0 || people.iter().all(|[_, photos]| *photos == 1) {
            return least;
        }
        let mut chance = Chance(SEED);
        let mut rates: Vec<f64> = (0..RESAMPLES).map(|_| resampled(&people, &mut chance)).collect();
        rates.sort_by(f64::total_cmp);
        let end = |share: f64| rates[(share * (RESAMPLES - 1) as f64).round() as usize];
        Interval { low: end(0.025).min(least.low), high: end(0.975).max(least.high) }
    }
}

/// Resamples of the people: enough for the ends of a 95 % interval to be stable to a per cent or so.
const RESAMPLES: usize = 1000;

/// Where the random numbers begin: the same tally gives the same interval on every machine.
const SEED: u64 = 1;

/// The rate among as many people, drawn with replacement.
fn resampled(people: &[[usize; 2]], chance: &mut Chance) -> f64 {
    let mut sums = [0, 0];
    for _ in people {
        let [hits, photos] = people[chance.below(people.len())];
        sums = [sums[0] + hits, sums[1] + photos];
    }
    sums[0] as f64 / sums[1] as f64
}

/// Random numbers (SplitMix64; Steele, Lea, Flood 2014).
struct Chance(u64);

impl Chance {
    /// A number from 0 to `bound` − 1; the bias of the remainder is below 1e-15 for counts of people.
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(photos: impl IntoIterator<Item = (u32, bool)>) -> Tally {
        let mut tally = Tally::default();
        photos.into_iter().for_each(|(person, hit)| tally.add(person, hit));
        tally
    }

    #[test]
    fn many_photos_of_few_people_are_few() {
        let photos = (0..12).flat_map(|person| (0..60).map(move |_| (person, false)));
        let interval = tally(photos).interval();
        assert_eq!(interval.low, 0.0);
        assert!((interval.high - wilson(0.0, 12).high).abs() < 1e-12 && interval.high > 0.2, "{interval:?}");
    }

    #[test]
    fn one_photo_each_is_the_plain_interval() {
        let photos = (0..40).map(|person| (person, person < 4));
        assert_eq!(tally(photos).interval(), wilson(0.1, 40));
    }

    #[test]
    fn people_who_differ_make_the_interval_wider() {
        let alike = tally((0..20).flat_map(|person| (0..10).map(move |photo| (person, photo < 2)))).interval();
        let unlike = tally((0..20).flat_map(|person| (0..10).map(move |_| (person, person < 4)))).interval();
        assert!(unlike.high - unlike.low >= alike.high - alike.low);
        assert!(unlike.low < 0.2 && unlike.high > 0.35, "{unlike:?}");
        assert_eq!(unlike, tally((0..20).flat_map(|person| (0..10).map(move |_| (person, person < 4)))).interval());
    }

    #[test]
    fn nothing_seen_is_anything() {
        assert_eq!(Tally::default().rate(), None);
        assert_eq!(Tally::default().interval(), Interval { low: 0.0, high: 1.0 });
    }
}
