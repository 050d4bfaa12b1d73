//! What was asked for, as types. The words of the command line are read here once; nobody else sees them.

use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use anstream::ColorChoice;
use clap::ArgMatches;
use clap_complete::Shell;
use photocheck::input::Headings;
use photocheck::photo::Limits;
use photocheck::report::{Detail, NewName, ReportFormat};
use photocheck::rules::{BUILT_IN, Override};
use photocheck::text::Wording;

use super::opening;
use super::sentences as say;
use super::settings::Settings;

/// Everything that was asked for.
pub struct Options {
    /// Whether output may be coloured.
    pub colour: ColorChoice,
    /// The command, with what belongs to it.
    pub command: Command,
}

/// A command with its options.
pub enum Command {
    /// `check`.
    Check(Box<CheckOptions>),
    /// `measure`.
    Measure(MeasureOptions),
    /// `fit`.
    Fit(FitOptions),
    /// `explain`.
    Explain(Explain),
    /// `rules`.
    Rules(Rules),
    /// `measures`.
    Measures,
    /// `evaluate`.
    Evaluate(Box<Evaluate>),
    /// `card`.
    Card(Card),
    /// `page`.
    Page(Page),
    /// `init`.
    Init(Init),
    /// `generate`, and the folder for pages.
    Generate(Generate, Option<PathBuf>),
}

impl Command {
    /// Whether what it does depends on the settings of the folder.
    pub fn uses_settings(&self) -> bool {
        matches!(self, Self::Check(_) | Self::Fit(_) | Self::Explain(_) | Self::Card(_) | Self::Evaluate(_))
    }

    /// Lets the command only say what is wrong with what it was given; whether it can.
    pub fn refuse(&mut self) -> bool {
        match self {
            Self::Check(options) => options.effort.is_refused = true,
            Self::Measure(options) => options.effort.is_refused = true,
            _ => return false,
        }
        true
    }
}

/// Which photos.
pub struct PhotoChoice {
    /// Photos, folders and patterns; `-` is a photo on standard input.
    pub paths: Vec<OsString>,
    /// A file with more paths; `-` is standard input.
    pub list: Option<PathBuf>,
    /// Whether the paths of that file are separated by NUL.
    pub nul: bool,
    /// Whether no photo at all is fine.
    pub allow_empty: bool,
}

/// Which rules, with which limits.
pub struct RuleChoice {
    /// Sets by name or file.
    pub sets: Vec<String>,
    /// Patterns of the rules to keep; all when there is none.
    pub only: Vec<String>,
    /// Patterns of the rules to leave out.
    pub skip: Vec<String>,
    /// Changes of single keys.
    pub changes: Vec<Override>,
}

/// `check`.
pub struct CheckOptions {
    /// Which photos.
    pub photos: PhotoChoice,
    /// Which rules.
    pub rules: RuleChoice,
    /// What it may take.
    pub effort: Effort,
    /// The format on standard output.
    pub format: ReportFormat,
    /// How much a person wants to read.
    pub detail: Detail,
    /// Report files.
    pub reports: Vec<PathBuf>,
    /// The page that is opened at the end, one of the reports.
    pub open: Option<PathBuf>,
    /// The name list.
    pub roster: Option<RosterFile>,
    /// The column of the name list that the workbook is split by.
    pub split_by: Option<String>,
    /// The file for messages to students.
    pub messages: Option<PathBuf>,
    /// The file for a plan of renaming, and what photos are called after.
    pub renames: Option<(PathBuf, NewName)>,
    /// The report of an earlier round.
    pub earlier: Option<PathBuf>,
    /// The exceptions that were granted.
    pub waivers: Option<PathBuf>,
    /// What a person has decided in the page or the workbook.
    pub decisions: Option<PathBuf>,
    /// The folder for annotated copies.
    pub overlay: Option<PathBuf>,
    /// The JSONL of an earlier run whose photos are passed over.
    pub done: Option<PathBuf>,
    /// The folder for readings.
    pub cache: Option<PathBuf>,
    /// Whether identity numbers are shown in full.
    pub full_ids: bool,
    /// Whether JSON shows every reading.
    pub measures: bool,
    /// Whether warnings and reviews count.
    pub strict: bool,
    /// Whether a photo that fails leaves the exit code at 0.
    pub exit_zero: bool,
}

