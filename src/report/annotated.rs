//! One photo with what was measured drawn over it and what was found written below: an SVG for a student to look at
//! in any browser.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::html::markup::{escaped, jpeg_uri};
use super::overlay::{DEFINITIONS, Picture, STYLE, drawing};
use super::standing::ordered;
use super::wording::verdict_name;
use super::{Run, Standing, Words};
use crate::batch::Checked;
use crate::judge::{Finding, Verdict};
use crate::text::{Lang, phrase};

/// Most lines of text below the picture.
const LINES: usize = 14;

/// The drawing of a photo; `picture` is its JPEG file. `None` when the photo has no pixels.
pub fn annotated(photo: &Checked<'_>, picture: &[u8], run: &Run<'_>) -> Option<String> {
    let [width, height] = photo.size?.map(f64::from);
    let drawing = drawing(photo, &Picture::Uri(jpeg_uri(picture)))?;
    let columns = columns(width, height);
    let mut lines = vec![format!("{}  {}", verdict_name(photo.verdict).get(run.lang), run.shown(&photo.file))];
    let mut unmeasured: Vec<&str> = Vec::new();
    for finding in ordered(photo, run) {
        let standing = Standing::of(finding, run.counts);
        let title = finding.rule.title.get(run.lang);
        match standing {
            Standing::Skipped | Standing::Passed | Standing::Waived => {}
            Standing::Review if finding.decided_by().reason().is_some() => unmeasured.push(title),
            _ => lines.extend(wrapped(&run.shown(&told(finding, standing, photo, run)), columns)),
        }
    }
    if !unmeasured.is_empty() {
        let titles = unmeasured.join(phrase("；", "; ").get(run.lang));
        let sentence = phrase("? 请人看一看：{titles}", "? A person should look at: {titles}");
        lines.extend(wrapped(&sentence.fill(run.lang, &[("titles", &titles)]), columns));
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        lines.push("…".to_owned());
    }
    Some(sheet([width, height], &drawing, ground(photo.verdict), &lines, run.lang))
}

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

/// Mark, title, message and hint.
fn told(finding: &Finding<'_>, standing: Standing, photo: &Checked<'_>, run: &Run<'_>) -> String {
    let words = Words::of(finding, photo, run.lang);
    let hint = words.hint.map(|hint| format!(" → {hint}")).unwrap_or_default();
    let holes = [("title", finding.rule.title.get(run.lang)), ("message", words.message.as_str())];
    let sentence = phrase("{title}：{message}", "{title}: {message}").fill(run.lang, &holes);
    format!("{} {sentence}{hint}", mark(standing))
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

fn mark(standing: Standing) -> char {
    match standing {
        Standing::Failed => '✗',
        Standing::Review => '?',
        _ => '!',
    }
}

fn ground(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "#ddf3e4",
        Verdict::Review => "#fff0cc",
        Verdict::Fail => "#fde0df",
    }
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
