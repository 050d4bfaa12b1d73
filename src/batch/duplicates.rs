//! The same photo handed in more than once: known as soon as the later one is read.
//!
//! A copy is a finding of the later photo, which names the first of its kind; so a photo can be judged as soon as those
//! before it are read, and what is said of a thousand copies is a thousand names and not a million. The groups are told at
//! the end.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::Digest;
use super::likeness::{Likeness, Nook};
use crate::reading::Reading;
use crate::rules::Set;

/// The measure that only a batch can read.
pub(super) const DUPLICATE_OF: &str = "batch.duplicate_of";

/// Whether any rule asks for duplicates, so that likenesses are worth making.
pub(super) fn are_asked_for(set: &Set) -> bool {
    let asks = |measure: &str| measure == DUPLICATE_OF;
    set.rules.iter().flat_map(|rule| &rule.conditions).any(|condition| asks(condition.measure.name))
}

/// The photos of a batch so far, as much of each as it takes to know a copy: about 1 KB, nothing of the same bytes again.
#[derive(Default)]
pub(super) struct Gallery {
    /// Each photo that is no copy, with its copies.
    groups: IndexMap<String, Vec<String>>,
    /// The group of each content.
    contents: HashMap<Digest, usize>,
    /// Pictures with their groups, by where a likeness of each would be.
    pictures: HashMap<Nook, Vec<(Likeness, usize)>>,
}

impl Gallery {
    /// Takes in a photo; the earlier one that it is a copy of, by its bytes or its picture.
    pub fn add(&mut self, file: &str, content: Digest, likeness: Option<Likeness>) -> Option<&str> {
        let known = self.contents.get(&content).copied();
        let known = known.or_else(|| self.alike(likeness.as_ref()?));
        let group = known.unwrap_or(self.groups.len());
        if self.contents.insert(content, group).is_none()
            && let Some(likeness) = likeness
        {
            self.pictures.entry(likeness.nook()).or_default().push((likeness, group));
        }
        if known.is_none() {
            self.groups.insert(file.to_owned(), Vec::new());
            return None;
        }
        let (first, copies) = self.groups.get_index_mut(group)?;
        copies.push(file.to_owned());
        Some(first)
    }

    /// The group of the earliest picture that is the same.
    fn alike(&self, likeness: &Likeness) -> Option<usize> {
        let near = likeness.nook().near().filter_map(|nook| self.pictures.get(&nook)).flatten();
        near.filter(|(other, _)| likeness.is_same(other)).map(|(_, group)| *group).min()
    }

    /// Photos that are copies of one another, each group once, in the order of their first.
    pub fn into_groups(self) -> Vec<Vec<String>> {
        let groups = self.groups.into_iter().filter(|(_, copies)| !copies.is_empty());
        groups.map(|(first, copies)| std::iter::once(first).chain(copies).collect()).collect()
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
}
