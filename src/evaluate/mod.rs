//! How right the checker is: answers held against photos whose truth is known.
//!
//! A truth file says of each photo what it shows ([`Truth`]); a [`CheckerAnswer`] is what the checker said of it, in this
//! run or in an earlier one. [`Evaluation`] adds one pair after the other and keeps only what its figures need, so
//! that thousands of photos cost little memory:
//!
//! - of each measure the bias, the median and the 95th percentile of the absolute error, how often there was no value,
//!   and how often the truth lay within ± 2 of the uncertainties that the checker itself had stated;
//! - of each rule how often it failed what is right, passed what is wrong, or left it to a person, with intervals over
//!   people, and the equal error rate: what a better limit on the same measure could reach at best;
//! - of each trace of editing how often it was found, and how often it was seen where there was none;
//! - all of this again for each group of people that the truth names, because a checker that is right on average
//!   may be wrong for some.
//!
//! What the figures mean for a rule set is left to its author. [`tables`] words them, [`to_json`] is for programs.

mod answer;
mod groups;
mod json;
mod problem;
mod run;
mod score;
mod statistics;
mod table;
mod tally;
mod truth;
mod wording;

pub(crate) use answer::Decided;
pub use answer::{CheckerAnswer, read_answers};
pub use groups::{Groups, read_groups};
pub use json::to_json;
pub use problem::TruthProblem;
pub use run::against_answers;
#[cfg(feature = "files")]
pub use run::by_checking;
pub use score::{Evaluation, Scores};
pub use statistics::quantile;
pub(crate) use statistics::{Interval, equal_error_rate, wilson};
pub use table::Table;
pub(crate) use tally::Tally;
pub use truth::{Expected, Known, Truth, Truths, read_truth};
pub use wording::tables;
