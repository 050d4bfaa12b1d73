//! Both languages say the same: every sentence in the sources has the same holes in Chinese and in English, Chinese is
//! written with Chinese punctuation, and English has no Chinese in it.

use std::collections::BTreeSet;
use std::path::Path;

use regex::Regex;

/// Every `phrase("…", "…")` and every registry row's two docs, with the file they stand in.
fn sentences() -> Vec<(String, String, String)> {
    let text = r#""((?:[^"\\]|\\.)*)""#;
    let pair = Regex::new(&format!(r#"(?s)(?:phrase\(|, )\s*{text},\s*{text},?\s*\)"#)).unwrap();
    let sources = walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let files = sources.into_iter().map(|entry| entry.unwrap().into_path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let found = files.flat_map(|path| {
        let source = std::fs::read_to_string(&path).unwrap();
        let code = source.split("#[cfg(test)]\nmod ").next().unwrap().to_owned();
        let name = path.display().to_string();
        pair.captures_iter(&code).map(|it| (name.clone(), it[1].to_owned(), it[2].to_owned())).collect::<Vec<_>>()
    });
    found.collect()
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[test]
fn both_languages_have_the_same_holes() {
    let hole = Regex::new(r"\{([a-z_]+)\}").unwrap();
    let all = sentences();
    assert!(all.len() > 100, "only {} sentences were found: has the way they are written changed?", all.len());
    for (file, zh, en) in all {
        let holes = |text: &str| hole.captures_iter(text).map(|it| it[1].to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(holes(&zh), holes(&en), "{file}: {zh} / {en}");
    }
}

#[test]
fn chinese_has_chinese_punctuation_and_english_has_no_chinese() {
    let half_width = Regex::new(r"[\x{4e00}-\x{9fff}][,;:!?]|[,;:!?][\x{4e00}-\x{9fff}]").unwrap();
    for (file, zh, en) in sentences() {
        if zh.chars().any(is_chinese) {
            assert!(!half_width.is_match(&zh), "{file}: half-width punctuation in {zh}");
            assert!(!en.chars().any(is_chinese), "{file}: Chinese in {en}");
        }
    }
}
