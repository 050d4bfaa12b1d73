//! The command line: every command and option, defined once. Help, completions and the man page come from here.

use std::ffi::OsString;
use std::path::PathBuf;

use anstream::ColorChoice;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, Command, value_parser};
use clap_complete::Shell;
use photocheck::report::{NewName, ReportFormat};
use photocheck::rules::BUILT_IN;
use photocheck::text::{Lang, Phrase};

use super::options::{EvaluateFormat, Generate};
use super::sentences as say;

/// What `--color` may be.
const COLOURS: [(&str, ColorChoice); 3] =
    [("auto", ColorChoice::Auto), ("always", ColorChoice::Always), ("never", ColorChoice::Never)];

/// What `generate` makes.
const GENERATED: [(&str, Generate); 7] = [
    ("bash", Generate::Completions(Shell::Bash)),
    ("zsh", Generate::Completions(Shell::Zsh)),
    ("fish", Generate::Completions(Shell::Fish)),
    ("powershell", Generate::Completions(Shell::PowerShell)),
    ("elvish", Generate::Completions(Shell::Elvish)),
    ("man", Generate::Man),
    ("rules-schema", Generate::RulesSchema),
];

/// What `measure` can print.
const MEASURED: [(&str, ReportFormat); 2] = [("human", ReportFormat::Human), ("jsonl", ReportFormat::JsonLines)];

/// The names of the commands.
pub const COMMANDS: [&str; 11] =
    ["check", "measure", "fit", "explain", "rules", "measures", "evaluate", "card", "page", "init", "generate"];

/// The whole command line, with help in `lang`.
pub fn command(lang: Lang) -> Command {
    let top = styled("photocheck", say::ABOUT, lang)
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(say::AFTER.get(lang))
        .after_long_help(examples(say::EXAMPLES, lang))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(option("version", say::VERSION, lang).short('V').action(ArgAction::Version));
    let commands = [check, measure, fit, explain, rules, measures, evaluate, card, page, init, generate];
    commands.into_iter().map(|command| command(lang)).fold(top, Command::subcommand)
}

/// Puts `check` before the first argument when no command is named.
pub fn with_default_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let commands = command(Lang::En);
    let is_command = |text: &str| commands.get_subcommands().any(|known| known.get_name() == text);
    let mut rest = arguments.iter().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    let mut first = None;
    while let Some(text) = rest.next() {
        match text.as_str() {
            "--lang" | "--color" => drop(rest.next()),
            _ if text.starts_with("--lang=") || text.starts_with("--color=") => {}
            _ => {
                first = Some(text);
                break;
            }
        }
    }
    let asks_help = first.as_deref().is_some_and(|text| ["-h", "--help", "-V", "--version"].contains(&text));
    if let Some(first) = first
        && !asks_help
        && !is_command(&first)
    {
        arguments.insert(1, "check".into());
    }
    arguments
}

