//! How far a run is, on standard error, only when a person watches.

use std::cell::Cell;
use std::io::Write;
use std::time::{Duration, Instant};

use super::console::Console;

/// How often the line is written anew.
const PAUSE: Duration = Duration::from_millis(100);
/// Back to the margin, and away with what stands there.
const CLEARED: &str = "\r\x1b[K";

/// A line that says how many photos are done, how fast, and how long the rest will take.
pub struct ProgressBar<'c> {
    /// `None` where nobody watches.
    console: Option<&'c Console>,
    photos: usize,
    done: Cell<usize>,
    begun: Instant,
    written: Cell<Option<Instant>>,
}

/// A line about `photos`; hidden for a single photo, and wherever nobody watches.
pub fn of(photos: usize, wanted: bool, console: &Console) -> ProgressBar<'_> {
    let shown = wanted && photos > 1 && console.is_watched();
    ProgressBar {
        console: shown.then_some(console),
        photos,
        done: Cell::new(0),
        begun: Instant::now(),
        written: Cell::new(None),
    }
}

impl ProgressBar<'_> {
    /// One photo more is done.
    pub fn advance(&self) {
        self.done.set(self.done.get() + 1);
        if self.written.get().is_none_or(|written| written.elapsed() >= PAUSE) {
            self.write(&line(self.done.get(), self.photos, self.begun.elapsed()));
            self.written.set(Some(Instant::now()));
        }
    }

    /// Does what writes to the same terminal; the line comes back with the next photo.
    pub fn suspend<T>(&self, work: impl FnOnce() -> T) -> T {
        self.clear();
        work()
    }

    /// Takes the line away.
    pub fn clear(&self) {
        if self.written.take().is_some() {
            self.write("");
        }
    }

    /// A terminal that takes no more costs nothing but the line.
    fn write(&self, text: &str) {
        let Some(console) = self.console else { return };
        let mut out = console.err();
        drop(write!(out, "{CLEARED}{text}").and_then(|()| out.flush()));
    }
}

/// `12/300  4.1/s  1:10`, the same in both languages.
fn line(done: usize, photos: usize, taken: Duration) -> String {
    let speed = done as f64 / taken.as_secs_f64().max(0.001);
    let left = (photos.saturating_sub(done) as f64 / speed).round() as u64;
    format!("{done}/{photos}  {speed:.1}/s  {}:{:02}", left / 60, left % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_speed_and_what_is_left() {
        assert_eq!(line(12, 300, Duration::from_secs(3)), "12/300  4.0/s  1:12");
        assert_eq!(line(300, 300, Duration::from_secs(75)), "300/300  4.0/s  0:00");
    }
}
