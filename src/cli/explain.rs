//! `photocheck explain`: a rule or a measure in full sentences.

use std::collections::BTreeSet;
use std::io::Write;

use anstyle::Style;
use photocheck::document::nearest;
use photocheck::measure::{MEASURES, Measure, find};
use photocheck::reading::{Unit, ValueKind};
use photocheck::report::{cures, error_rates, limits_text, unit_name};
use photocheck::rules::{AtWorst, Basis, Condition, Rule, Set, Severity};
use photocheck::text::{Lang, Phrase, phrase};

use super::console::Console;
use super::options::Explain;
use super::sentences as say;
use super::{ExitStatus, complaint, rule_set};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Explains the topic: a rule's id, a measure's name, or a word that only one of them speaks of; of a word that several
/// speak of, lists them.
pub fn run(options: &Explain, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    let Some(sets) = rule_set::each(&options.rules, lang, console) else { return Ok(ExitStatus::Impossible) };
    let topic = options.topic.trim();
    // Of several sets the first that has the rule speaks.
    let has_it = |set: &&Set| set.rules.iter().any(|rule| rule.id == topic);
    let Some(set) = sets.iter().find(has_it).or(sets.first()) else { return Ok(ExitStatus::Impossible) };
    let mut out = console.out();
    let rule = set.rules.iter().find(|rule| rule.id == topic);
    match (rule, find(topic)) {
        (Some(rule), _) => explain_rule(rule, set, lang, &mut out)?,
        (None, Some(measure)) => explain_measure(measure, set, lang, &mut out)?,
        (None, None) => match Hits::of(topic, set) {
            Hits { rules, .. } if rules.len() == 1 => explain_rule(rules[0], set, lang, &mut out)?,
            Hits { rules, measures } if rules.is_empty() && measures.len() == 1 => {
                explain_measure(measures[0], set, lang, &mut out)?
            }
            hits if hits.is_empty() && !Hits::asked(topic, set).is_empty() => {
                writeln!(out, "{}", say::ANSWERING_TOPICS.fill(lang, &[("word", topic)]))?;
                Hits::asked(topic, set).list(lang, &mut out)?;
            }
            hits if hits.is_empty() => {
                let near = Hits::near(topic, set);
                complaint::general(console, lang, &unknown(topic, &near, set, lang));
                near.list(lang, &mut console.err())?;
                return Ok(ExitStatus::Impossible);
            }
            hits => {
                writeln!(out, "{}", say::SEVERAL_TOPICS.fill(lang, &[("word", topic)]))?;
                hits.list(lang, &mut out)?;
            }
        },
    }
    out.flush()?;
    Ok(ExitStatus::Fine)
}

/// What people ask in words that stand in no rule, and the rules that answer; small letters, and one word of a row is enough.
const ASKED: [(&[&str], &[&str]); 7] = [
    (&["红底", "白底", "蓝底", "底色"], &["background-colour", "background-uniform"]),
    (&["尺寸", "一寸", "二寸", "两寸", "分辨率", "resolution", "dimensions"], &["pixel-size", "file-size"]),
    (&["ps", "p图", "修图", "photoshop"], &["not-retouched", "no-editing-traces"]),
    (
        &["穿什么", "西装", "校服", "白衬衫", "什么衣服", "dress", "suit"],
        &["clothing-contrast", "shoulders-covered", "no-bulky-collar"],
    ),
    (&["化妆", "口红", "lipstick"], &["light-makeup"]),
    (
        &["怎么拍", "姿势", "站姿", "坐姿", "pose"],
        &["frontal", "upright", "shoulders-level", "head-height", "gaze-level"],
    ),
    (&["手机", "自拍", "selfie"], &["head-height", "sharp", "original-photo"]),
];

/// What speaks of a word.
struct Hits<'s> {
    rules: Vec<&'s Rule>,
    measures: Vec<&'static Measure>,
}

