//! Prose on a terminal: what is too long for a line goes on below its own beginning, and is broken where a reader expects it.
//!
//! That is behind a space, and between two Chinese characters unless a mark belongs to one of them: no line begins with a full
//! stop. Names of files stay whole, so that they can be copied. Whatever is read by another program is never broken.

use std::io::{self, Write};

use unicode_width::UnicodeWidthChar;

/// Narrowest terminal that lines are broken for: below it, nothing would be gained.
const NARROWEST: usize = 40;
/// Marks that no line begins with.
const CLOSING: &str = "，。、；：！？）》」”’…—·,.;:!?)]}%";
/// Marks that no line ends with.
const OPENING: &str = "（《「“‘([{";
/// Signs before a line's text, which goes on behind them.
const SIGNS: [char; 7] = ['✓', '✗', '?', '!', '-', '→', '·'];

/// A terminal of so many columns in front of `inner`.
pub struct Wrapping<W: Write> {
    inner: W,
    columns: usize,
    /// The line so far.
    line: Vec<u8>,
}

impl<W: Write> Wrapping<W> {
    /// Breaks what is written to `inner`.
    pub fn new(inner: W, columns: usize) -> Self {
        Self { inner, columns, line: Vec::new() }
    }
}

impl<W: Write> Write for Wrapping<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                let line = std::mem::take(&mut self.line);
                self.inner.write_all(broken(&String::from_utf8_lossy(&line), self.columns).as_bytes())?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let rest = std::mem::take(&mut self.line);
        self.inner.write_all(&rest)?;
        self.inner.flush()
    }
}

impl<W: Write> Drop for Wrapping<W> {
    fn drop(&mut self) {
        // Nobody is left to tell.
        drop(self.flush());
    }
}

/// A character, or a terminal's code, which takes no room.
#[derive(Clone, Copy)]
struct Sign<'t> {
    text: &'t str,
    columns: usize,
}

impl Sign<'_> {
    fn is(&self, test: impl Fn(char) -> bool) -> bool {
        self.columns > 0 && self.text.chars().next().is_some_and(test)
    }

    fn is_space(&self) -> bool {
        self.is(|c| c == ' ')
    }

    /// Whether it is a Chinese character or mark, behind which a line may end.
    fn is_wide(&self) -> bool {
        self.is(|c| c.width() == Some(2))
    }
}

/// A line with ends put in; its own end stays.
fn broken(line: &str, columns: usize) -> String {
    let signs = signs(line.trim_end_matches('\n'));
    let width = |signs: &[Sign<'_>]| signs.iter().map(|sign| sign.columns).sum::<usize>();
    if columns < NARROWEST || width(&signs) <= columns {
        return line.to_owned();
    }
    let indent = indent(&signs).min(columns / 2);
    let mut text = String::with_capacity(line.len() + 64);
    let mut at = 0;
    for piece in pieces(&signs) {
        let spaces = piece.iter().rev().take_while(|sign| sign.is_space()).count();
        let room = width(piece) - spaces;
        if at + room > columns && at > indent {
            text.truncate(text.trim_end_matches(' ').len());
            text += "\n";
            text += &" ".repeat(indent);
            at = indent;
        }
        piece.iter().for_each(|sign| text += sign.text);
        at += width(piece);
    }
    if line.ends_with('\n') { text + "\n" } else { text }
}

fn signs(line: &str) -> Vec<Sign<'_>> {
    let mut signs = Vec::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let code = rest.strip_prefix("\x1b[").and_then(|code| code.find(|c: char| c.is_ascii_alphabetic()));
        let length = code.map_or(c.len_utf8(), |end| end + 3);
        // Chinese terminals and fonts give quotation marks and the middle dot two columns: room for these is left everywhere.
        let room = if c.is_alphabetic() { c.width() } else { c.width_cjk() };
        let columns = if code.is_some() { 0 } else { room.unwrap_or(0) };
        signs.push(Sign { text: &rest[..length], columns });
        rest = &rest[length..];
    }
    signs
}

