//! What is wrong with a command, said on standard error.

use std::io::Write;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Style};
use photocheck::report::printable;
use photocheck::rules::{Problem, Problems};
use photocheck::text::Lang;

use super::console::Console;
use super::options::{Effort, WrongValue};
use super::sentences as say;

const RED: Style = AnsiColor::Red.on_default().bold();

/// One complaint in a sentence.
pub fn general(console: &Console, lang: Lang, text: &str) {
    let colon = if lang == Lang::Zh { "：" } else { ": " };
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
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    drop(writeln!(console.err(), "{}{colon}{}", say::NOTE.get(lang), printable(text)));
}

/// Every problem of the rule files, each with its line and a caret.
pub fn rules(console: &Console, lang: Lang, problems: &Problems) {
    for problem in &problems.problems {
        let text = rendered(problem, problems, lang);
        // The renderer writes its own colon behind the word, a narrow one.
        let text = match text.split_once(": ").filter(|_| lang == Lang::Zh) {
            Some((head, rest)) => format!("{head}：{rest}"),
            None => text,
        };
        drop(writeln!(console.err(), "{text}\n"));
    }
}

fn rendered(problem: &Problem, problems: &Problems, lang: Lang) -> String {
    let title = Level::ERROR.with_name(say::ERROR.get(lang)).primary_title(problem.message.get(lang));
    let help = problem.help.as_ref().map(|help| Level::HELP.no_name().message(help.get(lang)));
    let renderer = Renderer::styled().decor_style(DecorStyle::Unicode);
    let Some(place) = &problem.place else {
        let group = Group::with_title(title);
        return renderer.render(&[match help {
            Some(help) => group.element(help),
            None => group,
        }]);
    };
    let source = &problems.sources[place.source];
    let span = place.span.start.min(source.text.len())..place.span.end.min(source.text.len());
    let snippet =
        Snippet::source(source.text.as_str()).path(source.name.as_str()).annotation(AnnotationKind::Primary.span(span));
    let group = title.element(snippet);
    renderer.render(&[match help {
        Some(help) => group.element(help),
        None => group,
    }])
}
