//! Readings of an earlier run, kept in a folder by what they depend on: the file's content, the measures that were asked for,
//! what a photo may cost, and the program itself.
//!
//! Judging costs next to nothing, so readings are kept and not findings: other limits, another language and another name of the
//! file need no new look at the pixels. No picture is kept but the few grey cells by which copies are known. A file that is
//! missing, damaged or of another version is no reading; a folder that fills up or cannot be written to costs time and nothing
//! else. Nothing is ever removed: whoever owns the folder may empty it at any time.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use super::{Digest, Likeness};
use crate::input::bounded;
use crate::measure::Measure;
use crate::photo::Limits;
use crate::reading::{Reading, Reason, Value};

/// Largest file of readings, in bytes: texts of a photo's metadata are in it.
const LARGEST: u64 = 32 << 20;

/// The measures that depend on a file's name and not on its content.
pub(super) const OF_THE_NAME: [&str; 2] = ["file.name", "file.extension"];

/// A folder of readings.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    program: String,
    written: AtomicU64,
}

/// What was read of one photo.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct CacheEntry {
    readings: Vec<Kept>,
    /// Width and height of the upright photo, px.
    pub size: [u32; 2],
    /// What tells its copies.
    pub likeness: Option<Likeness>,
}

/// A reading. Numbers are kept bit by bit, so that a second run says exactly what the first did.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Kept {
    Measured {
        value: KeptValue,
        uncertainty: Option<u64>,
    },
    /// Its place in [`Reason::PLAIN`].
    Unmeasured(usize),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum KeptValue {
    Number(u64),
    Flag(bool),
    Text(String),
    List(Vec<String>),
    Point([u64; 2]),
    Colour([u8; 3]),
}

impl Cache {
    /// The folder, made if it is not there; `program` names the version whose readings are wanted, and no other's are used.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(folder: &Path, program: &str) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned(), program: program.to_owned(), written: AtomicU64::new(0) })
    }

    /// The readings of the measures in `wanted`, if they were taken before.
    pub(super) fn get(&self, key: &str, wanted: usize) -> Option<CacheEntry> {
        let path = self.path(key);
        let bytes = bounded(&path, LARGEST).ok()?;
        let (sum, text) = bytes.split_at_checked(64)?;
        let is_whole = Digest::of(text).to_string().as_bytes() == sum;
        let entry: CacheEntry = serde_json::from_slice(text).ok().filter(|_| is_whole)?;
        (entry.readings.len() == wanted).then_some(entry)
    }

    /// Keeps what was read.
    pub(super) fn put(&self, key: &str, entry: &CacheEntry) {
        let path = self.path(key);
        let written = || -> io::Result<()> {
            let text = serde_json::to_vec(entry)?;
            let number = self.written.fetch_add(1, Ordering::Relaxed);
            let part = path.with_extension(format!("{}-{number}.part", std::process::id()));
            fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
            fs::write(&part, [Digest::of(&text).to_string().into_bytes(), text].concat())?;
            fs::rename(&part, &path).inspect_err(|_| drop(fs::remove_file(&part)))
        };
        // What cannot be kept is read again.
        drop(written());
    }

    /// What the readings of a file depend on, as a name.
    pub(super) fn key(&self, content: Digest, wanted: &[&'static Measure], compares: bool, limits: &Limits) -> String {
        let names: Vec<_> = wanted.iter().map(|measure| measure.name).collect();
        let Limits { bytes, pixels, decoding, time: _, memory: _ } = limits;
        let costs = format!("{bytes} {pixels} {decoding} {compares}");
        Digest::of([content.to_string(), self.program.clone(), costs, names.join(" ")].join("\n").as_bytes())
            .to_string()
    }

    fn path(&self, key: &str) -> PathBuf {
        let (shelf, name) = key.split_at(2);
        self.folder.join(shelf).join(name)
    }
}

