//! What the TOML parser says, in Chinese: it speaks English, and a Chinese sentence with an English one inside helps nobody.

use crate::text::Wording;

/// Beginnings of what it says, and the same for Chinese readers.
const SAID: [(&str, &str); 34] = [
    ("duplicate key", "键重复了"),
    ("invalid basic string", "文字的引号没有成对，或者里面有不能出现的字符"),
    ("invalid multi-line basic string", "三引号的文字没有结束，或者里面有不能出现的字符"),
    ("invalid literal string", "文字的单引号没有成对"),
    ("invalid multi-line literal string", "三个单引号的文字没有结束"),
    ("missing opening quote", "少了开头的引号"),
    ("missing escaped value", "反斜杠后面的写法不对；路径请用 / 或单引号"),
    ("too few unicode value digits", "反斜杠后面的写法不对；路径请用 / 或单引号"),
    ("string values must be quoted", "这里要有值，文字要写在引号里"),
    ("missing value", "等号后面缺少值"),
    ("key with no value", "键后面缺少 = 和值"),
    ("missing assignment", "键和值之间缺少 ="),
    ("extra assignment", "多了一个 ="),
    ("extra `=`", "多了一个 ="),
    ("unexpected `=` in array", "列表里不能有 ="),
    ("unclosed table", "表头缺少 ]"),
    ("unclosed array table", "表头缺少 ]]"),
    ("unclosed array", "列表缺少 ]"),
    ("unclosed inline table", "缺少 }"),
    ("missing table open", "多了一个 ]"),
    ("missing array opening", "多了一个 ]"),
    ("missing inline table opening", "多了一个 }"),
    ("missing comma", "两项之间缺少逗号"),
    ("extra comma", "多了一个逗号"),
    ("missing key for inline table element", "缺少键"),
    ("invalid key-value pair", "应写成 键 = 值"),
    ("invalid inline table element", "应写成 键 = 值"),
    ("unexpected key or value", "这里多了内容；一行只写一个 键 = 值"),
    ("unexpected content", "这里多了内容；一行只写一个 键 = 值"),
    ("invalid unquoted key", "键只能用字母、数字、- 和 _，别的要加引号"),
    ("unquoted keys cannot be empty", "缺少键"),
    ("cannot extend value", "这个键已经有值，不能再写成表"),
    ("invalid boolean", "应为 true 或 false"),
    ("invalid comment character", "注释里有不能出现的字符"),
];

/// What is said of a date, a time or a number that is none, and of what is not listed.
const NO_NUMBER: &str = "数字或日期的写法不对";
const OTHERWISE: &str = "不合 TOML 的写法";

/// What the parser said, in both languages.
pub(super) fn told(message: &str) -> Wording {
    let is_of_number = ["number", "integer", "float", "exponent", "date", "time", "radix", "sign", "zero", "digit"];
    let zh = match SAID.iter().find(|(start, _)| message.starts_with(start)) {
        Some((_, zh)) => zh,
        None if is_of_number.iter().any(|word| message.contains(word)) => NO_NUMBER,
        None => OTHERWISE,
    };
    Wording { zh: format!("TOML 语法错误：{zh}"), en: format!("TOML syntax: {message}") }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::NO_NUMBER;

    /// What is said in Chinese of the first thing that is wrong.
    fn said(text: &str) -> String {
        let mut problems = Vec::new();
        parse(0, text, &mut problems);
        problems.first().unwrap_or_else(|| panic!("{text:?} is sound")).message.zh.clone()
    }

    #[test]
    fn what_people_write_wrong_is_told_in_chinese() {
        for (text, sentence) in [
            ("a = 1\na = 2", "键重复了"),
            ("a = \"x", "文字的引号没有成对，或者里面有不能出现的字符"),
            ("a = 'x", "文字的单引号没有成对"),
            ("a = \"\"\"x", "三引号的文字没有结束，或者里面有不能出现的字符"),
            ("a = '''x", "三个单引号的文字没有结束"),
            ("a = \"C:\\照片\"", "反斜杠后面的写法不对；路径请用 / 或单引号"),
            ("a = 照片", "这里要有值，文字要写在引号里"),
            ("a =", "这里要有值，文字要写在引号里"),
            ("a", "键后面缺少 = 和值"),
            ("a = = 1", "多了一个 ="),
            ("[a\nb = 1", "表头缺少 ]"),
            ("[[a]\nb = 1", "表头缺少 ]]"),
            ("a = [1, 2", "列表缺少 ]"),
            ("a = { b = 1", "缺少 }"),
            ("a = {b 1}", "键和值之间缺少 ="),
            ("a = [1,, 2]", "多了一个逗号"),
            ("a = 1 b = 2", "这里多了内容；一行只写一个 键 = 值"),
            ("规则 = 1", "键只能用字母、数字、- 和 _，别的要加引号"),
            ("= 1", "缺少键"),
            ("a = tru", "应为 true 或 false"),
            ("]", "多了一个 ]"),
            ("a = }", "多了一个 }"),
        ] {
            assert_eq!(said(text), format!("TOML 语法错误：{sentence}"), "{text:?}");
        }
        for text in ["a = 2026-13-45", "a = 12:99:00", "a = 1__2", "a = 01"] {
            assert!(said(text).ends_with(NO_NUMBER), "{text:?}: {}", said(text));
        }
    }
}
