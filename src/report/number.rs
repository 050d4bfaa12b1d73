//! Numbers as people read them.

use crate::reading::{Unit, Value};
pub(super) use crate::text::printable;
use crate::text::{Lang, Phrase, phrase, shortened};

/// A number with its unit, rounded to what matters, in `lang`.
pub(crate) fn quantity(number: f64, unit: Unit, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    match unit {
        Unit::Bytes => bytes(number, zh),
        Unit::Pixels => format!("{} {}", rounded(number, 0), if zh { "像素" } else { "pixels" }),
        Unit::Degrees => format!("{}°", rounded(number, 1)),
        Unit::Dpi => format!("{} dpi", rounded(number, 0)),
        Unit::Seconds => seconds(number, zh),
        Unit::FrameHeight | Unit::FrameWidth | Unit::Share | Unit::Probability => percent(number, zh),
        Unit::DeltaE => rounded(number, 1),
        Unit::Bits => format!("{} {}", rounded(number, 1), if zh { "位" } else { "bit" }),
        Unit::Ratio => rounded(number, 2),
        Unit::Stops => format!("{} {}", rounded(number, 1), if zh { "档" } else { "EV" }),
        Unit::IjgQuality | Unit::Count => rounded(number, 0),
        Unit::None => rounded(number, 1),
    }
}

/// The unit's name as people read it; empty where there is none.
pub fn unit_name(unit: Unit) -> Phrase {
    match unit {
        Unit::Bytes => phrase("字节", "bytes"),
        Unit::Pixels => phrase("像素", "px"),
        Unit::Degrees => phrase("度", "deg"),
        Unit::Dpi => phrase("每英寸点数", "dpi"),
        Unit::Seconds => phrase("秒", "s"),
        Unit::FrameHeight => phrase("画面高度之比", "frame height"),
        Unit::FrameWidth => phrase("画面宽度之比", "frame width"),
        Unit::Share => phrase("面积之比", "share"),
        Unit::Probability => phrase("可能性", "probability"),
        Unit::DeltaE => phrase("色差", "ΔE2000"),
        Unit::Ratio => phrase("比值", "ratio"),
        Unit::Stops => phrase("曝光档", "EV"),
        Unit::IjgQuality => phrase("质量（1–100）", "IJG quality"),
        Unit::Count => phrase("个数", "count"),
        Unit::Bits => phrase("位", "bit"),
        Unit::None => phrase("", ""),
    }
}

/// A value in words.
pub(super) fn value(value: &Value, unit: Unit, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    match value {
        Value::Number(number) => quantity(*number, unit, lang),
        Value::Flag(flag) => match (flag, zh) {
            (true, true) => "是",
            (false, true) => "否",
            (true, false) => "yes",
            (false, false) => "no",
        }
        .to_owned(),
        Value::Text(text) => {
            if text.is_empty() {
                nothing(zh)
            } else {
                from_file(text, lang)
            }
        }
        Value::List(texts) if texts.is_empty() => nothing(zh),
        Value::List(texts) => list(texts, lang),
        Value::Point([x, y]) => format!("({}, {})", rounded(*x, 0), rounded(*y, 0)),
        Value::Colour(colour) => Value::hex(*colour),
    }
}

/// The first few texts, and how many more there are: machine formats have them all.
fn list(texts: &[String], lang: Lang) -> String {
    /// Most texts that a reader takes in.
    const FEW: usize = 4;
    let zh = lang == Lang::Zh;
    let shown: Vec<_> = texts.iter().take(FEW).map(|text| from_file(text, lang)).collect();
    let shown = shown.join(lang.semicolon());
    match (texts.len().saturating_sub(FEW), zh) {
        (0, _) => shown,
        (more, true) => format!("{shown}；另有 {more} 项"),
        (more, false) => format!("{shown}; and {more} more"),
    }
}

/// A text that was read from a file: of a bearable length, and harmless.
pub(super) fn from_file(text: &str, lang: Lang) -> String {
    printable(&shortened(text, lang))
}

/// A number with at most `places` decimals, trailing zeros and a lone minus dropped.
fn rounded(number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn percent(number: f64, zh: bool) -> String {
    format!("{}{}%", rounded(number * 100.0, 1), if zh { "" } else { " " })
}

/// A size in the KB of 1024 bytes that notices and file managers mean.
fn bytes(number: f64, zh: bool) -> String {
    match number.abs() {
        size if size < 1024.0 => format!("{} {}", rounded(number, 0), if zh { "字节" } else { "bytes" }),
        size if size < 1048576.0 => format!("{} KB", rounded(number / 1024.0, 1)),
        _ => format!("{} MB", rounded(number / 1048576.0, 1)),
    }
}

fn seconds(number: f64, zh: bool) -> String {
    let (amount, unit) = match number.abs() {
        time if time < 120.0 => (number, if zh { "秒" } else { "s" }),
        time if time < 7200.0 => (number / 60.0, if zh { "分钟" } else { "min" }),
        time if time < 172_800.0 => (number / 3600.0, if zh { "小时" } else { "h" }),
        _ => (number / 86400.0, if zh { "天" } else { "d" }),
    };
    format!("{} {unit}", rounded(amount, 0))
}

fn nothing(zh: bool) -> String {
    if zh { "无" } else { "none" }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_to_what_matters() {
        assert_eq!(quantity(0.341, Unit::FrameHeight, Lang::Zh), "34.1%");
        assert_eq!(quantity(0.5, Unit::FrameHeight, Lang::En), "50 %");
        assert_eq!(quantity(-0.04, Unit::Degrees, Lang::En), "0°");
        assert_eq!(quantity(51200.0, Unit::Bytes, Lang::En), "50 KB");
        assert_eq!(quantity(90000.0, Unit::Seconds, Lang::Zh), "25 小时");
    }

    #[test]
    fn long_lists_are_cut_and_counted() {
        let texts: Vec<String> = (1..=9).map(|number| format!("{number}.jpg")).collect();
        assert_eq!(list(&texts[..2], Lang::Zh), "1.jpg；2.jpg");
        assert_eq!(list(&texts, Lang::En), "1.jpg; 2.jpg; 3.jpg; 4.jpg; and 5 more");
    }

    #[test]
    fn control_characters_become_visible() {
        assert_eq!(printable("a\x1b[2J\u{202e}b\n"), "a\\u{1b}[2J\\u{202e}b\\u{a}");
    }
}