/// What looking at photos may take.
pub struct Effort {
    /// Photos at a time; 0 is one a processor core.
    pub threads: usize,
    /// What one photo may cost.
    pub limits: Limits,
    /// The part of the photos that is looked at.
    pub shard: Option<Shard>,
    /// Options whose values cannot be used.
    pub wrong: Vec<WrongValue>,
    /// Whether the command line has been refused already.
    pub is_refused: bool,
}

/// An option that wants another value.
pub struct WrongValue {
    /// The option.
    pub option: &'static str,
    /// What was typed.
    pub value: String,
    /// What it may be.
    pub wanted: Wording,
}

/// A part of the photos.
#[derive(Clone, Copy)]
pub struct Shard {
    /// Which part, from 0.
    pub at: usize,
    /// Of how many.
    pub of: usize,
}

impl Shard {
    /// Reads `I/N`.
    fn read(text: &str) -> Option<Self> {
        let (at, of) = text.split_once('/')?;
        let (at, of) = (at.trim().parse::<u32>().ok()? as usize, of.trim().parse::<u32>().ok()? as usize);
        (1..=of).contains(&at).then_some(Self { at: at - 1, of })
    }
}

/// A name list.
pub struct RosterFile {
    /// CSV or XLSX.
    pub file: PathBuf,
    /// Headings that were named.
    pub headings: Headings,
}

/// `measure`.
pub struct MeasureOptions {
    /// Which photos.
    pub photos: PhotoChoice,
    /// What it may take.
    pub effort: Effort,
    /// Whether the answer is for programs: one JSON object a line.
    pub lines: bool,
}

/// `fit`.
pub struct FitOptions {
    /// Which photos.
    pub photos: PhotoChoice,
    /// The sets that they shall fit; each by itself.
    pub rules: RuleChoice,
    /// The file to write the cropped photo to.
    pub write: Option<PathBuf>,
    /// The folder for drawings of the crops.
    pub overlay: Option<PathBuf>,
    /// Whether the answer is for programs: one JSON object a photo and set.
    pub lines: bool,
}

/// `explain`.
pub struct Explain {
    /// Where rules are looked up.
    pub rules: RuleChoice,
    /// A rule's id or a measure's name.
    pub topic: String,
}

/// `rules`; sets by name or file.
pub enum Rules {
    /// `rules list`.
    List,
    /// `rules show`.
    Show(ShowRules),
    /// `rules check`.
    Check(Vec<String>),
    /// `rules diff`.
    Diff(String, String),
}

/// `rules show`.
pub struct ShowRules {
    /// The set by name or file.
    pub name: String,
    /// Whether it is shown as one TOML file.
    pub resolved: bool,
    /// Changes of single keys, for that file.
    pub changes: Vec<Override>,
}

/// `init`.
pub struct Init {
    /// The file to write.
    pub file: PathBuf,
    /// The set to begin with, by name or file.
    pub from: Option<String>,
}

/// `evaluate`.
pub struct Evaluate {
    /// What is true of each photo.
    pub truth: PathBuf,
    /// What the photos are held against it by.
    pub by: EvaluateBy,
    /// Groups of people.
    pub groups: Option<PathBuf>,
    /// How many of the worst photos of each measure and rule are named.
    pub worst: usize,
    /// The format of the tables.
    pub format: EvaluateFormat,
}

/// Where the answers come from.
pub enum EvaluateBy {
    /// An earlier run's JSONL.
    Answers(PathBuf),
    /// The photos, checked anew.
    Checking {
        /// The photos' folder; the truth's when there is none.
        photos: Option<PathBuf>,
        /// Which rules.
        rules: RuleChoice,
        /// What it may take.
        effort: Box<Effort>,
    },
}

/// The format of an evaluation's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvaluateFormat {
    /// For a terminal.
    Human,
    /// For programs.
    Json,
    /// For documents.
    Markdown,
}

