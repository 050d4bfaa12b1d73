//! `photocheck card`: the one-page shooting card of a rule set.

use std::io::Write;

use anyhow::anyhow;
use clap::ArgMatches;
use photocheck::report::{shooting_card, write_whole};
use photocheck::text::Lang;

use super::console::Console;
use super::sentences as say;
use super::{Answer, rule_set};

/// Writes the card to the file, or to standard output for `-`.
pub fn run(matches: &ArgMatches, lang: Lang, console: &Console) -> anyhow::Result<Answer> {
    let Some(set) = rule_set::from_options(matches, lang, console) else { return Ok(Answer::Impossible) };
    let mut page = Vec::new();
    shooting_card(&set, lang, &mut page)?;
    let name = matches.get_one::<String>("file").map_or("-", String::as_str);
    if name == "-" {
        let mut out = console.raw_out();
        out.write_all(&page)?;
        out.flush()?;
        return Ok(Answer::Fine);
    }
    write_whole(name.as_ref(), &page)
        .map_err(|error| anyhow!(say::CANNOT_WRITE.fill(lang, &[("name", name), ("error", &error.to_string())])))?;
    writeln!(console.out(), "{}", say::CARD_WRITTEN.fill(lang, &[("name", name)]))?;
    Ok(Answer::Fine)
}
