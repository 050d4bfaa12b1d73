//! Marks in XMP properties.

use super::{Claim, Grade, LABEL_KEYS, Mark, ai_label, label_text, signed};
use crate::photo::Photo;
use crate::photo::container::BlockKind;
use crate::photo::xmp::Property;

/// Properties that software signs.
const SIGNED: [&str; 6] =
    ["xmp:CreatorTool", "tiff:Software", "exif:Software", "stEvt:softwareAgent", "photoshop:Credit", "tiff:Artist"];

/// Properties that only editors write, by name or by the start of their name.
const EDITED: [(&str, &str); 8] = [
    ("photoshop:DocumentAncestors", "pasted from other documents"),
    ("photoshop:TextLayers", "text layers"),
    ("photoshop:History", "editing history"),
    ("xmpMM:DerivedFrom", "derived from another document"),
    ("xmpMM:Ingredients", "put together from other pictures"),
    ("crs:", "developed in Camera Raw"),
    ("aas:", "adjusted in Apple Photos"),
    ("GIMP:", "saved by GIMP"),
];

/// Properties of IPTC 2025.1 that disclose the use of a generator.
const DISCLOSED: [&str; 4] = ["AISystemUsed", "AISystemVersionUsed", "AIPromptInformation", "AIPromptWriterName"];

pub(super) fn marks(photo: &Photo) -> Vec<Mark> {
    let properties = photo.xmp();
    let offset = photo.container().first(&BlockKind::Xmp).map_or(0, |packet| packet.offset);
    let place = |name: &str| format!("XMP {name}, byte {offset}");
    let mut found = history(properties, &place("xmpMM:History"));
    for property in properties {
        let (name, value) = (property.name.as_str(), property.value.as_str());
        if SIGNED.contains(&name) {
            found.extend(signed(&place(name), value));
        }
        let within = format!("{}/{name}", property.inside);
        let edited = EDITED.iter().find(|(start, _)| within.split('/').any(|step| step.starts_with(start)));
        // One remark for a family of properties is enough.
        if let Some((start, says)) = edited.filter(|(_, says)| found.iter().all(|mark| mark.text != *says)) {
            found.push(Mark::new(Claim::History, Grade::Conclusive, place(start.trim_end_matches(':')), says));
        }
        if name == "Iptc4xmpExt:DigitalSourceType" {
            found.extend(source_type(value, &place(name)));
        }
        if DISCLOSED.iter().any(|disclosed| name.ends_with(disclosed)) {
            found.push(Mark::new(Claim::Generator, Grade::Conclusive, place(name), value));
        }
        // Some writers misspell the namespace: the local name and a key of the standard are enough then.
        if name == "TC260:AIGC" || (name.ends_with("AIGC") && LABEL_KEYS.iter().any(|key| value.contains(key))) {
            found.push(Mark::new(Claim::Generator, Grade::Conclusive, place("TC260:AIGC"), &label_text(value)));
        }
    }
    found.extend(unparsed(photo, properties));
    found
}

/// A packet that is too damaged to parse may still show its label.
fn unparsed(photo: &Photo, properties: &[Property]) -> Option<Mark> {
    let packet = photo.container().first(&BlockKind::Xmp).filter(|_| properties.is_empty())?;
    let text = String::from_utf8_lossy(&packet.data).replace("&quot;", "\"");
    let label = ai_label(&text)?;
    Some(Mark::new(Claim::Generator, Grade::Conclusive, format!("XMP (damaged), byte {}", packet.offset), &label))
}

/// One mark per step on record: what was done, by which program, when. Steps follow each other, and a new one begins
/// where a property would come twice.
fn history(properties: &[Property], place: &str) -> Vec<Mark> {
    let mut steps: Vec<Vec<&Property>> = Vec::new();
    for property in properties.iter().filter(|property| property.name.starts_with("stEvt:")) {
        match steps.last_mut().filter(|step| step.iter().all(|known| known.name != property.name)) {
            Some(step) => step.push(property),
            None => steps.push(vec![property]),
        }
    }
    let mark = |step: &Vec<&Property>| {
        let part =
            |name: &str| step.iter().find(|property| property.name == name).map(|property| property.value.as_str());
        let said: Vec<&str> =
            ["stEvt:action", "stEvt:softwareAgent", "stEvt:when"].into_iter().filter_map(part).collect();
        Mark::new(Claim::History, Grade::Conclusive, place, &said.join(", "))
    };
    steps.iter().map(mark).filter(|mark| !mark.text.is_empty()).collect()
}

/// The IPTC digital source type; cameras' own values say nothing.
pub(super) fn source_type(value: &str, place: &str) -> Option<Mark> {
    let kind = value.rsplit('/').next().unwrap_or(value);
    let (claim, grade) = match kind {
        "trainedAlgorithmicMedia"
        | "compositeWithTrainedAlgorithmicMedia"
        | "algorithmicMedia"
        | "compositeSynthetic"
        | "trainedAlgorithmicData" => (Claim::Generator, Grade::Conclusive),
        "humanEdits"
        | "minorHumanEdits"
        | "algorithmicallyEnhanced"
        | "composite"
        | "compositeCapture"
        | "digitalArt"
        | "digitalCreation"
        | "softwareImage"
        | "dataDrivenMedia"
        | "screenCapture"
        | "virtualRecording" => (Claim::History, Grade::Conclusive),
        "print" | "negativeFilm" | "positiveFilm" => (Claim::History, Grade::Weak),
        _ => return None,
    };
    Some(Mark::new(claim, grade, place, kind))
}
