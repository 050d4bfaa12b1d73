//! What a mark in a file means, and what to do about it.
//!
//! Two claims are kept apart: *this file was written by such a program*, which a mark can make certain and which is
//! normal for a studio's photo, and *the face was altered*, which no mark but a generator's or a beauty camera's own
//! says. The absence of marks says nothing: messengers and upload forms remove them.

use serde::Deserialize;

use crate::text::{Lang, Phrase, phrase};

/// How sure a mark makes its claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Found in untouched photos too; listed nowhere by itself.
    Weak,
    /// Rare in untouched photos.
    Strong,
    /// Only the named program writes it.
    Conclusive,
}

/// What a mark claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// An editor or raw developer wrote the file.
    Editor,
    /// A beauty camera or phone editor wrote the file.
    Beauty,
    /// A maker of identity photos wrote the file.
    IdPhoto,
    /// A program that only saves or sends pictures wrote the file.
    Converter,
    /// The picture was made, or changed, by a generator, or carries the label of one.
    Generator,
    /// Steps of editing are on record.
    History,
    /// The camera that faces its user took the picture.
    Selfie,
}

impl Claim {
    /// All claims, for documentation and tests.
    pub const ALL: [Self; 7] =
        [Self::Editor, Self::Beauty, Self::IdPhoto, Self::Converter, Self::Generator, Self::History, Self::Selfie];

    /// What the mark means.
    pub fn meaning(self) -> Phrase {
        match self {
            Self::Editor => phrase(
                "这个文件由修图软件保存过。照相馆裁剪、调色后这样保存很常见，并不说明人脸被修改；但采集单位可能因此退回。",
                "An editing program saved this file. Studios that crop or adjust do this every day; it does not say that the face was altered, but the office may send the photo back for it.",
            ),
            Self::Beauty => phrase(
                "这个文件由美颜相机或手机修图软件保存过，人脸很可能被美化。",
                "A beauty camera or phone editor saved this file; the face was probably embellished.",
            ),
            Self::IdPhoto => phrase(
                "这个文件像是由证件照制作软件生成的，这类软件通常会抠图换背景。",
                "A program that makes identity photos seems to have written this file; such programs usually replace the background.",
            ),
            Self::Converter => phrase(
                "这个文件被看图或转码软件重新保存过，画面内容未必改动。",
                "A viewer or converter saved this file again; what it shows need not have changed.",
            ),
            Self::Generator => phrase(
                "文件标明图像由人工智能生成或改动。给照片换背景、抠图的服务也会打上这种标识。",
                "The file says that AI made or changed the picture. Services that only replace the background label their work so, too.",
            ),
            Self::History => phrase(
                "文件里留有编辑记录，说明拍摄之后又处理过。",
                "The file keeps a record of editing after the shot.",
            ),
            Self::Selfie => {
                phrase("照片由手机前置摄像头拍摄，也就是自拍。", "The phone's front camera took the picture: a selfie.")
            }
        }
    }

    /// What a student should do.
    pub fn advice(self) -> Phrase {
        match self {
            Self::Editor | Self::History | Self::Converter => phrase(
                "向照相馆要未经处理的原始电子文件；不要自己用软件去“清除”这些信息，那只会再留下一次改动。",
                "Ask the studio for the original file. Do not “clean” the file with another program: that only changes it once more.",
            ),
            Self::Beauty => {
                phrase("用普通相机、关闭美颜重新拍摄。", "Retake it with an ordinary camera and all beautifying off.")
            }
            Self::IdPhoto => phrase(
                "在符合要求的背景前重新拍摄，或向照相馆要原始电子文件。",
                "Retake it before a proper background, or ask the studio for the original file.",
            ),
            Self::Generator => phrase(
                "不能使用生成或改动过的图像，请重新拍摄。",
                "Generated or altered pictures are not accepted: retake it.",
            ),
            Self::Selfie => phrase(
                "请别人用后置摄像头拍，或到照相馆拍。",
                "Have someone else take it with the rear camera, or go to a studio.",
            ),
        }
    }
}

/// One mark that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it claims.
    pub claim: Claim,
    /// How sure that is.
    pub grade: Grade,
    /// Field and place, such as `EXIF Software, byte 30`; the same in every language.
    pub place: String,
    /// What stands there, on one line and not longer than [`Mark::LONGEST`].
    pub text: String,
}

impl Mark {
    /// Most characters of a file's text that are kept.
    pub const LONGEST: usize = 120;

    /// A mark; `text` is made safe to show.
    pub fn new(claim: Claim, grade: Grade, place: impl Into<String>, text: &str) -> Self {
        Self { claim, grade, place: place.into(), text: shown(text) }
    }

    /// The mark as one item of a list: the text and where it stands.
    pub fn item(&self) -> String {
        format!("{} [{}]", self.text, self.place)
    }

    /// The mark as a sentence with its meaning, and what to do about it unless it is a mere hint.
    pub fn sentence(&self, lang: Lang) -> String {
        let grade = match self.grade {
            Grade::Conclusive => phrase("确定", "certain"),
            Grade::Strong => phrase("很可能", "likely"),
            Grade::Weak => phrase("仅供参考", "a hint only"),
        };
        let sentence = phrase("{item}（{grade}）：{meaning}", "{item} ({grade}): {meaning}").fill(
            lang,
            &[("item", &self.item()), ("grade", grade.get(lang)), ("meaning", self.claim.meaning().get(lang))],
        );
        match self.grade {
            Grade::Weak => sentence,
            _ => format!("{sentence}{}{}", phrase("", " ").get(lang), self.claim.advice().get(lang)),
        }
    }
}

/// Text of a file on one line: control characters and direction overrides, which could rewrite a terminal's line,
/// become spaces, and what is too long ends in an ellipsis.
pub(crate) fn shown(text: &str) -> String {
    let hostile = |c: char| {
        c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    let plain: String = text.chars().take(4 * Mark::LONGEST).map(|c| if hostile(c) { ' ' } else { c }).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = words.chars().take(Mark::LONGEST).collect();
    if short.len() < words.len() || text.chars().nth(4 * Mark::LONGEST).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_shown_on_one_short_line() {
        assert_eq!(shown("a\x1b[2J\r\nb\u{202E}c"), "a [2J b c");
        assert_eq!(shown(&"长".repeat(5000)).chars().count(), Mark::LONGEST + 1);
    }

    #[test]
    fn every_claim_says_what_to_do() {
        for claim in Claim::ALL {
            let mark = Mark::new(claim, Grade::Strong, "EXIF Software", "x");
            for lang in [Lang::Zh, Lang::En] {
                let sentence = mark.sentence(lang);
                assert!(sentence.ends_with(claim.advice().get(lang)), "{sentence}");
            }
            let hint = Mark::new(claim, Grade::Weak, "EXIF Software", "x").sentence(Lang::En);
            assert!(hint.ends_with(claim.meaning().get(Lang::En)), "a hint asks for nothing: {hint}");
        }
    }
}
