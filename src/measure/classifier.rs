//! What a classifier says, as a reading.

use crate::reading::Score;

/// What the classifier has seen of the thing it speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// Real photos of it.
    InLife,
    /// Only drawn examples; real photos without it. A *no* has been tried on real people, a *yes* has not.
    Drawn,
}

/// Doubt about a *yes* that only drawn examples taught: large enough that a rule with its limit at one half asks a
/// person to look, and never fails a photo by this alone.
const DRAWN_DOUBT: f64 = 0.27;

/// Smallest doubt: no classifier here was tried on more than some hundred people.
const LEAST_DOUBT: f64 = 0.02;

/// A calibrated probability with its uncertainty: the standard deviation of a yes or no that is true this often, and
/// what the classifier never saw.
pub(super) fn probability(value: f64, seen: Seen) -> Score {
    let value = value.clamp(0.0, 1.0);
    let drawn = match seen {
        Seen::InLife => 0.0,
        Seen::Drawn => DRAWN_DOUBT * value,
    };
    Score::uncertain(value, (value * (1.0 - value)).sqrt().hypot(drawn).max(LEAST_DOUBT))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    /// Whether the value stands on one side of a half by twice its uncertainty.
    fn decides(value: f64, seen: Seen) -> bool {
        let reading = Reading::from(probability(value, seen));
        (value - 0.5).abs() > 2.0 * reading.uncertainty().unwrap()
    }

    #[test]
    fn only_clear_answers_decide() {
        assert!(decides(0.02, Seen::InLife) && decides(0.98, Seen::InLife));
        assert!(!decides(0.2, Seen::InLife) && !decides(0.8, Seen::InLife));
    }

    #[test]
    fn drawn_examples_clear_but_never_condemn() {
        assert!(decides(0.02, Seen::Drawn));
        assert!((0..=100).all(|percent| percent <= 50 || !decides(f64::from(percent) / 100.0, Seen::Drawn)));
    }
}