fn check(lang: Lang) -> Command {
    let command = styled("check", say::CHECK, lang)
        .after_help(say::MORE_IN_HELP.get(lang))
        .after_long_help(examples(say::CHECK_EXAMPLES, lang));
    let command = reading(rule_choice(photo_choice(command, lang), lang), lang);
    command
        .arg(
            option("format", say::FORMAT, lang)
                .value_name(say::value_name("FORMAT", lang))
                .default_value("human")
                .value_parser(one_of(&ReportFormat::ON_STDOUT))
                .hide_possible_values(true)
                .help_heading(say::OUTPUT.get(lang)),
        )
        .arg(flag("open", say::OPEN, lang).help_heading(say::OUTPUT.get(lang)))
        .arg(file_option("report", say::REPORT, lang).action(ArgAction::Append).help_heading(say::OUTPUT.get(lang)))
        .arg(file_option("roster", say::ROSTER, lang).help_heading(say::BATCH.get(lang)))
        .arg(
            option("roster-number", say::ROSTER_NUMBER, lang)
                .value_name(say::value_name("HEADING", lang))
                .requires("roster")
                .hide_short_help(true)
                .help_heading(say::BATCH.get(lang)),
        )
        .arg(
            option("roster-name", say::ROSTER_NAME, lang)
                .value_name(say::value_name("HEADING", lang))
                .requires("roster")
                .hide_short_help(true)
                .help_heading(say::BATCH.get(lang)),
        )
        .arg(
            option("split-by", say::SPLIT_BY, lang)
                .value_name(say::value_name("HEADING", lang))
                .hide_short_help(true)
                .help_heading(say::BATCH.get(lang)),
        )
        .arg(file_option("messages", say::MESSAGES, lang).help_heading(say::BATCH.get(lang)))
        .arg(file_option("renames", say::RENAMES, lang).hide_short_help(true).help_heading(say::BATCH.get(lang)))
        .arg(
            option("rename-as", say::RENAME_AS, lang)
                .value_name(say::value_name("NAME", lang))
                .requires("renames")
                .default_value("number_name")
                .value_parser(one_of(&NewName::NAMES))
                .hide_possible_values(true)
                .hide_short_help(true)
                .help_heading(say::BATCH.get(lang)),
        )
        .arg(file_option("compare", say::COMPARE, lang).help_heading(say::BATCH.get(lang)))
        .arg(
            option("shard", say::SHARD, lang)
                .value_name(say::value_name("I/N", lang))
                .conflicts_with_all(["roster", "compare"])
                .hide_short_help(true)
                .help_heading(say::BATCH.get(lang)),
        )
        .arg(
            file_option("skip-done", say::SKIP_DONE, lang)
                .conflicts_with_all(["roster", "compare"])
                .hide_short_help(true)
                .help_heading(say::BATCH.get(lang)),
        )
        .arg(
            file_option("cache", say::CACHE, lang)
                .value_name(say::value_name("DIR", lang))
                .hide_short_help(true)
                .help_heading(say::BATCH.get(lang)),
        )
        .arg(file_option("decisions", say::DECISIONS, lang).help_heading(say::BATCH.get(lang)))
        .arg(file_option("waivers", say::WAIVERS, lang).hide_short_help(true).help_heading(say::BATCH.get(lang)))
        .arg(
            file_option("overlay", say::OVERLAY, lang)
                .value_name(say::value_name("DIR", lang))
                .hide_short_help(true)
                .help_heading(say::OUTPUT.get(lang)),
        )
        .arg(flag("full-ids", say::FULL_IDS, lang).hide_short_help(true).help_heading(say::OUTPUT.get(lang)))
        .arg(flag("measures", say::WITH_MEASURES, lang).hide_short_help(true).help_heading(say::OUTPUT.get(lang)))
        .arg(flag("strict", say::STRICT, lang).help_heading(say::JUDGING.get(lang)))
        .arg(flag("exit-zero", say::EXIT_ZERO, lang).hide_short_help(true).help_heading(say::OUTPUT.get(lang)))
        .arg(flag("quiet", say::QUIET, lang).short('q').conflicts_with("verbose").help_heading(say::OUTPUT.get(lang)))
        .arg(flag("verbose", say::VERBOSE, lang).short('v').help_heading(say::OUTPUT.get(lang)))
}

/// Examples alone.
fn only_examples(examples: Phrase, lang: Lang) -> String {
    format!("{}\n{}", say::EXAMPLES_HEAD.get(lang), examples.get(lang))
}

/// Examples below the help; the exit codes stand there, too.
fn examples(examples: Phrase, lang: Lang) -> String {
    format!("{}\n{}\n\n{}", say::EXAMPLES_HEAD.get(lang), examples.get(lang), say::AFTER.get(lang))
}

