//! Identity numbers in reports that travel.
//!
//! A resident identity number in a file's name or a name list is personal data, and reports are forwarded to class
//! advisers and pasted into chats. What identifies its holder, birthday and serial number, is left out unless full
//! numbers were asked for.

use std::collections::{HashMap, HashSet};

use crate::identity_number::IdentityNumber;
pub use crate::identity_number::masked;

/// Numbers whose masks would be the same, each with the number that stands behind its mask.
#[derive(Clone, Debug, Default)]
pub struct Masks(HashMap<String, usize>);

impl Masks {
    /// Of the numbers in these texts, counted in their order.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut alike: HashMap<String, Vec<String>> = HashMap::new();
        let mut seen = HashSet::new();
        for (_, number) in texts.into_iter().flat_map(IdentityNumber::all) {
            if seen.insert(number.text.clone()) {
                alike.entry(masked(&number.text)).or_default().push(number.text);
            }
        }
        let several = alike.into_values().filter(|numbers| numbers.len() > 1);
        Self(several.flat_map(|numbers| numbers.into_iter().zip(1..)).collect())
    }

    /// [`masked`], with a number behind each mask that others have too.
    pub fn masked(&self, text: &str) -> String {
        if self.0.is_empty() {
            return masked(text);
        }
        let mut shown = String::with_capacity(text.len());
        let mut rest = 0;
        for (range, number) in IdentityNumber::all(text) {
            shown += &masked(&text[rest..range.start]);
            shown += &masked(&number.text);
            if let Some(at) = self.0.get(&number.text) {
                shown += &format!("({at})");
            }
            rest = range.end;
        }
        shown + &masked(&text[rest..])
    }
}

#[cfg(test)]
mod tests {
    use super::{Masks, masked};

    #[test]
    fn identity_numbers_lose_their_middle() {
        assert_eq!(masked("a/张三_11010519491231002X.jpg"), "a/张三_110105********002X.jpg");
        assert_eq!(masked("440308199901010012，440308199901010013"), "440308********0012，440308********0013");
    }

    #[test]
    fn masks_that_would_be_the_same_are_numbered() {
        let [one, other, third] = ["440308199901010012", "440308199902020012", "110105194912310021"];
        let masks = Masks::of([one, "b/x.jpg", other, one, third]);
        assert_eq!(masks.masked(&format!("a/{other}.jpg")), "a/440308********0012(2).jpg");
        assert_eq!(masks.masked(&format!("{one} {third}")), "440308********0012(1) 110105********0021");
        let old = "130503670401001";
        assert_ne!(masked(old), old);
        assert_eq!(
            masks.masked(&format!("{old}, {one}/{old}.jpg")),
            format!("{0}, 440308********0012(1)/{0}.jpg", masked(old))
        );
    }

    #[test]
    fn other_numbers_stay() {
        for name in ["20220304.jpg", "IMG_1101051949123100.jpg", "12345678901234567890.jpg", "X.jpg", ""] {
            assert_eq!(masked(name), name);
        }
    }
}
