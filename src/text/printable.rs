//! Text that commands nothing: neither a terminal nor a reader of a report.

/// Text from a file with its control characters made visible, so that it can neither move a cursor nor forge a line nor turn
/// the direction of what follows, and with what no text may hold (XML 1.0, 2.2; Unicode, 23.7).
pub fn printable(text: &str) -> String {
    let hidden = |c: char| {
        let turns =
            matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let breaks = matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
        let is_none = c as u32 & 0xFFFE == 0xFFFE || matches!(c, '\u{fdd0}'..='\u{fdef}');
        c.is_control() || turns || breaks || is_none
    };
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if hidden(c) { shown += &format!("\\u{{{:x}}}", c as u32) } else { shown.push(c) }
    }
    shown
}

/// The same for a sentence that may have been written over several lines: they become one.
pub(crate) fn one_line(text: &str) -> String {
    let is_break = |c: char| matches!(c, '\n' | '\r' | '\t');
    let words = text.split(is_break).map(str::trim).filter(|part| !part.is_empty());
    printable(&words.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_commands() {
        let hostile = "a\u{1b}[31m\u{0}\n\u{9b}\u{85}\u{202e}\u{2028}\u{fffe}\u{1ffff}𠮷é";
        let shown = "a\\u{1b}[31m\\u{0}\\u{a}\\u{9b}\\u{85}\\u{202e}\\u{2028}\\u{fffe}\\u{1ffff}𠮷é";
        assert_eq!(printable(hostile), shown);
        assert_eq!(one_line(" First line,\r\n\tsecond.\n"), "First line, second.");
        assert_eq!(one_line("x\u{1b}[2J"), "x\\u{1b}[2J");
    }
}
