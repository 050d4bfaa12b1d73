//! `photocheck page`: the checker as a page that opens from a disk, for people who have a browser and nothing else.
//!
//! The page is the library built for another machine, so that a program has it only where that was built before
//! (`web/build`, then the feature `page`); released programs do.

use std::io::Write;

use anyhow::anyhow;
use photocheck::report::write_whole;
use photocheck::text::Lang;

use super::console::Console;
use super::options::Page;
use super::sentences as say;
use super::{ExitStatus, complaint, opening, outputs};

/// One file that holds everything.
#[cfg(feature = "page")]
const PAGE: Option<&[u8]> = Some(include_bytes!("../../web/photocheck.html"));
#[cfg(not(feature = "page"))]
const PAGE: Option<&[u8]> = None;

/// Writes the page into the folder; with `--open`, opens it.
pub fn run(options: &Page, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    match PAGE {
        Some(page) => write(page, options, lang, console),
        None => {
            complaint::general(console, lang, say::NO_PAGE.get(lang));
            Ok(ExitStatus::Impossible)
        }
    }
}

fn write(page: &[u8], options: &Page, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    let file = options.folder.join("index.html");
    let refused = outputs::problems(&[&file], std::iter::empty(), lang);
    if !refused.is_empty() {
        refused.iter().for_each(|text| complaint::general(console, lang, text));
        return Ok(ExitStatus::Impossible);
    }
    std::fs::create_dir_all(&options.folder)
        .map_err(|error| anyhow!(say::cannot_write(&options.folder, &error, lang)))?;
    write_whole(&file, page).map_err(|error| anyhow!(say::cannot_write(&file, &error, lang)))?;
    let name = file.display().to_string();
    writeln!(console.out(), "{}", say::PAGE_WRITTEN.fill(lang, &[("name", &name)]))?;
    if options.open && opening::open(&file).is_err() {
        complaint::note(console, lang, &say::CANNOT_OPEN.fill(lang, &[("name", &name)]));
    }
    Ok(ExitStatus::Fine)
}

#[cfg(test)]
mod tests {
    use anstream::ColorChoice;

    use super::*;

    #[test]
    fn the_page_is_written_anew_and_nobody_elses_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let options = Page { folder: folder.path().join("new/page"), open: false };
        let console = Console::new(ColorChoice::Never);
        let written = |text: &str| write(text.as_bytes(), &options, Lang::Zh, &console).unwrap();
        let file = options.folder.join("index.html");
        let ours = "<!DOCTYPE html>\n<html lang=\"zh\" data-lang=\"zh\">";
        assert!(matches!(written(ours), ExitStatus::Fine));
        assert!(matches!(written(&format!("{ours} newer")), ExitStatus::Fine));
        assert!(std::fs::read_to_string(&file).unwrap().ends_with("newer"));
        std::fs::write(&file, "<!DOCTYPE html>\n<title>the school</title>").unwrap();
        assert!(matches!(written(ours), ExitStatus::Impossible));
        assert!(std::fs::read_to_string(&file).unwrap().contains("the school"));
    }
}
