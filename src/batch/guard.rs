//! Panics: caught where they may cost one photo only, told everywhere else.
//!
//! What a panic says is in its payload; where it happened is known to the panic hook alone. [`with_places`] sets a hook
//! that writes the place down for [`caught`], and hands every panic outside of [`caught`] on to the hook that was there
//! before, so that none ends a program without a word.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
#[cfg(feature = "files")]
use std::{panic::PanicHookInfo, sync::Arc};

thread_local! {
    /// How many calls of [`caught`] this thread is in.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    /// Where the last panic inside them happened.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

#[cfg(feature = "files")]
type Hook = dyn Fn(&PanicHookInfo<'_>) + Send + Sync;

#[cfg(feature = "files")]
/// Runs `work` with a hook that knows places, and puts the former hook back, whether `work` returns or panics.
pub(super) fn with_places<T>(work: impl FnOnce() -> T) -> T {
    let former: Arc<Hook> = Arc::from(panic::take_hook());
    let outside = Arc::clone(&former);
    panic::set_hook(Box::new(move |info| match DEPTH.get() {
        0 => outside(info),
        _ => PLACE.set(info.location().map(ToString::to_string)),
    }));
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    drop(panic::take_hook());
    panic::set_hook(Box::new(move |info| former(info)));
    result.unwrap_or_else(|panic| panic::resume_unwind(panic))
}

#[cfg(feature = "files")]
/// Runs `work`, which is about one photo; a panic in it becomes its place and what it says, and costs no other photo.
///
/// # Errors
/// The place and the words of a panic.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    with_places(|| caught(work))
}

/// Runs `work`; a panic in it becomes its place (under [`with_places`]) and what it says.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    DEPTH.set(DEPTH.get() + 1);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(DEPTH.get() - 1);
    result.map_err(|panic| {
        let text = said(panic.as_ref());
        PLACE.take().map_or_else(|| text.to_owned(), |place| format!("{place}: {text}"))
    })
}

/// What a panic says.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_place_and_its_words() {
        let caught =
            with_places(|| [caught(|| panic!("one")), caught(|| panic!("{}", 2))].map(Result::<(), _>::unwrap_err));
        for (text, words) in caught.iter().zip(["one", "2"].iter()) {
            let Some((place, said)) = text.split_once(": ") else { panic!("{text}") };
            assert!(place.starts_with("src/batch/guard.rs:") && said == *words, "{text}");
        }
        assert_eq!(super::caught(|| 3), Ok(3));
    }
}
