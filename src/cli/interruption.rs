//! Ctrl-C, and whatever else asks the program to end.
//!
//! While photos are checked, the first request lets the run end by itself, so that what is done stays of use; a second one,
//! and any at another time, ends the program at once and leaves nothing half done.

use std::sync::atomic::{AtomicBool, Ordering};

/// What shells report of a program that was interrupted: 128 + SIGINT.
pub const EXIT_CODE: u8 = 130;

/// Whether somebody heeds a request.
static HEEDED: AtomicBool = AtomicBool::new(false);
/// Whether there was one.
static ASKED: AtomicBool = AtomicBool::new(false);

/// Takes requests from now on.
pub fn listen() {
    // Without the handler an interruption still stops the program; it then leaves a hidden file behind.
    drop(ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::SeqCst) || !HEEDED.load(Ordering::SeqCst) {
            photocheck::report::abandon_all();
            std::process::exit(EXIT_CODE.into());
        }
    }));
}

/// Runs work that looks after requests itself.
pub fn heeded<T>(work: impl FnOnce() -> T) -> T {
    HEEDED.store(true, Ordering::SeqCst);
    let result = work();
    HEEDED.store(false, Ordering::SeqCst);
    result
}

/// Whether the program was asked to end.
pub fn is_asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
