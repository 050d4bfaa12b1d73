//! How often a rule's answer is wrong, in plain words.
//!
//! The numbers are those of `ACCURACY.md`, read from that very document when the program is built: what a finding says of
//! itself can never differ from what was published. They hold for the default set, and for a rule of another set that asks
//! for the same.

use std::sync::LazyLock;

use super::wording::limits_text;
use crate::rules::{Bound, Condition, Rule, Set, load};
use crate::text::{Lang, Phrase, phrase};

/// Where the document counts strangers: official portraits of people from whom no limit was computed.
const SECTION: &str = "\n## Official portraits of strangers\n";
/// The first cells of the table's head, and what the numbers of a row mean.
const HEAD: &str = "| rule | must pass | false fail | asked about | must fail | false pass |";
/// Share of photos, %, from which a rule that is skipped is one that cannot be judged.
const NEVER: f64 = 99.0;
/// People that a share has to be counted on before it is told.
const ENOUGH: u32 = 20;

/// How often one rule was wrong.
#[derive(Debug, PartialEq)]
struct Rates {
    /// People whose photo is in order.
    sound: u32,
    /// Shares of them, %: refused, and asked about.
    refused: Option<f64>,
    asked: Option<f64>,
    /// People whose photo has the flaw.
    flawed: u32,
    /// Share of them that passed, %.
    missed: Option<f64>,
    /// Share of all photos on which the rule was skipped, %.
    skipped: Option<f64>,
}

