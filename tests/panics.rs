//! Panics outside of any photo keep their voice, and the panic hook comes back. One test in a program of its own: the
//! hook belongs to the whole process.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex};

use photocheck::batch::{Pace, contents, guarded, measure};
use photocheck::input::{Item, Origin};
use photocheck::photo::Limits;

#[test]
fn a_panic_that_no_photo_tells_is_told_by_the_hook_that_was_there() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&told);
    panic::set_hook(Box::new(move |info| ear.lock().unwrap().push(info.to_string())));
    let during = panic::catch_unwind(AssertUnwindSafe(|| {
        let item = Item { shown: "a.jpg".to_owned(), origin: Origin::Bytes(Vec::new()) };
        contents(std::slice::from_ref(&item), &Limits::default(), Pace::with_threads(1)).unwrap();
        measure(&Limits::default(), &[item], Pace::with_threads(1), |_, _| panic!("during"))
    }));
    let guarded = guarded(|| -> () { panic!("of one photo") });
    assert!(guarded.as_ref().is_err_and(|it| it.contains("of one photo") && it.contains("panics.rs:")), "{guarded:?}");
    let after = panic::catch_unwind(|| panic!("after"));
    drop(panic::take_hook());
    assert!(during.is_err() && after.is_err());
    let told = told.lock().unwrap();
    assert_eq!(told.len(), 2, "{told:?}");
    for (text, word) in told.iter().zip(["during", "after"]) {
        assert!(text.contains(word) && text.contains("tests/panics.rs:"), "{text}");
    }
}
