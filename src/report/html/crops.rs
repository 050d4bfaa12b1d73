//! Close-ups beside what they are to decide. One that several questions need stands in the document once.

use std::collections::BTreeSet;

use crate::batch::{Checked, CloseUp};
use crate::judge::{Finding, Outcome};
use crate::reading::Part;
use crate::report::markup::{jpeg_uri, say};
use crate::text::{Phrase, phrase};

/// The close-ups of one photo that stand in the document already.
#[derive(Default)]
pub(super) struct Crops(BTreeSet<Part>);

impl Crops {
    /// The close-ups that belong to a finding of photo number `index`; nothing where there are none.
    pub(super) fn beside(&mut self, finding: &Finding<'_>, photo: &Checked<'_>, index: usize) -> String {
        let open = finding.judged.iter().filter(|judged| judged.outcome > Outcome::Pass);
        let parts: BTreeSet<_> = open.flat_map(|judged| judged.condition.measure.parts).collect();
        let close_ups = photo.pictures.iter().flat_map(|pictures| &pictures.close_ups);
        let figures = close_ups.filter(|close_up| parts.contains(&close_up.part));
        let figures: String = figures.map(|close_up| self.figure(close_up, index)).collect();
        if figures.is_empty() { figures } else { format!("<div class=\"crops\">{figures}</div>") }
    }

    fn figure(&mut self, CloseUp { part, place, jpeg }: &CloseUp, index: usize) -> String {
        let (width, height) = (place.width, place.height);
        let id = format!("i{index}-{}", part.name());
        let picture = if self.0.insert(*part) {
            let uri = jpeg_uri(jpeg);
            format!(r#"<image id="{id}" href="{uri}" width="{width}" height="{height}" preserveAspectRatio="none"/>"#)
        } else {
            format!(r##"<use href="#{id}"/>"##)
        };
        let name = say(part_name(*part));
        format!(
            r#"<figure><svg viewBox="0 0 {width} {height}" aria-hidden="true">{picture}</svg><figcaption>{name}</figcaption></figure>"#
        )
    }
}

fn part_name(part: Part) -> Phrase {
    match part {
        Part::Hair => phrase("头顶和发际边缘", "crown and hair edge"),
        Part::Eyes => phrase("眼睛和眉毛", "eyes and brows"),
        Part::LeftEar => phrase("画面左侧的耳朵", "ear at image left"),
        Part::RightEar => phrase("画面右侧的耳朵", "ear at image right"),
        Part::Mouth => phrase("嘴", "mouth"),
        Part::Collar => phrase("颈部和衣领", "neck and collar"),
    }
}
