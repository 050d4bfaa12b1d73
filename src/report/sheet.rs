//! A drawing with lines of text below it: an SVG that any browser shows.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::markup::escaped;
use super::overlay::{DEFINITIONS, STYLE};
use crate::text::Lang;

/// An SVG with a drawing of this size, and lines of text below it, the first on a ground of this colour.
pub(super) fn sheet([width, height]: [f64; 2], drawing: &str, ground: &str, lines: &[String], lang: Lang) -> String {
    let size = letters(width, height);
    let caption: String =
        lines.iter().enumerate().map(|(row, line)| caption_line(row, line, height, size, lang)).collect();
    let whole = height + size * (lines.len() as f64 + 1.0) * 1.45;
    let tag = lang.tag();
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {whole:.0}" data-lang="{tag}"><style>svg[data-lang=zh] text[lang=en],svg[data-lang=en] text[lang=zh]{{display:none}}.said{{fill:#16212c;font-family:system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}}{STYLE}</style>{DEFINITIONS}<rect width="{width}" height="{whole:.0}" fill="#fff"/><rect y="{height}" width="{width}" height="{:.1}" fill="{ground}"/>{drawing}{caption}</svg>"##,
        size * 1.9,
    )
}

/// Height of the letters below a picture.
fn letters(width: f64, height: f64) -> f64 {
    width.max(height * 0.5) * 0.036
}

/// How many columns of text fit below a picture.
pub(super) fn columns(width: f64, height: f64) -> usize {
    (width / letters(width, height) * 1.85) as usize
}

fn caption_line(row: usize, line: &str, height: f64, size: f64, lang: Lang) -> String {
    let y = height + size * (1.3 + 1.45 * row as f64 + if row > 0 { 0.4 } else { 0.0 });
    let weight = if row == 0 { 700 } else { 400 };
    format!(
        r#"<text class="said" lang="{}" x="{:.1}" y="{y:.1}" font-size="{size:.1}" font-weight="{weight}" xml:space="preserve">{}</text>"#,
        lang.tag(),
        size * 0.5,
        escaped(line)
    )
}

/// `text` in lines of at most `columns` columns, a Chinese character taking two; later lines are indented.
pub(super) fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words(text) {
        let line = lines.last_mut().map(|line| line.as_str()).unwrap_or_default();
        if line.width() + word.width() > columns && !line.trim().is_empty() {
            lines.push(format!("   {}", word.trim_start()));
        } else if let Some(line) = lines.last_mut() {
            line.push_str(&word);
        }
    }
    lines
}

/// Where a line may break: before a space, and before every Chinese character that is not a closing mark.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for c in text.chars() {
        let breaks = c == ' ' || (c.width() == Some(2) && !"，。：；、）”".contains(c));
        match words.last_mut() {
            Some(word) if !breaks => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_keep_to_their_width() {
        assert_eq!(wrapped("one two three", 8), ["one two", "   three"]);
        assert_eq!(wrapped("头部偏小，靠近一些。", 10), ["头部偏小，", "   靠近一", "   些。"]);
        assert_eq!(wrapped("averyveryverylongword", 5), ["averyveryverylongword"]);
    }
}
