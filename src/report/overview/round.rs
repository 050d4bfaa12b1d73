//! What changed since an earlier round, and what became of the exceptions that were granted.

use super::Voice;
use crate::batch::{Change, Use};
use crate::report::Run;
use crate::text::{Phrase, phrase};

/// Headings with their sentences.
pub(super) fn sections(run: &Run<'_>, voice: Voice<'_>) -> Vec<(Phrase, Vec<String>)> {
    let mut sections = Vec::new();
    if let Some(comparison) = &run.comparison {
        let with = |wanted: fn(&Change) -> bool| -> Vec<String> {
            let pairs = run.photos.iter().zip(&comparison.changes).filter(|(_, change)| wanted(change));
            pairs.map(|(photo, change)| sentence(&photo.file, change, run, voice)).collect()
        };
        sections.push((phrase("上次没过、这次合格", "Fixed since the earlier round"), with(|it| *it == Change::Fixed)));
        let still = with(|it| matches!(it, Change::Still { .. }));
        sections.push((phrase("上次没过、这次还没过", "Still not passing"), still));
        sections.push((phrase("上次合格、这次没过", "Passed earlier, not now"), with(|it| *it == Change::Worse)));
        sections.push((phrase("上次没有的照片", "New in this round"), with(|it| *it == Change::New)));
        let missing = comparison.missing().map(|file| voice.name(file)).collect();
        sections.push((phrase("上次有、这次没有", "In the earlier round, not in this one"), missing));
    }
    sections.push((phrase("豁免", "Waivers"), waivers(run, voice)));
    sections
}

fn sentence(file: &str, change: &Change, run: &Run<'_>, voice: Voice<'_>) -> String {
    let file = voice.name(file);
    let Change::Still { rules, same_file } = change else { return file };
    let titles = rules.iter().filter_map(|id| run.set.rules.iter().find(|rule| rule.id == *id));
    let titles: Vec<_> = titles.map(|rule| rule.title.get(voice.lang)).collect();
    let same = phrase("（还是原来那个文件）", " (the very same file)").get(voice.lang);
    let same = if *same_file { same } else { "" };
    if titles.is_empty() {
        return file + same;
    }
    let titles = titles.join(phrase("、", "; ").get(voice.lang));
    let holes = [("file", file.as_str()), ("titles", titles.as_str()), ("same", same)];
    voice.say(phrase("{file}{same}：仍是 {titles}", "{file}{same}: again {titles}"), &holes)
}

/// Waivers that did nothing; those that did stand with their photos.
fn waivers(run: &Run<'_>, voice: Voice<'_>) -> Vec<String> {
    let idle = run.waivers.iter().filter(|(_, used)| *used != Use::Used);
    let sentence = |(waiver, used): &(crate::batch::Waiver, Use)| {
        let until = waiver.until.map(|until| until.to_string()).unwrap_or_default();
        let holes = [("photo", voice.name(&waiver.photo)), ("rule", voice.name(&waiver.rule)), ("until", until)];
        let sentence = match used {
            Use::Expired => phrase(
                "{photo} 对 {rule} 的豁免已于 {until} 到期，不再有效。",
                "The waiver of {rule} for {photo} ran out on {until} and no longer holds.",
            ),
            _ => phrase(
                "{photo} 对 {rule} 的豁免没有用到：没有这张照片，或它本来就满足，可以删去。",
                "The waiver of {rule} for {photo} was not needed: no such photo, or it satisfies the rule. Remove it.",
            ),
        };
        voice.say(sentence, &holes.each_ref().map(|(name, text)| (*name, text.as_str())))
    };
    idle.map(sentence).collect()
}
