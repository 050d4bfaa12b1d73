//! The resident identity number: 17 digits and a check character.
//!
//! GB 11643-1999, section 4.2.4, which takes the check from ISO 7064, MOD 11-2. Numbers are found however they are
//! typed: with full-width digits, with blanks or hyphens between their parts, or without a gap behind another number.

use std::borrow::Cow;
use std::ops::Range;

use crate::folding::{Gap, Letter, letters};

/// Characters of a number.
const LENGTH: usize = 18;
/// Where people part a number: region, birthday, serial number.
const PARTS: [usize; 2] = [6, 14];

/// Something in a text that has the form of an identity number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IdentityNumber {
    /// The eighteen characters, ASCII, the last in upper case.
    pub text: String,
    /// The check character that the first seventeen digits ask for.
    pub check: char,
}

impl IdentityNumber {
    /// The first one in `text`.
    #[cfg(any(feature = "files", test))]
    pub(crate) fn find(text: &str) -> Option<Self> {
        Self::all(text).into_iter().next().map(|(_, number)| number)
    }

    /// Whether the check character is the right one.
    pub(crate) fn is_valid(&self) -> bool {
        self.text.ends_with(self.check)
    }

    /// All in `text`, each with its place in bytes.
    pub(crate) fn all(text: &str) -> Vec<(Range<usize>, Self)> {
        let digits = |text: &str| text.chars().filter(|c| c.is_numeric()).count();
        if digits(text) < LENGTH - 1 {
            return Vec::new();
        }
        let letters = letters(text);
        let mut found = Vec::new();
        let mut at = 0;
        while at + LENGTH <= letters.len() {
            match Self::at(&letters, at) {
                Some(number) => {
                    found.push((letters[at].from..letters[at + LENGTH - 1].to, number));
                    at += LENGTH;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The number that begins at this letter, if one does. Eighteen characters that stand alone are one whatever they
    /// say; those that are parted, or touch other digits, must have a birthday, and be in order or parted where people
    /// part them.
    fn at(letters: &[Letter], start: usize) -> Option<Self> {
        let own = &letters[start..start + LENGTH];
        let (last, digits) = own.split_last()?;
        if !digits.iter().all(|letter| letter.c.is_ascii_digit()) || !(last.c.is_ascii_digit() || last.c == 'x') {
            return None;
        }
        let text: String = own.iter().map(|letter| letter.c.to_ascii_uppercase()).collect();
        let number = Self { check: check_character(&text), text };
        let is_digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|it| it.c.is_ascii_digit());
        let behind = start + LENGTH;
        let begins = own[0].gap != Gap::None || !is_digit(start.checked_sub(1));
        let ends = letters.get(behind).is_none_or(|next| next.gap != Gap::None) || !is_digit(Some(behind));
        let gaps: Vec<_> = (1..LENGTH).filter(|at| own[*at].gap != Gap::None).collect();
        if gaps.is_empty() && begins && ends {
            return Some(number);
        }
        let parted = gaps.iter().all(|gap| PARTS.contains(gap));
        let sound = number.has_birthday() && (number.is_valid() || (parted && (begins || ends)));
        // Groups of other numbers, parted by blanks, may happen to be in order; nobody parts a number in so many places.
        (sound && gaps.len() <= 5 && (begins || ends)).then_some(number)
    }

    /// Whether digits 7 to 14 are a day that lists have (the standard's own example is of 1880) and the number begins like a region.
    pub(crate) fn has_birthday(&self) -> bool {
        let part = |range: Range<usize>| self.text[range].parse::<u32>().unwrap_or_default();
        matches!(self.text.as_bytes()[0], b'1'..=b'9')
            && (1800..2100).contains(&part(6..10))
            && (1..=12).contains(&part(10..12))
            && (1..=31).contains(&part(12..14))
    }
}

/// `text` with every identity number reduced to its region and its last four characters, and those of fifteen digits, which were
/// given out until 1999, to their region and their last three.
pub fn masked(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = 0;
    for (range, number) in IdentityNumber::all(text) {
        shown += &old_masked(&text[rest..range.start]);
        shown += &format!("{}********{}", &number.text[..6], &number.text[14..]);
        rest = range.end;
    }
    shown + &old_masked(&text[rest..])
}

/// `text` with every number of fifteen digits masked that stands alone, has the two figures of a province in front, and a birthday.
fn old_masked(text: &str) -> Cow<'_, str> {
    const LENGTH: usize = 15;
    const PARTS: [usize; 2] = [6, 12];
    if text.chars().filter(|c| c.is_numeric()).count() < LENGTH {
        return Cow::Borrowed(text);
    }
    let letters = letters(text);
    let is_digit = |at: usize| letters.get(at).is_some_and(|it| it.c.is_ascii_digit());
    let (mut shown, mut rest, mut at) = (String::new(), 0, 0);
    while at + LENGTH <= letters.len() {
        let own = &letters[at..at + LENGTH];
        let digits: String = own.iter().map(|letter| letter.c).filter(char::is_ascii_digit).collect();
        let begins = own[0].gap != Gap::None || at == 0 || !is_digit(at - 1);
        let ends = letters.get(at + LENGTH).is_none_or(|next| next.gap != Gap::None) || !is_digit(at + LENGTH);
        let is_one = (1..LENGTH).all(|part| own[part].gap == Gap::None || PARTS.contains(&part));
        if digits.len() == LENGTH && begins && ends && is_one && has_old_birthday(&digits) {
            shown += &format!("{}{}******{}", &text[rest..own[0].from], &digits[..6], &digits[12..]);
            rest = own[LENGTH - 1].to;
            at += LENGTH;
        } else {
            at += 1;
        }
    }
    Cow::Owned(shown + &text[rest..])
}

/// Whether fifteen digits begin with a province and have a month and a day behind the year.
fn has_old_birthday(digits: &str) -> bool {
    let part = |range: Range<usize>| digits[range].parse::<u32>().unwrap_or_default();
    matches!(part(0..2), 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81 | 82)
        && (1..=12).contains(&part(8..10))
        && (1..=31).contains(&part(10..12))
}

/// `text` as it is compared with another report: masked, and without the numbers that a report puts behind masks that are the
/// same, since another report may count otherwise.
pub(crate) fn masked_for_comparison(text: &str) -> String {
    let mut shown = masked(text);
    let mut from = 0;
    while let Some(at) = shown[from..].find("********").map(|at| from + at + 8) {
        from = at;
        let Some(number) = shown.get(at + 4..).and_then(|rest| rest.strip_prefix('(')) else { continue };
        let Some((digits, _)) = number.split_once(')') else { continue };
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let end = at + 4 + digits.len() + 2;
            shown.replace_range(at + 4..end, "");
        }
    }
    shown
}

/// The check character for the first seventeen digits: the weights are the powers of 2 modulo 11.
fn check_character(number: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        number.chars().filter_map(|c| c.to_digit(10)).zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standard_hold() {
        for number in ["11010519491231002X", "440524188001010014"] {
            assert!(IdentityNumber::find(&format!("张三_{number}.jpg")).unwrap().is_valid(), "{number}");
        }
        let wrong = IdentityNumber::find("110105194912310021").unwrap();
        assert!(!wrong.is_valid());
        assert_eq!(wrong.check, 'X');
    }

    #[test]
    fn every_single_wrong_digit_is_found() {
        let right = "440524188001010014";
        for at in 0..17 {
            for digit in ('0'..='9').filter(|digit| *digit != right.as_bytes()[at] as char) {
                let wrong = format!("{}{digit}{}", &right[..at], &right[at + 1..]);
                assert!(!IdentityNumber::find(&wrong).unwrap().is_valid(), "{wrong}");
            }
        }
    }

    #[test]
    fn numbers_behind_masks_are_not_compared() {
        let text = "a(1)/440308********0012(2).jpg 440308********0013(x) 110105********002X(10)";
        assert_eq!(masked_for_comparison(text), "a(1)/440308********0012.jpg 440308********0013(x) 110105********002X");
        assert_eq!(masked_for_comparison("a(1)/440308199901010012.jpg"), "a(1)/440308********0012.jpg");
        assert_eq!(masked_for_comparison("********字"), "********字");
    }

    #[test]
    fn other_numbers_are_not_taken_for_one() {
        for text in ["20220304", "1234567890123456789", "1101051949123100", "张三", ""] {
            assert_eq!(IdentityNumber::find(text), None, "{text}");
        }
    }

    #[test]
    fn it_is_found_however_it_is_typed() {
        for text in [
            "张三_110105 19491231 002X",
            "张三_110105-19491231-002X",
            "张三_11010519491231002Ｘ",
            "张三_2022010111010519491231002X",
            "11010519491231002X20220101",
            "张三_１１０１０５１９４９１２３１００２１",
            "110105.1949.1231.002x",
            "20220101 110105194912310021 1",
            "1101051949123100 2Х",
            "11010519491231002χ",
        ] {
            assert!(IdentityNumber::find(text).is_some_and(|it| it.text.starts_with("11010519491231002")), "{text}");
        }
        let two = IdentityNumber::all("11010519491231002X440524188001010014，440524188001010014");
        assert_eq!(two.iter().map(|(range, _)| range.clone()).collect::<Vec<_>>(), [0..18, 18..36, 39..57]);
        assert_eq!(IdentityNumber::find("20220101 20220102 20220103 20220104"), None);
        assert!(IdentityNumber::find("440524 18800101 0014").is_some(), "the standard's own example");
    }

    #[test]
    fn numbers_of_fifteen_digits_are_masked_too() {
        let shown = "张三_110105******002.jpg 110105********002X";
        assert_eq!(masked("张三_110105491231002.jpg 11010519491231002X"), shown);
        assert_eq!(masked("张三_110105 491231 002.jpg 11010519491231002X"), shown);
        assert_eq!(masked("１１０１０５４９１２３１００２"), "110105******002");
        for other in
            ["110105491331002", "990105491231002", "1101054912310020", "IMG_20220104_1015301", "202201011530123"]
        {
            assert_eq!(masked(other), other);
        }
    }
}
