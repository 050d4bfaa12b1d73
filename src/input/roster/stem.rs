//! What a file's name says: which known numbers and names stand in it, and which words are left.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::folding::{Gap, Letter, folded, letters};
use crate::identity_number::IdentityNumber;

/// Numbers of fewer characters are everywhere in file names: they count only where nothing else stands.
pub(super) const SHORT: usize = 5;
/// Words about the photo and not about the person.
const REMARKS: [&str; 36] = [
    "号",
    "证",
    "照",
    "片",
    "寸",
    "班",
    "级",
    "图",
    "底",
    "版",
    "系",
    "院",
    "修改",
    "副本",
    "最终",
    "毕业",
    "专业",
    "工程",
    "科学",
    "技术",
    "计算机",
    "软件",
    "本科",
    "专科",
    "硕士",
    "博士",
    "学生",
    "学号",
    "姓名",
    "届",
    "蓝",
    "白",
    "红",
    "定稿",
    "新",
    "组",
];
const LATIN_REMARKS: [&str; 44] = [
    "photo",
    "photos",
    "image",
    "img",
    "pic",
    "picture",
    "scan",
    "id",
    "no",
    "number",
    "passport",
    "final",
    "copy",
    "edited",
    "edit",
    "new",
    "portrait",
    "headshot",
    "graduation",
    "class",
    "student",
    "wechat",
    "mmexport",
    "dsc",
    "screenshot",
    "jpeg",
    "jpg",
    "png",
    "crop",
    "cropped",
    "resized",
    "small",
    "large",
    "white",
    "blue",
    "background",
    "bg",
    "school",
    "college",
    "university",
    "front",
    "original",
    "retake",
    "version",
];

/// Keys as they are compared, each with the people who have it.
#[derive(Default)]
pub(super) struct Keys {
    people: HashMap<String, Vec<usize>>,
    lengths: BTreeSet<usize>,
}

impl Keys {
    pub(super) fn add(&mut self, key: String, person: usize) {
        if key.is_empty() {
            return;
        }
        self.lengths.insert(key.chars().count());
        let people = self.people.entry(key).or_default();
        if people.last() != Some(&person) {
            people.push(person);
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&[usize]> {
        self.people.get(key).map(Vec::as_slice)
    }
}

/// A known number or name in a file's name.
#[derive(Clone, Debug)]
pub(super) struct FoundKey<'k> {
    /// Which letters it is made of.
    pub at: Range<usize>,
    /// The people who have it.
    pub people: &'k [usize],
}

/// A file's name without folders and extension.
pub(super) struct Stem {
    text: String,
    letters: Vec<Letter>,
    /// Identity numbers, as ranges of letters.
    identities: Vec<Range<usize>>,
    /// The first of them, with the check character that it should have.
    pub identity: Option<IdentityNumber>,
}

impl Stem {
    pub(super) fn of(file: &str) -> Self {
        let name = file.rsplit('/').next().unwrap_or_default();
        let text = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem).to_owned();
        let letters = letters(&text);
        let found = IdentityNumber::all(&text);
        let index = |byte: usize| letters.partition_point(|letter| letter.from < byte);
        let identities = found.iter().map(|(range, _)| index(range.start)..index(range.end)).collect();
        let identity = found.into_iter().next().map(|(_, number)| number);
        Self { text, letters, identities, identity }
    }