impl CacheEntry {
    /// Of readings; `None` where one says that the checker failed, which another run may not.
    pub(super) fn of<'f>(
        readings: impl Iterator<Item = &'f Reading>,
        size: [u32; 2],
        likeness: Option<Likeness>,
    ) -> Option<Self> {
        Some(Self { readings: readings.map(Kept::of).collect::<Option<_>>()?, size, likeness })
    }

    /// The readings, in the order in which they were given.
    pub(super) fn readings(&self) -> Option<Vec<Reading>> {
        self.readings.iter().map(Kept::reading).collect()
    }
}

impl Kept {
    fn of(reading: &Reading) -> Option<Self> {
        Some(match reading {
            Reading::Unmeasured(reason) => Self::Unmeasured(Reason::PLAIN.iter().position(|plain| plain == reason)?),
            Reading::Measured { value, uncertainty } => {
                let value = match value {
                    Value::Number(number) => KeptValue::Number(number.to_bits()),
                    Value::Flag(flag) => KeptValue::Flag(*flag),
                    Value::Text(text) => KeptValue::Text(text.clone()),
                    Value::List(texts) => KeptValue::List(texts.clone()),
                    Value::Point(point) => KeptValue::Point(point.map(f64::to_bits)),
                    Value::Colour(colour) => KeptValue::Colour(*colour),
                };
                Self::Measured { value, uncertainty: uncertainty.map(f64::to_bits) }
            }
        })
    }

    fn reading(&self) -> Option<Reading> {
        Some(match self {
            Self::Unmeasured(at) => Reading::Unmeasured(Reason::PLAIN.get(*at)?.clone()),
            Self::Measured { value, uncertainty } => {
                let value = match value {
                    KeptValue::Number(bits) => f64::from_bits(*bits).into(),
                    KeptValue::Flag(flag) => (*flag).into(),
                    KeptValue::Text(text) => text.clone().into(),
                    KeptValue::List(texts) => texts.clone().into(),
                    KeptValue::Point(bits) => bits.map(f64::from_bits).into(),
                    KeptValue::Colour(colour) => (*colour).into(),
                };
                Reading::Measured { value, uncertainty: uncertainty.map(f64::from_bits) }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::MEASURES;

    #[test]
    fn readings_come_back_to_the_last_bit_and_only_where_all_is_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path(), "1").unwrap();
        let wanted: Vec<_> = MEASURES.iter().take(7).collect();
        let readings = [
            Reading::number(0.1 + 0.2, 1e-300),
            Reading::exact(true),
            Reading::exact("名\u{0}"),
            Reading::exact(vec!["a".to_owned(), String::new()]),
            Reading::uncertain([1.5, -0.0], 0.25),
            Reading::exact([1, 2, 3]),
            Reading::Unmeasured(Reason::NoFace),
        ];
        let entry = CacheEntry::of(readings.iter(), [3, 4], None).unwrap();
        let key =
            |of: &Cache, content: &[u8], compares| of.key(Digest::of(content), &wanted, compares, &Limits::default());
        let own = key(&cache, b"a", true);
        cache.put(&own, &entry);
        assert_eq!(cache.get(&own, 7).unwrap().readings().unwrap(), readings);
        let other = Cache::open(folder.path(), "2").unwrap();
        for key in [key(&other, b"a", true), key(&cache, b"b", true), key(&cache, b"a", false)] {
            assert_eq!(cache.get(&key, 7), None);
        }
        let file = cache.path(&own);
        let mut bytes = fs::read(&file).unwrap();
        let last = bytes.len() - 3;
        bytes[last] ^= 1;
        fs::write(&file, bytes).unwrap();
        assert_eq!(cache.get(&own, 7), None, "damage is no reading");
        let crashed = [Reading::Unmeasured(Reason::Crashed("here".to_owned()))];
        assert_eq!(CacheEntry::of(crashed.iter(), [1, 1], None), None);
    }
}
