//! What is wrong with a command, said on standard error.

use std::io::Write;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstyle::{Ansi256Color, Color, Style};
use photocheck::document::{Place, Problem, Problems};
use photocheck::report::printable;
use photocheck::text::{Lang, Wording};

use super::console::Console;
use super::options::{Effort, WrongValue};
use super::sentences as say;

// As verdicts are: letters on a ground of their own, whatever colours the terminal has.
const RED: Style =
    Style::new().fg_color(Some(Color::Ansi256(Ansi256Color(231)))).bg_color(Some(Color::Ansi256(Ansi256Color(124))));

/// One complaint in a sentence.
pub fn general(console: &Console, lang: Lang, text: &str) {
    let colon = lang.colon();
    // Nobody is left to tell when standard error is gone.
    drop(writeln!(console.err(), "{RED}{}{RED:#}{colon}{}", say::ERROR.get(lang), printable(text)));
}

/// Every option that wants another value; whether nothing is wrong with the command line.
pub fn values(console: &Console, lang: Lang, effort: &Effort) -> bool {
    for WrongValue { option, value, wanted } in &effort.wrong {
        let holes = [("option", *option), ("value", value.as_str()), ("wanted", wanted.get(lang))];
        general(console, lang, &say::WRONG_VALUE.fill(lang, &holes));
    }
    effort.wrong.is_empty() && !effort.is_refused
}

/// Something to know that stops nothing.
pub fn note(console: &Console, lang: Lang, text: &str) {
    let colon = lang.colon();
    drop(writeln!(console.err(), "{}{colon}{}", say::NOTE.get(lang), printable(text)));
}

/// Every problem of the rule files, each with its line and a caret.
pub fn rules(console: &Console, lang: Lang, problems: &Problems) {
    told(console, lang, problems, Level::ERROR.with_name(say::ERROR.get(lang)));
}

/// What is right in rule files and yet of no use, told in the same way; it stops nothing.
pub fn remarks(console: &Console, lang: Lang, remarks: &Problems) {
    told(console, lang, remarks, Level::WARNING.with_name(say::WARNING.get(lang)));
}

fn told(console: &Console, lang: Lang, problems: &Problems, level: Level<'_>) {
    /// Most that are told: who has more has one mistake many times, or another kind of file.
    const MOST: usize = 200;
    for problem in problems.problems.iter().take(MOST) {
        let text = rendered(problem, problems, level.clone(), lang);
        // The renderer writes its own colon behind the word, a narrow one.
        let text = match text.split_once(": ").filter(|_| lang == Lang::Zh) {
            Some((head, rest)) => format!("{head}：{rest}"),
            None => text,
        };
        drop(writeln!(console.err(), "{text}\n"));
    }
    if let left @ 1.. = problems.problems.len().saturating_sub(MOST) {
        note(console, lang, &say::MORE_PROBLEMS.fill(lang, &[("n", &left.to_string())]));
    }
}

fn rendered(problem: &Problem, problems: &Problems, level: Level<'_>, lang: Lang) -> String {
    let mut group = Group::with_title(level.primary_title(problem.message.get(lang)));
    let snippet = |place: &Place| {
        let source = &problems.sources[place.source];
        Snippet::source(source.text.as_str()).path(source.name.as_str())
    };
    let span = |place: &Place| {
        let end = problems.sources[place.source].text.len();
        place.span.start.min(end)..place.span.end.min(end)
    };
    if let Some(place) = &problem.place {
        let mut main = snippet(place).annotation(AnnotationKind::Primary.span(span(place)));
        let beside = problem.beside.as_ref();
        let label = |(other, label): &(Place, Wording)| {
            AnnotationKind::Context.span(span(other)).label(label.get(lang).to_owned())
        };
        let (same, elsewhere) = match beside {
            Some(it) if it.0.source == place.source => (Some(it), None),
            other => (None, other),
        };
        if let Some(it) = same {
            main = main.annotation(label(it));
        }
        group = group.element(main);
        if let Some(it) = elsewhere {
            group = group.element(snippet(&it.0).annotation(label(it)));
        }
    }
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.no_name().message(help.get(lang)));
    }
    Renderer::styled().decor_style(DecorStyle::Unicode).render(&[group])
}