    /// The known numbers in the name, none over another.
    pub(super) fn numbers<'k>(&self, keys: &'k Keys) -> Vec<FoundKey<'k>> {
        let all: Vec<_> = self.occurrences(keys).filter(|found| found.at.len() >= SHORT).collect();
        let mut kept: Vec<_> = all.iter().filter(|found| self.stands_alone(&found.at)).cloned().collect();
        kept.extend(self.tiles(&all));
        kept.retain(|found| self.is_one_number(&found.at));
        apart(kept, |found| self.is_broken(&found.at))
    }

    /// A number of a few characters, if it is all that the name holds besides people's names.
    pub(crate) fn short_number<'k>(&self, keys: &'k Keys, names: &[FoundKey<'_>]) -> Option<FoundKey<'k>> {
        let mut rest = self.words(names).into_iter();
        let (Some(only), None) = (rest.next(), rest.next()) else { return None };
        let in_brackets = self.text[..self.letters[only.start].from].ends_with(['(', '（', '[', '【']);
        let people = keys.get(&self.key(&only)).filter(|_| only.len() < SHORT && !in_brackets)?;
        Some(FoundKey { at: only, people })
    }

    /// The known names in the name, none over another. A Latin name ends where a word ends.
    pub(super) fn names<'k>(&self, keys: &'k Keys) -> Vec<FoundKey<'k>> {
        let whole = |found: &FoundKey<'_>| {
            let [first, last] = [found.at.start, found.at.end - 1];
            let joins = |one: Option<usize>, other: usize, gap: Gap| {
                gap == Gap::None
                    && one
                        .and_then(|one| self.letters.get(one))
                        .is_some_and(|it| is_latin(it.c) && is_latin(self.letters[other].c))
            };
            let single = found.at.len() == 1;
            !joins(first.checked_sub(1), first, self.letters[first].gap)
                && !joins(Some(last + 1), last, self.gap_behind(last))
                && !(single && (self.letters[first].gap == Gap::None || self.gap_behind(last) == Gap::None))
        };
        apart(self.occurrences(keys).filter(whole).collect(), |_| false)
    }

    /// Words that look like a person's number and are none of `known`.
    pub(crate) fn other_numbers(&self, known: &[FoundKey<'_>]) -> Vec<String> {
        let is_number = |word: &str| {
            let digits = word.chars().filter(char::is_ascii_digit).count();
            word.len() >= SHORT && digits * 2 > word.len() && word.is_ascii()
        };
        let within = |range: &Range<usize>| known.iter().any(|found| overlap(&found.at, range));
        let identities = self.identities.iter().filter(|range| !within(range)).cloned();
        let is_free =
            |word: &Range<usize>| !self.identities.iter().any(|it| overlap(it, word)) && self.is_one_number(word);
        let others = self.words(known).into_iter().filter(is_free);
        let mut all: Vec<_> = identities.chain(others).collect();
        all.sort_by_key(|range| range.start);
        all.iter().map(|range| self.key(range)).filter(|word| is_number(word)).collect()
    }

    /// Chinese words that look like a name, and Latin ones too when `latin`, beside what is known.
    pub(crate) fn other_names(&self, known: &[FoundKey<'_>], latin: bool) -> Option<String> {
        let words = self.words(known);
        let chinese = words.iter().find(|word| is_chinese_name(&self.key(word))).map(|word| self.raw(word));
        chinese.or_else(|| if latin { self.latin_words(&words, 3) } else { None })
    }

    /// The word that a name is only a part of: what touches it and is no remark. Names are told from what stands
    /// around them only by that.
    pub(crate) fn longer_than(&self, name: &FoundKey<'_>, known: &[FoundKey<'_>]) -> Option<String> {
        let words = self.words(known);
        let before =
            words.iter().find(|word| word.end == name.at.start && self.letters[name.at.start].gap == Gap::None);
        let behind =
            words.iter().find(|word| word.start == name.at.end && self.gap_behind(name.at.end - 1) == Gap::None);
        let is_part = |word: &&Range<usize>| {
            let key = self.key(word);
            key.chars().all(is_chinese) && !is_remark(&key)
        };
        if let Some(word) = before.filter(is_part).or(behind.filter(is_part)) {
            return Some(self.raw(&(word.start.min(name.at.start)..word.end.max(name.at.end))));
        }
        if self.letters[name.at.start].c.is_ascii_alphabetic() { self.latin_words(&words, 2) } else { None }
    }

    /// The Latin words of at least so many letters that are no remarks.
    fn latin_words(&self, words: &[Range<usize>], least: usize) -> Option<String> {
        let is_name = |word: &&Range<usize>| {
            let key = self.key(word);
            word.len() >= least
                && key.chars().all(|c| c.is_ascii_alphabetic())
                && !LATIN_REMARKS.contains(&key.as_str())
        };
        let names: Vec<_> = words.iter().filter(is_name).map(|word| self.raw(word)).collect();
        (!names.is_empty()).then(|| names.join(" "))
    }

    fn occurrences<'k>(&self, keys: &'k Keys) -> impl Iterator<Item = FoundKey<'k>> {
        let all = keys.lengths.iter().flat_map(|length| {
            (0..(self.letters.len() + 1).saturating_sub(*length)).map(move |start| start..start + *length)
        });
        all.filter_map(|at| Some(FoundKey { people: keys.get(&self.key(&at))?, at }))
    }

    /// Whether a number ends where the figures around it end. Letters may touch it where they make a word.
    fn stands_alone(&self, at: &Range<usize>) -> bool {
        let edge = |inside: usize, outside: Option<usize>, gap: Gap, step: fn(usize) -> Option<usize>| {
            let Some(next) = outside.and_then(|it| self.letters.get(it)).filter(|_| gap == Gap::None) else {
                return true;
            };
            if !next.c.is_ascii_alphanumeric() {
                return true;
            }
            if self.identities.iter().any(|it| it.contains(&inside) != outside.is_some_and(|out| it.contains(&out))) {
                return true;
            }
            let further =
                outside.and_then(step).and_then(|it| self.letters.get(it)).is_some_and(|it| it.c.is_ascii_alphabetic());
            next.c.is_ascii_alphabetic() && self.letters[inside].c.is_ascii_digit() && further
        };
        let (first, last) = (at.start, at.end - 1);
        edge(first, first.checked_sub(1), self.letters[first].gap, |it| it.checked_sub(1))
            && edge(last, Some(last + 1), self.gap_behind(last), |it| it.checked_add(1))
    }

    /// Numbers that fill a run of figures together, such as a student number and an identity number without a gap.
    fn tiles<'k>(&self, all: &[FoundKey<'k>]) -> Vec<FoundKey<'k>> {
        let starts_run =
            |at: usize| at == 0 || self.letters[at].gap != Gap::None || !self.letters[at - 1].c.is_ascii_alphanumeric();
        let ends_run = |at: usize| {
            at == self.letters.len() || self.letters[at].gap != Gap::None || !self.letters[at].c.is_ascii_alphanumeric()
        };
        // For each place how it was reached: the last number of a row of numbers that begins where a run does.
        let mut reached: Vec<Option<Option<usize>>> =
            (0..=self.letters.len()).map(|at| (at == self.letters.len() || starts_run(at)).then_some(None)).collect();
        if let Some(end) = reached.last_mut() {
            *end = None;
        }
        let mut order: Vec<_> = (0..all.len()).collect();
        order.sort_by_key(|it| all[*it].at.start);
        for index in order {
            let at = &all[index].at;
            if reached[at.start].is_some() && reached[at.end].is_none() {
                reached[at.end] = Some(Some(index));
            }
        }
        let mut tiles = Vec::new();
        for end in (0..=self.letters.len()).filter(|end| ends_run(*end)) {
            let mut at = end;
            while let Some(Some(index)) = reached[at] {
                tiles.push(all[index].clone());
                at = all[index].at.start;
            }
        }
        tiles
    }

    /// Whether marks within the letters leave them one number: 2022-06-15 is a day, and so is 20220615 where a camera wrote the
    /// time behind it.
    fn is_one_number(&self, at: &Range<usize>) -> bool {
        let breaks: Vec<_> =
            (at.start + 1..at.end).filter(|it| self.letters[*it].gap == Gap::Mark).map(|it| it - at.start).collect();
        let is_written_as_day = breaks == [4, 6] || breaks.is_empty() && self.is_time(at.end);
        !(is_written_as_day && is_day(&self.key(at)))
    }

    /// Whether the figures from here on are the time of a day as cameras write it, to the second or to its thousandth.
    fn is_time(&self, start: usize) -> bool {
        let rest = self.letters.get(start..).unwrap_or_default();
        let run =
            rest.iter().enumerate().take_while(|(at, it)| it.c.is_ascii_digit() && (*at == 0 || it.gap == Gap::None));
        let figures: String = run.map(|(_, letter)| letter.c).collect();
        let below = |at: usize, most: u32| figures[at..at + 2].parse().is_ok_and(|part: u32| part < most);
        matches!(figures.len(), 6 | 9) && below(0, 24) && below(2, 60) && below(4, 60)
    }

    fn is_broken(&self, at: &Range<usize>) -> bool {
        (at.start + 1..at.end).any(|it| self.letters[it].gap != Gap::None)
    }

    /// What is left besides `known`: runs of letters of one kind without a gap.
    fn words(&self, known: &[FoundKey<'_>]) -> Vec<Range<usize>> {
        let mut words: Vec<Range<usize>> = Vec::new();
        for (at, letter) in self.letters.iter().enumerate() {
            if known.iter().any(|found| found.at.contains(&at)) {
                continue;
            }
            let joins = |word: &&mut Range<usize>| {
                word.end == at && letter.gap == Gap::None && is_chinese(self.letters[at - 1].c) == is_chinese(letter.c)
            };
            match words.last_mut().filter(joins) {
                Some(word) => word.end = at + 1,
                None => words.push(at..at + 1),
            }
        }
        words
    }

    fn gap_behind(&self, at: usize) -> Gap {
        self.letters.get(at + 1).map_or(Gap::Mark, |next| next.gap)
    }

    fn key(&self, at: &Range<usize>) -> String {
        self.letters[at.clone()].iter().map(|letter| letter.c).collect()
    }

    /// The letters as they are written.
    fn raw(&self, at: &Range<usize>) -> String {
        self.text[self.letters[at.start].from..self.letters[at.end - 1].to].to_owned()
    }
}

