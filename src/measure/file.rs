//! Measures of the file as it was handed in; exact, and nearly all without decoding a pixel.

use crate::evidence::Evidence;
use crate::reading::{Flag, Number, Reason, Text};

/// `file.size`
pub(super) fn size(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    Ok(Number::exact(evidence.photo().size().ok_or(Reason::NotRead)? as f64))
}

/// `file.format`
pub(super) fn format(evidence: &Evidence<'_>) -> Result<Text, Reason> {
    let photo = evidence.photo();
    if photo.unread().is_some() { Err(Reason::NotRead) } else { Ok(Text::exact(photo.format().name())) }
}

/// `file.extension`
pub(super) fn extension(evidence: &Evidence<'_>) -> Result<Text, Reason> {
    Ok(Text::exact(split_name(given_name(evidence)?).1.to_lowercase()))
}

/// `file.name`
pub(super) fn name(evidence: &Evidence<'_>) -> Result<Text, Reason> {
    Ok(Text::exact(split_name(given_name(evidence)?).0))
}

/// The file's name, if it came with one.
fn given_name<'e>(evidence: &'e Evidence<'_>) -> Result<&'e str, Reason> {
    Some(evidence.photo().name()).filter(|name| !name.is_empty()).ok_or(Reason::NoName)
}

/// `file.intact`
pub(super) fn intact(evidence: &Evidence<'_>) -> Result<Flag, Reason> {
    Ok(Flag::exact(evidence.photo().pixels().is_ok()))
}

/// `file.trailing_bytes`
pub(super) fn trailing_bytes(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let photo = evidence.photo();
    let end = photo.container().end.ok_or(Reason::NotDecoded)?;
    Ok(Number::exact(photo.bytes().len().saturating_sub(end) as f64))
}

/// Stem and extension; a leading dot belongs to the stem.
fn split_name(name: &str) -> (&str, &str) {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, extension),
        _ => (name, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::split_name;

    #[test]
    fn names_split_at_the_last_dot() {
        assert_eq!(split_name("2201.张三.JPG"), ("2201.张三", "JPG"));
        assert_eq!(split_name("照片"), ("照片", ""));
        assert_eq!(split_name(".jpg"), (".jpg", ""));
    }
}
