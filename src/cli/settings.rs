//! `photocheck.toml`: what a folder of photos is always checked with, so that nobody has to type it.
//!
//! The file is looked for in the working folder and in the folders above it; the first one counts. What is typed wins
//! over what stands there. Paths in it are meant from its own folder.

use std::ops::Range;
use std::path::{Path, PathBuf};

use photocheck::document::{self, Data, Entry, Node, Problem, Problems, SourceText, get, no_choice, unknown_keys};
use photocheck::input::bounded;
use photocheck::rules::{Override, Written};
use photocheck::text::{Lang, Wording};

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
    pub limits: Vec<Override>,
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
    pub fn find(folder: &Path) -> Result<Self, Faulty> {
        // Whatever stands under the name is meant: a link that leads nowhere or a pipe is told and not passed over.
        let stands_there = |file: &PathBuf| file.symlink_metadata().is_ok();
        let Some(file) = folder.ancestors().map(|folder| folder.join(NAME)).find(stands_there) else {
            return Ok(Self::default());
        };
        let name = file.display().to_string();
        let bytes = bounded(&file, LARGEST).map_err(|error| unread(&name, |lang| error.text(lang)))?;
        let text = String::from_utf8(bytes).map_err(|_| unread(&name, |lang| say::NOT_UTF8.get(lang).to_owned()))?;
        let settings = Self::read(&name, &text, file.parent().unwrap_or(Path::new("")))?;
        Ok(Self { file: Some(file), ..settings })
    }

    fn read(name: &str, text: &str, folder: &Path) -> Result<Self, Faulty> {
        let text = text.trim_start_matches('\u{feff}');
        let source = SourceText { name: name.to_owned(), text: text.to_owned() };
        let mut reader = Reader { source: &source, folder, problems: Vec::new() };
        let top = document::parse(0, text, &mut reader.problems);
        let mut settings = Self::default();
        if let Some(entry) = ["set", "rule"].iter().find_map(|key| get(&top, key)) {
            reader.problems.push(Problem::at(&entry.place, say::SETTINGS_ARE_RULES, &[]));
        } else {
            reader.problems.extend(unknown_keys(&top, &KEYS));
            top.iter().for_each(|entry| reader.take(entry, &mut settings));
        }
        let mut problems = reader.problems;
        if problems.is_empty() {
            return Ok(settings);
        }
        problems.sort_by_key(|problem| problem.place.as_ref().map(|place| place.span.start));
        Err(Faulty { problems: Problems { sources: vec![source], problems }, lang: settings.lang })
    }

    /// The line that names the file, for whoever wonders where the rules come from.
    pub fn note(&self, lang: Lang) -> Option<String> {
        let file = self.file.as_ref()?.display().to_string();
        Some(say::SETTINGS_USED.fill(lang, &[("file", &file)]))
    }
}

/// A file that cannot be followed.
#[derive(Debug)]
pub struct Faulty {
    /// All that is wrong with it.
    pub problems: Problems,
    /// The language that it asks for all the same.
    pub lang: Option<Lang>,
}

/// A file that cannot be read, for a reason that is told in either language.
fn unread(name: &str, why: impl Fn(Lang) -> String) -> Faulty {
    let [zh, en] =
        [Lang::Zh, Lang::En].map(|lang| say::SETTINGS_UNREADABLE.fill(lang, &[("file", name), ("error", &why(lang))]));
    let problem = Problem { place: None, message: Wording { zh, en }, help: None, beside: None };
    Faulty { problems: Problems { sources: Vec::new(), problems: vec![problem] }, lang: None }
}

