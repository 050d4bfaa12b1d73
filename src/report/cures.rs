//! What to do in each case that a condition forbids, for whoever reads up on a rule.

use super::term::{Term, term};
use crate::rules::{Answer, Condition};
use crate::text::{Lang, Phrase, Wording, phrase};

/// Each case that the condition forbids, with its cure; a case without a cure is left out.
pub fn cures(condition: &Condition, lang: Lang) -> Vec<(String, String)> {
    let limits = &condition.limits;
    let [low, high, hint] = [&condition.low, &condition.high, &condition.hint].map(Option::as_ref);
    let cases: Vec<(String, Option<&Wording>)> = match limits.wanted {
        Some(wanted) => {
            let cure = if wanted.answer == Answer::No { high } else { low };
            vec![(forbidden(condition, wanted.answer, lang), cure.or(hint))]
        }
        None => {
            let is_below = limits.min.is_some() || limits.fail_below.is_some();
            let is_above = limits.max.is_some() || limits.fail_above.is_some();
            vec![
                (phrase("偏小时", "When it is too low").get(lang).to_owned(), low.filter(|_| is_below)),
                (phrase("偏大时", "When it is too high").get(lang).to_owned(), high.filter(|_| is_above)),
                (otherwise(condition).get(lang).to_owned(), hint),
            ]
        }
    };
    cases.into_iter().filter_map(|(case, cure)| Some((case, without_holes(cure?.get(lang))))).collect()
}

/// The answer of a classifier that is not wanted, as a case.
fn forbidden(condition: &Condition, wanted: Answer, lang: Lang) -> String {
    let Some(Term::Answer { yes, no, .. }) = term(condition.measure.name) else {
        return phrase("不符时", "When it is wrong").get(lang).to_owned();
    };
    let clause = if wanted == Answer::No { yes } else { no };
    phrase("{clause}时", "When {clause}").fill(lang, &[("clause", clause.get(lang))])
}

fn otherwise(condition: &Condition) -> Phrase {
    match term(condition.measure.name) {
        Some(Term::Names { .. }) if condition.limits.absent == Some(true) => {
            phrase("查到时", "When something is found")
        }
        _ => phrase("不符时", "When it is wrong"),
    }
}

/// The cure without the numbers of a photo that is not there.
fn without_holes(cure: &str) -> String {
    ["{found}", "{limit}", "{missing}"].iter().fold(cure.to_owned(), |text, hole| text.replace(hole, "…"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Rule, load};

    fn said(id: &str, lang: Lang) -> Vec<(String, String)> {
        let set = load(&["graduation-2022".to_owned()], &[], &|_| Err(std::io::Error::other("no files")))
            .unwrap_or_else(|_| panic!("the default set is sound"));
        let rule: &Rule = set.rules.iter().find(|rule| rule.id == id).unwrap();
        rule.conditions.iter().flat_map(|condition| cures(condition, lang)).collect()
    }

    #[test]
    fn a_limit_that_is_not_there_has_no_cure() {
        let cases: Vec<_> = said("file-size", Lang::En).into_iter().map(|(case, _)| case).collect();
        assert_eq!(cases, ["When it is too low"]);
    }

    #[test]
    fn each_cure_of_two_suspicions_stands_under_its_own() {
        let cases: Vec<_> = said("no-tinted-glasses", Lang::En).into_iter().map(|(case, _)| case).collect();
        assert_eq!(cases.len(), 2);
        assert_ne!(cases[0], cases[1]);
    }

    #[test]
    fn no_hole_is_left_open() {
        let texts = ["file-size", "pixel-size"].iter().flat_map(|id| said(id, Lang::Zh));
        assert!(texts.into_iter().all(|(_, cure)| !cure.contains('{')));
    }
}
