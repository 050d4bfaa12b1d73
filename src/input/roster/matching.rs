//! Names of photos against the name list.
//!
//! A photo belongs to the person whose number or name stands in its file's name. Every number is held against every
//! other, and names against numbers: what contradicts itself is told, and where it cannot be settled the photo is
//! nobody's.

use super::stem::{FoundKey, Keys, Stem, without_noughts};
use super::{Person, Roster};
use crate::folding::folded;
use crate::identity_number::IdentityNumber;
use crate::reading::Listed;

/// What the list says of one photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterMatch {
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
    /// It has the numbers of two people.
    TwoNumbers(usize, usize),
    /// It has the names of two people.
    TwoNames(usize, usize),
    /// The name is on the list and a number in the file's name is not this person's.
    WrongNumber,
    /// The number is on the list and the name in the file's name is on no line of it.
    WrongName(String),
    /// A name of the list is only a part of what stands there.
    LongerName(String),
    /// Several people have this name or number, and there is nothing to tell them apart: their indices.
    Ambiguous(Vec<usize>),
    /// The identity number has the wrong check character; the right one.
    CheckCharacter(char),
    /// The number is this person's but for noughts in front: a spreadsheet took them from the list.
    LeadingNoughts,
}

impl Doubt {
    /// Whose photo it may be as well.
    fn others(&self) -> Vec<usize> {
        match self {
            Self::Contradiction(other) => vec![*other],
            Self::TwoNumbers(one, other) | Self::TwoNames(one, other) => vec![*one, *other],
            Self::Ambiguous(people) => people.clone(),
            _ => Vec::new(),
        }
    }

    /// Whether the list is to blame and not the file's name.
    pub(crate) fn blames_list(&self) -> bool {
        *self == Self::LeadingNoughts
    }
}

/// Who handed in what.
#[derive(Clone, Debug, Default)]
pub struct Attendance {
    /// The list.
    pub roster: Roster,
    /// For each photo, in the order of the batch.
    pub places: Vec<RosterMatch>,
    /// For each person, the indices of the photos.
    pub photos: Vec<Vec<usize>>,
    /// For each person, the indices of photos of which it is doubtful whose they are and that count for nobody or for somebody else.
    pub perhaps: Vec<Vec<usize>>,
}

impl Roster {
    /// Holds the paths of photos against the list.
    pub fn compare(self, files: &[&str]) -> Attendance {
        let index = RosterIndex::of(&self);
        let places: Vec<_> = files.iter().map(|file| index.place(file)).collect();
        let (mut photos, mut perhaps) = (vec![Vec::new(); self.people.len()], vec![Vec::new(); self.people.len()]);
        for (photo, place) in places.iter().enumerate() {
            if let Some(person) = place.person {
                photos[person].push(photo);
            }
            let others = place.doubt.as_ref().map(Doubt::others).unwrap_or_default();
            others.into_iter().for_each(|person| perhaps[person].push(photo));
        }
        Attendance { roster: self, places, photos, perhaps }
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

    /// Whether the name of a photo's file means two people, so that it may be either's.
    pub fn may_be_of_another(&self, photo: usize) -> bool {
        let doubt = self.places.get(photo).and_then(|place| place.doubt.as_ref());
        matches!(doubt, Some(Doubt::Contradiction(_) | Doubt::TwoNumbers(..) | Doubt::TwoNames(..)))
    }

    /// Counts a photo as nobody's: there is no file behind its name. Whose it would be is still known.
    pub fn leave_out(&mut self, photo: usize) {
        self.photos.iter_mut().for_each(|photos| photos.retain(|it| *it != photo));
    }

    /// How the name of a photo's file, its number in the batch being `photo`, tells the person.
    pub fn listed_as(&self, photo: usize, file: &str) -> Listed {
        let Some(place) = self.places.get(photo) else { return Listed::Nobody };
        let Some(person) = self.person(photo) else { return Listed::Nobody };
        if place.doubt.as_ref().is_some_and(|doubt| !doubt.blames_list()) {
            return Listed::Contradiction;
        }
        let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
        let said = folded(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
        let is_name = |text: &str| !person.name.is_empty() && text == folded(&person.name);
        let is_said_with_name = |number: &String| {
            let number = folded(number);
            let rest = said.strip_prefix(number.as_str()).or_else(|| said.strip_suffix(number.as_str()));
            !number.is_empty() && rest.is_some_and(is_name)
        };
        if said == folded(&person.number) {
            Listed::Number
        } else if person.numbers.iter().any(|number| said == folded(number)) {
            Listed::OtherNumber
        } else if is_name(&said) {
            Listed::Name
        } else if person.numbers.iter().any(is_said_with_name) {
            Listed::Both
        } else {
            Listed::More
        }
    }

    /// The person on a photo.
    pub fn person(&self, photo: usize) -> Option<&Person> {
        self.places.get(photo)?.person.map(|person| &self.roster.people[person])
    }
}

/// Numbers and names of a list, each with the people who have it.
struct RosterIndex<'l> {
    roster: &'l Roster,
    numbers: Keys,
    /// Numbers without the noughts in front.
    plain_numbers: Keys,
    names: Keys,
}

/// Whom the numbers of a file's name mean.
enum Numbered {
    Nobody,
    /// Everybody who has all of these numbers.
    People(Vec<usize>),
    Two(usize, usize),
}

impl<'l> RosterIndex<'l> {
    fn of(roster: &'l Roster) -> Self {
        let mut index =
            Self { roster, numbers: Keys::default(), plain_numbers: Keys::default(), names: Keys::default() };
        for (at, person) in roster.people.iter().enumerate() {
            for number in &person.numbers {
                index.numbers.add(folded(number), at);
                without_noughts(number).into_iter().for_each(|key| index.plain_numbers.add(key, at));
            }
            index.names.add(folded(&person.name), at);
        }
        index
    }

