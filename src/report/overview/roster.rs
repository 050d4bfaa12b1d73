//! Who on the name list has handed in what.

use super::{Section, Voice};
use crate::input::{Attendance, Doubt, Note, Person, RosterSource};
use crate::report::Run;
use crate::text::{Phrase, phrase};

/// Headings with their sentences; nothing without a name list.
pub(super) fn sections(run: &Run<'_>, voice: Voice<'_>) -> Vec<(Phrase, Vec<String>)> {
    let Some(attendance) = &run.attendance else { return Vec::new() };
    let file = |photo: usize| run.photos[photo].file.as_str();
    let missing = attendance.missing().map(|person| who(person, voice)).collect();
    let several = attendance.several().map(|(person, photos)| {
        let files = voice.names(photos.iter().map(|photo| file(*photo)));
        voice.say(phrase("{who}：{files}", "{who}: {files}"), &[("who", &who(person, voice)), ("files", &files)])
    });
    let doubts = |wanted: fn(&Doubt) -> bool| -> Vec<String> {
        let places =
            attendance.places.iter().enumerate().filter_map(|(photo, place)| Some((photo, place.doubt.as_ref()?)));
        let those = places.filter(|(_, doubt)| wanted(doubt));
        those.map(|(photo, doubt)| sentence(photo, file(photo), doubt, attendance, voice)).collect()
    };
    let list = [understood(&attendance.roster.source, attendance.roster.people.len(), voice), total(attendance, voice)];
    let notes = attendance.roster.notes.iter().map(|note| flaw(note, attendance, voice));
    let notes = notes.chain(doubts(Doubt::blames_list)).collect();
    vec![
        (phrase("对照名单", "Against the name list"), list.to_vec()),
        (phrase("名单本身的问题", "Wrong with the list itself"), notes),
        (Section::MISSING, missing),
        (
            phrase("文件名可能写错", "Perhaps misnamed"),
            doubts(|doubt| *doubt != Doubt::Unknown && !doubt.blames_list()),
        ),
        (phrase("名单上没有的照片", "Photos of nobody on the list"), doubts(|doubt| *doubt == Doubt::Unknown)),
        (phrase("一人交了多张", "Several photos of one person"), several.collect()),
    ]
}

fn total(attendance: &Attendance, voice: Voice<'_>) -> String {
    let all = attendance.roster.people.len();
    let missing = attendance.missing().count();
    let [all, present, missing] = [all, all - missing, missing].map(|number| number.to_string());
    let sentence = phrase(
        "名单上 {all} 人，已交 {present} 人，未交 {missing} 人。",
        "{all} on the list: {present} with a photo, {missing} without.",
    );
    voice.say(sentence, &[("all", &all), ("present", &present), ("missing", &missing)])
}

/// Name and number, as far as the list has them.
fn who(person: &Person, voice: Voice<'_>) -> String {
    let parts = [&person.name, &person.number].into_iter().filter(|part| !part.is_empty());
    parts.map(|part| voice.name(part)).collect::<Vec<_>>().join(" ")
}

/// What was understood of the list, in one line.
fn understood(source: &RosterSource, people: usize, voice: Voice<'_>) -> String {
    // Between names in quotation marks Chinese needs no mark.
    let joint = phrase("", ", ").get(voice.lang);
    let quoted = |names: &[String]| {
        let quoted = names.iter().map(|name| voice.say(phrase("“{name}”", "“{name}”"), &[("name", &voice.name(name))]));
        quoted.collect::<Vec<_>>().join(joint)
    };
    let columns: Vec<_> = source.numbers.iter().chain(&source.name).cloned().collect();
    let holes = [
        ("file", voice.name(&source.file)),
        ("sheets", quoted(&source.sheets)),
        ("unread", quoted(&source.unread)),
        ("columns", quoted(&columns)),
        ("n", people.to_string()),
    ];
    let holes = holes.each_ref().map(|(name, text)| (*name, text.as_str()));
    let mut line = match source.sheets.len() {
        0 => voice.say(phrase("名单 {file}：", "The list {file}: "), &holes),
        1 => voice.say(phrase("名单 {file}，工作表{sheets}：", "The list {file}, sheet {sheets}: "), &holes),
        _ => voice.say(phrase("名单 {file}，工作表{sheets}：", "The list {file}, sheets {sheets}: "), &holes),
    };
    line += &voice.say(
        match people {
            1 => phrase("读到 {n} 人，用的是{columns}列。", "{n} person, by the columns {columns}."),
            _ => phrase("读到 {n} 人，用的是{columns}列。", "{n} people, by the columns {columns}."),
        },
        &holes,
    );
    if !source.unread.is_empty() {
        let sentence = phrase(
            "没有读的工作表：{unread}（隐藏，或没有这些列）。",
            " Sheets not read: {unread} (hidden, or without these columns).",
        );
        line += &voice.say(sentence, &holes);
    }
    if source.numbers.is_empty() {
        line += phrase(
            "名单上没有可用的号码，只比对姓名。",
            " It has no number that names people; only names are compared.",
        )
        .get(voice.lang);
    }
    line
}

