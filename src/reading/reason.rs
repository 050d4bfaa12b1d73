//! Why a measure has no value.

use crate::text::{Lang, Phrase, phrase};

/// Why there is no value. Each reason has one id, which machine formats print, and one sentence in each language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The file itself could not be read.
    NotRead,
    /// The pixels could not be decoded.
    NotDecoded,
    /// The file is not a JPEG, so it has no JPEG properties.
    NotJpeg,
    /// The photo came through standard input, without a name.
    NoName,
    /// The photo holds no metadata of the asked kind.
    NoMetadata,
    /// No face was found.
    NoFace,
    /// More than one person is in the picture.
    SeveralPeople,
    /// The photo lies on its side.
    Sideways,
    /// The photo is upside down.
    UpsideDown,
    /// The part lies outside the frame or touches its edge.
    OutOfFrame,
    /// The part is hidden by something.
    Hidden,
    /// The head is turned away.
    TurnedAway,
    /// The light or the colours of the photo are off, so a colour in it says nothing.
    OffColour,
    /// The photo is blurred.
    Blurred,
    /// The background is not of one colour.
    UnevenWall,
    /// The person wears no glasses.
    NoGlasses,
    /// The photo or the part is too small to measure this.
    TooSmall,
    /// The picture gives the measure too little to go by (an even patch, say, where contrast is needed).
    TooPlain,
    /// The background could not be told from the person.
    NoBackground,
    /// The mouth is closed, so there is no opening to look into.
    MouthClosed,
    /// The photo stands alone: the measure compares photos of a batch.
    SinglePhoto,
    /// The arithmetic gave no finite number.
    NotFinite,
    /// This version has no method for it that is known to be right often enough.
    NoMethod,
    /// Another rule speaks first.
    ComesSecond,
    /// There is no name list to look into.
    NoList,
    /// The checker itself failed on this photo; the text says where.
    Crashed(String),
}

impl Reason {
    /// Every reason that has no data of its own, for tests and documentation.
    pub(crate) const PLAIN: [Self; 25] = [
        Self::NotRead,
        Self::NotDecoded,
        Self::NotJpeg,
        Self::NoName,
        Self::NoMetadata,
        Self::NoFace,
        Self::SeveralPeople,
        Self::Sideways,
        Self::UpsideDown,
        Self::OutOfFrame,
        Self::Hidden,
        Self::TurnedAway,
        Self::OffColour,
        Self::Blurred,
        Self::UnevenWall,
        Self::NoGlasses,
        Self::TooSmall,
        Self::TooPlain,
        Self::NoBackground,
        Self::MouthClosed,
        Self::SinglePhoto,
        Self::NotFinite,
        Self::NoMethod,
        Self::ComesSecond,
        Self::NoList,
    ];

    /// The sentence in both languages.
    fn phrase(&self) -> Phrase {
        match self {
            Self::NotRead => phrase("文件没有读到", "the file was not read"),
            Self::NotDecoded => phrase("图片无法解码", "the picture could not be decoded"),
            Self::NotJpeg => phrase("不是 JPEG 文件", "not a JPEG file"),
            Self::NoName => phrase("从标准输入读入，没有文件名", "it came through standard input, without a name"),
            Self::NoMetadata => phrase("文件中没有这项信息", "the file does not say"),
            Self::NoFace => phrase("没有找到人脸", "no face found"),
            Self::SeveralPeople => phrase("画面里不止一个人", "more than one person is in the picture"),
            Self::Sideways => phrase("照片横放了，请先转正", "the photo lies on its side; turn it upright first"),
            Self::UpsideDown => phrase("照片上下颠倒，请先转正", "the photo is upside down; turn it upright first"),
            Self::OutOfFrame => phrase("该部位超出画面", "that part is out of the frame"),
            Self::Hidden => phrase("该部位被遮住", "that part is hidden"),
            Self::TurnedAway => phrase("头转过去了", "the head is turned away"),
            Self::OffColour => phrase("照片的光线或颜色不对", "the light or the colours of the photo are off"),
            Self::Blurred => phrase("照片模糊", "the photo is blurred"),
            Self::UnevenWall => phrase("背景不是单一颜色", "the background is not of one colour"),
            Self::NoGlasses => phrase("没有戴眼镜", "no glasses"),
            Self::TooSmall => phrase("画面太小，量不准", "too few pixels to measure this"),
            Self::TooPlain => phrase("画面细节太少，无法测量", "too little detail to measure this"),
            Self::NoBackground => phrase("分不清人与背景", "the background cannot be told from the person"),
            Self::MouthClosed => phrase("嘴唇闭合", "the mouth is closed"),
            Self::SinglePhoto => phrase("只有一张照片，无从比较", "only one photo, nothing to compare with"),
            Self::NotFinite => phrase("计算没有得出有效数值", "the calculation gave no valid number"),
            Self::NoMethod => {
                phrase("本版本还没有足够可靠的测量方法", "this version has no method that is reliable enough")
            }
            Self::ComesSecond => {
                phrase("另一条优先的要求没有达到，先看那一条", "a requirement that comes first is not met")
            }
            Self::NoList => phrase("没有给名单", "no name list was given"),
            Self::Crashed(_) => {
                phrase("检查程序在这张照片上出错：{place}", "the checker itself failed on this photo: {place}")
            }
        }
    }

    /// The reason as part of a sentence in `lang`, without a full stop.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Crashed(place) => self.phrase().fill(lang, &[("place", place)]),
            _ => self.phrase().get(lang).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_reasons_read_alike() {
        for lang in [Lang::Zh, Lang::En] {
            let texts: std::collections::BTreeSet<String> =
                Reason::PLAIN.iter().map(|reason| reason.text(lang)).collect();
            assert_eq!(texts.len(), Reason::PLAIN.len());
        }
    }
}