/// Where a line goes on: below its first letter, behind a sign and the space after it.
fn indent(signs: &[Sign<'_>]) -> usize {
    let shown: Vec<_> = signs.iter().filter(|sign| sign.columns > 0).collect();
    let margin = shown.iter().take_while(|sign| sign.is_space()).count();
    let has_sign = shown.get(margin).is_some_and(|sign| sign.is(|c| SIGNS.contains(&c)));
    let is_apart = shown.get(margin + 1).is_some_and(|sign| sign.is_space());
    if has_sign && is_apart { margin + 2 } else { margin }
}

/// The line in pieces that are never broken, each with the spaces behind it.
fn pieces<'s, 't>(signs: &'s [Sign<'t>]) -> Vec<&'s [Sign<'t>]> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<&Sign<'_>> = None;
    for (index, sign) in signs.iter().enumerate().filter(|(_, sign)| sign.columns > 0) {
        if before.is_some_and(|before| may_part(before, sign) && !is_in_name(signs, index)) {
            // A code that stands between them goes with what follows.
            let codes = signs[..index].iter().rev().take_while(|sign| sign.columns == 0).count();
            pieces.push(&signs[start..index - codes]);
            start = index - codes;
        }
        before = Some(sign);
    }
    pieces.push(&signs[start..]);
    pieces
}

fn may_part(before: &Sign<'_>, after: &Sign<'_>) -> bool {
    if after.is_space() || before.is_space() {
        return before.is_space() && !after.is_space();
    }
    let is_chinese = before.is_wide() || after.is_wide();
    is_chinese && !after.is(|c| CLOSING.contains(c)) && !before.is(|c| OPENING.contains(c))
}

/// Whether the sign at `index` stands inside what may be the name of a file: a run without spaces and Chinese marks that has a dot
/// or a slash.
fn is_in_name(signs: &[Sign<'_>], index: usize) -> bool {
    let ends = |sign: &&Sign<'_>| sign.is(|c| c == ' ' || "，。、；：！？（）《》“”".contains(c));
    let back = signs[..index].iter().rev().take_while(|sign| !ends(sign));
    let forth = signs[index..].iter().take_while(|sign| !ends(sign));
    // The sign before begins another run when it is a mark itself.
    let is_joined = index > 0 && !signs[index].is_space() && signs[..index].last().is_some_and(|sign| !ends(&sign));
    is_joined && back.chain(forth).any(|sign| sign.is(|c| matches!(c, '/' | '\\' | '.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_goes_on_below_its_beginning_and_keeps_its_marks() {
        let line = "  ? 机器没有检查：是否本人（要与录取照片比对，本程序没有录取照片）；是否近期所拍。\n";
        let expected =
            "  ? 机器没有检查：是否本人（要与录取照片\n    比对，本程序没有录取照片）；是否近期\n    所拍。\n";
        assert_eq!(broken(line, 40), expected);
        let full = "一二三四五六七八九十一二三四五六七八九十。\n";
        assert_eq!(broken(full, 40), "一二三四五六七八九十一二三四五六七八九\n十。\n");
    }

    #[test]
    fn words_and_names_of_files_stay_whole() {
        let line = "✗ 照片/一班/张三一二三四五六七八九十.jpg  retake: the eyes are closed\n";
        let expected = "✗ 照片/一班/张三一二三四五六七八九十.jpg\n  retake: the eyes are closed\n";
        assert_eq!(broken(line, 44), expected);
        let long = format!("{}/{}\n", "a".repeat(50), "b".repeat(50));
        assert_eq!(broken(&long, 60), long);
    }

    #[test]
    fn marks_that_may_be_wide_have_room_and_break_no_word() {
        assert_eq!(broken(&format!("{} 354×472\n", "a".repeat(33)), 40), format!("{}\n354×472\n", "a".repeat(33)));
        assert_eq!(broken(&format!("{} José\n", "a".repeat(37)), 40), format!("{}\nJosé\n", "a".repeat(37)));
        assert_eq!(broken(&format!("{} José\n", "a".repeat(35)), 40), format!("{} José\n", "a".repeat(35)));
    }

    #[test]
    fn codes_take_no_room_and_short_lines_stay() {
        let line = format!("  \x1b[1m{}\x1b[0m {}\n", "a".repeat(20), "b".repeat(30));
        assert_eq!(broken(&line, 60), line);
        assert_eq!(broken(&line, 45), format!("  \x1b[1m{}\x1b[0m\n  {}\n", "a".repeat(20), "b".repeat(30)));
        assert_eq!(broken(&line, 20), line, "too narrow");
    }

    #[test]
    fn what_is_written_in_parts_comes_out_in_lines() {
        let mut out = Vec::new();
        let mut wrapping = Wrapping::new(&mut out, 40);
        for part in ["one two three four five ", "six seven eight nine ten\nshort\nopen"] {
            wrapping.write_all(part.as_bytes()).unwrap();
        }
        drop(wrapping);
        let expected = "one two three four five six seven eight\nnine ten\nshort\nopen";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
