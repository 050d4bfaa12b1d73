//! Why a photo has no pixels, and what cures that: each reason in its own words.

use crate::photo::{Coding, Format, Unreadable};
use crate::reading::Unit;
use crate::text::{Lang, Phrase, phrase};

use super::number::{printable, quantity};

/// Why a photo has no pixels, as a sentence.
pub(super) fn trouble_text(trouble: &Unreadable, lang: Lang) -> String {
    let bytes = |bytes: u64| quantity(bytes as f64, Unit::Bytes, lang);
    let sentence = |said: Phrase| said.get(lang).to_owned();
    match trouble {
        Unreadable::NoPermission => {
            sentence(phrase("没有权限读取这个文件。", "There is no permission to read the file."))
        }
        Unreadable::Missing => sentence(phrase(
            "文件不存在：链接指向的文件没有了，或检查期间被移走。",
            "There is no such file: a link leads nowhere, or the file went away meanwhile.",
        )),
        Unreadable::NotAFile => sentence(phrase(
            "这不是普通文件，而是管道、设备或文件夹。",
            "This is not an ordinary file but a pipe, a device or a folder.",
        )),
        Unreadable::Encrypted => sentence(phrase(
            "压缩包有密码，里面的文件读不出来。",
            "The archive has a password, so the file in it cannot be read.",
        )),
        Unreadable::NotUnpacked => sentence(phrase(
            "这个文件在压缩包里已损坏，解不开。",
            "The file is damaged in its archive and cannot be unpacked.",
        )),
        Unreadable::NotOpened(error) => {
            phrase("文件打不开（系统提示：{error}）。", "The file cannot be opened ({error}).")
                .fill(lang, &[("error", &printable(error))])
        }
        Unreadable::TookTooLong { seconds } => phrase(
            "看了 {seconds} 秒还没有看完，已放弃，没有检查。",
            "It took longer than {seconds} s to look at, so it was given up and not checked.",
        )
        .fill(lang, &[("seconds", &seconds.to_string())]),
        Unreadable::Empty => sentence(phrase("文件是空的，里面什么也没有。", "The file is empty.")),
        Unreadable::Format(format) => {
            phrase("内容是{format}，不是可以检查的照片。", "The content is {format}, which cannot be checked here.")
                .fill(lang, &[("format", format_name(*format).get(lang))])
        }
        Unreadable::Coding(Coding::Chunk) => sentence(phrase(
            "文件本身完好，但 PNG 里有必须识别的专用数据块，本程序读不了。",
            "The file is whole, but its PNG has a chunk of its own that must be understood, and this program does not know it.",
        )),
        Unreadable::Coding(coding) => phrase(
            "文件本身完好，但用了少见的 JPEG 编码（{coding}），本程序读不了。",
            "The file is whole, but in a rare kind of JPEG ({coding}) that this program does not read.",
        )
        .fill(lang, &[("coding", &coding_name(*coding, lang))]),
        Unreadable::TooManyBytes { bytes: size, limit } => phrase(
            "文件有 {size}，超过 {limit} 的上限，没有打开。",
            "The file has {size}, over the limit of {limit}, and was not opened.",
        )
        .fill(lang, &[("size", &bytes(*size)), ("limit", &bytes(*limit))]),
        Unreadable::TooManyPixels { pixels, limit } => phrase(
            "图片有 {size} 像素，超过 {limit} 的上限，没有解码。",
            "The picture has {size} pixels, over the limit of {limit}, and was not decoded.",
        )
        .fill(lang, &[("size", &millions(*pixels, lang)), ("limit", &millions(*limit, lang))]),
        Unreadable::TooLong { side, limit } => phrase(
            "图片的一边有 {side} 像素，超过 {limit} 的上限，没有解码。",
            "One side of the picture has {side} pixels, over the limit of {limit}; it was not decoded.",
        )
        .fill(lang, &[("side", &side.to_string()), ("limit", &limit.to_string())]),
        Unreadable::CutShort { whole: Some(whole) } => phrase(
            "文件不完整，后面缺了一段：只有上面约 {whole}% 的画面。",
            "The file is cut short: only about the upper {whole} % of the picture is there.",
        )
        .fill(lang, &[("whole", &whole.to_string())]),
        Unreadable::CutShort { whole: None } => {
            sentence(phrase("文件不完整，后面缺了一段。", "The file is cut short: its end is missing."))
        }
        Unreadable::Garbled { whole: Some(whole) } => phrase(
            "图像数据损坏：从画面约 {whole}% 高度处往下错乱。",
            "The picture's data is damaged from about {whole} % of its height down.",
        )
        .fill(lang, &[("whole", &whole.to_string())]),
        Unreadable::Garbled { whole: None } => sentence(phrase(
            "图像数据损坏，有一段被改写或丢失。",
            "The picture's data is damaged: a part was lost or written over.",
        )),
        Unreadable::PassesMissing => sentence(phrase(
            "文件不完整：缺少颜色或细节的数据。",
            "The file is incomplete: the data of a colour or of the fine detail is missing.",
        )),
        Unreadable::Damaged => sentence(phrase("文件已损坏，无法解码。", "The file is damaged and cannot be decoded.")),
    }
}

