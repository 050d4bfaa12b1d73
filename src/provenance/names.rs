//! The names that programs leave in photos: `names.toml`, read once.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::mark::{Claim, Grade};

/// What a string of the file was recognised as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Recognised {
    /// What kind of program it names.
    pub claim: Claim,
    /// How sure that is.
    pub grade: Grade,
    /// What to show; `None` shows the string itself.
    pub says: Option<&'static str>,
}

/// Looks at what software signed a field with.
pub(super) fn program(text: &str) -> Option<Recognised> {
    let text = text.trim();
    if TABLE.firmware.iter().any(|firmware| firmware.pattern.is_match(text)) {
        return None;
    }
    let lower = text.to_lowercase();
    let named =
        |program: &&Program| program.names.iter().any(|name| names(&lower, &name.to_lowercase(), program.whole));
    let found = TABLE.program.iter().find(named)?;
    Some(Recognised { claim: found.kind, grade: found.grade, says: None })
}

/// Looks at free text in the field called `field`.
pub(super) fn free_text(field: &str, text: &str) -> Option<Recognised> {
    let fits = |entry: &&TextPattern| {
        entry.field.as_deref().is_none_or(|wanted| wanted == field)
            && entry.is.as_deref().is_none_or(|wanted| wanted == text.trim())
            && entry.all.iter().all(|part| text.contains(part.as_str()))
    };
    let found = TABLE.text.iter().find(fits)?;
    Some(Recognised { claim: found.kind, grade: found.grade, says: Some(&found.says) })
}

/// Whether `name` begins a word of `text` (and ends one, if `whole`); both in lower case.
fn names(text: &str, name: &str, whole: bool) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric();
    text.match_indices(name).any(|(at, _)| {
        let starts = !text[..at].ends_with(word) || !name.starts_with(word);
        let ends = !whole || !text[at + name.len()..].starts_with(word);
        starts && ends
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamesFile {
    program: Vec<Program>,
    text: Vec<TextPattern>,
    firmware: Vec<Firmware>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Program {
    kind: Claim,
    grade: Grade,
    names: Vec<String>,
    #[serde(default)]
    whole: bool,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextPattern {
    kind: Claim,
    grade: Grade,
    field: Option<String>,
    is: Option<String>,
    #[serde(default)]
    all: Vec<String>,
    says: String,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Firmware {
    #[serde(deserialize_with = "regex")]
    pattern: Regex,
    #[serde(rename = "examples")]
    #[cfg_attr(not(test), expect(dead_code, reason = "checked by the tests"))]
    examples: Vec<String>,
    #[serde(rename = "source")]
    _source: String,
}

fn regex<'d, D: serde::Deserializer<'d>>(text: D) -> Result<Regex, D::Error> {
    Regex::new(&String::deserialize(text)?).map_err(serde::de::Error::custom)
}

static TABLE: LazyLock<NamesFile> =
    LazyLock::new(|| toml::from_str(include_str!("names.toml")).expect("the built-in table of names is valid"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn firmware_is_no_program() {
        for firmware in &TABLE.firmware {
            for example in &firmware.examples {
                assert!(firmware.pattern.is_match(example), "{example}");
                assert_eq!(program(example), None, "{example}");
            }
        }
    }

    #[test]
    fn every_listed_name_is_recognised_as_listed() {
        for entry in &TABLE.program {
            for name in &entry.names {
                let found = program(&format!("{name} 1.2")).unwrap_or_else(|| panic!("{name}"));
                assert_eq!((found.claim, found.grade), (entry.kind, entry.grade), "{name}");
            }
        }
    }

    #[test]
    fn strings_of_real_files_are_told_apart() {
        for (text, claim) in [
            ("Adobe Photoshop CS6 (Windows)", Claim::Editor),
            ("FinePixViewer Ver.3.2", Claim::Editor),
            ("MeiyanXiangji for Android", Claim::Beauty),
            ("MeituPic", Claim::Beauty),
            ("CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 70", Claim::Converter),
            ("ArtBot - Create images with Stable Diffusion", Claim::Generator),
        ] {
            assert_eq!(program(text).map(|found| found.claim), Some(claim), "{text}");
        }
        for neutral in ["influx of light", "imagenes", "OLYMPUS DIGITAL CAMERA", "Canon EOS 80D", "", "摄影：张三"]
        {
            assert_eq!(program(neutral), None, "{neutral}");
        }
        assert_eq!(free_text("Artist", "Meitu").map(|found| found.claim), Some(Claim::Beauty));
        assert_eq!(free_text("ImageDescription", "Meitu"), None);
    }
}
