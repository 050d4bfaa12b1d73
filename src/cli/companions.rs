//! The files that go with a batch: the name list, the earlier round, the waivers. All are read before any photo, so
//! that a mistake in one of them costs no time.

use std::time::{SystemTime, UNIX_EPOCH};

use clap::ArgMatches;
use photocheck::batch::{Checked, Earlier, Waivers};
use photocheck::input::{Headings, Roster, RosterError};
use photocheck::report::Run;
use photocheck::rules::{Set, Severity, nearest};
use photocheck::text::Lang;

use super::complaint;
use super::console::Console;
use super::sentences as say;

/// What was read.
pub struct Companions {
    roster: Option<Roster>,
    earlier: Option<Earlier>,
    waivers: Waivers,
}

/// Reads the files that the options name. Every problem has been said when this gives `None`.
pub fn from_options(matches: &ArgMatches, set: Option<&Set>, lang: Lang, console: &Console) -> Option<Companions> {
    let mut problems = Vec::new();
    let mut read = |option: &str| -> Option<(String, Vec<u8>)> {
        let name = matches.get_one::<String>(option)?;
        match std::fs::read(name) {
            Ok(bytes) => Some((name.clone(), bytes)),
            Err(error) => {
                problems.push(say::CANNOT_READ.fill(lang, &[("name", name), ("error", &error.to_string())]));
                None
            }
        }
    };
    let [roster, earlier, waivers] = ["roster", "compare", "waivers"].map(&mut read);
    let mut keep = |result: Result<(), String>| problems.extend(result.err());
    let mut companions = Companions { roster: None, earlier: None, waivers: Waivers::default() };
    if let Some((name, bytes)) = roster {
        let heading = |option| matches.get_one::<String>(option).cloned();
        let headings = Headings { number: heading("roster-number"), name: heading("roster-name") };
        let read = Roster::read(&bytes, &headings).map_err(|error| roster_text(&name, &error, lang));
        keep(read.map(|roster| companions.roster = Some(roster)));
    }
    if let Some((name, bytes)) = earlier {
        let holes = |line: usize| say::NOT_A_REPORT.fill(lang, &[("name", &name), ("line", &line.to_string())]);
        keep(Earlier::read(&String::from_utf8_lossy(&bytes)).map_err(holes).map(|it| companions.earlier = Some(it)));
    }
    if let Some((name, bytes)) = waivers {
        let read = Waivers::read(&String::from_utf8_lossy(&bytes));
        let known = |waivers: Waivers| match set.and_then(|set| unknown_rule(&waivers, set)) {
            Some(rule) => Err(rule),
            None => Ok(waivers),
        };
        let wrong = |error: String| say::CANNOT_READ.fill(lang, &[("name", &name), ("error", &error)]);
        let checked = read.map_err(wrong).and_then(|it| known(it).map_err(|rule| no_such_rule(&rule, set, lang)));
        keep(checked.map(|waivers| companions.waivers = waivers));
    }
    problems.iter().for_each(|text| complaint::general(console, lang, text));
    problems.is_empty().then_some(companions)
}

impl Companions {
    /// Excuses what the waivers cover.
    pub fn excuse(
        &self,
        photos: &mut [Checked<'_>],
        counts: Severity,
    ) -> Vec<(photocheck::batch::Waiver, photocheck::batch::Use)> {
        self.waivers.apply(photos, counts, &today())
    }

    /// Holds the run against the name list and the earlier round.
    pub fn attach(self, run: &mut Run<'_>) {
        let files: Vec<&str> = run.photos.iter().map(|photo| photo.file.as_str()).collect();
        run.attendance = self.roster.map(|roster| roster.compare(&files));
        run.comparison = self.earlier.map(|earlier| earlier.compare(&run.photos));
    }
}

fn unknown_rule(waivers: &Waivers, set: &Set) -> Option<String> {
    let known = |id: &str| set.rules.iter().any(|rule| rule.id == id);
    waivers.all.iter().map(|waiver| &waiver.rule).find(|id| !known(id)).cloned()
}

fn no_such_rule(rule: &str, set: Option<&Set>, lang: Lang) -> String {
    let sentence = say::NO_SUCH_RULE.fill(lang, &[("name", rule)]);
    let ids = set.into_iter().flat_map(|set| &set.rules).map(|rule| rule.id.as_str());
    match nearest(rule, ids) {
        Some(near) => format!("{sentence} · {}", say::DID_YOU_MEAN.fill(lang, &[("name", near)])),
        None => sentence,
    }
}

fn roster_text(name: &str, error: &RosterError, lang: Lang) -> String {
    let row = |headings: &[String]| headings.join(" | ");
    match error {
        RosterError::Unreadable(error) => say::CANNOT_READ.fill(lang, &[("name", name), ("error", error)]),
        RosterError::NoColumns(first) => say::NO_COLUMNS.fill(lang, &[("name", name), ("row", &row(first))]),
        RosterError::NoSuchHeading(heading, first) => {
            say::NO_SUCH_HEADING.fill(lang, &[("name", name), ("heading", heading), ("row", &row(first))])
        }
        RosterError::Empty => say::EMPTY_ROSTER.fill(lang, &[("name", name)]),
    }
}

/// Today in UTC, as `YYYY-MM-DD`: the civil calendar from days since 1970-01-01, counted in eras of 400 years that
/// begin in March, so that a leap day ends its year.
fn today() -> String {
    let days = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs() / 86_400);
    civil(days)
}

fn civil(days: u64) -> String {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::civil;

    #[test]
    fn days_become_dates() {
        let pairs = [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_779, "2026-11-22"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ];
        for (days, date) in pairs {
            assert_eq!(civil(days), date);
        }
    }
}
