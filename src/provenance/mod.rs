//! What programs and people left in the file: marks, graded, with their place, and the embedded thumbnail.
//!
//! One module per carrier. Each looks only at what software or people wrote into the file, never at the picture's pixels, and
//! gives [`Mark`]s; what to list and what to count is decided by the measures. Nothing but [`crate::photo`] is needed.

mod container;
mod credentials;
mod exif;
mod mark;
mod names;
mod thumbnail;
mod xmp;

pub(crate) use mark::shown;
pub use mark::{Claim, Grade, Mark};
pub(crate) use thumbnail::Thumbnail;

use crate::photo::Photo;
use names::Recognised;

/// Most marks kept of one file.
const MOST: usize = 200;

/// All marks of `photo`, in the order of the carriers, each once.
pub fn marks(photo: &Photo) -> Vec<Mark> {
    let mut found: Vec<Mark> = Vec::new();
    let all = exif::marks(photo)
        .into_iter()
        .chain(xmp::marks(photo))
        .chain(container::marks(photo))
        .chain(credentials::marks(photo));
    for mark in all.take(MOST) {
        if !found.contains(&mark) {
            found.push(mark);
        }
    }
    found
}

/// A mark for a field that software signs.
fn signed(place: &str, text: &str) -> Option<Mark> {
    names::program(text).map(|found| mark_of(&found, place, text))
}

/// A mark for free text in the field called `field`.
fn written(field: &str, place: &str, text: &str) -> Option<Mark> {
    ai_label(text)
        .map(|label| Mark::new(Claim::Generator, Grade::Conclusive, place, &label))
        .or_else(|| names::free_text(field, text).map(|found| mark_of(&found, place, text)))
}

fn mark_of(found: &Recognised, place: &str, text: &str) -> Mark {
    Mark::new(found.claim, found.grade, place, found.says.unwrap_or(text))
}

/// Keys of the implicit label of GB 45438-2025, annex E.
const LABEL_KEYS: [&str; 7] =
    ["Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2"];

/// The implicit label of GB 45438-2025 in free text: `AIGC` together with a key of its annex E. Says what it says.
fn ai_label(text: &str) -> Option<String> {
    let at = text.find("AIGC")?;
    let body: String = text[at..].chars().take(4000).collect();
    let keyed = LABEL_KEYS.iter().any(|key| body.contains(&format!("\"{key}\"")));
    keyed.then(|| label_text(&body))
}

/// `AIGC Label=1 ContentProducer=…` from the label's JSON, by plain search: writers differ in nesting and escaping.
fn label_text(json: &str) -> String {
    let value = |key: &str| {
        let after = &json[json.find(&format!("\"{key}\""))? + key.len() + 2..];
        let value = after.trim_start().strip_prefix(':')?.trim_start().trim_start_matches('"');
        let value: String = value.chars().take_while(|c| !matches!(c, '"' | ',' | '}')).collect();
        (!value.trim().is_empty()).then(|| format!(" {key}={}", value.trim()))
    };
    let parts: String = ["Label", "ContentProducer"].iter().filter_map(|key| value(key)).collect();
    format!("AIGC{parts}")
}