/// What to do about it.
pub(super) fn trouble_cure(trouble: &Unreadable) -> Phrase {
    match trouble {
        Unreadable::NoPermission => phrase(
            "请把文件设为可读，或请文件的所有者授权后再检查。",
            "Make the file readable, or ask its owner for access, and check again.",
        ),
        Unreadable::Missing => {
            phrase("找到照片，重新放进文件夹后再检查。", "Find the photo, put it back and check again.")
        }
        Unreadable::NotAFile => phrase("请换成照片文件本身。", "Put the photo itself in its place."),
        Unreadable::Encrypted => phrase("用密码解压后再检查。", "Unpack it with the password and check again."),
        Unreadable::NotUnpacked => phrase(
            "请对方重新压缩、重新发一次，或者直接发照片。",
            "Have the archive made and sent again, or the photo itself.",
        ),
        Unreadable::NotOpened(_) => phrase(
            "关闭正在使用它的程序，检查磁盘或网络连接，然后再检查。",
            "Close the program that uses it, look after the disk or the network, and check again.",
        ),
        Unreadable::TookTooLong { .. } => phrase(
            "导出为普通大小的 JPEG 再检查，或用 --timeout 放宽时间。",
            "Export it as a JPEG of ordinary size and check again, or allow more time with --timeout.",
        ),
        Unreadable::Empty => {
            phrase("文件没有传完：请重新发送或复制一次。", "The transfer failed: send or copy the photo again.")
        }
        Unreadable::Format(format) => format_cure(*format),
        Unreadable::Coding(_) => phrase(
            "用看图软件打开，另存为普通 JPEG（最高质量）。",
            "Open it in a picture viewer and save it as an ordinary JPEG at the highest quality.",
        ),
        Unreadable::TooManyBytes { .. } => phrase(
            "文件太大，导出为普通大小的 JPEG（几 MB）再检查。",
            "The file is too large for this checker: export it as a JPEG of a few MB.",
        ),
        Unreadable::TooManyPixels { .. } | Unreadable::TooLong { .. } => phrase(
            "图片太大，导出一张较小的 JPEG 再检查。",
            "The picture is too large for this checker: export a smaller JPEG.",
        ),
        Unreadable::CutShort { .. } | Unreadable::Garbled { .. } | Unreadable::PassesMissing | Unreadable::Damaged => {
            phrase(
                "文件在传输或保存时受损：从相机、手机或发送人那里重新复制一份原文件。",
                "It was damaged on the way: copy the original again from the camera, the phone or the sender.",
            )
        }
    }
}

/// A format as people call it, in the middle of a sentence.
pub(super) fn format_name(format: Format) -> Phrase {
    match format {
        Format::Jpeg => phrase(" JPEG ", "JPEG"),
        Format::Png => phrase(" PNG ", "PNG"),
        Format::WebP => phrase(" WebP ", "WebP"),
        Format::Gif => phrase(" GIF ", "GIF"),
        Format::Bmp => phrase(" BMP ", "BMP"),
        Format::Tiff => phrase(" TIFF ", "TIFF"),
        Format::Raw => phrase("相机原始数据（RAW）", "a camera's raw data (RAW)"),
        Format::Heif => phrase(" HEIC（iPhone 的照片格式）", "HEIC (an iPhone's own format), whatever its name"),
        Format::Avif => phrase(" AVIF ", "AVIF"),
        Format::Jpeg2000 => phrase(" JPEG 2000", "JPEG 2000"),
        Format::JpegXl => phrase(" JPEG XL", "JPEG XL"),
        Format::Psd => phrase(" Photoshop 文档（PSD）", "a Photoshop document (PSD)"),
        Format::Video => phrase("视频", "a video"),
        Format::Pdf => phrase(" PDF 文档", "a PDF document"),
        Format::Office => phrase(" Word、Excel 或 PowerPoint 文档", "a Word, Excel or PowerPoint document"),
        Format::Zip => phrase(" ZIP 压缩包", "a ZIP archive"),
        Format::Archive => phrase("压缩包（RAR、7z、GZ）", "an archive (RAR, 7z, GZ)"),
        Format::Html => phrase("网页", "a web page"),
        Format::Text => phrase("文字", "plain text"),
        Format::Empty => phrase("空文件", "empty"),
        Format::Unknown => phrase("未知格式", "of no known format"),
    }
}

