//! Several standards over the same photos: which photo can be used for what.
//!
//! Each set has a [`Run`] of its own, over the same photos in the same order. What is put together here is what no single run
//! knows: the verdicts of one photo side by side, and what the batch comes to, said once.

use super::wording::verdict_name;
use super::{Run, Section};
use crate::judge::Verdict;
use crate::text::{Lang, Phrase, Wording, phrase};

/// The word for a set in a table's heading.
pub(super) const SET: Phrase = phrase("规则集", "Rule set");

/// The heading of the table of photos and sets.
pub(super) const MATRIX: Phrase = phrase("哪张照片能用在哪里", "Which photo can be used for what");

/// How many photos the runs have.
pub(super) fn photos(runs: &[Run<'_>]) -> usize {
    runs.first().map_or(0, |run| run.photos.len())
}

/// The verdicts on photo number `index`, set by set.
pub(super) fn verdicts(index: usize, runs: &[Run<'_>]) -> Vec<Verdict> {
    runs.iter().filter_map(|run| run.photos.get(index)).map(|photo| photo.verdict).collect()
}

/// How many photos have each verdict, in the order of [`Verdict::ALL`], when the worst of a photo's verdicts counts.
pub(super) fn worst(runs: &[Run<'_>]) -> [usize; 3] {
    let worst = |index| verdicts(index, runs).into_iter().max().unwrap_or(Verdict::Pass);
    Verdict::ALL.map(|verdict| (0..photos(runs)).filter(|index| worst(*index) == verdict).count())
}

/// For how many of the sets a photo is fine, as a sentence.
pub(super) fn usable(index: usize, runs: &[Run<'_>], lang: Lang) -> String {
    let verdicts = verdicts(index, runs);
    let with = |wanted: Verdict| verdicts.iter().filter(|verdict| **verdict == wanted).count();
    let part = |verdict: Verdict| {
        let holes = [("n", with(verdict).to_string()), ("verdict", verdict_name(verdict).get(lang).to_owned())];
        let holes = holes.each_ref().map(|(hole, text)| (*hole, text.as_str()));
        (with(verdict) > 0).then(|| phrase("{n} 套{verdict}", "{n} {verdict}").fill(lang, &holes))
    };
    let parts: Vec<_> = Verdict::ALL.into_iter().filter_map(part).collect();
    parts.join(phrase("，", ", ").get(lang))
}

/// The sections of all runs: one that several runs have is given once, any other with its set's id in the heading.
pub(super) fn sections<'r>(runs: &[Run<'r>], of: &dyn Fn(&Run<'r>) -> Vec<Section>) -> Vec<Section> {
    let all: Vec<_> = runs.iter().map(|run| (run.set.id.as_str(), of(run))).collect();
    let is_same = |one: &Section, other: &Section| one.title == other.title && one.items == other.items;
    let mut told: Vec<Section> = Vec::new();
    for section in all.iter().flat_map(|(_, sections)| sections) {
        let is_told = told.iter().any(|known| is_same(known, section));
        let owners: Vec<_> =
            all.iter().filter(|(_, sections)| sections.iter().any(|it| is_same(it, section))).collect();
        if !is_told && owners.len() > 1 {
            told.push(section.clone());
        }
    }
    let shared = told.clone();
    for (id, sections) in &all {
        let own = sections.iter().filter(|section| !shared.iter().any(|known| is_same(known, section)));
        told.extend(own.map(|it| Section { title: format!("{} · {id}", it.title), items: it.items.clone() }));
    }
    told
}

/// What no measure can decide, by any of the sets; each sentence once.
pub(super) fn not_checked<'r>(runs: &[Run<'r>]) -> Vec<&'r Wording> {
    let mut items: Vec<&Wording> = Vec::new();
    for item in runs.iter().flat_map(|run| &run.set.not_checked) {
        if !items.iter().any(|known| known.zh == item.zh && known.en == item.en) {
            items.push(item);
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Set, load_each};

    fn sets() -> Vec<Set> {
        let names = ["portrait".to_owned(), "us-visa".to_owned()];
        let never = |_: &str| Err(std::io::Error::other("no files"));
        load_each(&names, &[], &never).unwrap_or_else(|_| panic!("built in"))
    }

    #[test]
    fn what_several_runs_say_is_said_once() {
        let sets = sets();
        let runs: Vec<_> = sets.iter().map(|set| Run::new(set, Vec::new(), Lang::En)).collect();
        let section = |title: &str, item: &str| Section { title: title.to_owned(), items: vec![item.to_owned()] };
        let of = |run: &Run<'_>| vec![section("strays", "a.txt"), section("round", &run.set.id)];
        let told: Vec<_> = sections(&runs, &of).into_iter().map(|it| (it.title, it.items.concat())).collect();
        let expected = [("strays", "a.txt"), ("round · portrait", "portrait"), ("round · us-visa", "us-visa")];
        assert_eq!(told, expected.map(|(title, item)| (title.to_owned(), item.to_owned())));
    }
}
