//! Photos in a ZIP archive, read one at a time and never unpacked to disk.
//!
//! Names are UTF-8 where the archive says so or they are, else GBK, which Chinese Windows writes. Sizes are limited
//! like those of files; an archive inside an archive is not opened. No archive holds a descriptor, so that there may be one
//! for each student.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use encoding_rs::GB18030;
use flate2::Crc;
use zip::ZipArchive;
use zip::result::ZipError;

use super::read::{NotRead, bounded};
use super::shown::escaped;

/// Most entries of one archive; a university's year has fewer.
const MOST_ENTRIES: usize = 500_000;

/// Extensions of archives of other kinds, which are not looked into.
const OTHER_KINDS: [&str; 23] = [
    "rar", "7z", "tar", "gz", "tgz", "bz2", "tbz", "xz", "txz", "zst", "lz", "lzma", "lzh", "lha", "arj", "ace", "cab",
    "iso", "wim", "zipx", "z01", "001", "part1",
];

/// An archive that was looked into, shared by the photos in it.
#[derive(Clone)]
pub struct Archive(Arc<Mutex<ZipArchive<BufReader<Source>>>>);

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Archive")
    }
}

/// A file in an archive.
pub(super) struct ArchiveMember {
    /// Its path in the archive, `/` between folders.
    pub name: String,
    /// Its number.
    pub index: usize,
    /// Its size unpacked, in bytes.
    pub size: u64,
    /// The CRC-32 of what it holds.
    pub sum: u32,
}

impl ArchiveMember {
    /// Its name without folders.
    pub(super) fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }

    /// Whether a file holds the same, as one does that was unpacked.
    pub(super) fn is_what_lies_at(&self, path: &Path) -> bool {
        let is_as_large = std::fs::metadata(path).is_ok_and(|facts| facts.len() == self.size);
        let sum = |bytes: Vec<u8>| {
            let mut crc = Crc::new();
            crc.update(&bytes);
            crc.sum()
        };
        is_as_large && bounded(path, self.size).is_ok_and(|bytes| sum(bytes) == self.sum)
    }
}

/// Whether a file of this name is looked into.
pub(super) fn is_archive_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

/// Whether a file of this name is an archive that is not looked into.
pub(super) fn is_of_another_kind(path: &Path) -> bool {
    path.extension().is_some_and(|extension| OTHER_KINDS.iter().any(|kind| extension.eq_ignore_ascii_case(kind)))
}

impl Archive {
    /// Opens an archive and lists the visible files in it. A name that another file has too gets its number before it.
    ///
    /// # Errors
    /// [`NotRead::NoArchive`] when it is none; when it cannot be read.
    pub(super) fn open(path: &Path) -> Result<(Self, Vec<ArchiveMember>), NotRead> {
        let source = BufReader::with_capacity(AT_ONCE, Source::open(path)?);
        let mut archive = ZipArchive::new(source).map_err(not_read)?;
        if archive.len() > MOST_ENTRIES {
            return Err(NotRead::TooLarge { bytes: archive.len() as u64, limit: MOST_ENTRIES as u64 });
        }
        let mut entries = Vec::new();
        let mut taken = HashSet::new();
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(not_read)?;
            let name = name(entry.name_raw());
            let is_hidden = |part: &str| part.starts_with('.') && part != "." && part != ".." || part == "__MACOSX";
            // What has a folder's name and yet something in it is a file that would be lost.
            let is_folder = (entry.is_dir() || name.ends_with('/')) && entry.size() == 0;
            if !is_folder && !name.split('/').any(is_hidden) {
                let numbers = (index..).map(|number| format!("{number}/{name}"));
                let name = [name.clone()].into_iter().chain(numbers).find(|name| taken.insert(name.clone()));
                let name = name.expect("one of endlessly many is free");
                entries.push(ArchiveMember { name, index, size: entry.size(), sum: entry.crc32() });
            }
        }
        Ok((Self(Arc::new(Mutex::new(archive))), entries))
    }

    /// Whether the archive holds more files than those that can be told apart by their names.
    pub(super) fn has_same_names(&self, path: &Path) -> bool {
        let archive = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stated_entries(path).is_ok_and(|stated| stated.is_some_and(|stated| stated > archive.len()))
    }

    /// The bytes of one file, at most `limit` of them, whatever size it claims.
    ///
    /// # Errors
    /// When it is larger, encrypted or damaged.
    pub fn read(&self, index: usize, limit: u64) -> Result<Vec<u8>, NotRead> {
        let mut archive = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = archive.by_index(index).map_err(not_read)?;
        if entry.size() > limit {
            return Err(NotRead::TooLarge { bytes: entry.size(), limit });
        }
        let mut bytes = Vec::new();
        let read = entry.take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|error| not_read(ZipError::Io(error)))?;
        if bytes.len() as u64 > limit { Err(NotRead::TooLarge { bytes: bytes.len() as u64, limit }) } else { Ok(bytes) }
    }
}

