//! Side by side with ExifTool and ImageMagick: what they write is read, and what they read is read alike. Where they are not
//! installed, the tests say so and pass.

use std::path::{Path, PathBuf};
use std::process::Command;

use exif::Tag;
use photocheck::measure::{Measurements, Readings, find};
use photocheck::photo::{Limits, Photo};
use photocheck::reading::{Reading, Value};

mod needs;

/// The output of a tool; `None`, with a message, when it is not installed.
fn output(tool: &str, arguments: &[&str]) -> Option<String> {
    // Some machines have something else of this name.
    let own_word = match tool {
        "exiftool" => "-ver",
        _ => "-version",
    };
    let is_here = Command::new(tool).arg(own_word).output().is_ok_and(|output| output.status.success());
    let need = if tool == "exiftool" { "exiftool" } else { "imagemagick" };
    if !needs::have(need, is_here, &format!("{tool} does not run")) {
        return None;
    }
    let output = Command::new(tool).args(arguments).output().expect("what told its version runs");
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

/// A folder of its own for one test, removed at its end.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A small photo of this quality, as this program's own libraries write it.
    fn photo(&self, name: &str) -> PathBuf {
        let path = self.at(name);
        let picture =
            image::RgbImage::from_fn(96, 128, |x, y| image::Rgb([(x * 2) as u8, (y * 2) as u8, (x + y) as u8]));
        picture.save(&path).unwrap();
        path
    }
}

fn open(path: &Path) -> Photo {
    Photo::new("photo.jpg", std::fs::read(path).unwrap(), Limits::default())
}

fn reading(photo: &Photo, measure: &str) -> Reading {
    Measurements::of(photo).reading(find(measure).unwrap())
}

fn list(photo: &Photo, measure: &str) -> Vec<String> {
    match reading(photo, measure) {
        Reading::Measured { value: Value::List(items), .. } => items,
        other => panic!("{measure}: {other:?}"),
    }
}

#[test]
fn tags_that_exiftool_writes_are_read_alike() {
    let folder = Folder::new();
    for (file, form) in [("a.jpg", "jpeg"), ("a.png", "png"), ("a.webp", "webp")] {
        let path = folder.photo(file);
        let text = path.to_str().unwrap();
        let written = output(
            "exiftool",
            &[
                "-overwrite_original",
                "-Make=Canon",
                "-Model=Canon EOS 80D",
                "-EXIF:Software=Adobe Photoshop 23.2 (Windows)",
                "-EXIF:DateTimeOriginal=2022:04:11 10:20:30",
                "-EXIF:ModifyDate=2022:04:12 10:20:31",
                "-XMP-xmp:CreatorTool=GIMP 2.10",
                "-XMP-xmpMM:HistoryAction=saved",
                "-XMP-xmpMM:HistorySoftwareAgent=GIMP 2.10",
                "-XMP-iptcExt:DigitalSourceType=http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
                "-GPSLatitude=39.9",
                "-GPSLatitudeRef=N",
                text,
            ],
        );
        if written.is_none() {
            return;
        }
        let read = |tag: &str| output("exiftool", &["-s3", tag, text]).unwrap();
        let photo = open(&path);
        assert_eq!(photo.exif().text(Tag::Software).unwrap(), read("-EXIF:Software"), "{form}");
        assert_eq!(photo.exif().text(Tag::DateTimeOriginal).unwrap(), read("-EXIF:DateTimeOriginal"), "{form}");
        let tool = photo.xmp().iter().find(|property| property.name == "xmp:CreatorTool").unwrap();
        assert_eq!(tool.value, read("-XMP:CreatorTool"), "{form}");
        assert_eq!(reading(&photo, "trace.camera"), Reading::exact("Canon EOS 80D"), "{form}");
        assert_eq!(reading(&photo, "trace.date_gap"), Reading::exact(86401.0), "{form}");
        assert_eq!(reading(&photo, "trace.location"), Reading::exact(true), "{form}");
        assert!(list(&photo, "trace.editor")[0].starts_with("Adobe Photoshop 23.2 (Windows) [EXIF Software"), "{form}");
        assert!(list(&photo, "trace.history")[0].starts_with("saved, GIMP 2.10"), "{form}");
        assert!(list(&photo, "trace.ai_label")[0].starts_with("trainedAlgorithmicMedia"), "{form}");
        assert_eq!(reading(&photo, "file.intact"), Reading::exact(true), "{form}");
    }
}

