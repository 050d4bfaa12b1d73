use super::super::format::Format;
use super::*;

fn walked(name: &str, change: impl Fn(&mut Vec<u8>)) -> Result<(), Flaw> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/codings").join(name);
    let mut bytes = std::fs::read(path).unwrap();
    change(&mut bytes);
    check(&bytes, &Container::read(&bytes, Format::Jpeg))
}

/// Where a marker's `FF` stands, from the end.
fn last(bytes: &[u8], marker: u8) -> usize {
    bytes.windows(2).rposition(|two| two == [0xFF, marker]).unwrap()
}

#[test]
fn passes_that_never_come_are_missed() {
    let without_last_scan = |bytes: &mut Vec<u8>| {
        let at = last(bytes, 0xDA);
        bytes.splice(at.., [0xFF, 0xD9]);
    };
    assert_eq!(walked("progressive.jpg", |_| ()), Ok(()));
    assert_eq!(walked("progressive.jpg", without_last_scan), Err(Flaw::PassesMissing));
    assert_eq!(walked("one-scan-each.jpg", without_last_scan), Err(Flaw::PassesMissing));
}

#[test]
fn restart_markers_come_in_turn() {
    let swapped = |bytes: &mut Vec<u8>| {
        let at = last(bytes, 0xD3);
        bytes[at + 1] = 0xD5;
    };
    assert!(matches!(walked("restart.jpg", swapped), Err(Flaw::OutOfStep(Some(_)))));
}

#[test]
fn bytes_left_over_are_out_of_step() {
    let padded = |bytes: &mut Vec<u8>| {
        let end = bytes.len() - 2;
        bytes.splice(end..end, [0; 20]);
    };
    assert!(matches!(walked("baseline.jpg", padded), Err(Flaw::OutOfStep(_))));
}

/// Puts `bytes` before the `marker` that comes last, and walks.
fn with(name: &str, marker: u8, put: &[u8]) -> Result<(), Flaw> {
    walked(name, |bytes| {
        let at = last(bytes, marker);
        bytes.splice(at..at, put.iter().copied());
    })
}

#[test]
fn bytes_between_segments_are_out_of_step() {
    let junk: [&[u8]; 4] = [b"\0", b"junk", b"\xFF\0", b"\xFF\xD2junk"];
    for marker in [0xE0, 0xDB, 0xC2, 0xC4, 0xDA, 0xD9] {
        for put in junk {
            assert_eq!(with("progressive.jpg", marker, put), Err(Flaw::OutOfStep(None)), "{marker:x}: {put:?}");
        }
        for filling in [&b"\xFF"[..], b"\xFF\xFF\xFF", b"\xFF\x01"] {
            assert_eq!(with("progressive.jpg", marker, filling), Ok(()), "{marker:x}: {filling:?}");
        }
    }
    // A second beginning, which no decoder takes.
    assert!(with("baseline.jpg", 0xDB, b"\xFF\xD8").is_err());
}

#[test]
fn a_baseline_scan_that_says_it_leaves_something_out_is_odd() {
    for (at, value) in [(1, 1), (2, 62), (3, 0x10)] {
        let odd = |bytes: &mut Vec<u8>| {
            let scan = last(bytes, 0xDA);
            let header = scan + 1 + usize::from(bytes[scan + 3]);
            bytes[header - 3 + at] = value;
        };
        assert_eq!(walked("baseline.jpg", odd), Err(Flaw::Coding(Coding::Header)), "{at}");
    }
}

#[test]
fn endless_passes_are_refused() {
    let again = |bytes: &mut Vec<u8>| {
        // Every pass says that all is zero: one code for very many blocks.
        let frame = bytes.windows(2).position(|two| two == [0xFF, 0xC2]).unwrap();
        bytes[frame + 5..frame + 9].copy_from_slice(&[0x40, 0, 0x40, 0]);
    };
    assert!(walked("progressive.jpg", again).is_err());
}
