//! What the headings of lists say, however they are spaced and written.

use crate::folding::folded;

/// Headings of columns with numbers that are given to one person, the one that names a person best first.
pub(super) const NUMBER: [&str; 27] = [
    "学号",
    "学生编号",
    "学生证号",
    "学籍号",
    "考生号",
    "准考证号",
    "报名号",
    "报名序号",
    "工号",
    "职工号",
    "studentid",
    "studentidnumber",
    "studentnumber",
    "studentno",
    "matriculationnumber",
    "registrationnumber",
    "examinationnumber",
    "candidatenumber",
    "身份证号",
    "身份证号码",
    "身份证",
    "公民身份号码",
    "身份证件号",
    "身份证件号码",
    "证件号",
    "证件号码",
    "idnumber",
];
/// Headings that may count rows as well as name people.
const PERHAPS_NUMBER: [&str; 8] = ["编号", "号码", "代码", "number", "id", "no", "nr", "code"];
/// Headings of columns with names.
pub(super) const NAME: [&str; 16] = [
    "姓名",
    "学生姓名",
    "考生姓名",
    "学员姓名",
    "毕业生姓名",
    "中文姓名",
    "名字",
    "名称",
    "name",
    "studentname",
    "fullname",
    "realname",
    "nameofstudent",
    "candidatename",
    "legalname",
    "chinesename",
];
/// Whose name or number a heading speaks of when it is not the student's.
const OTHERS: [&str; 12] =
    ["家长", "父", "母", "导师", "教师", "老师", "联系", "辅导员", "班主任", "监护", "负责", "审核"];

/// What a heading says of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeadingKind {
    /// A number that is given to one person; how well it names them, 0 is best.
    Number(usize),
    /// A number of a person or of a row.
    Perhaps(usize),
    Name,
}

/// What a heading says, however it is spaced and written.
pub(super) fn kind(cell: &str) -> Option<HeadingKind> {
    if cell.is_empty() || cell.len() > 200 || cell.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let text = plain(cell);
    let length = text.chars().count();
    if text.is_empty() || length > 24 || OTHERS.iter().any(|other| text.contains(other)) {
        return None;
    }
    let place = |known: &[&str]| known.iter().position(|known| *known == text);
    let ends = |known: &str| length <= 8 && text.ends_with(known);
    place(&NUMBER)
        .map(HeadingKind::Number)
        .or_else(|| place(&PERHAPS_NUMBER).map(HeadingKind::Perhaps))
        .or_else(|| place(&NAME).map(|_| HeadingKind::Name))
        .or_else(|| NUMBER.iter().position(|known| !known.is_ascii() && ends(known)).map(HeadingKind::Number))
        .or_else(|| ends("姓名").then_some(HeadingKind::Name))
}

/// A heading without blanks, marks and what stands in brackets, as it is compared.
pub(super) fn plain(heading: &str) -> String {
    folded(heading.split(['（', '(', '[', '【']).next().unwrap_or_default())
}
