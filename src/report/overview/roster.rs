//! Who on the name list has handed in what.

use super::Voice;
use crate::input::{Attendance, Doubt, Person};
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
    let doubts = |wanted: fn(&Doubt) -> bool| {
        let places =
            attendance.places.iter().enumerate().filter_map(|(photo, place)| Some((photo, place.doubt.as_ref()?)));
        let those = places.filter(|(_, doubt)| wanted(doubt));
        those.map(|(photo, doubt)| sentence(photo, file(photo), doubt, attendance, voice)).collect()
    };
    vec![
        (phrase("对照名单", "Against the name list"), vec![total(attendance, voice)]),
        (phrase("还没交照片", "No photo yet"), missing),
        (phrase("文件名可能写错", "Perhaps misnamed"), doubts(|doubt| *doubt != Doubt::Unknown)),
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
        "{all} people on the list: {present} with a photo, {missing} without.",
    );
    voice.say(sentence, &[("all", &all), ("present", &present), ("missing", &missing)])
}

/// Name and number, as far as the list has them.
fn who(person: &Person, voice: Voice<'_>) -> String {
    let parts = [&person.name, &person.number].into_iter().filter(|part| !part.is_empty());
    parts.map(|part| voice.name(part)).collect::<Vec<_>>().join(" ")
}

fn sentence(photo: usize, file: &str, doubt: &Doubt, attendance: &Attendance, voice: Voice<'_>) -> String {
    let file = voice.name(file);
    let person = attendance.person(photo).map(|person| who(person, voice)).unwrap_or_default();
    let holes =
        |extra: &'static str, text: &str| [("file", file.clone()), ("who", person.clone()), (extra, text.to_owned())];
    let (sentence, holes) = match doubt {
        Doubt::Unknown => return file,
        Doubt::Contradiction(other) => (
            phrase("{file}：号码是 {who}，姓名却是 {other}", "{file}: the number is {who}, the name is {other}"),
            holes("other", &who(&attendance.roster.people[*other], voice)),
        ),
        Doubt::WrongNumber => (
            phrase("{file}：姓名对得上 {who}，号码对不上", "{file}: the name is that of {who}, the number is not"),
            holes("", ""),
        ),
        Doubt::WrongName(name) => (
            phrase("{file}：号码是 {who}，姓名却写成“{name}”", "{file}: the number is {who}, the name reads “{name}”"),
            holes("name", &voice.name(name)),
        ),
        Doubt::Ambiguous => (
            phrase("{file}：名单上有同名的人，请加上学号", "{file}: several people have this name; add the number"),
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