    /// Whose photo `file` is by its name.
    fn place(&self, file: &str) -> RosterMatch {
        let stem = Stem::of(file);
        let names = stem.names(&self.names);
        let mut numbers = stem.numbers(&self.numbers);
        if numbers.is_empty() {
            numbers.extend(stem.short_number(&self.numbers, &names));
        }
        let known: Vec<_> = numbers.iter().chain(&names).cloned().collect();
        // Eighteen digits without a birthday that stand on the list are another number.
        let is_wrong = |number: &&IdentityNumber| !number.is_valid() && (numbers.is_empty() || number.has_birthday());
        let check = stem.identity.as_ref().filter(is_wrong).map(|number| number.check);
        let check = check.map(Doubt::CheckCharacter);
        let others = stem.other_numbers(&known);
        let (numbered, noughts) = match common(&numbers) {
            Numbered::Nobody => self.loosely(&others),
            sure => (sure, None),
        };
        let named = common(&names);
        let place = |person: Option<usize>, doubt: Option<Doubt>| RosterMatch { person, doubt };
        match (numbered, named) {
            (Numbered::Two(one, other), _) => place(None, Some(Doubt::TwoNumbers(one, other))),
            (Numbered::People(people), named) => {
                self.numbered(&people, named, &stem, &known, &others).with(noughts.or(check))
            }
            (Numbered::Nobody, Numbered::Two(one, other)) => place(None, Some(Doubt::TwoNames(one, other))),
            (Numbered::Nobody, Numbered::People(people)) => match people.as_slice() {
                [person] => self.named(*person, &names, &stem, &known, &others).with(check),
                _ => place(None, Some(Doubt::Ambiguous(people))),
            },
            (Numbered::Nobody, Numbered::Nobody) => place(None, Some(check.unwrap_or(Doubt::Unknown))),
        }
    }

