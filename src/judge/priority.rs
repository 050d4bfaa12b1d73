//! Rules that let another one speak first: what an authority says when two of its numbers cannot both be had.

use super::Finding;

/// The findings that are silent because a rule that they yield to holds as much against the photo, or more: a question silences
/// no certainty.
pub(super) fn yielding(findings: &[Finding<'_>]) -> Vec<usize> {
    let comes_first = |finding: &Finding<'_>| {
        let named = findings.iter().filter(|other| finding.rule.yields_to.contains(&other.rule.id));
        named.filter_map(Finding::gravity).max() >= finding.gravity()
    };
    let spoken = findings.iter().enumerate().filter(|(_, finding)| finding.gravity().is_some());
    spoken.filter(|(_, finding)| comes_first(finding)).map(|(index, _)| index).collect()
}
