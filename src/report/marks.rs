//! Marks that programs leave in files, as a person reads them: what was done, by which program, on which day. Where in the
//! file each stands is for machine formats, and for whoever asks for everything.

use super::number::from_file;
use crate::text::{Lang, Phrase, phrase};

/// Most marks that are named: the first two tell whom to ask.
const NAMED: usize = 2;

/// What the program that reads the marks says by itself.
const KNOWN: [Phrase; 11] = [
    phrase("由别的文件拼贴而来", "pasted from other documents"),
    phrase("有文字图层", "text layers"),
    phrase("有编辑历史", "editing history"),
    phrase("由别的文件改成", "derived from another document"),
    phrase("由别的图片合成", "put together from other pictures"),
    phrase("用 Camera Raw 调整过", "developed in Camera Raw"),
    phrase("用苹果“照片”调整过", "adjusted in Apple Photos"),
    phrase("用 GIMP 保存", "saved by GIMP"),
    phrase("在 Photoshop 里描过轮廓", "outlines drawn in Photoshop"),
    phrase("由 Adobe 的软件编码", "Adobe encoder"),
    phrase("渐进式编码", "progressive coding"),
];

/// What it says before a name or a number from the file.
const ABOUT: [(&str, Phrase); 2] = [
    ("8BIM ", phrase("写有 Photoshop 的资源 {which}", "Photoshop resources {which}")),
    ("Samsung ", phrase("三星相册编辑时留下 {which}", "{which}, left by Samsung's gallery")),
];

/// What a step of an editing history may have done.
const STEPS: [Phrase; 6] = [
    phrase("保存", "saved"),
    phrase("新建", "created"),
    phrase("转换格式", "converted"),
    phrase("由另一文件导出", "derived"),
    phrase("编辑", "edited"),
    phrase("导出", "produced"),
];

/// The first of these marks, and how many more there are.
pub(super) fn named(marks: &[String], lang: Lang) -> String {
    let mut said: Vec<String> = Vec::new();
    for mark in marks {
        let text = spoken(without_place(mark), lang);
        if !said.contains(&text) {
            said.push(text);
        }
    }
    let shown = said[..said.len().min(NAMED)].join(phrase("；", "; ").get(lang));
    match said.len().saturating_sub(NAMED) {
        0 => shown,
        more => phrase("{shown}；另有 {more} 处", "{shown}; and {more} more")
            .fill(lang, &[("shown", &shown), ("more", &more.to_string())]),
    }
}

/// The mark without the place in the file where it stands.
fn without_place(mark: &str) -> &str {
    mark.strip_suffix(']')
        .and_then(|it| it.rsplit_once(" ["))
        .filter(|(_, at)| at.contains(", byte "))
        .map_or(mark, |it| it.0)
}

/// One mark in words.
fn spoken(mark: &str, lang: Lang) -> String {
    if let Some(known) = KNOWN.iter().find(|it| it.en == mark) {
        return known.get(lang).to_owned();
    }
    let about = ABOUT.iter().find_map(|(start, phrase)| Some((mark.strip_prefix(start)?, phrase)));
    if let Some((which, phrase)) = about {
        return phrase.fill(lang, &[("which", &from_file(which, lang))]);
    }
    let parts: Vec<&str> = mark.split(", ").collect();
    let Some(step) = parts.first().and_then(|first| STEPS.iter().find(|it| it.en == *first)) else {
        return from_file(mark, lang);
    };
    let day = parts.last().and_then(|when| when.get(..10)).filter(|day| is_day(day));
    let program = parts.get(1).filter(|_| parts.len() > 1 + usize::from(day.is_some())).map(|it| from_file(it, lang));
    let step = step.get(lang);
    match (lang, program, day) {
        (Lang::Zh, Some(program), Some(day)) => format!("{day} 用 {program} {step}"),
        (Lang::Zh, Some(program), None) => format!("用 {program} {step}"),
        (Lang::Zh, None, Some(day)) => format!("{day} {step}"),
        (Lang::En, Some(program), Some(day)) => format!("{step} by {program} on {day}"),
        (Lang::En, Some(program), None) => format!("{step} by {program}"),
        (Lang::En, None, Some(day)) => format!("{step} on {day}"),
        (_, None, None) => step.to_owned(),
    }
}

/// Whether this is the day of a date, such as 2022-04-12.
fn is_day(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_is_told_as_people_say_it() {
        let marks = [
            "derived [XMP xmpMM:History, byte 9190]",
            "saved, Adobe Photoshop 24.0 (Windows), 2022-12-13T10:52:26-05:00 [XMP xmpMM:History, byte 9190]",
            "saved, Adobe Photoshop 24.0 (Windows), 2022-12-13T10:59:00-05:00 [XMP xmpMM:History, byte 9190]",
            "developed in Camera Raw [XMP crs, byte 9190]",
        ];
        let marks = marks.map(str::to_owned);
        assert_eq!(
            named(&marks, Lang::Zh),
            "由另一文件导出；2022-12-13 用 Adobe Photoshop 24.0 (Windows) 保存；另有 1 处"
        );
        assert_eq!(
            named(&marks[1..], Lang::En),
            "saved by Adobe Photoshop 24.0 (Windows) on 2022-12-13; developed in Camera Raw"
        );
    }

    #[test]
    fn a_programs_name_stays_as_it_is() {
        let marks = ["Meitu 9.5.0 [EXIF Software, 0x0131, byte 12]".to_owned()];
        assert_eq!(named(&marks, Lang::Zh), "Meitu 9.5.0");
        assert_eq!(without_place("a [b]"), "a [b]");
        assert_eq!(spoken("8BIM 0x0404", Lang::Zh), "写有 Photoshop 的资源 0x0404");
        assert_eq!(spoken("outlines drawn in Photoshop", Lang::Zh), "在 Photoshop 里描过轮廓");
    }

    #[test]
    fn hostile_marks_stay_harmless() {
        let marks = ["saved, \u{1b}[2J, 每个字都占三个字节".to_owned(), "saved".to_owned(), String::new()];
        assert!(!named(&marks, Lang::En).contains('\u{1b}'));
    }
}
