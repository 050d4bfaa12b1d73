//! How much of a terminal's screen a text takes: 24 rows of 80 columns, a Chinese character two columns wide.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::{Lang, phrase};

/// Rows that a report may take, so that the command above it and the prompt below it are still seen.
pub(super) const ROWS: usize = 22;

/// Columns of a row.
pub(super) const COLUMNS: usize = 80;

/// How many rows `text` takes, styles not counted.
pub(super) fn rows(text: &str) -> usize {
    text.lines().map(rows_of_line).sum()
}

fn rows_of_line(line: &str) -> usize {
    let (mut rows, mut column, mut in_style) = (1, 0, false);
    for c in line.chars() {
        match (in_style, c) {
            (true, _) => in_style = c != 'm',
            (false, '\x1b') => in_style = true,
            _ => {
                let width = c.width().unwrap_or_default();
                if column + width > COLUMNS {
                    (rows, column) = (rows + 1, 0);
                }
                column += width;
            }
        }
    }
    rows
}

/// The first names of a list, as many as about fit into `rows`, one at least, and how many there are.
pub(super) fn few(names: &[impl AsRef<str>], rows: usize, lang: Lang) -> String {
    let joint = lang.comma();
    let mut width = 0;
    let mut fits = |name: &&str| {
        width += name.width() + joint.width();
        width <= rows * COLUMNS - COLUMNS / 2
    };
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    let count = names.iter().copied().take_while(|name| fits(name)).count().max(1).min(names.len());
    let shown = names[..count].join(joint);
    match names.len() - count {
        0 => shown,
        more => phrase("{shown}，另有 {more} 项", "{shown} and {more} more")
            .fill(lang, &[("shown", &shown), ("more", &more.to_string())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_eighty_columns() {
        assert_eq!(rows(&"a".repeat(80)), 1);
        assert_eq!(rows(&"a".repeat(81)), 2);
        assert_eq!(rows(&"照".repeat(40)), 1);
        assert_eq!(rows(&format!("a{}", "照".repeat(40))), 2, "a wide character is never cut in two");
        assert_eq!(rows(&format!("\x1b[1m{}\x1b[0m\n\n", "a".repeat(80))), 2);
    }

    #[test]
    fn a_long_list_is_cut_and_counted() {
        let names: Vec<String> = (1..=40).map(|number| format!("要求{number}")).collect();
        let text = few(&names, 2, Lang::Zh);
        assert!(rows(&text) <= 2 && text.contains("另有"), "{text}");
        assert_eq!(few(&names[..2], 2, Lang::En), "要求1, 要求2");
    }
}
