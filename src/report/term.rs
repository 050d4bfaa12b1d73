//! How measures are spoken of: what a classifier suspects and where to look, what a number is the number of.
//!
//! A bare probability under a title that states the good condition reads as its opposite ("bareheaded: 93 %"). So every
//! measure that answers yes or no has both answers in words, and everything that a person may be asked about says where
//! to look.

use crate::text::{Phrase, phrase};

/// How a measure is spoken of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Term {
    /// It answers yes or no: both answers as clauses, and what a person is asked to do.
    Answer {
        /// The clause for *yes*.
        yes: Phrase,
        /// The clause for *no*.
        no: Phrase,
        /// What to look at.
        look: Phrase,
    },
    /// A number of something.
    Amount {
        /// What is counted or measured, as the beginning of a sentence.
        what: Phrase,
        /// What to look at.
        look: Phrase,
    },
    /// A number on a scale of this program's own, which nobody can act on: it is told in words.
    Grade {
        /// What is graded, as the beginning of a sentence with the figure.
        what: Phrase,
        /// What to look at.
        look: Phrase,
    },
    /// An angle whose sign is a direction.
    Turn {
        /// The beginning of the sentence when it is negative.
        low: Phrase,
        /// The beginning of the sentence when it is positive.
        high: Phrase,
        /// How a limit to both sides is said.
        both: Phrase,
        /// What to look at.
        look: Phrase,
    },
    /// Names that were found in the file, or none.
    Names {
        /// The sentence when something was found, with the hole `{found}`.
        some: Phrase,
        /// The sentence when nothing was found.
        none: Phrase,
    },
}

use Term::{Amount, Answer, Grade, Names, Turn};

/// How `measure` is spoken of.
pub(super) fn term(measure: &str) -> Option<&'static Term> {
    TERMS.iter().find(|(name, _)| *name == measure).map(|(_, term)| term)
}

/// What a person is asked to do when nothing better is known.
pub(super) const A_PERSON: Phrase = phrase("请人工确认", "a person has to decide");

const EITHER_SIDE: Phrase = phrase("左右各不超过 {it}", "at most {it} to either side");
const WALL: Phrase = phrase("请看一眼背景", "look at the background");
const LIGHT: Phrase = phrase("请看一眼脸部的明暗", "look at the light on the face");
const COLOURS: Phrase = phrase("请看一眼照片的颜色", "look at the colours");
const DETAIL: Phrase = phrase("请放大看一眼眼睛是否清楚", "enlarge it and see whether the eyes are sharp");
const ORIGIN: Phrase = phrase("请核对是不是相机原图", "ask whether this is the camera's own file");

/// A measure that answers yes or no.
const fn answer(yes: Phrase, no: Phrase, look: Phrase) -> Term {
    Answer { yes, no, look }
}

/// A measure of how much.
const fn amount(zh: &'static str, en: &'static str, look: Phrase) -> Term {
    Amount { what: phrase(zh, en), look }
}

/// A measure on a scale of this program's own.
const fn grade(zh: &'static str, en: &'static str, look: Phrase) -> Term {
    Grade { what: phrase(zh, en), look }
}

