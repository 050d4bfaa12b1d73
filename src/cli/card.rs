//! `photocheck card`: the one-page shooting card of a rule set.

use std::io::Write;
use std::path::Path;

use anyhow::anyhow;
use photocheck::report::{printable, shooting_card, write_whole};
use photocheck::text::Lang;

use super::console::Console;
use super::options::Card;
use super::sentences as say;
use super::{ExitStatus, complaint, outputs, rule_set};

/// Writes the card to the file, or to standard output for `-`.
pub fn run(options: &Card, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    let Some(set) = rule_set::chosen(&options.rules, lang, console) else { return Ok(ExitStatus::Impossible) };
    let mut page = Vec::new();
    shooting_card(&set, lang, &mut page)?;
    if options.file == Path::new("-") {
        let mut out = console.raw_out();
        out.write_all(&page)?;
        out.flush()?;
        return Ok(ExitStatus::Fine);
    }
    let mut refused = outputs::problems(&[&options.file], outputs::rule_files(&options.rules), lang);
    if !outputs::is_called(&options.file, &["html", "htm"]) {
        refused.push(outputs::misnamed(&options.file, ".html", lang));
    }
    if !refused.is_empty() {
        refused.iter().for_each(|text| complaint::general(console, lang, text));
        return Ok(ExitStatus::Impossible);
    }
    write_whole(&options.file, &page).map_err(|error| anyhow!(say::cannot_write(&options.file, &error, lang)))?;
    let name = printable(&options.file.display().to_string());
    writeln!(console.out(), "{}", say::CARD_WRITTEN.fill(lang, &[("name", &name)]))?;
    Ok(ExitStatus::Fine)
}