/// Takes the file apart and notes what is wrong with it.
struct Reader<'s> {
    source: &'s SourceText,
    folder: &'s Path,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    /// Takes one key's value over; keys that do not exist are told elsewhere.
    fn take(&mut self, entry: &Entry, settings: &mut Settings) {
        match entry.key.as_str() {
            "rules" => settings.rules = self.list(entry).iter().map(|name| beside(self.folder, name)).collect(),
            "only" => settings.only = self.list(entry),
            "skip" => settings.skip = self.list(entry),
            "limits" => settings.limits = self.limits(entry),
            "roster" => settings.roster = self.text(entry, &entry.node).map(|name| self.folder.join(name)),
            "lang" => settings.lang = self.language(entry),
            _ => {}
        }
    }

    fn is_wrong_kind(&mut self, key: &str, node: &Node) {
        self.problems.push(Problem::at(&node.place, say::SETTINGS_WRONG_KIND, &[("key", key)]));
    }

    fn text(&mut self, entry: &Entry, node: &Node) -> Option<String> {
        if node.text().is_none() {
            self.is_wrong_kind(&entry.key, node);
        }
        node.text().map(str::to_owned)
    }

    /// One text or several.
    fn list(&mut self, entry: &Entry) -> Vec<String> {
        match &entry.node.data {
            Data::List(nodes) => nodes.iter().filter_map(|node| self.text(entry, node)).collect(),
            _ => self.text(entry, &entry.node).into_iter().collect(),
        }
    }

    /// `[limits]` with keys such as `head-height.max`, in quotation marks or without; values go on as they are written.
    fn limits(&mut self, entry: &Entry) -> Vec<Override> {
        let Some(entries) = entry.node.entries() else {
            self.is_wrong_kind(&entry.key, &entry.node);
            return Vec::new();
        };
        let mut limits = Vec::new();
        for limit in entries {
            let Data::Table(keys) = &limit.node.data else {
                limits.push(self.limit(limit.key.clone(), limit.place.span.clone(), &limit.node));
                continue;
            };
            for key in keys {
                let (rule, span) = (&limit.place.span, &key.place.span);
                // Under a heading of its own the rule stands by itself.
                let is_dotted = self.source.text.get(rule.end..span.start).is_some_and(|gap| gap.trim() == ".");
                match &key.node.data {
                    Data::Table(_) => self.is_wrong_kind(&limit.key, &key.node),
                    _ => {
                        let span = if is_dotted { rule.start..span.end } else { span.clone() };
                        limits.push(self.limit(format!("{}.{}", limit.key, key.key), span, &key.node));
                    }
                }
            }
        }
        limits
    }

    fn limit(&self, target: String, key: Range<usize>, value: &Node) -> Override {
        let value = value.place.span.clone();
        let assignment = format!("{target}={}", self.source.text.get(value.clone()).unwrap_or_default());
        Override { assignment, written: Some(Written { source: self.source.clone(), key, value }) }
    }

    fn language(&mut self, entry: &Entry) -> Option<Lang> {
        const WORDS: [&str; 3] = ["zh", "en", "auto"];
        match self.text(entry, &entry.node)?.as_str() {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            "auto" => None,
            other => {
                self.problems.push(no_choice(&entry.key, other, &entry.node.place, &WORDS));
                None
            }
        }
    }
}

/// A rule file beside the settings; a built-in set keeps its name.
fn beside(folder: &Path, name: &str) -> String {
    if name.ends_with(".toml") { folder.join(name).display().to_string() } else { name.to_owned() }
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
        let told = |wrong: Faulty| wrong.problems.problems.into_iter().map(|it| it.message.en).collect::<Vec<_>>();
        Settings::read(NAME, text, Path::new("/school")).map_err(told)
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
        let limits = |settings: Settings| settings.limits.into_iter().map(|it| it.assignment).collect::<Vec<_>>();
        assert_eq!(limits(settings), ["head-height.max=0.6", "file-size.min=\"100 KB\""]);
        let bare = read("[limits]\nhead-height.max = 0.6\nhead-height.min = 0.4").unwrap();
        assert_eq!(limits(bare), ["head-height.max=0.6", "head-height.min=0.4"]);
        assert!(read("[limits]\na.b.c = 1").is_err());
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(read("ruls = 1\nlang = 3\nfoo = 2").unwrap_err().len(), 3, "all of it at once");
        assert_eq!(read("lang = \"fr\"").unwrap_err(), ["lang cannot be fr; it is one of zh, en, auto"]);
        assert!(read("rules = \n").unwrap_err()[0].contains("TOML"));
        assert!(read("schema = 1\n[set]\nid = \"x\"").unwrap_err()[0].contains("--rules"));
        let wrong = Settings::read(NAME, "\u{feff}lang = \"zh\"\nruls = 1\n", Path::new("")).unwrap_err();
        let [problem] = &wrong.problems.problems[..] else { panic!("{:?}", wrong.problems) };
        assert_eq!(problem.place.as_ref().unwrap().span, 12..16);
        assert_eq!(problem.help.as_ref().unwrap().en, "did you mean rules?");
        assert_eq!(wrong.lang, Some(Lang::Zh), "what is wrong is said in the language that is asked for");
        assert_eq!(read("skip = [1, \"no-hat\", 2]\n[limits]\na.b.c = 1\na.b.d = 2").unwrap_err().len(), 3);
    }
}
