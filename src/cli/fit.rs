//! `photocheck fit`: how to crop a photo for a rule set, and what no crop can cure.

mod file;

use std::io::Write;
use std::path::Path;

use anstyle::Style;
use anyhow::anyhow;
use photocheck::batch;
use photocheck::fit::{Fit, carried_to};
use photocheck::input::Item;
use photocheck::measure::Measurements;
use photocheck::photo::{Limits, Photo};
use photocheck::reading::Reason;
use photocheck::report::{crop_advice, crop_json, crop_sheet, printable, write_whole};
use photocheck::rules::Set;
use photocheck::text::Lang;

use super::console::Console;
use super::options;
use super::sentences as say;
use super::{ExitStatus, complaint, outputs, overlays, photos, rule_set};

const BOLD: Style = Style::new().bold();

/// Says of each photo and each set how to crop; draws and writes crops where that was asked for.
pub fn run(options: &options::FitOptions, lang: Lang, console: &Console) -> anyhow::Result<ExitStatus> {
    let Some(collected) = photos::chosen(&options.photos, lang, console) else { return Ok(ExitStatus::Impossible) };
    let Some(sets) = rule_set::each(&options.rules, lang, console) else { return Ok(ExitStatus::Impossible) };
    let single = collected.items.len() == 1 && sets.len() == 1;
    let folder = options.overlay.as_deref();
    let wrong = match &options.write {
        Some(_) if !single => Some(say::FIT_ONE.get(lang).to_owned()),
        Some(file) if !outputs::is_called(file, &["jpg", "jpeg"]) => Some(outputs::misnamed(file, ".jpg", lang)),
        _ => None,
    };
    if let Some(wrong) = wrong.or_else(|| overlays::problem(folder?, lang)) {
        complaint::general(console, lang, &wrong);
        return Ok(ExitStatus::Impossible);
    }
    folder.map(|folder| overlays::prepare(folder, lang)).transpose()?;
    let ids: Vec<_> = sets.iter().map(|set| set.id.as_str()).collect();
    let drawings = folder.map(|folder| overlays::targets(folder, &ids, &collected.items)).unwrap_or_default();
    let mut answer = if collected.unseen.is_empty() { ExitStatus::Fine } else { ExitStatus::Impossible };
    for (index, item) in collected.items.iter().enumerate() {
        let drawings: Vec<&Path> = drawings.iter().map(|targets| targets[index].as_path()).collect();
        // What fails on one photo costs no other.
        let one = match batch::guarded(|| one(item, &sets, &drawings, options, lang, console)) {
            Ok(one) => one?,
            Err(place) => {
                let why = Reason::Crashed(place).text(lang);
                complaint::general(console, lang, &format!("{}{}{why}", item.shown, lang.colon()));
                ExitStatus::Impossible
            }
        };
        if one != ExitStatus::Fine {
            answer = one;
        }
    }
    Ok(answer)
}

/// Says of one photo by each set how to crop, draws that where there are `drawings` to be made, and writes the crop.
fn one(
    item: &Item,
    sets: &[Set],
    drawings: &[&Path],
    options: &options::FitOptions,
    lang: Lang,
    console: &Console,
) -> anyhow::Result<ExitStatus> {
    let photo = batch::open(item, &Limits::default());
    let is_out_of_reach = photo.pixels().is_err_and(|trouble| trouble.is_out_of_reach());
    let mut answer = if is_out_of_reach { ExitStatus::Impossible } else { ExitStatus::Fine };
    for (number, (set, advice)) in sets.iter().zip(advice(sets, &photo)).enumerate() {
        let mut out = console.out();
        if options.lines {
            writeln!(out, "{}", crop_json(&item.shown, set, &advice.fit, &advice.also))?;
        } else {
            tell(&item.shown, set, &advice, lang, &mut out)?;
        }
        out.flush()?;
        if let Some(target) = drawings.get(number) {
            draw(item, &photo, set, &advice, target, lang)?;
        }
        if let Some(target) = &options.write {
            let written = write(&photo, set, &advice.fit, target, lang, console)?;
            answer = if is_out_of_reach { answer } else { written };
        }
    }
    Ok(answer)
}

/// What is said of one photo and one set.
struct CropAdvice<'s> {
    fit: Fit<'s>,
    /// The other sets that the same part of the photo satisfies.
    also: Vec<&'s Set>,
}

/// The advice for a photo by each set.
fn advice<'s>(sets: &'s [Set], photo: &Photo) -> Vec<CropAdvice<'s>> {
    let measurements = Measurements::of(photo);
    let of = |set: &'s Set| {
        let fit = Fit::of(set, &measurements);
        let others = sets.iter().filter(|other| other.id != set.id);
        let is_served = |other: &&Set| fit.crop.is_some_and(|crop| carried_to(other, &measurements, crop).is_some());
        let also = others.filter(is_served).collect();
        CropAdvice { fit, also }
    };
    sets.iter().map(of).collect()
}

/// The advice for one photo and one set, a heading and lines.
fn tell(shown: &str, set: &Set, advice: &CropAdvice<'_>, lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{BOLD}{}{BOLD:#} · {}", printable(shown), set.title.get(lang))?;
    crop_advice(set, &advice.fit, &advice.also, lang).iter().try_for_each(|line| writeln!(out, "  {line}"))
}

/// Draws the crop on the photo, the advice below.
fn draw(
    item: &Item,
    photo: &Photo,
    set: &Set,
    advice: &CropAdvice<'_>,
    target: &Path,
    lang: Lang,
) -> anyhow::Result<()> {
    let size = photo.pixels().ok().map(|pixels| [pixels.width(), pixels.height()]);
    let picture = batch::large_picture(photo);
    let Some((size, picture)) = size.zip(picture) else { return Ok(()) };
    let heading = format!("{} · {}", printable(&item.shown), set.title.get(lang));
    let lines: Vec<_> = [heading].into_iter().chain(crop_advice(set, &advice.fit, &advice.also, lang)).collect();
    let drawing = crop_sheet(size, &picture, advice.fit.crop.as_ref(), &lines, lang);
    overlays::put(target, drawing.as_ref()).map_err(|error| anyhow!(say::cannot_write(target, &error, lang)))
}

/// Writes the crop to a new file; refuses where the set wants the original, where no crop is known, and over any file.
fn write(
    photo: &Photo,
    set: &Set,
    fit: &Fit<'_>,
    target: &Path,
    lang: Lang,
    console: &Console,
) -> anyhow::Result<ExitStatus> {
    let refusal = if let Some(rule) = fit.forbidden_by {
        Some(say::FIT_ORIGINAL.fill(lang, &[("title", rule.title.get(lang))]))
    } else if target.exists() {
        Some(say::FIT_EXISTS.fill(lang, &[("name", &target.display().to_string())]))
    } else if fit.is_framed {
        Some(say::FIT_NOT_NEEDED.get(lang).to_owned())
    } else if fit.crop.is_none() {
        Some(say::FIT_NO_FACE.get(lang).to_owned())
    } else {
        None
    };
    let (None, Some(crop)) = (&refusal, &fit.crop) else {
        complaint::general(console, lang, &refusal.unwrap_or_default());
        return Ok(ExitStatus::Impossible);
    };
    let file = file::of(photo, crop, set.print).ok_or_else(|| anyhow!(say::FIT_NO_FACE.get(lang)))??;
    write_whole(target, &file).map_err(|error| anyhow!(say::cannot_write(target, &error, lang)))?;
    Ok(ExitStatus::Fine)
}
