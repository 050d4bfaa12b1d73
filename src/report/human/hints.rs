//! At most two sentences about the batch as a whole: what many photos share is rarely each one's own fault.

use std::io::{self, Write};

use super::DIM;
use crate::report::summary::RuleCount;
use crate::report::{Run, Summary};
use crate::rules::Cure;
use crate::text::{Phrase, phrase};

/// From how many photos on a batch has habits.
const BATCH: usize = 5;

/// Copies of a photo, and files that do not open, are each their sender's own fault.
fn is_each_ones_own(count: &RuleCount<'_>) -> bool {
    count.rule.conditions.iter().any(|it| it.measure.is_of_batch || it.measure.name == "file.intact")
}

/// Writes the hints that apply, at most two.
pub(super) fn write(summary: &Summary<'_>, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let photos = summary.photos();
    if photos < BATCH {
        return Ok(());
    }
    let common = summary.rules.iter().filter(|count| count.failed * 2 > photos && !is_each_ones_own(count));
    for count in common.take(2) {
        let sentence: Phrase = match count.rule.cure {
            Some(Cure::SaveAgain) => phrase(
                "{n} 张照片都不满足“{rule}”：多半是导出设置的问题，改一次设置、全部重新导出即可。",
                "{n} photos fail “{rule}”: most likely an export setting; change it once and export all again.",
            ),
            Some(Cure::LeaveAlone) => phrase(
                "{n} 张照片都不满足“{rule}”：多半是照相馆的统一处理，请向照相馆要原始文件。",
                "{n} photos fail “{rule}”: most likely the studio treats all alike; ask it for the original files.",
            ),
            _ => phrase(
                "{n} 张照片都不满足“{rule}”：多半是拍摄点的共同问题，先把这条要求告诉摄影师，再安排重拍。",
                "{n} photos fail “{rule}”: most likely a habit of the place; tell the photographer before anyone is photographed again.",
            ),
        };
        let holes = [("n", &*count.failed.to_string()), ("rule", count.rule.title.get(run.lang))];
        writeln!(out, "{DIM}» {}{DIM:#}", sentence.fill(run.lang, &holes))?;
    }
    Ok(())
}