impl<'s> Hits<'s> {
    /// The rules of a clause, as findings print it; else rules and measures whose names, titles or explanations hold every one of `words` in
    /// either language; those whose own names hold them outdo those that only mention them.
    fn of(words: &str, set: &'s Set) -> Self {
        let words = words.to_lowercase();
        let is_of_clause = |rule: &&Rule| {
            let clause = rule.clause.as_deref().unwrap_or_default().to_lowercase();
            clause == words || clause.split('、').any(|one| one.trim() == words)
        };
        let rules: Vec<_> = set.rules.iter().filter(is_of_clause).collect();
        if !rules.is_empty() {
            return Self { rules, measures: Vec::new() };
        }
        let holds = |text: &str| {
            let text = text.to_lowercase();
            // A word of letters begins one of the text's: an ear is not in "clear".
            let begins = |word: &str| text.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(word));
            let is_plain = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric());
            words.split_whitespace().all(|word| if is_plain(word) { begins(word) } else { text.contains(word) })
        };
        let names = |rule: &Rule| holds(&rule.id) || holds(&rule.title.zh) || holds(&rule.title.en);
        let mentions = |rule: &Rule| {
            let hints = rule.conditions.iter().flat_map(|it| [&it.low, &it.high, &it.hint]).flatten();
            let wordings = hints.chain(&rule.why);
            let docs = rule.conditions.iter().map(|it| it.measure);
            wordings.into_iter().any(|it| holds(&it.zh) || holds(&it.en))
                || docs.into_iter().any(|it| holds(it.name) || holds(it.doc.zh) || holds(it.doc.en))
        };
        let named: Vec<_> = set.rules.iter().filter(|rule| names(rule)).collect();
        let mentioned = || set.rules.iter().filter(|rule| mentions(rule)).collect();
        let measures = MEASURES.iter().filter(|it| holds(it.name) || holds(it.doc.zh) || holds(it.doc.en));
        Self { rules: if named.is_empty() { mentioned() } else { named }, measures: measures.collect() }
    }

    /// The rules that answer an everyday word.
    fn asked(word: &str, set: &'s Set) -> Self {
        let word = word.to_lowercase();
        let ids = ASKED.iter().find(|(words, _)| words.contains(&word.as_str())).map_or(&[][..], |(_, ids)| ids);
        let rules = set.rules.iter().filter(|rule| ids.contains(&rule.id.as_str())).collect();
        Self { rules, measures: Vec::new() }
    }

    /// The rules whose titles share most of the characters of a Chinese word that none of them holds: 耳朵露出 is 双耳外露.
    fn near(word: &str, set: &'s Set) -> Self {
        let characters: BTreeSet<char> = word.chars().filter(|c| !c.is_ascii()).collect();
        let shared = |rule: &&Rule| characters.iter().filter(|c| rule.title.zh.contains(**c)).count();
        let most = set.rules.iter().map(|rule| shared(&rule)).max().unwrap_or_default();
        // One character alone is in many titles, and means something else in most.
        let is_near = most > 1 && most * 2 >= characters.len();
        let rules = set.rules.iter().filter(|rule| is_near && shared(rule) == most).collect();
        Self { rules, measures: Vec::new() }
    }

    fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.measures.is_empty()
    }

    fn list(&self, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
        let names = self.rules.iter().map(|rule| rule.id.as_str()).chain(self.measures.iter().map(|it| it.name));
        let width = names.map(str::len).max().unwrap_or_default();
        for rule in &self.rules {
            writeln!(out, "  {BOLD}{:width$}{BOLD:#}  {}", rule.id, rule.title.get(lang))?;
        }
        for measure in &self.measures {
            writeln!(out, "  {BOLD}{:width$}{BOLD:#}  {DIM}{}{DIM:#}", measure.name, measure.doc.get(lang))?;
        }
        Ok(())
    }
}

