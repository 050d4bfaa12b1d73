//! `photocheck.toml`: what a folder of photos is always checked with, so that nobody has to type it.
//!
//! The file is looked for in the working folder and in the folders above it; the first one counts. What is typed wins
//! over what stands there. Paths in it are meant from its own folder.

use std::path::{Path, PathBuf};

use photocheck::document::{self, Data, Entry, Node, Problem, Problems, SourceText, get, no_choice, unknown_keys};
use photocheck::input::bounded;
use photocheck::text::Lang;

use super::sentences as say;

/// The file's name.
pub const NAME: &str = "photocheck.toml";

/// Largest file, in bytes.
const LARGEST: u64 = 256 << 10;

/// The keys that it may have.
const KEYS: [&str; 6] = ["rules", "only", "skip", "limits", "roster", "lang"];

/// What the file says.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where it was found.
    pub file: Option<PathBuf>,
    /// Rule sets by name or file.
    pub rules: Vec<String>,
    /// Patterns of the rules to keep.
    pub only: Vec<String>,
    /// Patterns of the rules to leave out.
    pub skip: Vec<String>,
    /// Limits as `--set` takes them.
    pub limits: Vec<String>,
    /// The name list.
    pub roster: Option<PathBuf>,
    /// The language of messages.
    pub lang: Option<Lang>,
}

impl Settings {
    /// Those for work in `folder`; none when no file is there.
    ///
    /// # Errors
    /// All that is wrong with the file.
    pub fn find(folder: &Path) -> Result<Self, Problems> {
        // Whatever stands under the name is meant: a link that leads nowhere or a pipe is told and not passed over.
        let stands_there = |file: &PathBuf| file.symlink_metadata().is_ok();
        let Some(file) = folder.ancestors().map(|folder| folder.join(NAME)).find(stands_there) else {
            return Ok(Self::default());
        };
        let name = file.display().to_string();
        let text = bounded(&file, LARGEST).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let text = text.ok_or_else(|| Problems {
            sources: Vec::new(),
            problems: vec![Problem::general(say::SETTINGS_UNREADABLE, &[("file", &name)])],
        })?;
        let settings = Self::read(&name, text, file.parent().unwrap_or(Path::new("")))?;
        Ok(Self { file: Some(file), ..settings })
    }

    fn read(name: &str, text: String, folder: &Path) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let top = document::parse(0, &text, &mut problems);
        let mut settings = Self::default();
        if let Some(entry) = ["set", "rule"].iter().find_map(|key| get(&top, key)) {
            problems.push(Problem::at(&entry.place, say::SETTINGS_ARE_RULES, &[]));
        } else {
            problems.extend(unknown_keys(&top, &KEYS));
            problems.extend(top.iter().filter_map(|entry| settings.take(entry, &text, folder).err()).map(|it| *it));
        }
        if problems.is_empty() {
            return Ok(settings);
        }
        problems.sort_by_key(|problem| problem.place.as_ref().map(|place| place.span.start));
        Err(Problems { sources: vec![SourceText { name: name.to_owned(), text }], problems })
    }

    /// Takes one key's value over; keys that do not exist are told elsewhere.
    fn take(&mut self, entry: &Entry, text: &str, folder: &Path) -> Result<(), Box<Problem>> {
        match entry.key.as_str() {
            "rules" => self.rules = list(entry)?.iter().map(|name| beside(folder, name)).collect(),
            "only" => self.only = list(entry)?,
            "skip" => self.skip = list(entry)?,
            "limits" => self.limits = limits(entry, text)?,
            "roster" => self.roster = one(entry, &entry.node).map(|name| Some(folder.join(name)))?,
            "lang" => self.lang = language(entry)?,
            _ => {}
        }
        Ok(())
    }

    /// The line that names the file, for whoever wonders where the rules come from.
    pub fn note(&self, lang: Lang) -> Option<String> {
        let file = self.file.as_ref()?.display().to_string();
        Some(say::SETTINGS_USED.fill(lang, &[("file", &file)]))
    }
}

/// A rule file beside the settings; a built-in set keeps its name.
fn beside(folder: &Path, name: &str) -> String {
    if name.ends_with(".toml") { folder.join(name).display().to_string() } else { name.to_owned() }
}