fn measure(lang: Lang) -> Command {
    let command = reading(
        photo_choice(
            styled("measure", say::MEASURE, lang).after_long_help(only_examples(say::MEASURE_EXAMPLES, lang)),
            lang,
        ),
        lang,
    );
    command.arg(
        option("format", say::MEASURED_FORMAT, lang)
            .value_name(say::value_name("FORMAT", lang))
            .default_value("human")
            .value_parser(one_of(&MEASURED))
            .hide_possible_values(true),
    )
}

fn fit(lang: Lang) -> Command {
    let command = rule_choice(
        photo_choice(styled("fit", say::FIT, lang).after_long_help(only_examples(say::FIT_EXAMPLES, lang)), lang),
        lang,
    );
    let drawings = file_option("overlay", say::FIT_OVERLAY, lang).value_name(say::value_name("DIR", lang));
    command.arg(file_option("write", say::FIT_WRITE, lang)).arg(drawings).arg(
        option("format", say::MEASURED_FORMAT, lang)
            .value_name(say::value_name("FORMAT", lang))
            .default_value("human")
            .value_parser(one_of(&MEASURED))
            .hide_possible_values(true),
    )
}

fn explain(lang: Lang) -> Command {
    let topic = positional("topic", "RULE|MEASURE|WORD", say::TOPIC, lang).required(true);
    rule_sets(styled("explain", say::EXPLAIN, lang).after_long_help(only_examples(say::EXPLAIN_EXAMPLES, lang)), lang)
        .arg(topic)
}

fn rules(lang: Lang) -> Command {
    let name = || positional("name", "NAME|FILE", say::SET_NAME, lang);
    let sub = |name, about, examples| styled(name, about, lang).after_long_help(only_examples(examples, lang));
    styled("rules", say::RULES, lang)
        .after_long_help(only_examples(say::RULES_EXAMPLES, lang))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(sub("list", say::RULES_LIST, say::RULES_LIST_EXAMPLES))
        .subcommand(
            sub("show", say::RULES_SHOW, say::RULES_SHOW_EXAMPLES)
                .arg(name().default_value(BUILT_IN[0].name))
                .arg(flag("resolved", say::RULES_RESOLVED, lang))
                .arg(
                    option("set", say::SET, lang)
                        .value_name(say::value_name("ID.KEY=VALUE", lang))
                        .action(ArgAction::Append)
                        .requires("resolved"),
                ),
        )
        .subcommand(sub("check", say::RULES_CHECK, say::RULES_CHECK_EXAMPLES).arg(name().required(true).num_args(1..)))
        .subcommand(sub("diff", say::RULES_DIFF, say::RULES_DIFF_EXAMPLES).arg(name().required(true).num_args(2)))
}

fn measures(lang: Lang) -> Command {
    styled("measures", say::MEASURES, lang).after_long_help(only_examples(say::MEASURES_EXAMPLES, lang))
}

fn evaluate(lang: Lang) -> Command {
    let answers = file_option("answers", say::ANSWERS, lang);
    let command = styled("evaluate", say::EVALUATE, lang)
        .after_long_help(only_examples(say::EVALUATE_EXAMPLES, lang))
        .arg(file("truth", "TRUTH", say::TRUTH, lang).required(true))
        .arg(file_option("photos", say::PHOTOS, lang).value_name(say::value_name("DIR", lang)))
        .arg(answers.conflicts_with_all(["photos", "rules", "only", "skip", "set"]))
        .arg(file_option("groups", say::GROUPS, lang))
        .arg(option("worst", say::WORST, lang).value_name(say::value_name("N", lang)).value_parser(value_parser!(u16)))
        .arg(
            option("format", say::EVALUATE_FORMAT, lang)
                .value_name(say::value_name("FORMAT", lang))
                .default_value("human")
                .value_parser(one_of(&EvaluateFormat::NAMES))
                .hide_possible_values(true),
        );
    reading(rule_choice(command, lang), lang)
}

fn card(lang: Lang) -> Command {
    let file = file("file", "FILE", say::CARD_FILE, lang).default_value("-");
    rule_choice(styled("card", say::CARD, lang).after_long_help(only_examples(say::CARD_EXAMPLES, lang)), lang)
        .arg(file)
}