/// Bytes that are read of an archive at a time.
const AT_ONCE: usize = 32 << 10;

/// An archive's file, opened for each read and closed again.
struct Source {
    path: PathBuf,
    at: u64,
}

impl Source {
    fn open(path: &Path) -> Result<Self, NotRead> {
        if std::fs::metadata(path)?.is_file() {
            Ok(Self { path: path.to_owned(), at: 0 })
        } else {
            Err(NotRead::NotAFile)
        }
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => std::fs::metadata(&self.path)?.len().checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// How many files an archive says it has, in the record at its end (APPNOTE 4.3.16); `None` where there are too many for it.
fn stated_entries(path: &Path) -> io::Result<Option<usize>> {
    const LONGEST: u64 = 22 + 0xFFFF;
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(LONGEST)))?;
    let mut end = Vec::new();
    file.take(LONGEST).read_to_end(&mut end)?;
    let at = memchr::memmem::rfind(&end, b"PK\x05\x06");
    let count = at.and_then(|at| end.get(at + 10..at + 12)).map(|two| u16::from_le_bytes([two[0], two[1]]));
    Ok(count.filter(|count| *count < u16::MAX).map(usize::from))
}

fn not_read(error: ZipError) -> NotRead {
    match error {
        ZipError::Io(error) => match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                NotRead::NoArchive
            }
            _ => error.into(),
        },
        ZipError::InvalidArchive(_) => NotRead::NoArchive,
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => NotRead::Encrypted,
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => NotRead::OtherArchive,
        ZipError::FileNotFound => NotRead::Missing,
        other => NotRead::Failed(io::Error::other(other.to_string())),
    }
}

/// A name in whatever encoding it was written.
fn name(raw: &[u8]) -> String {
    let text = std::str::from_utf8(raw).map(Cow::Borrowed).ok();
    match text.or_else(|| GB18030.decode_without_bom_handling_and_without_replacement(raw)) {
        Some(text) => text.replace('\\', "/"),
        // What stands for a byte that is no text begins with the same mark: folders are told apart before.
        None => escaped(&raw.iter().map(|byte| if *byte == b'\\' { b'/' } else { *byte }).collect::<Vec<_>>()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn names_in_gbk_and_nested_folders_are_read() {
        assert_eq!(name(b"\xD5\xC5\xC8\xFD.jpg"), "张三.jpg");
        assert_eq!(name("一班/李四.jpg".as_bytes()), "一班/李四.jpg");
        assert_eq!(name(b"a\\Jos\xE9.jpg"), "a/Jos\\xE9.jpg", "a byte that is no text makes no folder");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        let mut zip = zip::ZipWriter::new(File::create(&path).unwrap());
        for file in ["甲/1.jpg", "甲/乙/2.jpg", "__MACOSX/._1.jpg", "bomb.jpg"] {
            zip.start_file(file, SimpleFileOptions::default()).unwrap();
            zip.write_all(&vec![0; if file == "bomb.jpg" { 100_000 } else { 3 }]).unwrap();
        }
        zip.finish().unwrap();
        let (archive, entries) = Archive::open(&path).unwrap();
        let names: Vec<_> = entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["甲/1.jpg", "甲/乙/2.jpg", "bomb.jpg"]);
        assert_eq!(archive.read(entries[1].index, 1000).unwrap(), [0; 3]);
        assert!(matches!(archive.read(entries[2].index, 1000), Err(NotRead::TooLarge { bytes: 100_000, .. })));
        std::fs::write(&path, b"no archive").unwrap();
        assert!(matches!(Archive::open(&path), Err(NotRead::NoArchive)));
        assert!(matches!(Archive::open(folder.path()), Err(NotRead::NotAFile)));
    }
}