fn wrong_kind(entry: &Entry, node: &Node) -> Box<Problem> {
    Box::new(Problem::at(&node.place, say::SETTINGS_WRONG_KIND, &[("key", &entry.key)]))
}

fn one(entry: &Entry, node: &Node) -> Result<String, Box<Problem>> {
    node.text().map(str::to_owned).ok_or_else(|| wrong_kind(entry, node))
}

/// One text or several.
fn list(entry: &Entry) -> Result<Vec<String>, Box<Problem>> {
    match &entry.node.data {
        Data::List(nodes) => nodes.iter().map(|node| one(entry, node)).collect(),
        _ => Ok(vec![one(entry, &entry.node)?]),
    }
}

/// `[limits]` with keys such as `head-height.max`, in quotation marks or without; values go on as they are written.
fn limits(entry: &Entry, text: &str) -> Result<Vec<String>, Box<Problem>> {
    let entries = entry.node.entries().ok_or_else(|| wrong_kind(entry, &entry.node))?;
    let value = |node: &Node| text.get(node.place.span.clone()).unwrap_or_default().to_owned();
    let mut limits = Vec::new();
    for limit in entries {
        match &limit.node.data {
            Data::Table(keys) => {
                if let Some(deep) = keys.iter().find(|key| matches!(key.node.data, Data::Table(_))) {
                    return Err(wrong_kind(limit, &deep.node));
                }
                limits.extend(keys.iter().map(|key| format!("{}.{}={}", limit.key, key.key, value(&key.node))));
            }
            _ => limits.push(format!("{}={}", limit.key, value(&limit.node))),
        }
    }
    Ok(limits)
}

fn language(entry: &Entry) -> Result<Option<Lang>, Box<Problem>> {
    const WORDS: [&str; 3] = ["zh", "en", "auto"];
    match one(entry, &entry.node)?.as_str() {
        "zh" => Ok(Some(Lang::Zh)),
        "en" => Ok(Some(Lang::En)),
        "auto" => Ok(None),
        other => Err(Box::new(no_choice(&entry.key, other, &entry.node.place, &WORDS))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_under_the_name_is_told() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(NAME)).unwrap();
        assert!(Settings::find(folder.path()).is_err());
    }

    fn read(text: &str) -> Result<Settings, Vec<String>> {
        let told = |wrong: Problems| wrong.problems.into_iter().map(|it| it.message.en).collect::<Vec<_>>();
        Settings::read(NAME, text.to_owned(), Path::new("/school")).map_err(told)
    }

    #[test]
    fn paths_are_meant_from_the_files_own_folder() {
        let settings = read("rules = [\"portrait\", \"ours.toml\"]\nroster = \"名单.xlsx\"\nlang = \"zh\"").unwrap();
        assert_eq!(settings.rules, ["portrait", &Path::new("/school").join("ours.toml").display().to_string()]);
        assert_eq!(settings.roster, Some(PathBuf::from("/school/名单.xlsx")));
        assert_eq!(settings.lang, Some(Lang::Zh));
    }

    #[test]
    fn limits_are_those_of_the_command_line() {
        let settings = read("[limits]\n\"head-height.max\" = 0.6\n\"file-size.min\" = \"100 KB\"").unwrap();
        assert_eq!(settings.limits, ["head-height.max=0.6", "file-size.min=\"100 KB\""]);
        let bare = read("[limits]\nhead-height.max = 0.6\nhead-height.min = 0.4").unwrap();
        assert_eq!(bare.limits, ["head-height.max=0.6", "head-height.min=0.4"]);
        assert!(read("[limits]\na.b.c = 1").is_err());
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(read("ruls = 1\nlang = 3\nfoo = 2").unwrap_err().len(), 3, "all of it at once");
        assert_eq!(read("lang = \"fr\"").unwrap_err(), ["lang cannot be fr; it is one of zh, en, auto"]);
        assert!(read("rules = \n").unwrap_err()[0].contains("TOML"));
        assert!(read("schema = 1\n[set]\nid = \"x\"").unwrap_err()[0].contains("--rules"));
        let wrong = Settings::read(NAME, "lang = \"zh\"\nruls = 1\n".to_owned(), Path::new("")).unwrap_err();
        assert_eq!(wrong.problems[0].place.as_ref().unwrap().span, 12..16);
        assert_eq!(wrong.problems[0].help.as_ref().unwrap().en, "did you mean rules?");
    }
}
