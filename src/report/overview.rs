//! What the batch as a whole comes to, in words, composed once for every format.

mod habits;
mod roster;
mod round;
mod size;

use super::Run;
use crate::input::Doubt;
use crate::text::{Lang, Phrase, phrase};

/// Photos from which on a batch has habits.
const BATCH: usize = 5;

/// Sentences under one heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// One sentence each.
    pub items: Vec<String>,
}

/// How sentences of the overview are made: in which language, and how names from outside are shown.
#[derive(Clone, Copy)]
struct Voice<'v> {
    lang: Lang,
    name: &'v dyn Fn(&str) -> String,
}

impl Section {
    /// The heading over the people without a photo.
    pub(super) const MISSING: Phrase = phrase("还没交照片", "No photo yet");
}

impl Voice<'_> {
    /// A phrase with holes filled.
    fn say(&self, phrase: Phrase, holes: &[(&str, &str)]) -> String {
        phrase.fill(self.lang, holes)
    }

    /// A name as it may be shown.
    fn name(&self, name: &str) -> String {
        (self.name)(name)
    }

    /// Names in a row.
    fn names<'n>(&self, names: impl Iterator<Item = &'n str>) -> String {
        let joint = self.lang.comma();
        names.map(|name| self.name(name)).collect::<Vec<_>>().join(joint)
    }
}

impl Run<'_> {
    /// What is doubtful about whose photo number `index` is, by the name list; for a report that is passed on.
    pub(super) fn doubt(&self, index: usize) -> Option<String> {
        self.doubt_with(index, self.lang, &|text| self.shown(text))
    }

    /// The same in `lang`, with `name` deciding how names from outside are shown.
    pub(super) fn doubt_with(&self, index: usize, lang: Lang, name: &dyn Fn(&str) -> String) -> Option<String> {
        let attendance = self.attendance.as_ref()?;
        let voice = Voice { lang, name };
        let Some(doubt) = attendance.places.get(index)?.doubt.as_ref() else {
            return self.shared_picture(index, voice);
        };
        if *doubt == Doubt::Unknown {
            return Some(phrase("名单上没有这个人", "nobody on the list").get(lang).to_owned());
        }
        Some(roster::sentence(index, &self.photos[index].file, doubt, attendance, voice))
    }

    /// That others on the list, or nobody on it, have handed in the very picture of photo number `index`, which is the first of them: the others
    /// have a finding each.
    fn shared_picture(&self, index: usize, voice: Voice<'_>) -> Option<String> {
        /// Most files that are named.
        const NAMED: usize = 4;
        let places = &self.attendance.as_ref()?.places;
        let group = self.copies.iter().find(|group| group.first() == Some(&self.photos[index].file))?;
        let person = |file: &String| {
            let at = self.photos.iter().position(|photo| photo.file == *file);
            at.and_then(|at| places.get(at)?.person)
        };
        let own = places.get(index)?.person;
        let others = group.iter().skip(1).filter(|file| person(file) != own).take(NAMED).map(String::as_str);
        let files = voice.names(others);
        let sentence =
            phrase("与 {files} 是同一张照片，先弄清是谁的", "the same picture as {files}: find out whose it is");
        (!files.is_empty()).then(|| voice.say(sentence, &[("files", &files)]))
    }

    /// Files of which it is doubtful whose they are and that may be those of the person number `at`, who has no photo; for a report
    /// that is passed on.
    pub(super) fn perhaps_arrived(&self, at: usize) -> Option<String> {
        /// Most files that are named.
        const NAMED: usize = 4;
        let perhaps = self.attendance.as_ref()?.perhaps.get(at)?;
        let files = perhaps.iter().take(NAMED).map(|photo| self.shown(&self.photos[*photo].file));
        let files = files.collect::<Vec<_>>().join(self.lang.comma());
        let more = if perhaps.len() > NAMED { "…" } else { "" };
        let doubt = phrase("可能是 {files}{more}，请先核对", "perhaps {files}{more}: find out first");
        (!files.is_empty()).then(|| doubt.fill(self.lang, &[("files", &files), ("more", more)]))
    }

    /// Everything worth saying of the batch, for a report that is passed on: identity numbers are masked.
    pub fn sections(&self) -> Vec<Section> {
        self.sections_with(self.lang, &|text| self.shown(text))
    }

    /// Everything worth saying of the batch in `lang`, with `name` deciding how names from outside are shown.
    pub(super) fn sections_with(&self, lang: Lang, name: &dyn Fn(&str) -> String) -> Vec<Section> {
        let voice = Voice { lang, name };
        let section = |(title, items): (Phrase, Vec<String>)| Section { title: title.get(lang).to_owned(), items };
        let copies = self.copies.iter().map(|group| voice.names(group.iter().map(String::as_str))).collect();
        let copies = (phrase("同一张照片交了不止一次", "The same photo handed in more than once"), copies);
        let strays = self.strays.iter().map(|stray| voice.name(stray)).collect();
        let strays = (phrase("没有检查的文件", "Files not checked"), strays);
        let habits = (phrase("多数照片的共同问题", "What most photos fail alike"), habits::sentences(self, voice));
        let sizes = (phrase("整批特点", "The batch as a whole"), size::sentences(self, voice));
        let all = roster::sections(self, voice).into_iter().chain([copies]).chain(round::sections(self, voice));
        all.chain([habits, sizes, strays]).map(section).filter(|section| !section.items.is_empty()).collect()
    }
}
