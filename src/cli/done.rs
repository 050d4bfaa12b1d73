//! `--skip-done`: what an earlier run has done, which may have been broken off.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use photocheck::batch::Digest;
use photocheck::input::NotRead;
use photocheck::judge::{Outcome, Verdict};
use photocheck::record::Version;
use photocheck::rules::Set;
use photocheck::text::Lang;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::sentences as say;

/// Longest line, in bytes: a photo with every reading has a hundredth of it.
const LONGEST: u64 = 16 << 20;

/// What matters of a line; a last line that names copies has neither set nor content.
#[derive(Deserialize)]
struct DoneLine {
    #[serde(rename = "schema")]
    _schema: Version,
    set: Option<String>,
    content: Option<String>,
    verdict: Option<Verdict>,
    #[serde(default)]
    findings: Vec<DoneFinding>,
    /// A whole report in one line has these, and nothing of the above.
    photos: Option<IgnoredAny>,
}

/// A rule that was asked for.
#[derive(Deserialize)]
struct DoneFinding {
    rule: String,
    #[serde(default)]
    outcome: Option<Outcome>,
}

/// The contents that are done, and whether one set at least failed them.
pub type Done = HashMap<Digest, bool>;

/// The contents that were checked by each of the sets, by all rules of it that are asked for now. Read line by line, since the file may
/// be larger than memory; half a last line is what a killed run leaves, and is not counted.
///
/// Where `is_strict`, photos that a person has to look at count as failed.
///
/// # Errors
/// The sentence that says why the file cannot be used.
pub fn read(file: &Path, sets: &[Set], is_strict: bool, lang: Lang) -> Result<Done, String> {
    let unread = |error: NotRead| say::cannot_read(file, &error.text(lang), lang);
    let is_file = std::fs::metadata(file).map_err(|error| unread(error.into()))?.is_file();
    let opened = if is_file { File::open(file).map_err(NotRead::from) } else { Err(NotRead::NotAFile) };
    let mut text = BufReader::new(opened.map_err(unread)?);
    let mut contents: HashMap<&str, (&Set, Done)> =
        sets.iter().map(|set| (set.id.as_str(), (set, Done::new()))).collect();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let length = text.by_ref().take(LONGEST).read_until(b'\n', &mut line).map_err(|error| unread(error.into()))?;
        let is_whole = line.ends_with(b"\n");
        let is_a_line = number > 1 || line.trim_ascii_start().starts_with(b"{");
        if length == 0
            || is_a_line && !is_whole && (length as u64) < LONGEST && serde_json::from_slice::<DoneLine>(&line).is_err()
        {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let bytes = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
        let entry =
            serde_json::from_slice(bytes).ok().filter(|it: &DoneLine| it.photos.is_none()).ok_or_else(|| {
                let holes = [("name", file.display().to_string()), ("line", number.to_string())];
                say::NOT_LINES.fill(lang, &holes.each_ref().map(|(hole, text)| (*hole, text.as_str())))
            })?;
        let content = entry.content.and_then(|text| text.parse::<Digest>().ok());
        let asked: HashSet<&str> = entry.findings.iter().map(|finding| finding.rule.as_str()).collect();
        if let Some((set, of_set)) = entry.set.and_then(|set| contents.get_mut(set.as_str()))
            && set.rules.iter().all(|rule| asked.contains(rule.id.as_str()))
        {
            // What failed by a rule that is not asked for now would pass now.
            let is_open =
                |it: &DoneFinding| it.outcome > Some(Outcome::Pass) && set.rules.iter().any(|rule| rule.id == it.rule);
            let counts = entry.verdict == Some(Verdict::Fail) || is_strict && entry.verdict == Some(Verdict::Review);
            let fails = counts && entry.findings.iter().any(is_open);
            of_set.extend(content.map(|content| (content, fails)));
        }
    }
    let both = |(content, fails): (Digest, bool), of_set: &Done| Some((content, fails | of_set.get(&content)?));
    let by_all = contents
        .into_values()
        .map(|(_, of_set)| of_set)
        .reduce(|all, of_set| all.into_iter().filter_map(|it| both(it, &of_set)).collect());
    Ok(by_all.unwrap_or_default())
}
