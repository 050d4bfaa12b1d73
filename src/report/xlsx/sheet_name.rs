//! Names of sheets that come from outside: what the format refuses is replaced, and no two are the same.

use std::collections::HashSet;

/// Most UTF-16 units of a name; the format's limit.
const LONGEST: usize = 31;

/// The names that are taken.
pub(super) struct SheetNames(HashSet<String>);

impl SheetNames {
    /// Names besides these.
    pub(super) fn besides<'n>(taken: impl Iterator<Item = &'n str>) -> Self {
        // A sheet of this name is the program's own in English Excel.
        Self(taken.chain(["History"]).map(str::to_lowercase).collect())
    }

    /// A name as like `wanted` as there may be one.
    pub(super) fn take(&mut self, wanted: &str) -> String {
        let refused = |c: char| "*?:[]\\/".contains(c) || c.is_control();
        let clean: String = wanted.chars().map(|c| if refused(c) { '_' } else { c }).collect();
        let clean = clean.trim().trim_matches('\'').trim();
        let clean = if clean.is_empty() { "_" } else { clean };
        for turn in 1.. {
            let end = if turn == 1 { String::new() } else { format!(" ({turn})") };
            let name = cut(clean, LONGEST - end.len()).trim_end_matches('\'').to_owned() + &end;
            if self.0.insert(name.to_lowercase()) {
                return name;
            }
        }
        unreachable!("there is always another number")
    }
}

/// The beginning of `text` that has at most `most` UTF-16 units.
fn cut(text: &str, most: usize) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > most
    });
    end.map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_such_as_the_format_takes() {
        let mut names = SheetNames::besides(["照片", "Photos"].into_iter());
        assert_eq!(names.take("计算机/1班"), "计算机_1班");
        assert_eq!(names.take("计算机:1班"), "计算机_1班 (2)");
        assert_eq!(names.take("photos"), "photos (2)");
        assert_eq!(names.take("history"), "history (2)");
        assert_eq!(names.take(" ' "), "_");
        let long = "名".repeat(40);
        for name in [names.take(&long), names.take(&long), names.take(&"😀".repeat(40))] {
            assert!(name.encode_utf16().count() <= LONGEST, "{name}");
            assert!(rust_xlsxwriter::utility::check_sheet_name(&name).is_ok());
        }
    }
}