/// That nothing is called so; the name that was meant, or that some come near, which a list tells.
fn unknown(topic: &str, near: &Hits<'_>, set: &Set, lang: Lang) -> String {
    let names = || set.rules.iter().map(|rule| rule.id.as_str()).chain(MEASURES.iter().map(|measure| measure.name));
    let words = || names().flat_map(|name| name.split(['-', '.', '_'])).filter(|word| word.len() > 2);
    let mut text = say::NO_SUCH_TOPIC.fill(lang, &[("name", topic)]);
    let meant = nearest(topic, names()).or_else(|| nearest(topic, words()));
    let more = match meant {
        Some(name) => say::DID_YOU_MEAN.fill(lang, &[("name", name)]),
        None if near.is_empty() => return text,
        None => say::NEAR_TOPICS.get(lang).to_owned(),
    };
    text += lang.semicolon();
    text + &more
}

/// What, why, what a failure means, how it is measured, what to do, how sure, source.
fn explain_rule(rule: &Rule, set: &Set, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{BOLD}{}{BOLD:#}  {}", rule.id, rule.title.get(lang))?;
    if let Some(why) = &rule.why {
        paragraph(phrase("为什么", "Why"), why.get(lang), lang, out)?;
    }
    paragraph(phrase("不满足时", "When it is not met"), severity(rule).get(lang), lang, out)?;
    for (index, condition) in rule.conditions.iter().enumerate() {
        let group = rule.alternatives.iter().position(|group| group.start == index);
        if let Some(number) = group.map(|number| (number + 1).to_string()) {
            let all = rule.alternatives.len().to_string();
            let text = phrase("第 {number} 种，共 {all} 种。", "Number {number} of {all}.");
            let text = text.fill(lang, &[("number", &number), ("all", &all)]);
            paragraph(phrase("满足其中一种即可", "One of these is enough"), &text, lang, out)?;
        }
        paragraph(phrase("怎样测量", "How it is measured"), &measured(condition, lang), lang, out)?;
        for (case, cure) in cures(condition, lang) {
            writeln!(out, "\n  {DIM}{case}{DIM:#}\n  {cure}")?;
        }
    }
    paragraph(phrase("有多确定", "How sure"), &sureness(rule, lang), lang, out)?;
    paragraph(phrase("出处", "Source"), &source(rule, set, lang), lang, out)
}

/// What it means for a photo not to meet the rule.
fn severity(rule: &Rule) -> Phrase {
    match rule.severity {
        Severity::Error if !can_fail(rule) => {
            phrase("请人工确认；单凭这一条不会不合格。", "A person has to look; this rule alone never fails a photo.")
        }
        Severity::Error => phrase("照片不合格。", "The photo fails."),
        Severity::Warning => phrase(
            "只是提醒，不影响结论（--strict 时才算）。",
            "A warning only; it counts against the photo under --strict alone.",
        ),
        Severity::Info => phrase("只是说明，从不影响结论。", "A remark; it never counts against the photo."),
    }
}

/// Whether a photo can fail by this rule alone: no score does that as long as nobody knows from where on it is sure.
fn can_fail(rule: &Rule) -> bool {
    let is_sure = |condition: &Condition| {
        condition.limits.wanted.is_none_or(|wanted| wanted.point().is_some_and(|point| point.sure.is_some()))
    };
    rule.at_worst == AtWorst::Fail && rule.conditions.iter().any(is_sure)
}

/// How far the answer can be trusted, by what kinds of measures the rule has.
fn sureness(rule: &Rule, lang: Lang) -> String {
    let has = |wanted: fn(&Measure) -> bool| rule.conditions.iter().any(|condition| wanted(condition.measure));
    let mut sentences = Vec::new();
    if has(|measure| measure.kind() == ValueKind::Score || measure.unit == Unit::Probability) {
        sentences.push(phrase(
            "由识别模型看图判断：明显没有问题的通过，拿不准的请人确认，",
            "A classifier looks at the picture: it passes what is clearly fine, asks a person while it is not sure, and",
        ));
        sentences.push(if can_fail(rule) {
            phrase("非常明显的才判不合格。", "fails only what is clearly wrong.")
        } else {
            phrase("从不自行判定不合格。", "never fails a photo by itself.")
        });
    }
    if has(|measure| measure.kind() == ValueKind::Number && measure.is_exact()) {
        sentences.push(phrase("数值是精确的，没有误差。", "The value is exact."));
    }
    if has(|measure| measure.kind() == ValueKind::Number && !measure.is_exact() && measure.unit != Unit::Probability) {
        sentences.push(phrase(
            "测量值带着误差（两倍标准不确定度）：连同误差都在限值之内才算合格，都在限值之外才算不合格，介于两者之间请人看一眼。",
            "The value has an error (two standard uncertainties): it passes when all of that lies inside the limits, fails when all of it lies outside, and in between a person has to look.",
        ));
    }
    if has(|measure| measure.name == "batch.duplicate_of") {
        sentences.push(phrase("比较画面内容判断。", "The pictures themselves are compared."));
    } else if sentences.is_empty() && has(|measure| measure.name.starts_with("background.")) {
        sentences.push(phrase("按画面测得的背景颜色判断。", "It follows from the colour that was measured."));
    } else if sentences.is_empty() {
        sentences.push(phrase("照文件里写的判断，没有误差。", "It is read from the file, without an error."));
    }
    if rule.conditions.iter().any(|condition| condition.limits.grace.is_some()) {
        sentences.push(phrase(
            "超出限值、但没有超出规则另给的余地（grace）的，不判不合格：只是提醒，拿不准的请人确认。",
            "What misses the limits by no more than the rule's grace does not fail: it is a warning, or a person looks where that is not certain.",
        ));
    }
    let rates = error_rates(rule, lang);
    let all = sentences.iter().map(|sentence| sentence.get(lang)).chain(rates.as_deref());
    all.collect::<Vec<_>>().join(lang.space())
}

fn measured(condition: &Condition, lang: Lang) -> String {
    let holes = [
        ("doc", condition.measure.doc.get(lang)),
        ("name", condition.measure.name),
        ("limits", &limits_text(condition, lang)),
    ];
    phrase("{doc}（{name}，要求：{limits}）", "{doc} ({name}; required: {limits})").fill(lang, &holes)
}

fn source(rule: &Rule, set: &Set, lang: Lang) -> String {
    let basis = match rule.basis {
        Basis::Official => phrase("数值是原文写明的", "the number stands in the document"),
        Basis::Own => phrase(
            "原文用文字描述，数值是本程序按真实照片定的",
            "the document says it in words; the number is ours, set from real portraits",
        ),
    };
    let origin = set.origin.as_ref().map(|origin| {
        let checked = phrase("{day} 核对", "compared on {day}").fill(lang, &[("day", &origin.checked)]);
        format!("{} · {} · {checked}", origin.authority, origin.document)
    });
    [origin, rule.clause.clone(), Some(basis.get(lang).to_owned())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

fn explain_measure(measure: &Measure, set: &Set, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{BOLD}{}{BOLD:#}  {}", measure.name, measure.doc.get(lang))?;
    let unit = Some(unit_name(measure.unit).get(lang)).filter(|name| !name.is_empty()).unwrap_or("—");
    paragraph(phrase("单位", "Unit"), unit, lang, out)?;
    paragraph(phrase("定义出处", "Definition"), measure.source, lang, out)?;
    let uses = |rule: &&Rule| rule.conditions.iter().any(|condition| condition.measure.name == measure.name);
    let rules: Vec<_> = set.rules.iter().filter(uses).map(|rule| rule.id.as_str()).collect();
    if rules.is_empty() {
        Ok(())
    } else {
        paragraph(phrase("用到它的规则", "Rules that use it"), &rules.join(lang.comma()), lang, out)
    }
}

fn paragraph(head: Phrase, text: &str, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    Ok(writeln!(out, "\n  {DIM}{}{DIM:#}\n  {text}", head.get(lang))?)
}
