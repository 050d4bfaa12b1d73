//! A flaw that brings another with it: one cure mends both, so the cause speaks and its consequence is silent.
//!
//! Whoever turns the head away hides an ear; what covers the head covers the ears; hair over an eye lies over the brow. Unlike a
//! [`Cause`](super::Cause) of the whole photo, such a flaw concerns few rules, and only what they hold against the photo. A
//! question silences no certainty: an ear that surely is hidden is told beside a head that may be turned.

use super::{Finding, Outcome};
use crate::reading::Reason;
use crate::rules::Severity;

/// Which measures tell a flaw, and which ones read badly because of it.
struct Consequence {
    reason: Reason,
    told_by: &'static [&'static str],
    /// What the flaw must have come to, at least, for its consequences to be left unsaid.
    least: Outcome,
    hidden: &'static [&'static str],
    /// What is left unsaid: anything against the photo, or only that the part is hidden.
    unsaid: Unsaid,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unsaid {
    Anything,
    ThatItIsHidden,
}

const CONSEQUENCES: [Consequence; 8] = [
    Consequence {
        reason: Reason::TurnedAway,
        told_by: &["face.yaw"],
        least: Outcome::Review,
        hidden: &["eyes.gaze"],
        unsaid: Unsaid::Anything,
    },
    // A head that only may be turned far enough to fail hides no ear: of strangers, one hidden ear in thirty went unsaid for it.
    Consequence {
        reason: Reason::TurnedAway,
        told_by: &["face.yaw"],
        least: Outcome::Fail,
        hidden: &["ears.visible"],
        unsaid: Unsaid::Anything,
    },
    Consequence {
        reason: Reason::Hidden,
        told_by: &["head.covered"],
        least: Outcome::Review,
        hidden: &["ears.visible", "brows.covered"],
        unsaid: Unsaid::Anything,
    },
    Consequence {
        reason: Reason::Hidden,
        told_by: &["eyes.covered"],
        least: Outcome::Review,
        hidden: &["brows.covered"],
        unsaid: Unsaid::Anything,
    },
    Consequence {
        reason: Reason::Hidden,
        told_by: &["eyes.covered", "glasses.tint", "glasses.glare", "glasses.frame_over_eye"],
        least: Outcome::Review,
        hidden: &["eyes.open", "eyes.gaze"],
        unsaid: Unsaid::ThatItIsHidden,
    },
    Consequence {
        reason: Reason::OffColour,
        told_by: &["light.exposure", "light.bright_share", "colour.cast", "colour.chroma", "colour.variety"],
        least: Outcome::Fail,
        hidden: &[
            "background.colour",
            "background.name",
            "background.hue",
            "adornment.makeup",
            "adornment.earrings",
            "adornment.necklace",
        ],
        unsaid: Unsaid::Anything,
    },
    // Blurred skin looks powdered.
    Consequence {
        reason: Reason::Blurred,
        told_by: &["focus.sharpness"],
        least: Outcome::Review,
        hidden: &["adornment.makeup"],
        unsaid: Unsaid::Anything,
    },
    Consequence {
        reason: Reason::UnevenWall,
        told_by: &["background.evenness", "background.gradient", "background.shadow", "background.clutter"],
        least: Outcome::Review,
        hidden: &["background.colour", "background.name", "background.hue"],
        unsaid: Unsaid::Anything,
    },
];

/// Each rule that has nothing to say of its own, with the reason why.
pub(super) fn followers(findings: &[Finding<'_>]) -> Vec<(usize, Reason)> {
    let told: Vec<_> = CONSEQUENCES.iter().filter_map(|it| Some((it, it.gravity(findings)?))).collect();
    let follows = |finding: &Finding<'_>| {
        let mut teller = told.iter().filter(|(it, gravity)| it.hides(finding) && finding.gravity() <= Some(*gravity));
        teller.next().map(|(it, _)| it.reason.clone())
    };
    let spoken = findings.iter().enumerate().filter(|(_, finding)| finding.gravity().is_some());
    spoken.filter_map(|(index, finding)| Some((index, follows(finding)?))).collect()
}

impl Consequence {
    /// How grave the flaw is for whoever tells it; nothing where nobody does.
    fn gravity(&self, findings: &[Finding<'_>]) -> Option<(Severity, Outcome)> {
        findings.iter().filter(|it| it.outcome >= self.least && self.is_told_by(it)).filter_map(Finding::gravity).max()
    }

    /// Whether the finding holds this very flaw against the photo, and not another one of its rule's; what could not be
    /// measured is no flaw.
    fn is_told_by(&self, finding: &Finding<'_>) -> bool {
        let told = |name: &str| self.told_by.contains(&name);
        let seen = finding.judged.iter().filter(|it| it.outcome > Outcome::Pass && it.reading.value().is_some());
        seen.map(|it| it.condition.measure.name).any(told)
    }

    /// Whether all that the finding says follows from the flaw.
    fn hides(&self, finding: &Finding<'_>) -> bool {
        let of_it = finding.judged.iter().all(|it| self.hidden.contains(&it.condition.measure.name));
        let left = match self.unsaid {
            Unsaid::Anything => true,
            Unsaid::ThatItIsHidden => finding.decided_by().reason() == Some(&Reason::Hidden),
        };
        of_it && left
    }
}
