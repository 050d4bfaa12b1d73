//! Photos in a ZIP archive, read one at a time and never unpacked to disk.
//!
//! Names are UTF-8 where the archive says so or they are, else GBK, which Chinese Windows writes. Sizes are limited
//! like those of files; an archive inside an archive is not opened.

use std::fmt;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use encoding_rs::GB18030;
use zip::ZipArchive;
use zip::result::ZipError;

use super::read::NotRead;
use super::shown::escaped;

/// Most entries of one archive; a university's year has fewer.
const MOST_ENTRIES: usize = 500_000;

/// An open archive, shared by the photos in it: one descriptor, however many they are.
#[derive(Clone)]
pub struct Archive(Arc<Mutex<ZipArchive<BufReader<File>>>>);

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
}

/// Whether a file of this name is looked into.
pub(super) fn is_archive_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

impl Archive {
    /// Opens an archive and lists the visible files in it.
    ///
    /// # Errors
    /// [`NotRead::NotAFile`] when it is no archive; when it cannot be read.
    pub(super) fn open(path: &Path) -> Result<(Self, Vec<ArchiveMember>), NotRead> {
        let mut archive = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(not_read)?;
        if archive.len() > MOST_ENTRIES {
            return Err(NotRead::TooLarge { bytes: archive.len() as u64, limit: MOST_ENTRIES as u64 });
        }
        let mut entries = Vec::new();
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(not_read)?;
            let name = name(entry.name_raw());
            let is_hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
            if !entry.is_dir() && !name.ends_with('/') && !is_hidden {
                entries.push(ArchiveMember { name, index });
            }
        }
        Ok((Self(Arc::new(Mutex::new(archive))), entries))
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
        entry.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(NotRead::TooLarge { bytes: bytes.len() as u64, limit }) } else { Ok(bytes) }
    }
}

fn not_read(error: ZipError) -> NotRead {
    match error {
        ZipError::Io(error) => error.into(),
        ZipError::InvalidArchive(_) => NotRead::NotAFile,
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => NotRead::Encrypted,
        ZipError::FileNotFound => NotRead::Missing,
        other => NotRead::Failed(std::io::Error::other(other.to_string())),
    }
}

/// A name in whatever encoding it was written.
fn name(raw: &[u8]) -> String {
    let text = match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) => match GB18030.decode_without_bom_handling_and_without_replacement(raw) {
            Some(text) => text.into_owned(),
            None => escaped(raw),
        },
    };
    text.replace('\\', "/")
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
        assert!(matches!(Archive::open(&path), Err(NotRead::NotAFile)));
    }
}
