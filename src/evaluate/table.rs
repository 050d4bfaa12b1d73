//! A table as text, for people and for Markdown.

use unicode_width::UnicodeWidthStr;

/// A table of finished texts. The first column is left-aligned, the others, which hold numbers, right-aligned.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What the table shows.
    pub title: String,
    /// How to read it; may be empty.
    pub note: String,
    /// One text a column.
    pub head: Vec<String>,
    /// One text a column, each.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// For a terminal: columns padded to equal width, as terminals count it for Chinese.
    pub fn plain(&self) -> String {
        let lines = || std::iter::once(&self.head).chain(&self.rows);
        let width =
            |column: usize| lines().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
        let widths: Vec<_> = (0..self.head.len()).map(width).collect();
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
                let padding = " ".repeat(width - cell.width());
                if column == 0 { format!("{cell}{padding}") } else { format!("{padding}{cell}") }
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
        };
        let mut text = format!("{}\n", self.title);
        if !self.note.is_empty() {
            text += &format!("{}\n", self.note);
        }
        text.push('\n');
        text + &lines().map(line).collect::<String>()
    }

    /// For Markdown.
    pub fn markdown(&self) -> String {
        let line = |row: &Vec<String>| {
            let cells: Vec<_> = row.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rule: String = (0..self.head.len()).map(|column| if column == 0 { " --- |" } else { " ---: |" }).collect();
        let note = if self.note.is_empty() { String::new() } else { format!("{}\n\n", self.note) };
        let rows: String = self.rows.iter().map(line).collect();
        format!("### {}\n\n{note}{}|{rule}\n{rows}", self.title, line(&self.head))
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn chinese_takes_two_columns_and_bars_do_not_break_markdown() {
        let table = Table {
            title: "t".to_owned(),
            note: String::new(),
            head: vec!["规则".to_owned(), "n".to_owned()],
            rows: vec![vec!["a|b".to_owned(), "12".to_owned()]],
        };
        assert_eq!(table.plain(), "t\n\n规则   n\na|b   12\n");
        assert_eq!(table.markdown(), "### t\n\n| 规则 | n |\n| --- | ---: |\n| a\\|b | 12 |\n");
    }
}
