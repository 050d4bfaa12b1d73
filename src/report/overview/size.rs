//! The sizes of a batch: what most photos share, and which do not.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{BATCH, Voice};
use crate::report::Run;
use crate::text::phrase;

/// At most one sentence.
pub(super) fn sentences(run: &Run<'_>, voice: Voice<'_>) -> Vec<String> {
    let mut counts: BTreeMap<[u32; 2], usize> = BTreeMap::new();
    run.photos.iter().filter_map(|photo| photo.size).for_each(|size| *counts.entry(size).or_default() += 1);
    let all: usize = counts.values().sum();
    let Some((size, count)) = counts.iter().max_by_key(|(size, count)| (**count, Reverse(**size))) else {
        return Vec::new();
    };
    if all < BATCH || *count == all {
        return Vec::new();
    }
    let others: Vec<_> = run.photos.iter().filter(|photo| photo.size.is_some_and(|it| it != *size)).collect();
    let shown = voice.names(others.iter().take(5).map(|photo| photo.file.as_str()));
    let [all_text, n, rest] = [all, *count, others.len()].map(|number| number.to_string());
    let holes = [
        ("all", all_text.as_str()),
        ("n", n.as_str()),
        ("size", &format!("{}×{}", size[0], size[1])),
        ("rest", rest.as_str()),
        ("sizes", &counts.len().to_string()),
        ("names", &shown),
        ("more", if others.len() > 5 { "…" } else { "" }),
    ];
    // A few photos that differ are worth their names; many are not an oversight.
    let sentence = if others.len() * 5 <= all {
        phrase(
            "{all} 张中有 {n} 张是 {size}，另外 {rest} 张尺寸不同：{names}{more}",
            "{n} of {all} photos are {size}; of other sizes ({rest}): {names}{more}",
        )
    } else {
        phrase(
            "{all} 张照片有 {sizes} 种尺寸，最多的 {size} 也只有 {n} 张：请先统一裁剪设置。",
            "{all} photos have {sizes} different sizes, the most common, {size}, only {n} times: settle on one crop first.",
        )
    };
    vec![voice.say(sentence, &holes)]
}