/// The table, row by row.
static PUBLISHED: LazyLock<Vec<(&'static str, Rates)>> = LazyLock::new(|| table(include_str!("../../ACCURACY.md")));

/// What the rule says in the set that the table was computed with.
static COUNTED: LazyLock<Option<Set>> =
    LazyLock::new(|| load(&["graduation-2022".to_owned()], &[], &|_| Err(std::io::Error::other("no files"))).ok());

/// How often such an answer was wrong, as a sentence or two; `None` of a rule that nobody was counted for.
pub fn error_rates(rule: &Rule, lang: Lang) -> Option<String> {
    let counted = COUNTED.as_ref()?.rules.iter().find(|it| it.id == rule.id)?;
    let asks = |rule: &Rule| -> Vec<_> {
        let end = |bound: Option<Bound>| bound.map(|bound| bound.value);
        let zone = |it: &Condition| (end(it.limits.fail_below), end(it.limits.fail_above), it.limits.wanted);
        rule.conditions.iter().map(|it| (it.measure.name, limits_text(it, Lang::En), zone(it))).collect()
    };
    let (_, rates) = PUBLISHED.iter().find(|(id, _)| *id == rule.id)?;
    (asks(counted) == asks(rule)).then(|| sentence(rates, lang))?
}

fn sentence(rates: &Rates, lang: Lang) -> Option<String> {
    if rates.skipped.is_some_and(|share| share > NEVER) {
        let never = phrase("这一版还判断不了，一律跳过。", "This version cannot judge it, and always skips it.");
        return Some(never.get(lang).to_owned());
    }
    if rates.sound < ENOUGH {
        return None;
    }
    let fill = |phrase: Phrase, share: f64| phrase.fill(lang, &[("n", &whole(share))]);
    let asked = match rates.asked? {
        0.0 => phrase("没有一张需要人工确认", "it asks about none").get(lang).to_owned(),
        some => fill(phrase("每 100 张里约有 {n} 张会请人确认", "of 100 it asks about {n}"), some),
    };
    let refused = match rates.refused? {
        0.0 => phrase("没有一张误判为不合格", "wrongly fails none").get(lang).to_owned(),
        some => fill(phrase("每 100 张里约有 {n} 张误判为不合格", "of 100 it wrongly fails {n}"), some),
    };
    let (sound, flawed) = (rates.sound.to_string(), rates.flawed.to_string());
    let missed = match rates.missed {
        Some(0.0) if rates.flawed >= ENOUGH => {
            phrase("{flawed} 张确有这个问题的，一张也没有漏掉。", "Of {flawed} with it, it missed none.")
        }
        Some(_) if rates.flawed >= ENOUGH => phrase(
            "确有这个问题的统计了 {flawed} 张，每 100 张里约漏掉 {missed} 张。",
            "Counted on {flawed} with it: of 100 it misses {missed}.",
        ),
        _ if rates.flawed == 0 => phrase(
            "统计的照片里没有确有这个问题的，会漏掉多少还不知道。",
            "None of the photos had the flaw, so how many it misses is not known.",
        ),
        _ => phrase(
            "确有这个问题的只有 {flawed} 张，会漏掉多少还说不准。",
            "Only {flawed} had the flaw, too few to say how many it misses.",
        ),
    };
    let sentence = phrase(
        "据 {sound} 张没有这个问题的照片统计，{asked}，{refused}。",
        "Counted on {sound} photos without the flaw: {asked} and {refused}. ",
    );
    let holes = [("sound", sound.as_str()), ("asked", &asked), ("refused", &refused)];
    let missing = [("flawed", flawed.as_str()), ("missed", &rates.missed.map(whole).unwrap_or_default())];
    Some(sentence.fill(lang, &holes) + &missed.fill(lang, &missing))
}

/// A share in %, to the nearest whole one, but never none when there were some.
fn whole(share: f64) -> String {
    if share > 0.0 { share.round().max(1.0) } else { 0.0 }.to_string()
}

/// The rows of the table about strangers.
fn table(document: &str) -> Vec<(&str, Rates)> {
    let section = document.split_once(SECTION).map_or("", |(_, rest)| rest);
    let rows = section.split_once(HEAD).map_or("", |(_, rest)| rest);
    let rows = rows.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.filter_map(row).collect()
}

fn row(line: &str) -> Option<(&str, Rates)> {
    let mut cells = line.trim_matches('|').split('|').map(str::trim);
    // "0.5 % [0.1, 2.9]": the share, then its interval; a dash where nobody was counted.
    let share = |cell: &str| cell.split_once(" %")?.0.parse().ok();
    let people = |cell: &str| cell.split(' ').next()?.parse().ok();
    let id = cells.next()?;
    let sound = people(cells.next()?)?;
    let (refused, asked) = (share(cells.next()?), share(cells.next()?));
    let flawed = people(cells.next()?)?;
    let missed = share(cells.next()?);
    // Behind the shares of all photos that fail and that are asked about.
    let skipped = cells.nth(2).and_then(share);
    Some((id, Rates { sound, refused, asked, flawed, missed, skipped }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_has_the_table() {
        let set = COUNTED.as_ref().unwrap();
        let unknown = PUBLISHED.iter().filter(|(id, _)| !set.rules.iter().any(|rule| rule.id == *id));
        assert_eq!(unknown.count(), 0, "a row is a rule");
        assert!(set.rules.iter().filter(|rule| error_rates(rule, Lang::En).is_some()).count() >= 10);
    }

    #[test]
    fn a_row_is_read_and_said() {
        let line = "| ears-visible | 92 | 1.1 % [0.2, 5.9] | 0.0 % [0.0, 4.0] | 57 | 7.0 % [2.8, 16.7] | 34.4 % |";
        let (id, rates) = row(line).unwrap();
        assert_eq!(id, "ears-visible");
        assert_eq!(
            sentence(&rates, Lang::En).unwrap(),
            "Counted on 92 photos without the flaw: it asks about none and of 100 it wrongly fails 1. \
             Counted on 57 with it: of 100 it misses 7."
        );
        let (_, rare) = row("| bareheaded | 195 | 0.0 % [0.0, 1.9] | 0.3 % [0.0, 1.9] | 0 | — | 0.0 % |").unwrap();
        assert_eq!(
            sentence(&rare, Lang::Zh).unwrap(),
            "据 195 张没有这个问题的照片统计，每 100 张里约有 1 张会请人确认，没有一张误判为不合格。\
             统计的照片里没有确有这个问题的，会漏掉多少还不知道。"
        );
        let (_, never) = row("| fur | 191 | 0.0 % | 0.0 % | 4 | 0.0 % | 0.0 % | 0.0 % | 100.0 % | — |").unwrap();
        assert!(sentence(&never, Lang::En).unwrap().contains("cannot judge"), "what is skipped is not right");
        assert_eq!(row("| sharp | 0 | — | — | 0 | — |").and_then(|(_, rates)| sentence(&rates, Lang::En)), None);
    }

    #[test]
    fn another_limit_has_other_rates() {
        let mut set = load(&["graduation-2022".to_owned()], &[], &|_| Err(std::io::Error::other("no files")))
            .unwrap_or_else(|_| panic!("the default set is sound"));
        let rule = set.rules.iter_mut().find(|rule| rule.id == "shoulders-level").unwrap();
        assert!(error_rates(rule, Lang::En).is_some());
        rule.conditions[0].limits.max = rule.conditions[0].limits.min;
        assert_eq!(error_rates(rule, Lang::En), None);
    }
}
