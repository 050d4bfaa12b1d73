//! Readings without rules, as rows for people.

use super::number::{quantity, value};
use crate::reading::{COVERAGE, Fact, Reading};
use crate::text::Lang;

/// Name, value and uncertainty (or the reason why there is no value) of each fact.
pub fn fact_rows(facts: &[Fact], lang: Lang) -> Vec<[String; 3]> {
    let row = |fact: &Fact| match &fact.reading {
        Reading::Measured { value: found, uncertainty } => {
            let spread = uncertainty.map(|u| format!(" ± {}", quantity(COVERAGE * u, fact.unit, lang)));
            [fact.name.to_owned(), value(found, fact.unit, lang), spread.unwrap_or_default()]
        }
        Reading::Unmeasured(reason) => [fact.name.to_owned(), "—".to_owned(), lang.bracketed(&reason.text(lang))],
    };
    facts.iter().map(row).collect()
}
