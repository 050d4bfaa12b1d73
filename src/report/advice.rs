//! What is to be done about a photo, in one sentence: the same in the workbook and in messages.

use super::human::unread;
use super::row::rejection;
use super::standing::{cure_of, reasons};
use super::wording::verdict_name;
use super::{Run, Words};
use crate::batch::Checked;
use crate::judge::Verdict;
use crate::text::phrase;

/// Most reasons that the sentence names.
const NAMED: usize = 4;

/// The sentence; empty for a photo that passes.
pub(super) fn advice(photo: &Checked<'_>, run: &Run<'_>) -> String {
    let lang = run.lang;
    let briefs = reasons(photo, run).into_iter().map(|it| run.shown(&Words::of(it, photo, lang).brief));
    let mut all: Vec<_> = rejection(photo, run).into_iter().chain(briefs).chain(unread(photo, run)).collect();
    all.dedup();
    let more = match all.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => phrase("，另有 {n} 项", " and {n} more").fill(lang, &[("n", &more.to_string())]),
    };
    all.truncate(NAMED);
    let named = all.join(lang.comma()) + &more;
    let cure = cure_of(photo, run).unwrap_or(verdict_name(photo.verdict)).get(lang);
    let holes = [("cure", cure), ("named", named.as_str())];
    match photo.verdict {
        Verdict::Pass => String::new(),
        Verdict::Review => phrase("请看一眼：{named}。", "Look at it: {named}.").fill(lang, &holes),
        Verdict::Fail if named.is_empty() => phrase("{cure}。", "{cure}.").fill(lang, &holes),
        Verdict::Fail => phrase("{cure}：{named}。", "{cure}: {named}.").fill(lang, &holes),
    }
}
