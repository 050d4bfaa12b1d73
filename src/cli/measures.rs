//! `photocheck measures`: the list of all measures.

use std::io::Write;

use anstyle::Style;
use photocheck::measure::MEASURES;
use photocheck::report::unit_name;
use photocheck::text::Lang;
use unicode_width::UnicodeWidthStr;

use super::ExitStatus;
use super::console::Console;

const BOLD: Style = Style::new().bold();

/// Prints every measure with its unit and what it is.
pub fn run(lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    let mut out = console.out();
    let unit_width = MEASURES.iter().map(|it| unit_name(it.unit).get(lang).width()).max().unwrap_or_default();
    for measure in MEASURES {
        let unit = unit_name(measure.unit).get(lang);
        let padding = " ".repeat(unit_width - unit.width());
        writeln!(out, "{BOLD}{:26}{BOLD:#}{unit}{padding}  {}", measure.name, measure.doc.get(lang))?;
    }
    out.flush()?;
    Ok(ExitStatus::Fine)
}
