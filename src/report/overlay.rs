//! What was measured, drawn over the photo: lines where things are, hatched bands where they may be.
//!
//! An SVG, so that labels use the reader's fonts, in either language. A line's dash repeats what its colour says:
//! solid is fine, long dashes want a look, short dashes are outside.

use super::crop;
use super::markup::{both_texts, in_both};
use super::number::{quantity, value as value_text};
use super::wording::asked;
use crate::batch::Checked;
use crate::judge::{Judged, Outcome};
use crate::reading::{Fact, FrameEdge, Line, Unit, Value};
use crate::text::{Wording, phrase};

/// The pattern that bands are filled with; a document needs it once.
pub(super) const DEFINITIONS: &str = concat!(
    r#"<defs><pattern id="allowed" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">"#,
    r#"<rect width="9" height="9" class="band-ground"/><rect width="3.5" height="9" class="band-line"/></pattern></defs>"#
);

/// Colours and strokes for a document of its own; a page has its own style sheet.
pub(super) const STYLE: &str = include_str!("overlay.css");

/// The photo below the drawing.
pub(super) enum Underlay {
    /// There is none.
    None,
    /// At this URI.
    Uri(String),
    /// At this URI, with a name under which other drawings of the document find it.
    Named(String, String),
    /// The one with this name.
    Shared(String),
}