static TERMS: &[(&str, Term)] = &[
    (
        "file.intact",
        answer(
            phrase("文件完整", "the file is complete"),
            phrase("文件不完整", "the file is not complete"),
            phrase("请打开看一眼", "open it and look"),
        ),
    ),
    ("file.size", amount("文件", "The file has", A_PERSON)),
    ("file.trailing_bytes", amount("图像之后多出", "After the picture come", A_PERSON)),
    ("image.width", amount("宽", "Width:", A_PERSON)),
    ("image.height", amount("高", "Height:", A_PERSON)),
    ("image.aspect", amount("宽高比", "Width over height:", A_PERSON)),
    ("image.density", amount("标注的分辨率", "Stated density:", A_PERSON)),
    ("image.orientation", amount("EXIF 方向值", "EXIF orientation:", A_PERSON)),
    ("image.bit_depth", amount("每个颜色通道", "Each channel has", A_PERSON)),
    (
        "image.border",
        grade("边框或空白占画面", "Bars or empty strips fill", phrase("请看一眼画面四边", "look at the edges")),
    ),
    (
        "face.width",
        amount(
            "脸宽占画面宽的",
            "Width of the face over the frame's width:",
            phrase("请量一量脸宽", "measure the width of the face"),
        ),
    ),
    (
        "head.skull_height",
        amount(
            "头高（不含头发）占画面的",
            "Head without the hair over the frame's height:",
            phrase("请量一量头高", "measure the height of the head"),
        ),
    ),
    ("jpeg.quality", amount("JPEG 质量约", "JPEG quality about", A_PERSON)),
    (
        "jpeg.progressive",
        answer(
            phrase("是渐进式 JPEG", "the JPEG is progressive"),
            phrase("不是渐进式 JPEG", "the JPEG is not progressive"),
            A_PERSON,
        ),
    ),
    (
        "trace.editor",
        Names {
            some: phrase("文件里留有软件的名字：{found}。", "The file bears a program's name: {found}."),
            none: phrase("没有发现编辑软件的痕迹。", "No editing program has left its name."),
        },
    ),
    (
        "trace.history",
        Names {
            some: phrase("文件里留有编辑记录：{found}。", "The file keeps a record of editing: {found}."),
            none: phrase("没有发现编辑记录。", "No record of editing was found."),
        },
    ),
    (
        "trace.ai_label",
        Names {
            some: phrase(
                "文件标明由人工智能生成或改动：{found}。",
                "The file says that AI made or changed it: {found}.",
            ),
            none: phrase("没有人工智能标识。", "No label of AI was found."),
        },
    ),
    ("trace.date_gap", amount("拍摄与最后修改相隔", "From the shot to the last change:", ORIGIN)),
    (
        "trace.thumbnail_mismatch",
        answer(
            phrase("文件内嵌的缩略图是另一幅画面", "the embedded thumbnail shows another picture"),
            phrase("内嵌缩略图与照片一致", "the embedded thumbnail shows this picture"),
            ORIGIN,
        ),
    ),
    (
        "trace.resaved",
        answer(
            phrase("照片转存过多次", "the photo was saved more than once"),
            phrase("照片没有反复转存", "the photo was not saved again and again"),
            ORIGIN,
        ),
    ),
    (
        "trace.upscaled",
        answer(
            phrase("照片由小图放大而来", "the photo was enlarged from a smaller one"),
            phrase("照片没有放大过", "the photo was not enlarged"),
            ORIGIN,
        ),
    ),
    (
        "trace.stretched",
        answer(
            phrase("画面被拉长或压扁过", "the picture was stretched"),
            phrase("画面没有拉伸", "the picture was not stretched"),
            phrase("请看脸形是否自然", "see whether the face has its natural shape"),
        ),
    ),
    (
        "trace.cut_out",
        answer(
            phrase("换过背景", "the background was replaced"),
            phrase("没有换背景的痕迹", "nothing shows that the background was replaced"),
            phrase("请看一眼头发边缘", "look at the edge of the hair"),
        ),
    ),
    (
        "trace.smoothed",
        answer(
            phrase("皮肤经过磨皮", "the skin was smoothed"),
            phrase("没有磨皮的痕迹", "nothing shows that the skin was smoothed"),
            phrase("请看皮肤有没有纹理", "see whether the skin has texture"),
        ),
    ),
    (
        "trace.screenshot",
        answer(
            phrase("是截屏或翻拍", "it is a picture of a screen or a print"),
            phrase("没有截屏或翻拍的痕迹", "nothing shows a picture of a screen or a print"),
            phrase("请看画面有没有网纹、边框", "look for a pattern of lines or a border"),
        ),
    ),
    (
        "trace.location",
        answer(
            phrase("文件里留有拍摄地点", "the file says where it was taken"),
            phrase("文件里没有拍摄地点", "the file does not say where it was taken"),
            A_PERSON,
        ),
    ),
    (
        "face.count",
        amount("人脸", "Faces:", phrase("请看一眼画面里有几个人", "see how many people are in the picture")),
    ),
    (
        "face.confidence",
        answer(
            phrase("找到的是人脸", "what was found is a face"),
            phrase("找到的不是人脸", "what was found is not a face"),
            phrase("请看一眼画面", "look at the picture"),
        ),
    ),
    (
        "face.yaw",
        Turn {
            low: phrase("脸向画面左侧转了", "The face turns to image left by"),
            high: phrase("脸向画面右侧转了", "The face turns to image right by"),
            both: EITHER_SIDE,
            look: phrase("请看脸是否正对镜头", "see whether the face is turned to the camera"),
        },
    ),
    (
        "face.pitch",
        Turn {
            low: phrase("头低了", "The chin is down by"),
            high: phrase("头仰了", "The chin is up by"),
            both: phrase("上下各不超过 {it}", "at most {it} up or down"),
            look: phrase("请看头是否抬得过高或过低", "see whether the chin is too high or too low"),
        },
    ),
    (
        "face.roll",
        Turn {
            low: phrase("头向画面左侧歪了", "The head tilts to image left by"),
            high: phrase("头向画面右侧歪了", "The head tilts to image right by"),
            both: EITHER_SIDE,
            look: phrase("请看两眼是否一样高", "see whether the eyes are level"),
        },
    ),
    (
        "face.occluded",
        answer(
            phrase("脸被口罩、手或别的东西遮住", "something covers part of the face"),
            phrase("脸没有被遮住", "nothing covers the face"),
            phrase("请看一眼脸部", "look at the face"),
        ),
    ),
    (
        "head.height",
        amount(
            "头部高度占画面",
            "Height of the head:",
            phrase("请看头在画面里是否大小合适", "see whether the head has the right size in the frame"),
        ),
    ),
    (
        "head.width",
        amount(
            "头部宽度占画面",
            "Width of the head:",
            phrase("请看头在画面里是否大小合适", "see whether the head has the right size in the frame"),
        ),
    ),
    (
        "head.crown_gap",
        amount(
            "头顶上方的空白占画面",
            "Room above the head:",
            phrase("请看头顶上方留白是否合适", "see whether the room above the head is right"),
        ),
    ),
    (
        "head.chin_gap",
        amount(
            "下巴下方的空白占画面高度的",
            "Room below the chin:",
            phrase("请看下巴下方留白是否合适", "see whether the room below the chin is right"),
        ),
    ),
    (
        "head.centre_x",
        amount(
            "两眼中点到左边的距离占画面宽度的",
            "Middle of the eyes from the left edge:",
            phrase("请看人是否居中", "see whether the person is in the middle"),
        ),
    ),
    (
        "head.complete",
        answer(
            phrase("头部完整", "the whole head is in the frame"),
            phrase("头顶或下巴被裁掉", "part of the head is cut off"),
            phrase("请看一眼画面的上边和下边", "look at the upper and the lower edge"),
        ),
    ),
    (
        "head.covered",
        answer(
            phrase("戴着帽子或头巾", "a hat or a scarf covers the head"),
            phrase("没有戴帽子或头巾", "neither hat nor scarf is worn"),
            phrase("请看一眼头顶", "look at the top of the head"),
        ),
    ),
    ("eyes.distance", amount("两眼距离", "Distance of the pupils:", A_PERSON)),
    (
        "eyes.line",
        amount(
            "两眼到上边的距离占画面高度的",
            "Eyes from the top edge:",
            phrase("请看眼睛在画面里的高低", "see how high the eyes are in the frame"),
        ),
    ),
    (
        "eyes.open",
        grade("睁眼程度", "Opening of the eyes:", phrase("请看眼睛是否睁开", "see whether the eyes are open")),
    ),
    (
        "eyes.gaze",
        amount(
            "视线偏离镜头",
            "The gaze is off the camera by",
            phrase("请看眼睛是否看着镜头", "see whether the eyes look into the camera"),
        ),
    ),
    (
        "eyes.red",
        grade(
            "瞳孔发红的比例",
            "Red part of the pupils:",
            phrase("请看瞳孔是否发红", "see whether the pupils are red"),
        ),
    ),
    (
        "eyes.covered",
        answer(
            phrase("头发遮住了眼睛", "hair covers an eye"),
            phrase("头发没有遮住眼睛", "no hair covers the eyes"),
            phrase("请看一眼眼睛周围的头发", "look at the hair about the eyes"),
        ),
    ),
    (
        "brows.covered",
        answer(
            phrase("头发遮住了眉毛", "hair covers a brow"),
            phrase("头发没有遮住眉毛", "no hair covers the brows"),
            phrase("请看一眼眉毛", "look at the brows"),
        ),
    ),
    (
        "ears.visible",
        answer(
            phrase("双耳都露出来", "both ears show"),
            phrase("两只耳朵没有都露出来", "the ears do not both show"),
            phrase("请看一眼两侧的耳朵", "look at both ears"),
        ),
    ),
    (
        "mouth.gap",
        grade("嘴唇张开程度", "Opening of the lips:", phrase("请看嘴唇是否闭合", "see whether the lips are closed")),
    ),
    (
        "mouth.teeth",
        answer(
            phrase("露出了牙齿", "teeth show"),
            phrase("没有露齿", "no teeth show"),
            phrase("请看一眼嘴部", "look at the mouth"),
        ),
    ),
    (
        "glasses.present",
        answer(
            phrase("戴着眼镜", "glasses are worn"),
            phrase("没有戴眼镜", "no glasses are worn"),
            phrase("请看一眼眼睛周围", "look at the eyes"),
        ),
    ),
    (
        "glasses.tint",
        answer(
            phrase("镜片有颜色", "the lenses are tinted"),
            phrase("镜片没有颜色", "no lens is tinted"),
            phrase("请看一眼镜片", "look at the lenses"),
        ),
    ),
    (
        "glasses.glare",
        answer(
            phrase("镜片反光遮住了眼睛", "a reflection on the lenses hides part of an eye"),
            phrase("镜片没有反光", "no reflection hides an eye"),
            phrase("请看一眼镜片", "look at the lenses"),
        ),
    ),
    (
        "glasses.frame_over_eye",
        answer(
            phrase("镜框遮住了眼睛", "the frame of the glasses crosses an eye"),
            phrase("镜框没有遮住眼睛", "the frame is clear of the eyes"),
            phrase("请看镜框的上下边", "look at the rims above and below the eyes"),
        ),
    ),
    (
        "adornment.earrings",
        answer(
            phrase("戴着耳饰", "earrings are worn"),
            phrase("没有戴耳饰", "no earrings are worn"),
            phrase("请看一眼耳朵", "look at the ears"),
        ),
    ),
    (
        "adornment.necklace",
        answer(
            phrase("戴着项链", "a necklace is worn"),
            phrase("没有戴项链", "no necklace is worn"),
            phrase("请看一眼脖子", "look at the neck"),
        ),
    ),
    (
        "adornment.makeup",
        answer(
            phrase("妆比较浓", "the make-up is heavy"),
            phrase("没有浓妆", "the make-up is not heavy"),
            phrase("请看一眼妆容", "look at the make-up"),
        ),
    ),
    (
        "adornment.contact_lenses",
        answer(
            phrase("戴着美瞳", "coloured contact lenses are worn"),
            phrase("没有看出美瞳", "no coloured contact lenses are seen"),
            phrase("请看一眼眼珠的颜色", "look at the colour of the irises"),
        ),
    ),
    (
        "clothing.contrast",
        grade(
            "衣服与背景的色差",
            "Difference of clothes and background (ΔE):",
            phrase("请看肩膀与背景是否分得清", "see whether the shoulders stand out from the background"),
        ),
    ),
    (
        "clothing.bare_shoulders",
        answer(
            phrase("露着肩膀（无袖或吊带）", "the shoulders are bare"),
            phrase("肩膀没有露出来", "the shoulders are covered"),
            phrase("请看一眼肩膀", "look at the shoulders"),
        ),
    ),
    (
        "clothing.collar",
        answer(
            phrase("领子很大", "the collar is bulky"),
            phrase("领子不大", "the collar is not bulky"),
            phrase("请看一眼领口", "look at the collar"),
        ),
    ),
    (
        "shoulders.tilt",
        Turn {
            low: phrase("画面右边的肩膀高，倾斜", "The shoulder at image right is higher, by"),
            high: phrase("画面左边的肩膀高，倾斜", "The shoulder at image left is higher, by"),
            both: EITHER_SIDE,
            look: phrase("请看两肩是否一样高", "see whether the shoulders are level"),
        },
    ),
    (
        "shoulders.visible",
        amount(
            "肩膀露出",
            "Shoulder inside the frame:",
            phrase("请看双肩是否都在画面里", "see whether both shoulders are in the frame"),
        ),
    ),
    ("background.evenness", grade("背景各处的色差", "Unevenness of the background (ΔE):", WALL)),
    ("background.gradient", grade("背景从一边到另一边的色差", "Change across the background (ΔE):", WALL)),
    (
        "background.shadow",
        grade(
            "头旁影子的色差",
            "Shadow beside the head (ΔE):",
            phrase("请看头旁边有没有影子", "see whether there is a shadow beside the head"),
        ),
    ),
    ("background.clutter", grade("背景里的杂物、花纹占", "Things and patterns in the background:", WALL)),
    (
        "background.halo",
        grade(
            "人像边缘的亮边",
            "Rim around the person (ΔE):",
            phrase("请看一眼头发边缘", "look at the edge of the hair"),
        ),
    ),
    ("background.hue", amount("背景的色相", "Hue of the background:", WALL)),
    ("light.mean", grade("脸部亮度", "Brightness of the face:", LIGHT)),
    ("light.exposure", grade("曝光偏差", "Exposure is off by", LIGHT)),
    ("light.dark_share", grade("发黑的部分占", "Lost in black:", LIGHT)),
    ("light.bright_share", grade("过亮发白的部分占", "Lost in white:", LIGHT)),
    ("light.balance", grade("左右脸的亮度比", "Darker over brighter side of the face:", LIGHT)),
    ("light.range", grade("脸部亮度层次", "Range of tones in the face:", LIGHT)),
    ("light.shine", grade("脸上的油光占", "Shine on the face:", LIGHT)),
    ("colour.cast", grade("偏色", "Colour cast (ΔE):", COLOURS)),
    ("colour.chroma", grade("脸部色彩的鲜艳程度", "Colourfulness of the face:", COLOURS)),
    ("colour.variety", grade("色彩的丰富程度", "Variety of colours:", COLOURS)),
    ("focus.sharpness", grade("清晰度", "Sharpness:", DETAIL)),
    ("focus.motion", grade("抖动模糊", "Motion blur:", DETAIL)),
    ("focus.noise", grade("噪点", "Noise:", DETAIL)),
    ("focus.blockiness", grade("压缩方块的痕迹", "Block edges:", DETAIL)),
    (
        "batch.duplicate_of",
        Names {
            some: phrase("与 {found} 是同一张照片。", "It is the same picture as {found}."),
            none: phrase("同批没有相同的照片。", "No other photo of the batch is this one."),
        },
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{MEASURES, find};
    use crate::reading::{Unit, ValueKind};

    /// What classifiers say, whatever unit it comes in.
    fn is_score(name: &str) -> bool {
        let named = ["face.occluded", "eyes.covered", "brows.covered", "ears.visible", "mouth.teeth"];
        let is_score =
            |measure: &crate::measure::Measure| measure.kind() == ValueKind::Score || measure.unit == Unit::Probability;
        named.contains(&name) || find(name).is_some_and(is_score)
    }

    #[test]
    fn every_measure_that_answers_yes_or_no_has_both_answers() {
        for measure in MEASURES.iter().filter(|it| is_score(it.name) || it.kind() == ValueKind::Flag) {
            assert!(matches!(term(measure.name), Some(Answer { .. })), "{}", measure.name);
        }
    }

    #[test]
    fn every_number_is_spoken_of_and_every_term_has_a_measure() {
        for measure in MEASURES.iter().filter(|measure| measure.kind() == ValueKind::Number) {
            assert!(term(measure.name).is_some(), "{}", measure.name);
        }
        for measure in MEASURES.iter().filter(|measure| measure.kind() == ValueKind::List) {
            assert!(matches!(term(measure.name), Some(Names { .. })), "{}", measure.name);
        }
    }

    #[test]
    fn clauses_are_no_sentences_yet() {
        for (name, term) in TERMS {
            if let Answer { yes, no, look } = term {
                for phrase in [yes, no, look] {
                    assert!(!phrase.zh.ends_with('。') && !phrase.en.ends_with('.'), "{name}");
                    assert!(phrase.en.starts_with(|c: char| c.is_lowercase()), "{name}");
                }
            }
        }
    }
}