    /// A photo whose numbers are known, and what its names say of that.
    fn numbered(
        &self,
        people: &[usize],
        named: Numbered,
        stem: &Stem,
        known: &[FoundKey<'_>],
        others: &[String],
    ) -> RosterMatch {
        let both = match &named {
            Numbered::People(named) => people.iter().copied().filter(|person| named.contains(person)).collect(),
            _ => Vec::new(),
        };
        match (both.as_slice(), people, named) {
            ([person], ..) => {
                let wrong = self.is_other_kind(*person, others);
                RosterMatch { person: Some(*person), doubt: wrong.then_some(Doubt::WrongNumber) }
            }
            (_, [person], Numbered::People(named)) => {
                RosterMatch { person: Some(*person), doubt: Some(Doubt::Contradiction(named[0])) }
            }
            (_, [person], Numbered::Two(one, other)) => {
                let doubt = Doubt::Contradiction(if one == *person { other } else { one });
                RosterMatch { person: Some(*person), doubt: Some(doubt) }
            }
            (_, [person], Numbered::Nobody) => {
                let name = &self.roster.people[*person].name;
                let other = (!name.is_empty()).then(|| stem.other_names(known, name.is_ascii())).flatten();
                let wrong = self.is_other_kind(*person, others);
                RosterMatch {
                    person: Some(*person),
                    doubt: other.map(Doubt::WrongName).or(wrong.then_some(Doubt::WrongNumber)),
                }
            }
            _ => RosterMatch { person: None, doubt: Some(Doubt::Ambiguous(people.to_vec())) },
        }
    }

    /// A photo of which only the name is known.
    fn named(
        &self,
        person: usize,
        names: &[FoundKey<'_>],
        stem: &Stem,
        known: &[FoundKey<'_>],
        others: &[String],
    ) -> RosterMatch {
        let own = &self.roster.people[person];
        let longer = names.iter().find_map(|name| stem.longer_than(name, known)).map(Doubt::LongerName);
        let is_spoilt_one = |number: &String| own.spoilt.iter().any(|spoilt| is_beginning(spoilt, number));
        let has_numbers = !own.numbers.is_empty() || !own.spoilt.is_empty();
        let wrong = has_numbers && others.iter().any(|number| !is_spoilt_one(number));
        RosterMatch { person: Some(person), doubt: longer.or(wrong.then_some(Doubt::WrongNumber)) }
    }

    /// Whether a number in the file's name has the form of one of the person's numbers and is none of them.
    fn is_other_kind(&self, person: usize, others: &[String]) -> bool {
        let own = &self.roster.people[person];
        let alike = |number: &String| own.numbers.iter().any(|known| folded(known).len() == number.len());
        others.iter().any(alike)
    }

    /// People whose numbers a spreadsheet spoilt: by what is left of them.
    fn loosely(&self, others: &[String]) -> (Numbered, Option<Doubt>) {
        let noughts = others.iter().filter_map(|number| self.plain_numbers.get(&without_noughts(number)?));
        if let [person] = noughts.flatten().copied().collect::<Vec<_>>().as_slice() {
            return (Numbered::People(vec![*person]), Some(Doubt::LeadingNoughts));
        }
        let spoilt = self.roster.people.iter().enumerate().filter(|(_, person)| {
            person.spoilt.iter().any(|spoilt| {
                significant(spoilt).0.len() >= 12 && others.iter().any(|number| is_beginning(spoilt, number))
            })
        });
        match spoilt.map(|(person, _)| person).collect::<Vec<_>>().as_slice() {
            [person] => (Numbered::People(vec![*person]), None),
            _ => (Numbered::Nobody, None),
        }
    }
}

impl RosterMatch {
    /// With a lesser doubt, where there is none.
    fn with(self, lesser: Option<Doubt>) -> Self {
        Self { person: self.person, doubt: self.doubt.or(lesser) }
    }
}

/// The people whom all of these mean; two different people where there is nobody.
fn common(all: &[FoundKey<'_>]) -> Numbered {
    let Some((first, rest)) = all.split_first() else { return Numbered::Nobody };
    let mut people = first.people.to_vec();
    for found in rest {
        let both: Vec<_> = people.iter().copied().filter(|person| found.people.contains(person)).collect();
        if both.is_empty() {
            return Numbered::Two(people[0], found.people[0]);
        }
        people = both;
    }
    Numbered::People(people)
}

/// The digits that a spoilt number still has, and how many it had.
fn significant(spoilt: &str) -> (String, usize) {
    let (digits, exponent) = spoilt.split_once(['e', 'E']).unwrap_or((spoilt, ""));
    let whole = digits.split('.').next().unwrap_or_default().len();
    let exponent: Option<usize> = exponent.trim_start_matches('+').parse().ok();
    let length = exponent.map_or(digits.len(), |exponent| whole + exponent);
    let digits: String = digits
        .chars()
        .filter(char::is_ascii_digit)
        .take(if exponent.is_some() { 15 } else { 15.min(length) })
        .collect();
    // The last digit that an exponent form shows is rounded.
    let sure = if exponent.is_some() { digits.len().saturating_sub(1) } else { digits.len() };
    (digits[..sure].to_owned(), length)
}

/// Whether `number` may be the one that `spoilt` is the beginning of.
fn is_beginning(spoilt: &str, number: &str) -> bool {
    let (digits, length) = significant(spoilt);
    number.len() == length && number.starts_with(&digits)
}
