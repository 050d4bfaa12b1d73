//! Several standards over the same photos: which photo can be used for what.
//!
//! Each set has a [`Run`] of its own, over the same photos in the same order. What is put together here is what no single run
//! knows: the verdicts of one photo side by side, and what the batch comes to, said once.

use indexmap::IndexMap;

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

/// The sections of all runs, those of one title together: what all runs say is said once, anything else with the ids of its sets in the heading.
pub(super) fn sections<'r>(runs: &[Run<'r>], of: &dyn Fn(&Run<'r>) -> Vec<Section>) -> Vec<Section> {
    let mut told: IndexMap<String, Vec<(Section, Vec<&str>)>> = IndexMap::new();
    for run in runs {
        for section in of(run) {
            let titled = told.entry(section.title.clone()).or_default();
            match titled.iter_mut().find(|(known, _)| known.items == section.items) {
                Some((_, owners)) => owners.push(&run.set.id),
                None => titled.push((section, vec![&run.set.id])),
            }
        }
    }
    let headed = told.into_values().flatten().map(|(section, owners)| match owners.len() == runs.len() {
        true => section,
        false => Section { title: format!("{} · {}", section.title, owners.join(", ")), ..section },
    });
    headed.collect()
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
        let of = |run: &Run<'_>| vec![section("round", &run.set.id), section("strays", "a.txt")];
        let told: Vec<_> = sections(&runs, &of).into_iter().map(|it| (it.title, it.items.concat())).collect();
        let expected = [("round · portrait", "portrait"), ("round · us-visa", "us-visa"), ("strays", "a.txt")];
        assert_eq!(told, expected.map(|(title, item)| (title.to_owned(), item.to_owned())));
    }

    #[test]
    fn what_some_of_the_runs_say_is_said_with_their_names() {
        let sets = sets();
        let both: Vec<_> = sets.iter().map(|set| Run::new(set, Vec::new(), Lang::En)).collect();
        let third = Run::new(&sets[0], Vec::new(), Lang::En);
        let runs: Vec<_> = both.into_iter().chain([third]).collect();
        let item = |run: &Run<'_>| if std::ptr::eq(run, &runs[2]) { "none" } else { "some" };
        let of = |run: &Run<'_>| vec![Section { title: "round".to_owned(), items: vec![item(run).to_owned()] }];
        let told: Vec<_> = sections(&runs, &of).into_iter().map(|it| it.title).collect();
        assert_eq!(told, ["round · portrait, us-visa", "round · portrait"]);
    }
}