impl Underlay {
    pub(super) fn markup(&self, width: f64, height: f64) -> String {
        let image = |id: &str, uri: &str| {
            format!(r#"<image{id} href="{uri}" width="{width}" height="{height}" preserveAspectRatio="none"/>"#)
        };
        match self {
            Self::None => String::new(),
            Self::Uri(uri) => image("", uri),
            Self::Named(name, uri) => image(&format!(r#" id="{name}""#), uri),
            Self::Shared(name) => format!(r##"<use href="#{name}"/>"##),
        }
    }
}

/// The drawing over a photo of its size in pixels. `None` when the photo has no pixels.
pub(super) fn drawing(photo: &Checked<'_>, picture: &Underlay) -> Option<String> {
    let [width, height] = photo.size?.map(f64::from);
    let canvas = Canvas { width, height };
    let mut svg = picture.markup(width, height);
    svg.push_str(r#"<g class="marks">"#);
    svg.push_str(&canvas.head_band(photo).unwrap_or_default());
    for (fact, line) in photo.facts.iter().filter_map(|fact| Some((fact, fact.line?))) {
        svg.push_str(&canvas.line(photo, fact, line).unwrap_or_default());
    }
    for eye in ["eyes.left", "eyes.right"] {
        if let Some([x, y]) = Fact::point(&photo.facts, eye) {
            let radius = height * 0.012;
            svg += &format!(r#"<circle class="pupil" cx="{x:.1}" cy="{y:.1}" r="{radius:.1}"/>"#);
        }
    }
    svg.push_str(&photo.crop.map(|crop| crop::drawn(&crop, height)).unwrap_or_default());
    svg.push_str("</g>");
    Some(svg)
}

/// The frame that is drawn on, px of the upright photo.
struct Canvas {
    width: f64,
    height: f64,
}

impl Canvas {
    /// A measured line with the band it may lie in.
    fn line(&self, photo: &Checked<'_>, fact: &Fact, Line { from, name }: Line) -> Option<String> {
        let number = fact.reading.value()?.as_number()?;
        let judged = judged_by(photo, fact.name);
        let band = judged.and_then(range).map(|range| self.band(range, from)).unwrap_or_default();
        let [x1, y1, x2, y2] = self.at(number, from);
        let state = judged.map_or("plain", |judged| state(judged.outcome));
        let label = in_both(|lang| {
            let found = value_text(&Value::Number(number), fact.unit, lang);
            // Across the frame there is no room for more than the name and the value.
            let asked = judged
                .filter(|_| from != FrameEdge::Left)
                .and_then(|judged| asked(judged.condition, judged.min, judged.max, lang))
                .map(|asked| lang.bracketed(&asked));
            format!("{} {found}{}", name.get(lang), asked.unwrap_or_default())
        });
        let size = self.height * 0.03;
        let (x, y) = match from {
            FrameEdge::Left => (x1 + size * 0.4, self.height - size * 0.6),
            _ => (size * 0.4, if y1 < size * 1.5 { y1 + size * 1.1 } else { y1 - size * 0.35 }),
        };
        let line = format!(r#"<line class="{state}" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}"/>"#);
        Some(band + &line + &self.label(&label, x, y, size))
    }

    /// Where the crown may be, for the chin where it is: the allowed height of the head as a strip at the right.
    fn head_band(&self, photo: &Checked<'_>) -> Option<String> {
        let (low, high) = range(judged_by(photo, "head.height")?)?;
        let chin = 1.0 - Fact::number(&photo.facts, "head.chin_gap")?;
        let found = Fact::number(&photo.facts, "head.height")?;
        let judged = judged_by(photo, "head.height")?;
        let y = |share: f64| (chin - share).clamp(0.0, 1.0) * self.height;
        let (top, bottom) = (y(high), y(low));
        let strip = self.width * 0.06;
        let x = self.width - strip;
        let middle = x + strip / 2.0;
        let label = in_both(|lang| {
            let holes = [("it", quantity(found, Unit::FrameHeight, lang))];
            phrase("头高 {it}", "head {it}").fill(lang, &[(holes[0].0, holes[0].1.as_str())])
        });
        let size = self.height * 0.03;
        Some(format!(
            r#"<rect class="band" x="{x:.1}" y="{top:.1}" width="{strip:.1}" height="{:.1}"/><line class="{}" x1="{middle:.1}" x2="{middle:.1}" y1="{:.1}" y2="{:.1}"/>{}"#,
            bottom - top,
            state(judged.outcome),
            y(found),
            y(0.0),
            self.end_label(&label, x - size * 0.3, (y(found) + y(0.0)) / 2.0 + size * 3.0, size),
        ))
    }

    /// The allowed band, as wide or as high as the frame.
    fn band(&self, (low, high): (f64, f64), from: FrameEdge) -> String {
        let (low, high) = if from == FrameEdge::Bottom { (1.0 - high, 1.0 - low) } else { (low, high) };
        let (low, high) = (low.clamp(0.0, 1.0), high.clamp(0.0, 1.0));
        let rect = |[x, y, width, height]: [f64; 4]| {
            format!(r#"<rect class="band" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}"/>"#)
        };
        match from {
            // Only at the ends: across the middle it would cover the face.
            FrameEdge::Left => {
                let (x, width) = (low * self.width, (high - low) * self.width);
                let end = self.height * 0.08;
                rect([x, 0.0, width, end]) + &rect([x, self.height - end, width, end])
            }
            _ => rect([0.0, low * self.height, self.width, (high - low) * self.height]),
        }
    }

    /// Both ends of a line at a share of the frame.
    fn at(&self, share: f64, from: FrameEdge) -> [f64; 4] {
        let share = if from == FrameEdge::Bottom { 1.0 - share } else { share };
        match from {
            FrameEdge::Left => [share * self.width, 0.0, share * self.width, self.height],
            _ => [0.0, share * self.height, self.width, share * self.height],
        }
    }

    fn label(&self, wording: &Wording, x: f64, y: f64, size: f64) -> String {
        both_texts(wording, &format!(r#"x="{x:.1}" y="{y:.1}" font-size="{size:.1}""#))
    }

    fn end_label(&self, wording: &Wording, x: f64, y: f64, size: f64) -> String {
        both_texts(wording, &format!(r#"x="{x:.1}" y="{y:.1}" font-size="{size:.1}" text-anchor="end""#))
    }
}

/// The condition on a measure, if a rule has one.
fn judged_by<'c>(photo: &'c Checked<'_>, measure: &str) -> Option<&'c Judged<'c>> {
    let all = photo.findings.iter().filter(|finding| !finding.inapplicable).flat_map(|finding| &finding.judged);
    let mut those = all.filter(|judged| judged.condition.measure.name == measure);
    those.next()
}

/// The allowed range, open ends taken to the edge of the frame.
fn range(judged: &Judged<'_>) -> Option<(f64, f64)> {
    match (judged.min, judged.max) {
        (None, None) => None,
        (min, max) => Some((min.unwrap_or(0.0), max.unwrap_or(1.0))),
    }
}

fn state(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass | Outcome::Skipped => "fine",
        Outcome::Review => "unsure",
        Outcome::Fail => "outside",
    }
}
