//! Names of photos against the name list.

use std::collections::HashMap;

use super::{Person, Roster};
use crate::identity_number::IdentityNumber;

/// What the list says of one photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the person, if the name of the file tells.
    pub person: Option<usize>,
    /// What is wrong with the name of the file.
    pub doubt: Option<Doubt>,
}

/// What is wrong with the name of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Nobody on the list has this number or name.
    Unknown,
    /// The number is one person's and the name another's: the index of the other.
    Contradiction(usize),
    /// The name is on the list and the number in the file's name is not this person's.
    WrongNumber,
    /// The number is on the list and the name in the file's name is on no line of it.
    WrongName(String),
    /// Several people have this name, and there is no number to tell them apart.
    Ambiguous,
    /// The identity number has the wrong check character; the right one.
    CheckCharacter(char),
}

/// Who handed in what.
#[derive(Clone, Debug, Default)]
pub struct Attendance {
    /// The list.
    pub roster: Roster,
    /// For each photo, in the order of the batch.
    pub places: Vec<Place>,
    /// For each person, the indices of the photos.
    pub photos: Vec<Vec<usize>>,
}

impl Roster {
    /// Holds the paths of photos against the list.
    pub fn compare(self, files: &[&str]) -> Attendance {
        let index = Index::of(&self);
        let places: Vec<_> = files.iter().map(|file| index.place(&self, file)).collect();
        let mut photos = vec![Vec::new(); self.people.len()];
        for (photo, place) in places.iter().enumerate() {
            if let Some(person) = place.person {
                photos[person].push(photo);
            }
        }
        Attendance { roster: self, places, photos }
    }
}

impl Attendance {
    /// The people without a photo.
    pub fn missing(&self) -> impl Iterator<Item = &Person> {
        self.roster.people.iter().zip(&self.photos).filter(|(_, photos)| photos.is_empty()).map(|(person, _)| person)
    }

    /// The people with more than one photo, and which those are.
    pub fn several(&self) -> impl Iterator<Item = (&Person, &[usize])> {
        let all = self.roster.people.iter().zip(&self.photos);
        all.filter(|(_, photos)| photos.len() > 1).map(|(person, photos)| (person, photos.as_slice()))
    }

    /// The person on a photo.
    pub fn person(&self, photo: usize) -> Option<&Person> {
        self.places.get(photo)?.person.map(|person| &self.roster.people[person])
    }
}

/// Numbers and names of a list, each with the people who have it.
struct Index {
    by_number: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

impl Index {
    fn of(roster: &Roster) -> Self {
        let mut index = Self { by_number: HashMap::new(), by_name: HashMap::new() };
        for (at, person) in roster.people.iter().enumerate() {
            for number in &person.numbers {
                index.by_number.entry(key(number)).or_default().push(at);
            }
            if !person.name.is_empty() {
                index.by_name.entry(key(&person.name)).or_default().push(at);
            }
        }
        index
    }

    /// Whose photo `file` is by its name: by number first, then by name.
    fn place(&self, roster: &Roster, file: &str) -> Place {
        let words = words(stem(file));
        let numbers: Vec<_> = words.iter().filter_map(|word| self.by_number.get(word)).flatten().copied().collect();
        let named: Vec<_> = words.iter().filter_map(|word| self.by_name.get(word)).flatten().copied().collect();
        let check = IdentityNumber::find(stem(file)).filter(|number| !number.is_valid()).map(|number| number.check);
        let check = check.map(Doubt::CheckCharacter);
        match (numbers.first().copied(), named.as_slice()) {
            (Some(person), []) => {
                let name = &roster.people[person].name;
                let other = words.iter().find(|word| !name.is_empty() && is_name(word)).cloned();
                Place { person: Some(person), doubt: other.map(Doubt::WrongName).or(check) }
            }
            (Some(person), named) if named.contains(&person) => Place { person: Some(person), doubt: check },
            (Some(person), named) => Place { person: Some(person), doubt: Some(Doubt::Contradiction(named[0])) },
            (None, [person]) => {
                let numbered = words.iter().any(|word| is_number(word)) && !roster.people[*person].numbers.is_empty();
                Place { person: Some(*person), doubt: check.or(numbered.then_some(Doubt::WrongNumber)) }
            }
            (None, []) => Place { person: None, doubt: Some(check.unwrap_or(Doubt::Unknown)) },
            (None, _) => Place { person: None, doubt: Some(Doubt::Ambiguous) },
        }
    }
}

/// A file's name without folders and extension.
fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Runs of letters and digits; a number that touches a Chinese name is a word of its own.
fn words(stem: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = Class::Other;
    for c in stem.chars() {
        let class = Class::of(c);
        match class {
            Class::Other => {}
            _ if class == before => words.last_mut().into_iter().for_each(|word| word.push(c)),
            _ => words.push(c.to_string()),
        }
        before = class;
    }
    words.iter().map(|word| key(word)).collect()
}

/// What a character of a file's name belongs to. The middle dot joins the parts of many people's names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Latin,
    Chinese,
    Other,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            '·' | '•' | '.' => Self::Chinese,
            c if c.is_ascii_alphanumeric() => Self::Latin,
            c if c.is_alphanumeric() => Self::Chinese,
            _ => Self::Other,
        }
    }
}

/// How numbers and names are compared: without spaces and case, one kind of middle dot.
fn key(text: &str) -> String {
    let kept = text.trim().chars().filter(|c| !c.is_whitespace());
    kept.map(|c| if c == '•' { '·' } else { c }).flat_map(char::to_lowercase).collect()
}

/// Whether a word of a file's name looks like a person's number.
fn is_number(word: &str) -> bool {
    word.len() >= 5 && word.bytes().filter(u8::is_ascii_digit).count() * 2 > word.len()
}

/// Whether a word of a file's name looks like a Chinese person's name, and not like a remark such as 一寸照片.
fn is_name(word: &str) -> bool {
    const REMARKS: [&str; 14] =
        ["照", "片", "寸", "班", "级", "图", "底", "版", "系", "院", "修改", "副本", "最终", "毕业"];
    let letters = word.chars().count();
    (2..=4).contains(&letters)
        && word.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '·')
        && !REMARKS.iter().any(|remark| word.contains(remark))
}