/// Something that is wrong with the list.
fn flaw(note: &Note, attendance: &Attendance, voice: Voice<'_>) -> String {
    let person = |at: usize| who(&attendance.roster.people[at], voice);
    match note {
        Note::LostDigits(at) => voice.say(
            phrase(
                "{who}：名单里的号码丢了末几位（表格软件只保留 15 位），请把这一列设为文本格式再填一次；这次只比对姓名。",
                "{who}: the list's number has lost its last digits (spreadsheets keep 15): format the column as text and enter it again. The name was used.",
            ),
            &[("who", &person(*at))],
        ),
        Note::NotCalculated { heading, count } => voice.say(
            phrase(
                "“{heading}”列有 {n} 格是没有算出结果的公式，当作空白；请用 Excel 或 WPS 打开名单，保存后再用。",
                "Cells of the column “{heading}” that are formulas without a result, and were taken for empty: {n}. Open the list in Excel or WPS and save it.",
            ),
            &[("heading", &voice.name(heading)), ("n", &count.to_string())],
        ),
        Note::SameNumber(people) => {
            let people: Vec<_> = people.iter().map(|at| person(*at)).collect();
            let people = people.join(voice.lang.comma());
            voice.say(phrase("号码相同：{people}", "The same number: {people}"), &[("people", &people)])
        }
    }
}

/// What is doubtful about the name of a photo's file.
pub(super) fn sentence(photo: usize, file: &str, doubt: &Doubt, attendance: &Attendance, voice: Voice<'_>) -> String {
    let file = voice.name(file);
    let person = attendance.person(photo).map(|person| who(person, voice)).unwrap_or_default();
    let holes =
        |extra: &'static str, text: &str| [("file", file.clone()), ("who", person.clone()), (extra, text.to_owned())];
    let (sentence, holes) = match doubt {
        Doubt::Unknown => return file,
        Doubt::Contradiction(other) => (
            phrase(
                "{file}：号码是 {who} 的，写的姓名却是 {other} 的",
                "{file}: the number is {who}, the name is {other}",
            ),
            holes("other", &who(&attendance.roster.people[*other], voice)),
        ),
        Doubt::TwoNumbers(one, other) | Doubt::TwoNames(one, other) => {
            let two = [one, other].map(|at| who(&attendance.roster.people[*at], voice));
            let two = two.join(phrase("和", " and ").get(voice.lang));
            let sentence = match doubt {
                Doubt::TwoNumbers(..) => {
                    phrase("{file}：有两个人的号码，{two}", "{file}: it has the numbers of two people, {two}")
                }
                _ => phrase("{file}：有两个人的姓名，{two}", "{file}: it has the names of two people, {two}"),
            };
            (sentence, holes("two", &two))
        }
        Doubt::WrongNumber => (
            phrase(
                "{file}：按姓名是 {who} 的照片，但文件名里的号码和名单不一样",
                "{file}: by its name {who}'s, but a number in it is not that of the list",
            ),
            holes("", ""),
        ),
        Doubt::WrongName(name) => (
            phrase(
                "{file}：号码是 {who} 的，姓名却写成“{name}”",
                "{file}: the number is {who}, the name reads “{name}”",
            ),
            holes("name", &voice.name(name)),
        ),
        Doubt::LongerName(name) => (
            phrase(
                "{file}：算作 {who} 的照片，但写的是“{name}”，可能是另一个人",
                "{file}: taken for {who}, but it reads “{name}”, who may be somebody else",
            ),
            holes("name", &voice.name(name)),
        ),
        Doubt::LeadingNoughts => (
            phrase(
                "{file}：算作 {who} 的照片；名单里的号码少了前面的 0，请把这一列设为文本格式",
                "{file}: taken for {who}; the list's number lacks its leading zeros: format the column as text",
            ),
            holes("", ""),
        ),
        Doubt::Ambiguous(_) => (
            phrase(
                "{file}：名单上不止一个人是这个姓名或号码，分不清是谁",
                "{file}: several people on the list have this name or number",
            ),
            holes("", ""),
        ),
        Doubt::CheckCharacter(check) => (
            phrase(
                "{file}：身份证号有误，前 17 位不变的话末位应是 {check}",
                "{file}: the identity number is wrong; with these 17 digits it would end in {check}",
            ),
            holes("check", &check.to_string()),
        ),
    };
    voice.say(sentence, &holes.each_ref().map(|(name, text)| (*name, text.as_str())))
}
