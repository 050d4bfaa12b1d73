//! `photocheck rules`: the rule sets themselves.

use std::io::Write;

use anstyle::Style;
use photocheck::report::{limits_text, printable};
use photocheck::rules::{BUILT_IN, Rule, Set};
use photocheck::text::{Lang, phrase};

use super::console::Console;
use super::options::{Rules, ShowRules};
use super::sentences as say;
use super::{ExitStatus, rule_set};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Runs `rules list|show|check|diff`.
pub fn run(options: &Rules, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    match options {
        Rules::List => list(lang, console),
        Rules::Show(options) if options.resolved => show_resolved(options, lang, console),
        Rules::Show(options) => show(&options.name, lang, console),
        Rules::Check(names) => check(names, lang, console),
        Rules::Diff(one, other) => diff(one, other, lang, console),
    }
}

fn list(lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    let mut out = console.out();
    for built_in in BUILT_IN {
        let Some(set) = rule_set::named(built_in.name, lang, console) else {
            return Ok(ExitStatus::Impossible);
        };
        writeln!(out, "{BOLD}{}{BOLD:#}  {}", built_in.name, set.title.get(lang))?;
        if let Some(origin) = &set.origin {
            writeln!(out, "  {DIM}{} · {} · {}{DIM:#}", origin.authority, origin.document, origin.checked)?;
        }
    }
    out.flush()?;
    Ok(ExitStatus::Fine)
}

fn show(name: &str, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    let Some(set) = rule_set::named(name, lang, console) else {
        return Ok(ExitStatus::Impossible);
    };
    let mut out = console.out();
    writeln!(out, "{BOLD}{}{BOLD:#}  {}", set.id, set.title.get(lang))?;
    for rule in &set.rules {
        writeln!(out, "\n{}", heading(rule, lang))?;
        for line in limit_lines(rule, lang) {
            writeln!(out, "    {line}")?;
        }
    }
    out.flush()?;
    Ok(ExitStatus::Fine)
}

/// The set after `extends`, groups and changes as one TOML file, told as such in its first line.
fn show_resolved(options: &ShowRules, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    let Some(text) = rule_set::as_one_file(&options.name, &options.changes, lang, console) else {
        return Ok(ExitStatus::Impossible);
    };
    let mut out = console.raw_out();
    write!(out, "# {}\n\n{text}", say::RESOLVED.fill(lang, &[("name", &printable(&options.name))]))?;
    out.flush()?;
    Ok(ExitStatus::Fine)
}

fn check(names: &[String], lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    let mut answer = ExitStatus::Fine;
    for name in names {
        match rule_set::examined(name, lang, console) {
            Some((set, remarks)) => {
                let name = printable(name);
                let (rules, warnings) = (set.rules.len().to_string(), remarks.to_string());
                let holes = [("name", name.as_str()), ("n", &rules), ("warnings", &warnings)];
                let sentence = if remarks == 0 { say::SETS_ARE_FINE } else { say::SETS_CAN_BE_USED };
                writeln!(console.out(), "{}", sentence.fill(lang, &holes))?;
            }
            None => answer = ExitStatus::Impossible,
        }
    }
    Ok(answer)
}

/// Lines that only the first set has (−), and those that only the second has (+).
fn diff(one: &str, other: &str, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    let load = |name: &str| rule_set::named(name, lang, console);
    let (Some(one), Some(other)) = (load(one), load(other)) else { return Ok(ExitStatus::Impossible) };
    let mut out = console.out();
    let find = |set: &Set, id: &str| set.rules.iter().find(|rule| rule.id == id).map(|rule| limit_lines(rule, lang));
    let ids =
        one.rules.iter().chain(other.rules.iter().filter(|rule| !one.rules.iter().any(|known| known.id == rule.id)));
    for rule in ids {
        let (before, after) = (find(&one, &rule.id).unwrap_or_default(), find(&other, &rule.id).unwrap_or_default());
        if before == after {
            continue;
        }
        writeln!(out, "{}", heading(rule, lang))?;
        for line in before.iter().filter(|line| !after.contains(line)) {
            writeln!(out, "  − {line}")?;
        }
        for line in after.iter().filter(|line| !before.contains(line)) {
            writeln!(out, "  + {line}")?;
        }
    }
    out.flush()?;
    Ok(ExitStatus::Fine)
}

fn heading(rule: &Rule, lang: Lang) -> String {
    let clause = rule.clause.as_deref().unwrap_or("—");
    format!(
        "{BOLD}{}{BOLD:#}  {}  {DIM}{} · {clause} · {}{DIM:#}",
        rule.id,
        rule.title.get(lang),
        say::severity(rule.severity).get(lang),
        say::basis(rule.basis).get(lang)
    )
}

/// What a rule asks, one line a condition; where one of several groups is enough, with the group's number.
fn limit_lines(rule: &Rule, lang: Lang) -> Vec<String> {
    let line = |(index, condition): (usize, &photocheck::rules::Condition)| {
        let group = rule.alternatives.iter().position(|group| group.contains(&index));
        let number = group.map(|number| (number + 1).to_string());
        let group = number.map(|number| phrase("其一（{n}）  ", "either {n}  ").fill(lang, &[("n", &number)]));
        format!("{}{}  {}", group.unwrap_or_default(), condition.measure.name, limits_text(condition, lang))
    };
    rule.conditions.iter().enumerate().map(line).collect()
}
