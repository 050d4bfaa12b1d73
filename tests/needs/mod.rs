//! What some tests need beside the project: programs, portraits. Where it is missing, the test says that it was skipped, past
//! libtest's capture, so that "ok" is never all that a reader sees; where `PHOTOCHECK_REQUIRE` names it (a list with
//! commas: `portraits,faults,chromium,exiftool,imagemagick,libjpeg,python,strace`), the test fails instead.

use std::env;
use std::io::Write;

/// Whether a test can run with what it needs. `why` is said when it cannot.
pub fn have(need: &str, is_here: bool, why: &str) -> bool {
    let required = env::var("PHOTOCHECK_REQUIRE").unwrap_or_default();
    let is_required = required.split(',').any(|name| name.trim() == need);
    assert!(is_here || !is_required, "{need} is required here: {why}");
    if !is_here {
        // `eprintln!` would be captured, and the skipping with it.
        writeln!(std::io::stderr(), "skipped, {need} is missing: {why}").ok();
    }
    is_here
}