fn page(lang: Lang) -> Command {
    styled("page", say::PAGE, lang)
        .after_long_help(only_examples(say::PAGE_EXAMPLES, lang))
        .arg(file("folder", "DIR", say::PAGE_FOLDER, lang).default_value("photocheck-page"))
        .arg(flag("open", say::PAGE_OPEN, lang))
}

fn init(lang: Lang) -> Command {
    styled("init", say::INIT, lang)
        .after_long_help(only_examples(say::INIT_EXAMPLES, lang))
        .arg(option("from", say::INIT_FROM, lang).value_name(say::value_name("NAME|FILE", lang)))
        .arg(file("file", "FILE", say::INIT_FILE, lang).default_value("my-rules.toml"))
}

fn generate(lang: Lang) -> Command {
    let what = positional("what", "WHAT", say::GENERATE_WHAT, lang)
        .required(true)
        .value_parser(one_of(&GENERATED))
        .hide_possible_values(true);
    let folder = file("folder", "DIR", say::MAN_FOLDER, lang);
    styled("generate", say::GENERATE, lang)
        .after_long_help(only_examples(say::GENERATE_EXAMPLES, lang))
        .arg(what)
        .arg(folder)
}

/// Which photos.
fn photo_choice(command: Command, lang: Lang) -> Command {
    command
        .arg(positional("path", "PATH", say::PATHS, lang).num_args(0..).value_parser(value_parser!(OsString)))
        .arg(file_option("files-from", say::FILES_FROM, lang).hide_short_help(true).help_heading(say::CHOICE.get(lang)))
        .arg(
            flag("null", say::NULL, lang)
                .short('0')
                .requires("files-from")
                .hide_short_help(true)
                .help_heading(say::CHOICE.get(lang)),
        )
        .arg(flag("allow-empty", say::ALLOW_EMPTY, lang).hide_short_help(true).help_heading(say::CHOICE.get(lang)))
}

/// How to go about it. The numbers are understood in [`super::options`], so that one that is wrong is told with whatever
/// else is.
fn reading(command: Command, lang: Lang) -> Command {
    command
        .arg(
            option("threads", say::THREADS, lang)
                .allow_negative_numbers(true)
                .short('j')
                .value_name(say::value_name("N", lang))
                .hide_short_help(true),
        )
        .arg(
            option("timeout", say::TIMEOUT, lang)
                .allow_negative_numbers(true)
                .value_name(say::value_name("SECONDS", lang))
                .hide_short_help(true),
        )
}

/// Which rule sets.
fn rule_sets(command: Command, lang: Lang) -> Command {
    command.arg(
        option("rules", say::RULES_OPTION, lang)
            .short('r')
            .value_name(say::value_name("NAME|FILE", lang))
            .action(ArgAction::Append)
            .help_heading(say::JUDGING.get(lang)),
    )
}

/// Which rules of them, with which limits.
fn rule_choice(command: Command, lang: Lang) -> Command {
    let several = |name, help| option(name, help, lang).action(ArgAction::Append).help_heading(say::JUDGING.get(lang));
    rule_sets(command, lang)
        .arg(several("only", say::ONLY).value_name(say::value_name("ID", lang)))
        .arg(several("skip", say::SKIP).value_name(say::value_name("ID", lang)))
        .arg(several("set", say::SET).value_name(say::value_name("ID.KEY=VALUE", lang)))
}

