//! What the batch as a whole comes to, in words, composed once for every format.

use super::Run;
use crate::text::{Lang, Phrase, phrase};

/// Sentences under one heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// One sentence each.
    pub items: Vec<String>,
}

/// Photos from which on a batch has habits.
const BATCH: usize = 5;

impl Run<'_> {
    /// Everything worth saying of the batch, as a report that travels may show it.
    pub fn sections(&self) -> Vec<Section> {
        self.sections_with(self.lang, &|text| self.shown(text))
    }

    /// Everything worth saying of the batch in `lang`, with `name` deciding how names from outside are shown.
    pub(super) fn sections_with(&self, lang: Lang, name: &dyn Fn(&str) -> String) -> Vec<Section> {
        let section = |title: Phrase, items: Vec<String>| Section { title: title.get(lang).to_owned(), items };
        let all = [
            section(phrase("整批特点", "The batch as a whole"), self.odd_sizes(lang, name)),
            section(phrase("没有检查的文件", "Files not checked"), self.strays.iter().map(|it| name(it)).collect()),
        ];
        all.into_iter().filter(|section| !section.items.is_empty()).collect()
    }

    /// When most photos have one size, which have another; when many share a wrong one, which that is.
    fn odd_sizes(&self, lang: Lang, name: &dyn Fn(&str) -> String) -> Vec<String> {
        let mut counts: Vec<([u32; 2], usize)> = Vec::new();
        for size in self.photos.iter().filter_map(|photo| photo.size) {
            match counts.iter_mut().find(|(known, _)| *known == size) {
                Some((_, count)) => *count += 1,
                None => counts.push((size, 1)),
            }
        }
        let all: usize = counts.iter().map(|(_, count)| count).sum();
        counts.sort_by_key(|(size, count)| (std::cmp::Reverse(*count), *size));
        let Some((size, count)) = counts.first().copied().filter(|_| all >= BATCH) else { return Vec::new() };
        if count * 2 <= all {
            let sentence = phrase(
                "{all} 张照片有 {n} 种尺寸，请先统一裁剪设置。",
                "{all} photos have {n} different sizes: settle on one crop first.",
            );
            let holes = [("all", all.to_string()), ("n", counts.len().to_string())];
            return vec![sentence.fill(lang, &holes.each_ref().map(|(name, text)| (*name, text.as_str())))];
        }
        if count == all {
            return Vec::new();
        }
        let others: Vec<_> = self.photos.iter().filter(|photo| photo.size.is_some_and(|it| it != size)).collect();
        let shown: Vec<_> = others.iter().take(5).map(|photo| name(&photo.file)).collect();
        let more = if others.len() > shown.len() { " …" } else { "" };
        let holes = [
            ("n", count.to_string()),
            ("all", all.to_string()),
            ("size", format!("{}×{}", size[0], size[1])),
            ("rest", others.len().to_string()),
            ("names", shown.join(", ") + more),
        ];
        let sentence = phrase(
            "{all} 张中有 {n} 张是 {size}，另外 {rest} 张尺寸不同：{names}",
            "{n} of {all} photos are {size}; {rest} have another size: {names}",
        );
        vec![sentence.fill(lang, &holes.each_ref().map(|(name, text)| (*name, text.as_str())))]
    }
}
