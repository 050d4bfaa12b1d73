//! Where the answers come from: a run of the checker, or what an earlier one printed.

use std::collections::HashMap;
#[cfg(feature = "files")]
use std::io;
#[cfg(feature = "files")]
use std::path::Path;
#[cfg(feature = "files")]
use std::slice::from_ref;

use super::{CheckerAnswer, Evaluation, Truth};
#[cfg(feature = "files")]
use crate::batch::{self, Job, Pace};
#[cfg(feature = "files")]
use crate::input::{Item, Origin};

/// Checks every photo of the truth below `folder` and holds the answers against it; `done` is called once after each photo.
/// The job must keep its facts.
///
/// # Errors
/// When the system gives no threads.
#[cfg(feature = "files")]
pub fn by_checking(
    job: &Job<'_>,
    truths: &[Truth],
    folder: &Path,
    pace: Pace<'_>,
    done: &dyn Fn(),
) -> io::Result<Evaluation> {
    let mut evaluation = Evaluation::new(truths);
    let item = |row: &Truth| Item { shown: row.file.clone(), origin: Origin::Path(folder.join(&row.file)) };
    let items: Vec<_> = truths.iter().map(item).collect();
    let mut rest = truths.iter();
    batch::check(from_ref(job), &items, pace, |checked| {
        checked
            .iter()
            .zip(rest.next())
            .for_each(|(checked, row)| evaluation.add(row, Some(&CheckerAnswer::of(checked))));
        done();
    })?;
    Ok(evaluation)
}

/// Holds answers of an earlier run against the truth. That run may have been started from another folder: an answer
/// belongs to the truth whose file its own path ends with.
pub fn against_answers(truths: &[Truth], answers: &[(String, CheckerAnswer)]) -> Evaluation {
    let known: HashMap<&str, usize> = truths.iter().enumerate().map(|(at, row)| (row.file.as_str(), at)).collect();
    let mut found: Vec<Option<&CheckerAnswer>> = vec![None; truths.len()];
    for (file, answer) in answers {
        if let Some(at) = endings(file).find_map(|ending| known.get(ending)) {
            found[*at] = Some(answer);
        }
    }
    let mut evaluation = Evaluation::new(truths);
    truths.iter().zip(found).for_each(|(row, answer)| evaluation.add(row, answer));
    evaluation
}

/// The path itself, then without its first folder, and so on to the bare name.
fn endings(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |rest| rest.split_once('/').map(|(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_found_by_the_end_of_their_path() {
        assert_eq!(endings("/x/b/a.jpg").collect::<Vec<_>>(), ["/x/b/a.jpg", "x/b/a.jpg", "b/a.jpg", "a.jpg"]);
    }
}
