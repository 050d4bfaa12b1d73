//! The same photo handed in more than once: found when all photos are read.

use rayon::prelude::*;

use super::Checked;
use super::check::Seen;
use crate::reading::{Fact, Reading, Value};
use crate::rules::Set;

/// The measure that only a batch can read.
const DUPLICATE_OF: &str = "batch.duplicate_of";

/// Whether any rule asks for duplicates, so that likenesses are worth making.
pub(super) fn are_asked_for(set: &Set) -> bool {
    let asks = |measure: &str| measure == DUPLICATE_OF;
    set.rules.iter().flat_map(|rule| &rule.conditions).any(|condition| asks(condition.measure.name))
}

/// Writes the copies that each photo has into its facts. A photo alone, or one that was not read, has no such fact.
pub(super) fn note(photos: &mut [Seen]) {
    if photos.len() < 2 {
        return;
    }
    let copies = copies(photos);
    for (photo, copies) in photos.iter_mut().zip(copies) {
        let fact = photo.facts.iter_mut().find(|fact| fact.name == DUPLICATE_OF);
        if let Some(fact) = fact.filter(|_| photo.content.is_some()) {
            fact.reading = Reading::exact(copies);
        }
    }
}

/// For each photo the names of its copies, in order.
fn copies(photos: &[Seen]) -> Vec<Vec<String>> {
    let of = |index: usize| {
        let others = photos.iter().enumerate().filter(|(other, _)| *other != index);
        let copies = others.filter(|(_, other)| is_copy(&photos[index], other));
        copies.map(|(_, other)| other.file.clone()).collect()
    };
    (0..photos.len()).into_par_iter().map(of).collect()
}

/// The same bytes, or the same picture.
fn is_copy(photo: &Seen, other: &Seen) -> bool {
    let same_bytes = photo.content.is_some() && photo.content == other.content;
    let alike = || match (&photo.likeness, &other.likeness) {
        (Some(one), Some(other)) => one.is_same(other),
        _ => false,
    };
    same_bytes || alike()
}

/// The copies that a photo has.
pub fn copies_of<'c>(photo: &'c Checked<'_>) -> &'c [String] {
    match Fact::value(&photo.facts, DUPLICATE_OF) {
        Some(Value::List(copies)) => copies,
        _ => &[],
    }
}
