//! What hostile bytes are fed to: one function a target, each with what must hold whatever the bytes.
//!
//! The targets of cargo-fuzz and the deterministic run under `cargo test --test fuzz` share them. That nothing panics, hangs or
//! takes memory without end goes without saying; what else must hold is asserted.

#[path = "../../tests/sample/mod.rs"]
mod sample;

use photocheck::input::{Headings, Roster, read_list};
use photocheck::photo::{Limits, Photo, Unreadable, xmp};
use photocheck::provenance;
use photocheck::reading::Reading;
use photocheck::record;
use photocheck::report::{Detail, ReportFormat, Run, mark_sentence};
use photocheck::rules;
use photocheck::text::Lang;

/// A target.
pub type Target = fn(&[u8]);

/// All, with the names of their corpora.
pub const TARGETS: [(&str, Target); 6] =
    [("container", container), ("exif", exif), ("xmp", xmp), ("rules", rules), ("list", list), ("reports", reports)];

/// Small pictures, so that a second is enough for many.
fn limits() -> Limits {
    Limits { bytes: 1 << 20, pixels: 1 << 18, decoding: 8 << 20, ..Limits::default() }
}

/// A file: its parts, its metadata, its pixels.
pub fn container(bytes: &[u8]) {
    let photo = Photo::new("a.jpg", bytes.to_vec(), limits());
    let container = photo.container();
    assert!(container.end.is_none_or(|end| end <= bytes.len()));
    assert!(photo.memory() <= (bytes.len() as u64).max(limits().decoding));
    let places = provenance::marks(&photo).into_iter().map(|mark| mark_sentence(&mark, Lang::En).len());
    assert!(places.max().unwrap_or(0) < 1 << 20);
    match photo.pixels() {
        Ok(pixels) => {
            let (width, height) = (pixels.width(), pixels.height());
            assert!(u64::from(width) * u64::from(height) <= limits().pixels);
            pixels.get(width - 1, height - 1);
            let small = pixels.shrunk(64);
            assert!(small.width() <= 64 && small.height() <= 64);
        }
        Err(why) => assert!(!matches!(why, Unreadable::TookTooLong { .. } | Unreadable::NoPermission)),
    }
}

/// The TIFF structure of an EXIF block.
pub fn exif(bytes: &[u8]) {
    let photo = in_segment(0xE1, &[b"Exif\0\0", bytes].concat());
    let exif = photo.exif();
    assert!((1..=8).contains(&exif.orientation().to_exif()));
    assert!(exif.texts().iter().map(|(_, text)| text.len()).sum::<usize>() < 64 << 20);
    assert!(exif.thumbnail().is_none_or(|picture| picture.len() <= bytes.len()));
    provenance::marks(&photo);
}

/// An XMP packet.
pub fn xmp(bytes: &[u8]) {
    let properties = xmp::properties(bytes);
    let again = xmp::all_properties([bytes, bytes].into_iter());
    assert!(again.len() >= properties.len());
    provenance::marks(&in_segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", bytes].concat()));
}

/// A JPEG with one segment of metadata.
fn in_segment(marker: u8, body: &[u8]) -> Photo {
    let body = &body[..body.len().min(0xFFFD)];
    let length = (body.len() as u16 + 2).to_be_bytes();
    let bytes = [b"\xFF\xD8\xFF", &[marker][..], &length, body, b"\xFF\xD9"].concat();
    Photo::new("a.jpg", bytes, limits())
}

/// A rule file.
pub fn rules(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let open = |name: &str| match name {
        "a.toml" => Ok(text.to_owned()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    };
    match rules::load(&["a.toml".to_owned()], &[], &open) {
        Ok(set) => assert!(set.rules.iter().all(|rule| !rule.conditions.is_empty())),
        Err(found) => {
            assert!(!found.problems.is_empty(), "refused without a reason");
            for place in found.problems.iter().filter_map(|problem| problem.place.as_ref()) {
                let source = &found.sources[place.source].text;
                assert!(place.span.start <= source.len() && source.is_char_boundary(place.span.start));
            }
        }
    }
}

/// A name list, as a table of text and as a workbook, and a list of paths.
pub fn list(bytes: &[u8]) {
    for name in ["list.csv", "list.xlsx"] {
        if let Ok(roster) = Roster::read(name, bytes, &Headings::default()) {
            let people = roster.people.len();
            let attendance = roster.compare(&["20220001_张三.jpg", "李四.jpg", "11010519491231002X.jpg", ""]);
            assert!(attendance.missing().count() <= people);
        }
    }
    for nul in [false, true] {
        assert!(read_list(bytes, nul, &|_| false).iter().all(|path| !path.is_empty()));
    }
}

/// Every report on a run that holds the bytes as names and as readings: what reads such files reads them.
pub fn reports(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (file, found) = text.split_at(text.floor_char_boundary(text.len() / 2));
    let set = sample::set();
    let readings = || {
        let editor = Reading::exact(vec![found.to_owned(), file.to_owned()]);
        sample::with(vec![("trace.editor", editor), ("image.profile", Reading::exact(found))])
    };
    let photos = vec![sample::photo(&set, file, readings()), sample::photo(&set, found, sample::good())];
    let run = Run {
        strays: vec![found.to_owned()],
        copies: vec![vec![file.to_owned(), found.to_owned()]],
        show_measures: true,
        ..Run::new(&set, photos, Lang::Zh)
    };
    for format in ReportFormat::ALL {
        let mut out = Vec::new();
        format.report(Detail::Verbose).write(&run, &mut out).expect("memory takes everything");
        check(format, &out, &run);
    }
}

/// That a report is what it should be.
fn check(format: ReportFormat, out: &[u8], run: &Run<'_>) {
    let text = || std::str::from_utf8(out).expect("text is UTF-8");
    match format {
        ReportFormat::Xlsx => assert!(out.starts_with(b"PK")),
        ReportFormat::JsonLines => {
            let lines: Vec<_> =
                text().lines().map(|line| record::RecordLine::read(line).expect("a line is JSON")).collect();
            assert_eq!(lines.len(), run.photos.len() + 1);
        }
        ReportFormat::Json => {
            let whole: record::WholeReport = serde_json::from_slice(out).expect("a report is JSON");
            assert!(whole.photos.iter().map(|it| &it.file).eq(run.photos.iter().map(|it| &it.file)));
        }
        ReportFormat::Sarif => drop(serde_json::from_slice::<serde_json::Value>(out).expect("SARIF is JSON")),
        ReportFormat::Junit => {
            let mut reader = quick_xml::Reader::from_reader(out);
            while !matches!(reader.read_event().expect("JUnit is XML"), quick_xml::events::Event::Eof) {}
            assert!(text().chars().all(|c| c >= ' ' || matches!(c, '\n' | '\r' | '\t')), "XML 1.0 forbids it");
        }
        ReportFormat::Concise => assert_eq!(text().lines().count(), run.photos.len()),
        ReportFormat::Human | ReportFormat::Summary => {
            // Styles begin with the escape too, but only with `[` behind it and never from a name.
            let escapes = text().split('\u{1b}').skip(1);
            escapes
                .for_each(|rest| assert!(rest.starts_with('[') && rest.contains('m'), "a name commands the terminal"));
        }
        ReportFormat::GitHub
        | ReportFormat::Html
        | ReportFormat::Csv
        | ReportFormat::Markdown
        | ReportFormat::Messages
        | ReportFormat::MessageTable
        | ReportFormat::Renames(_) => assert!(!text().contains('\0')),
    }
}
