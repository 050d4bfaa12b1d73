//! `photocheck.toml`: what a folder of photos is always checked with, so that nobody has to type it.
//!
//! The file is looked for in the working folder and in the folders above it; the first one counts. What is typed wins
//! over what stands there. Paths in it are meant from its own folder.

use std::path::{Path, PathBuf};

use photocheck::input::bounded;
use photocheck::rules::nearest;
use photocheck::text::{Lang, phrase};
use toml::Value;

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
    /// All that is wrong with the file, in both languages.
    pub fn find(folder: &Path) -> Result<Self, Vec<Complaint>> {
        // Whatever stands under the name is meant: a link that leads nowhere or a pipe is told and not passed over.
        let stands_there = |file: &PathBuf| file.symlink_metadata().is_ok();
        let Some(file) = folder.ancestors().map(|folder| folder.join(NAME)).find(stands_there) else {
            return Ok(Self::default());
        };
        let wrong = |texts: Vec<Complaint>| texts.into_iter().map(|text| text.about(&file)).collect::<Vec<_>>();
        let text = bounded(&file, LARGEST).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let text = text.ok_or_else(|| wrong(vec![UNREADABLE.into()]))?;
        let settings = Self::read(&text, file.parent().unwrap_or(Path::new(""))).map_err(wrong)?;
        Ok(Self { file: Some(file), ..settings })
    }

    fn read(text: &str, folder: &Path) -> Result<Self, Vec<Complaint>> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
            vec![Complaint::new(say::SETTINGS_NO_TOML, &[("line", &line.to_string())])]
        })?;
        if table.contains_key("set") || table.contains_key("rule") {
            return Err(vec![Complaint::new(say::SETTINGS_ARE_RULES, &[])]);
        }
        let mut settings = Self::default();
        let wrong = |(key, value): (&String, &Value)| settings.take(key, value, folder).err();
        let wrong: Vec<_> = table.iter().filter_map(wrong).collect();
        if wrong.is_empty() { Ok(settings) } else { Err(wrong) }
    }

    /// Takes one key's value over.
    fn take(&mut self, key: &str, value: &Value, folder: &Path) -> Result<(), Complaint> {
        match key {
            "rules" => self.rules = list(key, value)?.iter().map(|name| beside(folder, name)).collect(),
            "only" => self.only = list(key, value)?,
            "skip" => self.skip = list(key, value)?,
            "limits" => self.limits = limits(key, value)?,
            "roster" => self.roster = one(key, value).map(|name| Some(folder.join(name)))?,
            "lang" => self.lang = language(key, value)?,
            _ => return Err(unknown(key)),
        }
        Ok(())
    }

    /// The line that names the file, for whoever wonders where the rules come from.
    pub fn note(&self, lang: Lang) -> Option<String> {
        let file = self.file.as_ref()?.display().to_string();
        Some(say::SETTINGS_USED.fill(lang, &[("file", &file)]))
    }
}

/// What is wrong with the file, worded when the language is known.
#[derive(Debug)]
pub struct Complaint {
    zh: String,
    en: String,
}

const UNREADABLE: photocheck::text::Phrase = phrase("读不了", "it cannot be read");

impl From<photocheck::text::Phrase> for Complaint {
    fn from(sentence: photocheck::text::Phrase) -> Self {
        Self::new(sentence, &[])
    }
}

impl Complaint {
    fn new(sentence: photocheck::text::Phrase, holes: &[(&str, &str)]) -> Self {
        let both = sentence.both(holes);
        Self { zh: both.zh, en: both.en }
    }

    fn about(self, file: &Path) -> Self {
        let file = file.display();
        Self { zh: format!("{file}：{}", self.zh), en: format!("{file}: {}", self.en) }
    }

    /// The sentence.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// A rule file beside the settings; a built-in set keeps its name.
fn beside(folder: &Path, name: &str) -> String {
    if name.ends_with(".toml") { folder.join(name).display().to_string() } else { name.to_owned() }
}

fn wrong_kind(key: &str) -> Complaint {
    Complaint::new(say::SETTINGS_WRONG_KIND, &[("key", key)])
}

fn unknown(key: &str) -> Complaint {
    match nearest(key, KEYS) {
        Some(near) => Complaint::new(say::SETTINGS_UNKNOWN_NEAR, &[("key", key), ("near", near)]),
        None => {
            let both = say::SETTINGS_UNKNOWN.both_listing(&[("key", key)], "known", &KEYS);
            Complaint { zh: both.zh, en: both.en }
        }
    }
}

fn one(key: &str, value: &Value) -> Result<String, Complaint> {
    value.as_str().map(str::to_owned).ok_or_else(|| wrong_kind(key))
}

/// One text or several.
fn list(key: &str, value: &Value) -> Result<Vec<String>, Complaint> {
    match value {
        Value::Array(values) => values.iter().map(|value| one(key, value)).collect(),
        single => Ok(vec![one(key, single)?]),
    }
}

/// `[limits]` with keys such as `"head-height.max"`.
fn limits(key: &str, value: &Value) -> Result<Vec<String>, Complaint> {
    let table = value.as_table().ok_or_else(|| wrong_kind(key))?;
    Ok(table.iter().map(|(key, value)| format!("{key}={value}")).collect())
}

fn language(key: &str, value: &Value) -> Result<Option<Lang>, Complaint> {
    match value.as_str() {
        Some("zh") => Ok(Some(Lang::Zh)),
        Some("en") => Ok(Some(Lang::En)),
        Some("auto") => Ok(None),
        _ => Err(wrong_kind(key)),
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

    fn read(text: &str) -> Result<Settings, String> {
        let told = |complaints: Vec<Complaint>| complaints.into_iter().map(|it| it.en).collect::<Vec<_>>().join("\n");
        Settings::read(text, Path::new("/school")).map_err(told)
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
        assert_eq!(settings.limits, ["file-size.min=\"100 KB\"", "head-height.max=0.6"]);
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(read("ruls = \"portrait\"").unwrap_err().contains("rules"));
        assert_eq!(read("ruls = 1\nlang = 3\nfoo = 2").unwrap_err().lines().count(), 3, "all of it at once");
        assert!(read("lang = 3").unwrap_err().contains("lang"));
        assert!(read("rules = \n").unwrap_err().contains("line 1"));
        assert!(read("schema = 1\n[set]\nid = \"x\"").unwrap_err().contains("--rules"));
    }
}
