//! The resident identity number: 17 digits and a check character.
//!
//! GB 11643-1999, section 4.2.4, which takes the check from ISO 7064, MOD 11-2.

/// Something in a text that has the form of an identity number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityNumber {
    /// The eighteen characters, the last in upper case.
    pub text: String,
    /// The check character that the first seventeen digits ask for.
    pub check: char,
}

impl IdentityNumber {
    /// The first one in `text`: eighteen characters that stand alone among digits.
    pub fn find(text: &str) -> Option<Self> {
        Self::range(text).map(|range| {
            let text = text[range].to_ascii_uppercase();
            let check = check_character(&text);
            Self { text, check }
        })
    }

    /// Whether the check character is the right one.
    pub fn is_valid(&self) -> bool {
        self.text.ends_with(self.check)
    }

    /// Where the first one stands in `text`, in bytes.
    pub fn range(text: &str) -> Option<std::ops::Range<usize>> {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let closed = digits == 17 && bytes.get(at + 17).is_some_and(|byte| matches!(byte, b'x' | b'X'));
            if digits == 18 || closed {
                return Some(at..at + 18);
            }
            at += digits.max(1);
        }
        None
    }
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
    fn other_numbers_are_not_taken_for_one() {
        for text in ["20220304", "1234567890123456789", "1101051949123100", "张三", ""] {
            assert_eq!(IdentityNumber::find(text), None, "{text}");
        }
    }
}
