//! Lists of paths.

/// Splits the text of `--files-from`: one path a line, or NUL between paths. Blank entries are ignored; a line may
/// end in CR LF.
pub fn read_list(bytes: &[u8], nul: bool) -> Vec<String> {
    let separator = if nul { 0 } else { b'\n' };
    let lines = bytes.split(|byte| *byte == separator);
    let texts = lines.map(|line| String::from_utf8_lossy(line));
    let trimmed = texts.map(|text| if nul { text.into_owned() } else { text.trim_end_matches('\r').to_owned() });
    trimmed.map(|text| text.trim_start_matches('\u{feff}').to_owned()).filter(|text| !text.trim().is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::read_list;

    #[test]
    fn lists_come_in_lines_or_between_nuls() {
        assert_eq!(read_list("\u{feff}甲.jpg\r\n\r\n乙 1.jpg\n".as_bytes(), false), ["甲.jpg", "乙 1.jpg"]);
        assert_eq!(read_list(b"a\nb.jpg\0c.jpg\0", true), ["a\nb.jpg", "c.jpg"]);
    }
}