#[test]
fn photoshop_and_iptc_blocks_of_exiftool_are_found() {
    let folder = Folder::new();
    let path = folder.photo("a.jpg");
    let text = path.to_str().unwrap();
    let arguments = ["-overwrite_original", "-IPTC:OriginatingProgram=Capture One", "-Comment=Lavc58.54.100", text];
    if output("exiftool", &arguments).is_some() {
        let photo = open(&path);
        assert!(
            list(&photo, "trace.editor")[0].starts_with("Capture One [IPTC 2:65"),
            "{:?}",
            list(&photo, "trace.editor")
        );
        assert!(!list(&photo, "trace.history").is_empty(), "a Photoshop segment without Photoshop");
    }
}

#[test]
fn qualities_and_samplings_of_imagemagick_are_read_alike() {
    let folder = Folder::new();
    let source = folder.photo("source.png");
    for (quality, sampling, interlace) in
        [(35, "4:2:0", "none"), (75, "4:2:2", "none"), (88, "4:4:4", "JPEG"), (97, "4:2:0", "JPEG")]
    {
        let path = folder.at(&format!("{quality}.jpg"));
        let (source, text) = (source.to_str().unwrap(), path.to_str().unwrap());
        let quality_text = quality.to_string();
        let arguments = [
            source,
            "-quality",
            &quality_text,
            "-sampling-factor",
            sampling,
            "-interlace",
            interlace,
            "-density",
            "300",
            "-units",
            "PixelsPerInch",
            text,
        ];
        if output("convert", &arguments).is_none() {
            return;
        }
        let photo = open(&path);
        assert_eq!(reading(&photo, "jpeg.quality"), Reading::exact(f64::from(quality)));
        assert_eq!(reading(&photo, "jpeg.subsampling"), Reading::exact(sampling));
        assert_eq!(reading(&photo, "jpeg.progressive"), Reading::exact(interlace == "JPEG"));
        assert_eq!(reading(&photo, "image.density"), Reading::exact(300.0));
        assert_eq!(output("identify", &["-format", "%Q", text]).unwrap(), quality_text);
        if let Some(estimate) = output("exiftool", &["-s3", "-JPEGQualityEstimate", text]) {
            assert_eq!(estimate, quality_text);
        }
    }
}

#[test]
fn colour_modes_of_imagemagick_show_their_colours() {
    let folder = Folder::new();
    let source = folder.photo("source.png");
    for (name, arguments, mode) in [
        ("cmyk.jpg", ["-colorspace", "CMYK", "-quality", "95"], "cmyk"),
        ("grey.jpg", ["-colorspace", "Gray", "-quality", "95"], "grey"),
        ("deep.png", ["-depth", "16", "-quality", "95"], "rgb"),
        ("plain.webp", ["-define", "webp:lossless=true", "-quality", "95"], "rgb"),
    ] {
        let path = folder.at(name);
        let (from, to) = (source.to_str().unwrap(), path.to_str().unwrap());
        if output("convert", &[&[from], arguments.as_slice(), &[to]].concat()).is_none() {
            return;
        }
        let photo = open(&path);
        assert_eq!(reading(&photo, "image.colour_mode"), Reading::exact(mode), "{name}");
        let back = folder.at("back.png");
        output("convert", &[to, "-colorspace", "sRGB", "-depth", "8", "-type", "TrueColor", back.to_str().unwrap()]);
        let theirs = image::open(&back).unwrap().into_rgb8();
        let ours = photo.pixels().unwrap();
        for (x, y) in [(5, 9), (50, 60), (90, 120)] {
            let (a, b) = (ours.get(x, y), theirs.get_pixel(x, y).0);
            assert!(a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 6), "{name} at {x}, {y}: {a:?} {b:?}");
        }
    }
}
