//! What a full check costs, as a ratio to plainly decoding the same photo with the `image` crate: `cargo bench`.
//!
//! Times on one machine say nothing about another, ratios nearly do: decoding and checking are timed in turn, in one
//! run, and the least times of many rounds are divided. The photos are a painting of 600 × 800 px, one of the same size in
//! which nobody is found however long one looks, and the first enlarged to 12 MP. All get grain, the large one a camera's
//! and the small ones what is left of it after shrinking, so that they are as hard to decode as photos: at 600 × 800 px,
//! files made from real portraits have 98 to 170 KB, 137 in the middle.
//!
//! Steps that measures share are done on first use; here each is asked for by itself, in the order of a check, so
//! that a stage shows what it adds. What has no entry of its own counts for the first group that needs it. The walk over
//! the coded data is a part of "pixels" and shown by itself as well.
//! Then come the throughput of two threads against one, and the peak memory of a child process.

use std::process::Command;
use std::time::{Duration, Instant};

use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use photocheck::batch::{self, Digest, Job, Pace};
use photocheck::input::{Item, Origin, collect};
use photocheck::judge::judge;
use photocheck::measure::{MEASURES, Measure, Measurements, Readings};
use photocheck::photo::{Limits, Photo};
use photocheck::rules::{Set, Severity, load};

/// A painted portrait, 600 × 800.
const SMALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pass-man-blue.jpg");

/// A painted room without anybody, smaller than that.
const EMPTY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/fail-one-face-nobody.jpg");

/// Size of the large photo, px.
const LARGE: (u32, u32) = (3000, 4000);

/// The argument by which this program, as its own child, is told to check the photos of a folder with a number of
/// threads and to say what memory that took.
const CHILD: &str = "--peak-memory";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, child, threads, folder] = arguments.as_slice()
        && child == CHILD
    {
        return check_folder(folder, threads.parse().expect("a number of threads"));
    }
    let painting = image::open(SMALL).expect("the fixture is there").into_rgb8();
    let enlarged = imageops::resize(&painting, LARGE.0, LARGE.1, FilterType::CatmullRom);
    let empty = image::open(EMPTY).expect("the fixture is there").into_rgb8();
    let empty = imageops::resize(&empty, painting.width(), painting.height(), FilterType::CatmullRom);
    let (set, small, empty, large) = (default_set(), grained(painting, 4), grained(empty, 4), grained(enlarged, 5));
    println!("Costs as ratios to decoding the same photo with the image crate; least times, one thread.");
    println!("The photos have {}, {} and {} KB.\n", small.len() / 1000, empty.len() / 1000, large.len() / 1000);
    let portrait = stages("600 x 800", &small, &set, 40, "at most 10");
    let nobody = stages("600 x 800, nobody there", &empty, &set, 40, "no dearer than the portrait");
    println!("Nobody there takes {:.2} × the time of the portrait (at most 1)\n", nobody / portrait);
    stages("3000 x 4000", &large, &set, 8, "at most 1.5");
    throughput(&small, &set);
    memory(&large).expect("the temporary folder can be written");
}

fn default_set() -> Set {
    load(&["graduation-2022".to_owned()], &[], &|_| unreachable!("built in")).expect("a valid set")
}

/// The picture as a JPEG, with grain of up to so many grey levels that is the same in every run.
fn grained(mut picture: RgbImage, most: u32) -> Vec<u8> {
    let mut state = 1u32;
    for channel in picture.iter_mut() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (state >> 24) % (2 * most + 1);
        *channel = (u32::from(*channel) + grain).saturating_sub(most).min(255) as u8;
    }
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 92).encode_image(&picture).expect("a JPEG fits into memory");
    bytes
}

/// Prints what each stage adds; what a check takes, s.
fn stages(name: &str, bytes: &[u8], set: &Set, rounds: usize, wanted: &str) -> f64 {
    let mut names: Vec<&'static str> = Vec::new();
    let mut costs: Vec<Vec<f64>> = Vec::new();
    let (mut decodings, mut checks) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        decodings.push(seconds(|| image::load_from_memory(bytes).map(image::DynamicImage::into_rgb8)));
        let round = one_by_one(bytes, set);
        if names.is_empty() {
            names = round.iter().map(|(name, _)| *name).collect();
            costs = vec![Vec::new(); names.len()];
        }
        round.iter().zip(&mut costs).for_each(|((_, cost), all)| all.push(cost.as_secs_f64()));
        let job = job(set);
        checks.push(seconds(|| batch::check_photo(&job, "", &Photo::new("photo.jpg", bytes.to_vec(), job.limits))));
    }
    let decoding = least(&decodings);
    println!("{name}: decoding takes {:.1} ms", decoding * 1e3);
    for (name, costs) in names.into_iter().zip(costs) {
        println!("  {name:24}{:6.2}", least(&costs) / decoding);
    }
    println!("  {:24}{:6.2}   ({wanted})\n", "a full check", least(&checks) / decoding);
    least(&checks)
}