impl EvaluateFormat {
    /// All, with the words of the option.
    pub const NAMES: [(&'static str, Self); 3] = [("human", Self::Human), ("json", Self::Json), ("md", Self::Markdown)];
}

/// `card`.
pub struct Card {
    /// The rules that it tells.
    pub rules: RuleChoice,
    /// The page to write; `-` is standard output.
    pub file: PathBuf,
}

/// `page`.
pub struct Page {
    /// Where to write it.
    pub folder: PathBuf,
    /// Whether to open it.
    pub open: bool,
}

/// What `generate` makes.
#[derive(Clone, Copy, Debug)]
pub enum Generate {
    /// Completions for a shell.
    Completions(Shell),
    /// The man page.
    Man,
    /// The JSON Schema of rule files.
    RulesSchema,
}

impl Options {
    /// What clap has understood.
    pub fn of(matches: &ArgMatches, settings: &Settings) -> Self {
        let (name, inner) = matches.subcommand().expect("clap asks for a command");
        let colour = one(inner, "color").or_else(|| one(matches, "color")).unwrap_or(ColorChoice::Auto);
        let command = match name {
            "check" => Command::Check(Box::new(CheckOptions::of(inner, settings))),
            "measure" => Command::Measure(MeasureOptions::of(inner)),
            "fit" => Command::Fit(FitOptions::of(inner, settings)),
            "explain" => Command::Explain(Explain {
                rules: RuleChoice::sets_alone(inner, settings),
                topic: given(inner, "topic"),
            }),
            "rules" => Command::Rules(Rules::of(inner)),
            "measures" => Command::Measures,
            "evaluate" => Command::Evaluate(Box::new(Evaluate::of(inner, settings))),
            "card" => Command::Card(Card { rules: RuleChoice::of(inner, settings), file: given(inner, "file") }),
            "page" => Command::Page(Page { folder: given(inner, "folder"), open: inner.get_flag("open") }),
            "init" => Command::Init(Init { file: given(inner, "file"), from: one(inner, "from") }),
            "generate" => Command::Generate(given(inner, "what"), one(inner, "folder")),
            other => unreachable!("a command that is not defined: {other}"),
        };
        Self { colour, command }
    }
}

impl CheckOptions {
    fn of(matches: &ArgMatches, settings: &Settings) -> Self {
        let is_part = matches.contains_id("shard") || matches.contains_id("skip-done");
        let headings = Headings { number: one(matches, "roster-number"), name: one(matches, "roster-name") };
        let open = matches.get_flag("open").then(opening::page);
        Self {
            photos: PhotoChoice::of(matches),
            rules: RuleChoice::of(matches, settings),
            effort: Effort::of(matches),
            format: given(matches, "format"),
            detail: match (matches.get_flag("quiet"), matches.get_flag("verbose")) {
                (true, _) => Detail::Quiet,
                (_, true) => Detail::Verbose,
                _ => Detail::Normal,
            },
            reports: all(matches, "report").into_iter().chain(open.clone()).collect(),
            open,
            // Of a part of the photos nobody can say who is missing.
            roster: one(matches, "roster")
                .or_else(|| settings.roster.clone().filter(|_| !is_part))
                .map(|file| RosterFile { file, headings }),
            split_by: one(matches, "split-by"),
            messages: one(matches, "messages"),
            renames: one(matches, "renames").map(|file| (file, given(matches, "rename-as"))),
            earlier: one(matches, "compare"),
            waivers: one(matches, "waivers"),
            decisions: one(matches, "decisions"),
            overlay: one(matches, "overlay"),
            done: one(matches, "skip-done"),
            cache: one(matches, "cache"),
            full_ids: matches.get_flag("full-ids"),
            measures: matches.get_flag("measures"),
            strict: matches.get_flag("strict"),
            exit_zero: matches.get_flag("exit-zero"),
        }
    }
}

impl MeasureOptions {
    fn of(matches: &ArgMatches) -> Self {
        let format: ReportFormat = given(matches, "format");
        Self { photos: PhotoChoice::of(matches), effort: Effort::of(matches), lines: format == ReportFormat::JsonLines }
    }
}

impl FitOptions {
    fn of(matches: &ArgMatches, settings: &Settings) -> Self {
        let format: ReportFormat = given(matches, "format");
        Self {
            photos: PhotoChoice::of(matches),
            rules: RuleChoice::of(matches, settings),
            write: one(matches, "write"),
            overlay: one(matches, "overlay"),
            lines: format == ReportFormat::JsonLines,
        }
    }
}

impl Rules {
    fn of(matches: &ArgMatches) -> Self {
        let (name, inner) = matches.subcommand().expect("clap asks for a command");
        match name {
            "list" => Self::List,
            "show" => Self::Show(ShowRules {
                name: given(inner, "name"),
                resolved: inner.get_flag("resolved"),
                changes: all(inner, "set").into_iter().map(Override::typed).collect(),
            }),
            "check" => Self::Check(all(inner, "name")),
            "diff" => {
                let mut both = all(inner, "name").into_iter();
                let mut next = || both.next().expect("clap asks for two sets");
                Self::Diff(next(), next())
            }
            other => unreachable!("a command that is not defined: {other}"),
        }
    }
}

impl Evaluate {
    fn of(matches: &ArgMatches, settings: &Settings) -> Self {
        let checking = || EvaluateBy::Checking {
            photos: one(matches, "photos"),
            rules: RuleChoice::of(matches, settings),
            effort: Box::new(Effort::of(matches)),
        };
        Self {
            truth: given(matches, "truth"),
            by: one(matches, "answers").map_or_else(checking, EvaluateBy::Answers),
            groups: one(matches, "groups"),
            worst: usize::from(one::<u16>(matches, "worst").unwrap_or_default()),
            format: given(matches, "format"),
        }
    }
}

impl PhotoChoice {
    fn of(matches: &ArgMatches) -> Self {
        Self {
            paths: all(matches, "path"),
            list: one(matches, "files-from"),
            nul: matches.get_flag("null"),
            allow_empty: matches.get_flag("allow-empty"),
        }
    }
}

impl RuleChoice {
    /// What was typed; else what the settings say; else the default set.
    fn of(matches: &ArgMatches, settings: &Settings) -> Self {
        let typed = |name: &str, otherwise: &[String]| {
            let typed = all::<String>(matches, name);
            if typed.is_empty() { otherwise.to_vec() } else { typed }
        };
        // Limits that are typed come after those of the settings, so that they win.
        let typed_limits = all(matches, "set").into_iter().map(Override::typed);
        Self {
            only: typed("only", &settings.only),
            skip: typed("skip", &settings.skip),
            changes: settings.limits.iter().cloned().chain(typed_limits).collect(),
            ..Self::sets_alone(matches, settings)
        }
    }

    /// For a command that takes whole sets only.
    fn sets_alone(matches: &ArgMatches, settings: &Settings) -> Self {
        let typed = all::<String>(matches, "rules");
        let sets = [typed, settings.rules.clone()].into_iter().find(|sets| !sets.is_empty());
        let sets = sets.unwrap_or_else(|| vec![BUILT_IN[0].name.to_owned()]);
        Self { sets, only: Vec::new(), skip: Vec::new(), changes: Vec::new() }
    }
}

impl Effort {
    fn of(matches: &ArgMatches) -> Self {
        let mut wrong = Vec::new();
        let mut number = |name, option, range: RangeInclusive<u64>| {
            let value: String = one(matches, name)?;
            let number = value.trim().parse().ok().filter(|number| range.contains(number));
            if number.is_none() {
                let range = format!("{}–{}", range.start(), range.end());
                wrong.push(WrongValue { option, value, wanted: say::A_NUMBER.both(&[("range", &range)]) });
            }
            number
        };
        let threads = number("threads", "--threads", 1..=512).unwrap_or_default() as usize;
        let seconds = number("timeout", "--timeout", 0..=86_400);
        let usual = Limits::default();
        let time = seconds.map_or(usual.time, |seconds| (seconds > 0).then(|| Duration::from_secs(seconds)));
        let shard = matches.try_get_one::<String>("shard").ok().flatten();
        let part = shard.and_then(|text| Shard::read(text));
        if let Some(value) = shard.filter(|_| part.is_none()) {
            wrong.push(WrongValue { option: "--shard", value: value.clone(), wanted: say::A_SHARD.both(&[]) });
        }
        Self { threads, limits: Limits { time, ..usual }, shard: part, wrong, is_refused: false }
    }
}

/// The value of an option, if it was given or has a default.
fn one<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, name: &str) -> Option<T> {
    matches.get_one::<T>(name).cloned()
}

/// The value of something that is required or has a default.
fn given<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, name: &str) -> T {
    one(matches, name).unwrap_or_else(|| panic!("`{name}` is required or has a default"))
}

/// All values of a repeatable option.
fn all<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, name: &str) -> Vec<T> {
    matches.get_many::<T>(name).into_iter().flatten().cloned().collect()
}
