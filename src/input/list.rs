//! Lists of paths.

use std::ffi::{OsStr, OsString};

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// Splits the content of `--files-from`: one path a line, or NUL between paths. Blank entries are ignored; a line may
/// end in CR LF. The list may be UTF-8, UTF-16 (as Windows PowerShell writes it) or GBK; of a name that is not UTF-8
/// the bytes themselves are tried first, since files may be called so too: `exists` says whether a file has this name.
pub fn read_list(bytes: &[u8], nul: bool, exists: &dyn Fn(&OsStr) -> bool) -> Vec<OsString> {
    if nul {
        return bytes
            .split(|byte| *byte == 0)
            .filter(|name| !name.is_empty())
            .map(|name| named(name, exists))
            .collect();
    }
    let wide = match bytes {
        [0xFF, 0xFE, rest @ ..] => Some((UTF_16LE, rest)),
        [0xFE, 0xFF, rest @ ..] => Some((UTF_16BE, rest)),
        [_, 0, ..] => Some((UTF_16LE, bytes)),
        [0, _, ..] => Some((UTF_16BE, bytes)),
        _ => None,
    };
    let decoded = wide.map(|(encoding, rest)| encoding.decode_without_bom_handling(rest).0.into_owned().into_bytes());
    let bytes = decoded.as_deref().unwrap_or(bytes);
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let lines = bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.filter(|line| !line.trim_ascii().is_empty()).map(|line| named(line, exists)).collect()
}

/// The name that these bytes mean.
fn named(bytes: &[u8], exists: &dyn Fn(&OsStr) -> bool) -> OsString {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.into();
    }
    let raw = raw(bytes);
    match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) if !raw.as_deref().is_some_and(exists) => OsString::from(text.into_owned()),
        _ => raw.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned().into()),
    }
}

/// The bytes as a name, where names can be any bytes.
#[cfg(unix)]
fn raw(bytes: &[u8]) -> Option<OsString> {
    use std::os::unix::ffi::OsStringExt;
    Some(OsString::from_vec(bytes.to_vec()))
}

#[cfg(not(unix))]
fn raw(_: &[u8]) -> Option<OsString> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], nul: bool) -> Vec<OsString> {
        read_list(bytes, nul, &|_| false)
    }

    #[test]
    fn lists_come_in_lines_or_between_nuls() {
        assert_eq!(read("\u{feff}甲.jpg\r\n\r\n乙 1.jpg\n".as_bytes(), false), ["甲.jpg", "乙 1.jpg"]);
        assert_eq!(read(b"a\nb.jpg\0c.jpg\0", true), ["a\nb.jpg", "c.jpg"]);
    }

    #[test]
    fn lists_come_in_any_common_encoding() {
        let gbk = b"\xD5\xC5\xC8\xFD.jpg\r\n\xC0\xEE\xCB\xC4.jpg\r\n";
        assert_eq!(read(gbk, false), ["张三.jpg", "李四.jpg"]);
        for (mark, unit) in
            [(true, u16::to_le_bytes as fn(u16) -> [u8; 2]), (true, u16::to_be_bytes), (false, u16::to_le_bytes)]
        {
            let text = if mark { "\u{feff}1.jpg\r\n李四.jpg\r\n" } else { "1.jpg\r\n李四.jpg\r\n" };
            let bytes: Vec<u8> = text.encode_utf16().flat_map(unit).collect();
            assert_eq!(read(&bytes, false), ["1.jpg", "李四.jpg"]);
        }
        #[cfg(unix)]
        assert_eq!(read_list(gbk, false, &|_| true)[0].as_encoded_bytes(), b"\xD5\xC5\xC8\xFD.jpg");
    }
}