/// Checks one photo stage by stage.
fn one_by_one(bytes: &[u8], set: &Set) -> Vec<(&'static str, Duration)> {
    let file = std::env::temp_dir().join(format!("photocheck-bench-{}.jpg", std::process::id()));
    std::fs::write(&file, bytes).expect("the temporary folder can be written");
    let read = time(|| std::fs::read(&file).map(|bytes| Digest::of(&bytes)));
    std::fs::remove_file(&file).ok();
    let photo = Photo::new("photo.jpg", bytes.to_vec(), Limits::default());
    let measurements = Measurements::of(&photo);
    let evidence = measurements.evidence();
    let mut stages = vec![
        ("reading, digest", read),
        ("container, EXIF, XMP", time(|| (photo.container(), photo.exif(), photo.xmp().len()))),
        ("walk of the scan", time(|| photo.is_whole())),
        ("pixels", time(|| photo.pixels().map(|_| ()))),
        ("working size", time(|| evidence.working().map(|_| ()))),
        ("detection", time(|| evidence.detection().map(|_| ()))),
        ("the nets", time(|| evidence.portrait().map(|_| ()))),
    ];
    let mut groups: Vec<(&'static str, Vec<&'static Measure>)> = Vec::new();
    for measure in MEASURES {
        let group = measure.name.split('.').next().unwrap_or_default();
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, measures)) => measures.push(measure),
            None => groups.push((group, vec![measure])),
        }
    }
    stages.extend(groups.into_iter().map(|(name, measures)| {
        (name, time(|| measures.iter().for_each(|measure| drop(measurements.reading(measure)))))
    }));
    let judging = time(|| set.rules.iter().for_each(|rule| drop(judge(rule, &measurements))));
    stages.push(("judging", judging));
    stages
}

/// Prints what a second thread is worth.
fn throughput(small: &[u8], set: &Set) {
    let photo = |at: usize| Item { shown: at.to_string(), origin: Origin::Bytes(small.to_vec()) };
    let items: Vec<_> = (0..16).map(photo).collect();
    let with = |threads: usize| seconds(|| batch::check(&[job(set)], &items, Pace::with_threads(threads), |_| ()));
    let times = |threads: usize| (0..4).map(|_| with(threads)).collect::<Vec<_>>();
    let gain = least(&times(1)) / least(&times(2));
    println!("Two threads: {gain:.2} × the throughput of one (at least 1.8, where two cores are free)\n");
}

/// Prints the peak memory for one and two threads.
fn memory(large: &[u8]) -> std::io::Result<()> {
    let folder = std::env::temp_dir().join(format!("photocheck-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    for at in 0..4 {
        std::fs::write(folder.join(format!("{at}.jpg")), large)?;
    }
    let raster = f64::from(LARGE.0 * LARGE.1 * 3) / 1e6;
    for threads in [1, 2] {
        let child = Command::new(std::env::current_exe()?).arg(CHILD).arg(threads.to_string()).arg(&folder).output()?;
        let allowed = 1.3 * f64::from(threads) * raster + 80.0;
        let peak = String::from_utf8_lossy(&child.stdout);
        println!("Peak memory, 12 MP, {threads} thread(s): {} (at most {allowed:.0} MB)", peak.trim());
    }
    std::fs::remove_dir_all(&folder)
}

/// What the child does.
fn check_folder(folder: &str, threads: usize) {
    let (set, photos) = (default_set(), collect(&[folder.to_owned()]));
    batch::check(&[job(&set)], &photos.items, Pace::with_threads(threads), |_| ()).expect("threads start");
    match peak() {
        Some(kilobytes) => println!("{:.0} MB", kilobytes * 1024.0 / 1e6),
        None => println!("unknown on this system"),
    }
}

/// The most memory that this process has held, KiB.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix("kB")?.trim().parse().ok()
}

fn job(set: &Set) -> Job<'_> {
    Job { set, counts: Severity::Error, limits: Limits::default(), keep_facts: true, keep_pictures: false }
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed()
}

fn seconds<T>(work: impl FnOnce() -> T) -> f64 {
    time(work).as_secs_f64()
}

/// The least time of many: what the work takes when nothing else holds the machine up.
fn least(times: &[f64]) -> f64 {
    times.iter().copied().fold(f64::INFINITY, f64::min)
}
