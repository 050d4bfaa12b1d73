//! `photocheck explain`: a rule or a measure in full sentences.

use std::io::Write;

use anstyle::Style;
use photocheck::measure::{MEASURES, Measure, find};
use photocheck::report::limits_text;
use photocheck::rules::{Basis, Condition, Rule, Set, nearest};
use photocheck::text::{Lang, Phrase, phrase};

use super::console::Console;
use super::options::Explain;
use super::sentences as say;
use super::{Answer, complaint, rule_set};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Explains the topic.
pub fn run(options: &Explain, lang: Lang, console: &Console) -> anyhow::Result<Answer> {
    let Some(set) = rule_set::chosen(&options.rules, lang, console) else { return Ok(Answer::Impossible) };
    let topic = options.topic.as_str();
    let mut out = console.out();
    match (set.rules.iter().find(|rule| rule.id == topic), find(topic)) {
        (Some(rule), _) => explain_rule(rule, &set, lang, &mut out)?,
        (None, Some(measure)) => explain_measure(measure, &set, lang, &mut out)?,
        (None, None) => {
            let names =
                set.rules.iter().map(|rule| rule.id.as_str()).chain(MEASURES.iter().map(|measure| measure.name));
            let mut text = say::NO_SUCH_TOPIC.fill(lang, &[("name", topic)]);
            if let Some(name) = nearest(topic, names) {
                text += if lang == Lang::Zh { "；" } else { "; " };
                text += &say::DID_YOU_MEAN.fill(lang, &[("name", name)]);
            }
            complaint::general(console, lang, &text);
            return Ok(Answer::Impossible);
        }
    }
    out.flush()?;
    Ok(Answer::Fine)
}

/// What, why, how it is measured, how sure, what to do, source.
fn explain_rule(rule: &Rule, set: &Set, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{BOLD}{}{BOLD:#}  {}", rule.id, rule.title.get(lang))?;
    if let Some(why) = &rule.why {
        paragraph(phrase("为什么", "Why"), why.get(lang), lang, out)?;
    }
    for condition in &rule.conditions {
        paragraph(phrase("怎样测量", "How it is measured"), &measured(condition, lang), lang, out)?;
        for hint in [&condition.low, &condition.high, &condition.hint].into_iter().flatten() {
            paragraph(phrase("怎么办", "What to do"), hint.get(lang), lang, out)?;
        }
    }
    let sure = phrase(
        "测量值连同它的误差（两倍标准不确定度）都在限值之内才算合格，都在限值之外才算不合格；介于两者之间请人看一看。",
        "A value passes when it lies inside the limits together with its error (two standard uncertainties), and fails when it lies outside with all of it; in between, a person should look.",
    );
    paragraph(phrase("有多确定", "How sure"), sure.get(lang), lang, out)?;
    paragraph(phrase("出处", "Source"), &source(rule, set, lang), lang, out)
}

fn measured(condition: &Condition, lang: Lang) -> String {
    let holes = [
        ("doc", condition.measure.doc.get(lang)),
        ("name", condition.measure.name),
        ("limits", &limits_text(condition, lang)),
    ];
    phrase("{doc}（{name}，要求 {limits}）", "{doc} ({name}, asked for {limits})").fill(lang, &holes)
}

fn source(rule: &Rule, set: &Set, lang: Lang) -> String {
    let basis = match rule.basis {
        Basis::Official => phrase("数值是原文写明的", "the number stands in the document"),
        Basis::Own => phrase(
            "原文用文字描述，数值是本程序按真实照片定的",
            "the document says it in words; the number is ours, set from real portraits",
        ),
    };
    let origin =
        set.origin.as_ref().map(|origin| format!("{} · {} · {}", origin.authority, origin.document, origin.checked));
    [origin, rule.clause.clone(), Some(basis.get(lang).to_owned())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

fn explain_measure(measure: &Measure, set: &Set, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{BOLD}{}{BOLD:#}  {}", measure.name, measure.doc.get(lang))?;
    let unit = if measure.unit.name().is_empty() { "—" } else { measure.unit.name() };
    paragraph(phrase("单位", "Unit"), unit, lang, out)?;
    paragraph(phrase("定义出处", "Definition"), measure.source, lang, out)?;
    let uses = |rule: &&Rule| rule.conditions.iter().any(|condition| condition.measure.name == measure.name);
    let rules: Vec<_> = set.rules.iter().filter(uses).map(|rule| rule.id.as_str()).collect();
    if rules.is_empty() {
        Ok(())
    } else {
        paragraph(phrase("用到它的规则", "Rules that use it"), &rules.join(", "), lang, out)
    }
}

fn paragraph(head: Phrase, text: &str, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    Ok(writeln!(out, "\n  {DIM}{}{DIM:#}\n  {text}", head.get(lang))?)
}
