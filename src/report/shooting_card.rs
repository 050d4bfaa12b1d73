//! One printable page for whoever takes the photo: how to set up, how to frame, what to look out for. Made from the
//! rule set in use, so that it can never ask for something else than the check does.

use std::io::{self, Write};

use super::markup::{both, escaped, in_both, say};
use super::wording::limits_text;
use crate::rules::{Condition, Rule, Set, Severity};
use crate::text::{Lang, Phrase, phrase};

const STYLE: &str = include_str!("shooting_card/card.css");

/// How to set up, whatever the rules.
const SET_UP: [Phrase; 6] = [
    phrase(
        "请别人拍，不要自拍；用后置摄像头，先擦干净镜头。",
        "Let someone else take it; no selfie. Use the rear camera, lens wiped clean.",
    ),
    phrase(
        "镜头与眼睛同高，离人 1.5 米以上，竖拍，头顶和肩膀都留余地。",
        "Camera at eye height, at least 1.5 m away, upright format, room left above the hair and beside the shoulders.",
    ),
    phrase("人离背景墙约 1 米，墙上不留影子。", "Stand about 1 m from a plain wall, so that no shadow falls on it."),
    phrase(
        "光从左右两侧前方均匀照来；不要顶光、逆光，不开闪光灯。",
        "Even light from both sides in front; none from above or behind, no flash.",
    ),
    phrase(
        "关闭美颜、滤镜和“人像”模式；拍完不修图。",
        "Switch off beautifying, filters and portrait mode; change nothing afterwards.",
    ),
    phrase(
        "多拍几张挑一张；交原图，不要经聊天软件压缩（发送时选“原图”）。",
        "Take several and choose; hand in the original, not a copy shrunk by a chat program.",
    ),
];

/// Where a rule stands on the card, by the group of the measure that it asks for.
const PARTS: [(Phrase, &[&str]); 4] = [
    (phrase("取景和姿势", "Frame and posture"), &["head", "face", "shoulders"]),
    (phrase("光线和背景", "Light and background"), &["light", "background", "colour", "focus"]),
    (phrase("着装和面容", "Clothes and face"), &["eyes", "brows", "ears", "mouth", "glasses", "adornment", "clothing"]),
    (phrase("文件", "File"), &["file", "image", "jpeg", "trace", "batch"]),
];

/// Writes the card as one HTML page.
///
/// # Errors
/// Those of the writer.
pub fn shooting_card(set: &Set, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let tag = lang.tag();
    let title = phrase("拍摄说明", "How to take the photo");
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"{tag}\" data-lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(out, "<title>{} · {}</title>", title.get(lang), escaped(set.title.get(lang)))?;
    writeln!(out, "<style>{STYLE}</style>\n</head>\n<body>")?;
    writeln!(out, "<header><h1>{}</h1><p>{}</p></header>", say(title), both(&set.title))?;
    writeln!(out, "<section class=\"top\"><div>{}</div><ol>", frame(set))?;
    for tip in SET_UP {
        writeln!(out, "<li>{}</li>", say(tip))?;
    }
    writeln!(out, "</ol></section>\n<section class=\"rules\">")?;
    for (heading, groups) in PARTS {
        part(set, heading, groups, out)?;
    }
    writeln!(out, "</section>\n<footer>{}</footer>\n</body>\n</html>", footer(set))
}

/// One heading with its rules.
fn part(set: &Set, heading: Phrase, groups: &[&str], out: &mut dyn Write) -> io::Result<()> {
    let here = |rule: &&Rule| rule.severity > Severity::Info && groups.contains(&group(rule));
    let rules: Vec<_> = set.rules.iter().filter(here).collect();
    if rules.is_empty() {
        return Ok(());
    }
    writeln!(out, "<div><h2>{}</h2><ul>", say(heading))?;
    for rule in rules {
        let limits = in_both(|lang| limits(rule, lang));
        let limits = if limits.zh.is_empty() { String::new() } else { format!(" <small>{}</small>", both(&limits)) };
        writeln!(out, "<li>{}{limits}</li>", both(&rule.title))?;
    }
    writeln!(out, "</ul></div>")
}