/// A command with headings and built-in options in `lang`.
fn styled(name: &'static str, about: Phrase, lang: Lang) -> Command {
    Command::new(name)
        .about(about.get(lang))
        .help_template(format!(
            "{{about-with-newline}}\n{}{{usage}}\n\n{{all-args}}{{after-help}}",
            say::USAGE.get(lang)
        ))
        .subcommand_help_heading(say::COMMANDS.get(lang))
        .disable_help_flag(true)
        .arg(option("help", say::HELP, lang).short('h').action(ArgAction::Help))
        .arg(
            option("lang", say::LANG, lang)
                .value_name(say::value_name("LANG", lang))
                .value_parser(PossibleValuesParser::new(["zh", "en", "auto"]))
                .hide_possible_values(true),
        )
        .arg(
            option("color", say::COLOR, lang)
                .value_name(say::value_name("WHEN", lang))
                .value_parser(one_of(&COLOURS))
                .hide_possible_values(true),
        )
}

fn option(name: &'static str, help: Phrase, lang: Lang) -> Arg {
    Arg::new(name).long(name).help(help.get(lang)).help_heading(say::OPTIONS.get(lang))
}

/// An option that names a file.
fn file_option(name: &'static str, help: Phrase, lang: Lang) -> Arg {
    option(name, help, lang).value_name(say::value_name("FILE", lang)).value_parser(value_parser!(PathBuf))
}

fn flag(name: &'static str, help: Phrase, lang: Lang) -> Arg {
    option(name, help, lang).action(ArgAction::SetTrue)
}

fn positional(name: &'static str, value: &'static str, help: Phrase, lang: Lang) -> Arg {
    Arg::new(name).value_name(say::value_name(value, lang)).help(help.get(lang)).help_heading(say::ARGUMENTS.get(lang))
}

/// A positional argument that names a file.
fn file(name: &'static str, value: &'static str, help: Phrase, lang: Lang) -> Arg {
    positional(name, value, help, lang).value_parser(value_parser!(PathBuf))
}

/// Words that stand for values.
fn one_of<T: Copy + Send + Sync + 'static>(words: &'static [(&'static str, T)]) -> impl TypedValueParser<Value = T> {
    let value = |given: String| words.iter().find(|(word, _)| *word == given).map(|(_, value)| *value);
    PossibleValuesParser::new(words.iter().map(|(word, _)| *word))
        .map(move |given| value(given).expect("a possible value"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_commands_is_complete() {
        let command = command(Lang::En);
        assert!(command.get_subcommands().map(Command::get_name).eq(COMMANDS));
    }

    #[test]
    fn definitions_are_sound_in_both_languages() {
        command(Lang::Zh).debug_assert();
        command(Lang::En).debug_assert();
    }

    #[test]
    fn every_help_has_examples() {
        fn look(command: &Command) {
            let examples = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            assert!(examples.contains(say::EXAMPLES_HEAD.zh), "{}", command.get_name());
            command.get_subcommands().for_each(look);
        }
        look(&command(Lang::Zh));
    }

    #[test]
    fn chinese_help_names_values_in_chinese() {
        fn look(command: &Command) {
            let names = command.get_arguments().flat_map(|it| it.get_value_names().unwrap_or_default());
            // Flags have names that the help never shows.
            let shown = names.filter(|name| name.chars().any(|c| c.is_ascii_uppercase()));
            assert_eq!(shown.collect::<Vec<_>>(), Vec::<&str>::new(), "{}", command.get_name());
            command.get_subcommands().for_each(look);
        }
        look(&command(Lang::Zh));
    }

    #[test]
    fn bare_paths_mean_check() {
        let inserted = |line: &str| {
            let arguments = with_default_command(line.split(' ').map(OsString::from).collect());
            arguments.get(1).is_some_and(|first| first == "check")
        };
        assert!(inserted("photocheck 照片.jpg"));
        assert!(inserted("photocheck --lang zh 照片.jpg"));
        assert!(inserted("photocheck --strict 照片.jpg"));
        assert!(inserted("photocheck check a.jpg"));
        assert!(!inserted("photocheck --lang zh measures"));
        assert!(!inserted("photocheck rules list"));
        assert!(!inserted("photocheck --help"));
        assert!(!inserted("photocheck --lang zh --help"));
        assert!(!inserted("photocheck"));
    }
}
