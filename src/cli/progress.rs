//! How far a run is, on standard error, only when a person watches.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::console::Console;

/// A bar over `photos`; hidden for a single photo, and wherever nobody watches.
pub fn bar(photos: usize, wanted: bool, console: &Console) -> ProgressBar {
    let shown = wanted && photos > 1 && console.is_watched();
    let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(photos as u64), target);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len}  {per_sec}  {eta}") {
        bar.set_style(style);
    }
    bar
}
