//! `photocheck fit`: how to crop a photo for a rule set, and what no crop can cure.

use std::io::Write;
use std::path::Path;

use anstyle::Style;
use anyhow::anyhow;
use image::ImageEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{ExtendedColorType, RgbImage, imageops};
use photocheck::batch;
use photocheck::fit::{Crop, Fit};
use photocheck::measure::Measurements;
use photocheck::photo::container::Kind;
use photocheck::photo::{Limits, Photo, Rect};
use photocheck::report::{crop_advice, crop_json, printable, write_whole};
use photocheck::rules::Set;
use photocheck::text::Lang;

use super::console::Console;
use super::options;
use super::sentences as say;
use super::{Answer, complaint, photos, rule_set};

const BOLD: Style = Style::new().bold();

/// Quality of a cropped file, on the scale of the Independent JPEG Group: high enough that nothing is seen of it.
const QUALITY: u8 = 95;

/// Says of each photo and each set how to crop; writes one crop where that was asked for.
pub fn run(options: &options::Fit, lang: Lang, console: &Console) -> anyhow::Result<Answer> {
    let Some(collected) = photos::chosen(&options.photos, lang, console) else { return Ok(Answer::Impossible) };
    let Some(sets) = rule_set::each(&options.rules, lang, console) else { return Ok(Answer::Impossible) };
    let single = collected.items.len() == 1 && sets.len() == 1;
    if options.write.is_some() && !single {
        complaint::general(console, lang, say::FIT_ONE.get(lang));
        return Ok(Answer::Impossible);
    }
    let mut out = console.out();
    let mut answer = Answer::Fine;
    for item in &collected.items {
        let photo = batch::open(item, &Limits::default());
        let measurements = Measurements::of(&photo);
        for set in &sets {
            let fit = Fit::of(set, &measurements);
            if options.lines {
                writeln!(out, "{}", crop_json(&item.shown, set, &fit))?;
            } else {
                tell(&item.shown, set, &fit, lang, &mut out)?;
            }
            out.flush()?;
            if let Some(target) = &options.write {
                answer = write(&photo, &fit, target, lang, console)?;
            }
        }
    }
    Ok(answer)
}

/// The advice for one photo and one set.
fn tell(shown: &str, set: &Set, fit: &Fit<'_>, lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{BOLD}{}{BOLD:#} · {}", printable(shown), set.title.get(lang))?;
    crop_advice(set, fit, lang).iter().try_for_each(|line| writeln!(out, "  {line}"))
}

/// Writes the crop to a new file; refuses where the set wants the original, where no crop is known, and over any file.
fn write(photo: &Photo, fit: &Fit<'_>, target: &Path, lang: Lang, console: &Console) -> anyhow::Result<Answer> {
    let refusal = if let Some(rule) = fit.forbidden_by {
        Some(say::FIT_ORIGINAL.fill(lang, &[("title", rule.title.get(lang))]))
    } else if target.exists() {
        Some(say::FIT_EXISTS.fill(lang, &[("name", &target.display().to_string())]))
    } else if fit.crop.is_none() {
        Some(say::FIT_NO_FACE.get(lang).to_owned())
    } else {
        None
    };
    let (None, Some(crop)) = (&refusal, &fit.crop) else {
        complaint::general(console, lang, &refusal.unwrap_or_default());
        return Ok(Answer::Impossible);
    };
    let file = cropped(photo, crop).ok_or_else(|| anyhow!(say::FIT_NO_FACE.get(lang)))??;
    write_whole(target, &file).map_err(|error| anyhow!(say::cannot_write(target, &error, lang)))?;
    Ok(Answer::Fine)
}

/// The crop as a JPEG with the original's EXIF; the pixels are upright, so its orientation is taken out.
fn cropped(photo: &Photo, crop: &Crop) -> Option<image::ImageResult<Vec<u8>>> {
    let pixels = photo.pixels().ok()?;
    let [x, y, width, height] = [crop.left, crop.top, crop.width, crop.height].map(|length| length.round() as u32);
    let part =
        pixels.crop(Rect { x, y, width: width.min(pixels.width() - x), height: height.min(pixels.height() - y) });
    let [saved_width, saved_height] = crop.saved.map(|length| length as u32);
    let part: RgbImage = if part.height() == saved_height {
        part
    } else {
        imageops::resize(&part, saved_width, saved_height, FilterType::Lanczos3)
    };
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, QUALITY);
    if let Some(block) = photo.container().first(&Kind::Exif) {
        let mut exif = block.data.to_vec();
        let _stored = Orientation::remove_from_exif_chunk(&mut exif);
        // Metadata that does not fit into a segment stays behind; the picture is written all the same.
        drop(encoder.set_exif_metadata(exif));
    }
    let written = encoder.write_image(&part, part.width(), part.height(), ExtendedColorType::Rgb8);
    Some(written.map(|()| file))
}
