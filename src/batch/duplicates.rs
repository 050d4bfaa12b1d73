//! The same photo handed in more than once: known as soon as the later one is read.
//!
//! A copy is a finding of the later photo, which names the first of its kind; so a photo can be judged as soon as those
//! before it are read, and what is said of a thousand copies is a thousand names and not a million. The groups are told at
//! the end.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::originals::Originals;
use super::{Digest, Likeness};
use crate::reading::Reading;
use crate::rules::Set;

/// The measure that only a batch can read.
pub(crate) const DUPLICATE_OF: &str = "batch.duplicate_of";

/// Whether any rule asks for duplicates, so that likenesses are worth making.
pub(super) fn are_asked_for(set: &Set) -> bool {
    let asks = |measure: &str| measure == DUPLICATE_OF;
    set.rules.iter().flat_map(|rule| &rule.conditions).any(|condition| asks(condition.measure.name))
}

/// The photos of a batch so far, as much of each as it takes to know a copy: some 400 bytes and its name, of a copy 50.
///
/// A photo is a copy when it is the same as the first of a group; the others of a group are looked at no more, so that ten
/// thousand copies cost ten thousand looks and not their square.
#[derive(Default)]
pub(super) struct Gallery {
    names: Names,
    /// For each photo the first of its group: itself, when it is no copy.
    firsts: Vec<usize>,
    /// The first photo of each content.
    contents: HashMap<[u8; 16], usize>,
    /// The pictures of those that are no copies, and of which photo each is.
    originals: Originals,
    photos: Vec<usize>,
}

impl Gallery {
    /// Takes in a photo; the earlier one that it is a copy of, by its bytes or its picture.
    pub(super) fn add(&mut self, file: &str, content: Digest, likeness: Option<Likeness>) -> Option<&str> {
        let photo = self.firsts.len();
        let known = self.contents.get(&content.short()).copied();
        let known = known.or_else(|| Some(self.photos[self.originals.same(likeness.as_ref()?)?]));
        let first = known.unwrap_or(photo);
        self.names.push(file);
        self.firsts.push(first);
        self.contents.entry(content.short()).or_insert(first);
        if known.is_none() {
            if let Some(likeness) = likeness {
                self.originals.push(likeness);
                self.photos.push(photo);
            }
            return None;
        }
        self.names.get(first)
    }

    /// Photos that are copies of one another, each group once, in the order of their first.
    pub(crate) fn into_groups(self) -> Vec<Vec<String>> {
        let mut groups: IndexMap<usize, Vec<String>> = IndexMap::new();
        for (photo, first) in self.firsts.iter().enumerate().filter(|(photo, first)| photo != *first) {
            let named = |at| self.names.get(at).unwrap_or_default().to_owned();
            groups.entry(*first).or_insert_with(|| vec![named(*first)]).push(named(photo));
        }
        groups.sort_unstable_keys();
        groups.into_values().collect()
    }
}

/// Many names in one piece of memory.
#[derive(Default)]
struct Names {
    text: String,
    ends: Vec<usize>,
}

impl Names {
    fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    fn get(&self, at: usize) -> Option<&str> {
        let start = if at == 0 { 0 } else { *self.ends.get(at - 1)? };
        self.text.get(start..*self.ends.get(at)?)
    }
}

/// What the gallery says of a photo: the earlier one that it is a copy of, if any.
pub(super) fn said(earlier: Option<&str>) -> Reading {
    Reading::exact(earlier.map(str::to_owned).into_iter().collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_copies_are_one_group_named_by_its_first() {
        let mut gallery = Gallery::default();
        let mut add = |file: &str, content: &[u8]| gallery.add(file, Digest::of(content), None).map(str::to_owned);
        assert_eq!(
            [add("1", b"a"), add("2", b"b"), add("3", b"a"), add("4", b"a")],
            [None, None, Some("1".into()), Some("1".into())]
        );
        assert_eq!(gallery.into_groups(), [["1", "3", "4"]]);
    }

    #[test]
    fn a_picture_saved_ten_thousand_times_is_kept_once() {
        let picture = |angle: u32| {
            let shade = |x: u32, y: u32| image::Rgb([(x * angle + y * (7 - angle)) as u8; 3]);
            Likeness::of(&image::RgbImage::from_fn(64, 64, shade)).unwrap()
        };
        let mut gallery = Gallery::default();
        for at in 0..10_000u32 {
            let angle = if at == 7 { 5 } else { 1 };
            gallery.add(&at.to_string(), Digest::of(&at.to_le_bytes()), Some(picture(angle)));
        }
        assert_eq!(gallery.originals.len(), 2);
        let groups = gallery.into_groups();
        assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [9999]);
        assert_eq!((groups[0][0].as_str(), groups[0][7].as_str()), ("0", "8"));
    }
}