/// The group of a rule's first measure.
fn group(rule: &Rule) -> &str {
    rule.conditions.first().map(|condition| condition.measure.group()).unwrap_or_default()
}

/// The limits that a person with a camera can aim at: sizes and places, not probabilities and colour differences.
fn limits(rule: &Rule, lang: Lang) -> String {
    let [condition] = rule.conditions.as_slice() else { return String::new() };
    if condition.measure.is_aimed_at { limits_text(condition, lang) } else { String::new() }
}

/// The frame with a head in it, at the middle of what the rules allow, and the bands for crown and chin.
fn frame(set: &Set) -> String {
    let (width, height) = set.reference.map_or((480.0, 640.0), |frame| (frame.width, frame.height));
    let range = |measure: &str, otherwise: (f64, f64)| find(set, measure).map_or(otherwise, |it| ends(it, otherwise));
    let head = range("head.height", (0.46, 0.56));
    let crown = range("head.crown_gap", (0.06, 0.16));
    let middle = |(low, high): (f64, f64)| (low + high) / 2.0;
    let (top, tall) = (middle(crown) * height, middle(head) * height);
    let chin = top + tall;
    let x = width / 2.0;
    let face = format!(
        r#"<ellipse cx="{x}" cy="{:.0}" rx="{:.0}" ry="{:.0}" class="person"/><path class="person" d="M{:.0} {height} Q{:.0} {:.0} {x} {:.0} Q{:.0} {:.0} {:.0} {height} Z"/>"#,
        top + tall / 2.0,
        tall * 0.38,
        tall / 2.0,
        width * 0.06,
        width * 0.08,
        chin + height * 0.1,
        chin - height * 0.02,
        width * 0.92,
        chin + height * 0.1,
        width * 0.94,
    );
    let band = |low: f64, high: f64| {
        format!(
            r#"<rect x="0" width="{width}" y="{:.0}" height="{:.0}" class="band"/>"#,
            low * height,
            (high - low) * height
        )
    };
    let line = |y: f64, name: Phrase| {
        format!(
            r#"<line x1="0" x2="{width}" y1="{y:.0}" y2="{y:.0}"/><text lang="zh" x="8" y="{0:.0}">{1}</text><text lang="en" x="8" y="{0:.0}">{2}</text>"#,
            y - 6.0,
            name.zh,
            name.en
        )
    };
    format!(
        r#"<svg viewBox="0 0 {width} {height}" role="img"><rect width="{width}" height="{height}" class="ground"/>{face}{}{}{}<line class="middle" x1="{x}" x2="{x}" y1="0" y2="{height}"/></svg>"#,
        band(crown.0, crown.1),
        line(top, phrase("头顶", "crown")),
        line(chin, phrase("下巴", "chin")),
    )
}

/// The first condition on a measure.
fn find<'s>(set: &'s Set, measure: &str) -> Option<&'s Condition> {
    let mut conditions = set.rules.iter().flat_map(|rule| &rule.conditions);
    conditions.find(|condition| condition.measure.name == measure)
}

/// Both ends of a condition's range, an open end as in `otherwise`.
fn ends(condition: &Condition, otherwise: (f64, f64)) -> (f64, f64) {
    let low = condition.limits.min.map_or(otherwise.0, |bound| bound.value);
    let high = condition.limits.max.map_or(otherwise.1, |bound| bound.value);
    if low < high { (low, high) } else { otherwise }
}

/// Whose requirements these are, and what only the recipient can decide.
fn footer(set: &Set) -> String {
    let origin = set.origin.as_ref().map(|origin| {
        let holes = [
            ("authority", origin.authority.as_str()),
            ("document", origin.document.as_str()),
            ("checked", origin.checked.as_str()),
        ];
        let sentence = phrase(
            "依据：{authority}《{document}》（核对于 {checked}）。以学校最新通知为准。",
            "After {authority}, {document} (last read {checked}). The latest notice of the school decides.",
        );
        both(&sentence.both(&holes))
    });
    origin.unwrap_or_default()
}
