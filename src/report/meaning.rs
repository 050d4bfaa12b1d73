//! What a mark in a file means, and what to do about it, in words.

use crate::provenance::{Claim, Grade, Mark};
use crate::text::{Lang, Phrase, phrase};

/// The mark as a sentence with its meaning, and what to do about it unless it is a mere hint.
pub fn mark_sentence(mark: &Mark, lang: Lang) -> String {
    let grade = match mark.grade {
        Grade::Conclusive => phrase("确定", "certain"),
        Grade::Strong => phrase("很可能", "likely"),
        Grade::Weak => phrase("仅供参考", "a hint only"),
    };
    let sentence = phrase("{item}（{grade}）：{meaning}", "{item} ({grade}): {meaning}")
        .fill(lang, &[("item", &mark.item()), ("grade", grade.get(lang)), ("meaning", meaning(mark.claim).get(lang))]);
    match mark.grade {
        Grade::Weak => sentence,
        _ => format!("{sentence}{}{}", lang.space(), advice(mark.claim).get(lang)),
    }
}

/// What the mark means.
fn meaning(claim: Claim) -> Phrase {
    match claim {
        Claim::Editor => phrase(
            "这个文件由修图软件保存过。照相馆裁剪、调色后这样保存很常见，并不说明人脸被修改；但采集单位可能因此退回。",
            "An editing program saved this file. Studios that crop or adjust do this every day; it does not say that the face was altered, but the office may send the photo back for it.",
        ),
        Claim::Beauty => phrase(
            "这个文件由美颜相机或手机修图软件保存过，人脸很可能被美化。",
            "A beauty camera or phone editor saved this file; the face was probably embellished.",
        ),
        Claim::IdPhoto => phrase(
            "这个文件像是由证件照制作软件生成的，这类软件通常会抠图换背景。",
            "A program that makes identity photos seems to have written this file; such programs usually replace the background.",
        ),
        Claim::Converter => phrase(
            "这个文件被看图或转码软件重新保存过，画面内容未必改动。",
            "A viewer or converter saved this file again; what it shows need not have changed.",
        ),
        Claim::Generator => phrase(
            "文件标明图像由人工智能生成或改动。给照片换背景、抠图的服务也会打上这种标识。",
            "The file says that AI made or changed the picture. Services that only replace the background label their work so, too.",
        ),
        Claim::History => {
            phrase("文件里留有编辑记录，说明拍摄之后又处理过。", "The file keeps a record of editing after the shot.")
        }
        Claim::Selfie => {
            phrase("照片由手机前置摄像头拍摄，也就是自拍。", "The phone's front camera took the picture: a selfie.")
        }
    }
}

/// What a student should do.
fn advice(claim: Claim) -> Phrase {
    match claim {
        Claim::Editor | Claim::History | Claim::Converter => phrase(
            "向照相馆要未经处理的原始电子文件；不要自己用软件去“清除”这些信息，那只会再留下一次改动。",
            "Ask the studio for the original file. Do not “clean” the file with another program: that only changes it once more.",
        ),
        Claim::Beauty => {
            phrase("用普通相机、关闭美颜重新拍摄。", "Retake it with an ordinary camera and all beautifying off.")
        }
        Claim::IdPhoto => phrase(
            "在符合要求的背景前重新拍摄，或向照相馆要原始电子文件。",
            "Retake it before a proper background, or ask the studio for the original file.",
        ),
        Claim::Generator => phrase(
            "不能使用生成或改动过的图像，请重新拍摄。",
            "Generated or altered pictures are not accepted: retake it.",
        ),
        Claim::Selfie => phrase(
            "请别人用后置摄像头拍，或到照相馆拍。",
            "Have someone else take it with the rear camera, or go to a studio.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_claim_says_what_to_do() {
        for claim in Claim::ALL {
            let mark = Mark::new(claim, Grade::Strong, "EXIF Software", "x");
            for lang in [Lang::Zh, Lang::En] {
                let sentence = mark_sentence(&mark, lang);
                assert!(sentence.ends_with(advice(claim).get(lang)), "{sentence}");
            }
            let hint = mark_sentence(&Mark::new(claim, Grade::Weak, "EXIF Software", "x"), Lang::En);
            assert!(hint.ends_with(meaning(claim).get(Lang::En)), "a hint asks for nothing: {hint}");
        }
    }
}