/// What to do about a format that is not read here.
fn format_cure(format: Format) -> Phrase {
    match format {
        Format::Heif => phrase(
            "在 iPhone 上：设置 → 相机 → 格式 → 兼容性最佳，再拍即为 JPEG；已有的照片用“照片”或看图软件导出为 JPEG。只改扩展名没有用。",
            "On the iPhone: Settings, Camera, Formats, Most Compatible makes JPEG from now on; export this one as JPEG from Photos or a viewer. Renaming does not help.",
        ),
        Format::Raw => phrase(
            "用相机厂商的软件或看图软件导出为 JPEG（最高质量）。",
            "Export it as JPEG at the highest quality with the camera maker's program or a viewer.",
        ),
        Format::Zip | Format::Archive => {
            phrase("先解压，再检查里面的照片。", "Unpack it first and check the photos in it.")
        }
        Format::Pdf | Format::Office => phrase(
            "不要把照片放在文档里：请交照片文件本身（JPEG）。",
            "Hand in the photo itself as a JPEG, not a document with the photo in it.",
        ),
        Format::Video => phrase(
            "请交照片，不是视频；实况照片请导出为 JPEG。",
            "Hand in a photo, not a video; export a live photo as JPEG.",
        ),
        Format::Html => phrase(
            "下载的是网页，不是照片：登录后重新下载。",
            "A web page was downloaded instead of the photo: log in and download it again.",
        ),
        Format::Text | Format::Unknown | Format::Empty => phrase(
            "这不是照片文件：找到照片原文件再检查。",
            "This is not a photo: find the photo itself and check that.",
        ),
        _ => phrase(
            "用看图软件打开，另存为 JPEG（最高质量）；只改扩展名没有用。",
            "Open it in a picture viewer and save it as JPEG at the highest quality; renaming alone does not help.",
        ),
    }
}

fn coding_name(coding: Coding, lang: Lang) -> String {
    let name = match coding {
        Coding::Arithmetic => phrase("算术编码", "arithmetic coding"),
        Coding::Lossless => phrase("无损编码", "lossless coding"),
        Coding::Hierarchical => phrase("分级编码", "hierarchical coding"),
        Coding::Depth(bits) => {
            return phrase("每通道 {bits} 位", "{bits} bits a channel").fill(lang, &[("bits", &bits.to_string())]);
        }
        Coding::LateHeight => phrase("高度写在图像之后", "height after the picture"),
        Coding::Components => phrase("罕见的颜色通道或采样", "unusual channels or sampling"),
        Coding::Passes => phrase("扫描次数过多", "too many passes"),
        Coding::NoTables => phrase("没有码表，像视频里的一帧", "no code tables, like a frame of a film"),
        Coding::Chunk => phrase("专用数据块", "a chunk of its own"),
        Coding::Header => phrase("文件头写法少见", "an unusual header"),
    };
    name.get(lang).to_owned()
}

/// Pixels in millions, as cameras are sold.
fn millions(pixels: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{} 万", pixels / 10_000),
        Lang::En => format!("{} million", pixels / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_has_its_own_words() {
        let mut reasons = vec![
            Unreadable::NoPermission,
            Unreadable::Missing,
            Unreadable::NotAFile,
            Unreadable::Encrypted,
            Unreadable::NotUnpacked,
            Unreadable::NotOpened("os error 5".to_owned()),
            Unreadable::Empty,
            Unreadable::TooManyBytes { bytes: 100 << 20, limit: 64 << 20 },
            Unreadable::TooManyPixels { pixels: 200_000_000, limit: 120_000_000 },
            Unreadable::TooLong { side: 100_000, limit: 65_535 },
            Unreadable::CutShort { whole: None },
            Unreadable::CutShort { whole: Some(40) },
            Unreadable::Garbled { whole: None },
            Unreadable::Garbled { whole: Some(40) },
            Unreadable::PassesMissing,
            Unreadable::Damaged,
        ];
        reasons.extend(
            [Coding::Arithmetic, Coding::Depth(12), Coding::Passes, Coding::NoTables, Coding::Chunk, Coding::Header]
                .map(Unreadable::Coding),
        );
        let formats = [Format::Heif, Format::Bmp, Format::Tiff, Format::Raw, Format::Pdf, Format::Zip, Format::Archive];
        let more = [Format::Office, Format::Text, Format::Html, Format::JpegXl, Format::Jpeg2000, Format::Unknown];
        reasons.extend(formats.into_iter().chain(more).map(Unreadable::Format));
        for lang in [Lang::Zh, Lang::En] {
            let texts: std::collections::BTreeSet<_> =
                reasons.iter().map(|reason| trouble_text(reason, lang)).collect();
            assert_eq!(texts.len(), reasons.len());
            assert!(texts.iter().all(|text| !text.contains('{')), "{texts:?}");
        }
    }
}