/// The longest ones that do not lie over one another; what is broken by gaps gives way to what is not.
fn apart<'k>(mut all: Vec<FoundKey<'k>>, is_broken: impl Fn(&FoundKey<'_>) -> bool) -> Vec<FoundKey<'k>> {
    all.sort_by_key(|found| (is_broken(found), std::cmp::Reverse(found.at.len()), found.at.start));
    let mut kept: Vec<FoundKey<'k>> = Vec::new();
    for found in all {
        if !kept.iter().any(|other| overlap(&other.at, &found.at)) {
            kept.push(found);
        }
    }
    kept.sort_by_key(|found| found.at.start);
    kept
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn is_chinese(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c) || ('\u{20000}'..='\u{3ffff}').contains(&c)
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && !is_chinese(c)
}

fn is_remark(word: &str) -> bool {
    REMARKS.iter().any(|remark| word.contains(remark))
}

/// Whether a word looks like a Chinese person's name, and not like a remark such as 一寸照片.
fn is_chinese_name(word: &str) -> bool {
    (2..=4).contains(&word.chars().count()) && word.chars().all(is_chinese) && !is_remark(word)
}

/// Whether eight figures are a day of these centuries.
fn is_day(key: &str) -> bool {
    let part = |range: Range<usize>| key.get(range).and_then(|text| text.parse::<u32>().ok());
    key.len() == 8
        && part(0..4).is_some_and(|year| (1900..2100).contains(&year))
        && part(4..6).is_some_and(|month| (1..=12).contains(&month))
        && part(6..8).is_some_and(|day| (1..=31).contains(&day))
}

/// A number's digits without the noughts in front; `None` for one that has other characters.
pub(super) fn without_noughts(number: &str) -> Option<String> {
    let key = folded(number);
    let rest = key.trim_start_matches('0');
    (rest.len() >= SHORT && key.bytes().all(|byte| byte.is_ascii_digit())).then(|| rest.to_owned())
}
