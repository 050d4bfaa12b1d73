//! One file read within a limit, whoever asks for it: photos, lists, waivers, earlier rounds.
//!
//! A pipe or a device would be waited for or never end, so only plain files are opened; links are followed.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::text::{Lang, phrase};

/// Largest list, waiver file or earlier round, in bytes: far more than the whole of a university makes.
pub const MOST_COMPANION: u64 = 512 << 20;

/// Why a file was not read.
#[derive(Debug)]
pub enum NotRead {
    /// The system does not allow it.
    NoPermission,
    /// There is no such file.
    Missing,
    /// It is a folder, a pipe, a device or the like.
    NotAFile,
    /// It is larger than allowed.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// It needs a password.
    Encrypted,
    /// It is called an archive and is none, or what is packed there is damaged.
    NoArchive,
    /// Of several files in the archive that have the same name only one can be read.
    SameNames,
    /// It is an archive of a kind that is not opened here, or one inside another; or was packed in such a way.
    OtherArchive,
    /// Any other failure of the system.
    Failed(std::io::Error),
}

impl NotRead {
    /// What it is, as part of a sentence.
    pub fn text(&self, lang: Lang) -> String {
        let said = match self {
            Self::NoPermission => phrase("没有读取权限", "no permission to read it"),
            Self::Missing => phrase("没有这个文件", "no such file"),
            Self::NotAFile => phrase("不是普通文件", "not an ordinary file"),
            Self::Encrypted => phrase("需要密码", "a password is needed"),
            Self::NoArchive => phrase("不是 ZIP 压缩包，或已损坏", "not a ZIP archive, or a damaged one"),
            Self::SameNames => phrase(
                "里面有同名的文件，只能读到其中一个；请先解压",
                "files in it have the same name, and only one of each can be read; unpack it first",
            ),
            Self::OtherArchive => phrase("这种压缩包要先解压", "an archive of this kind has to be unpacked first"),
            Self::TooLarge { bytes, limit } => {
                let (unit, step) = if *limit < 1 << 20 { ("KiB", 10) } else { ("MiB", 20) };
                let [size, limit] = [bytes, limit].map(|bytes| bytes.div_ceil(1 << step).to_string());
                return phrase(
                    "有 {size} {unit}，超过 {limit} {unit} 的上限",
                    "{size} {unit}, over the limit of {limit} {unit}",
                )
                .fill(lang, &[("size", &size), ("limit", &limit), ("unit", unit)]);
            }
            Self::Failed(error) => return in_words(error, lang),
        };
        said.get(lang).to_owned()
    }
}

/// What went wrong with a file: the system's own words are English; the common ones are said in both languages, the others keep their number.
pub fn in_words(error: &std::io::Error, lang: Lang) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => phrase("没有这个文件或文件夹", "no such file or folder"),
        ErrorKind::PermissionDenied => phrase("没有权限", "permission denied"),
        ErrorKind::AlreadyExists => phrase("已经存在", "it exists already"),
        ErrorKind::IsADirectory => phrase("这是文件夹", "it is a folder"),
        ErrorKind::InvalidFilename => phrase("文件名太长，或系统不能用", "the name is too long or not allowed"),
        ErrorKind::InvalidInput => phrase("不是普通文件", "it is not an ordinary file"),
        ErrorKind::NotADirectory => phrase("上一级不是文件夹", "its parent is not a folder"),
        ErrorKind::ResourceBusy => phrase(
            "正被别的程序占用，请先关掉（如 Excel）",
            "another program holds it open: close it there first (Excel, for instance)",
        ),
        ErrorKind::StorageFull => phrase("磁盘满了", "the disk is full"),
        ErrorKind::ReadOnlyFilesystem => phrase("磁盘只能读，不能写", "the disk is read-only"),
        ErrorKind::InvalidData => phrase("不是 UTF-8 文本", "it is not UTF-8 text"),
        _ if lang == Lang::En => return error.to_string(),
        _ => {
            let code = error.raw_os_error().map(|code| code.to_string()).unwrap_or_default();
            return phrase("系统错误 {code}", "system error {code}").fill(lang, &[("code", &code)]);
        }
    };
    known.get(lang).to_owned()
}

impl From<std::io::Error> for NotRead {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::PermissionDenied => Self::NoPermission,
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::Missing,
            ErrorKind::IsADirectory => Self::NotAFile,
            _ => Self::Failed(error),
        }
    }
}

/// The bytes of the file at `path`, at most `limit` of them.
///
/// # Errors
/// When it is no plain file, larger than `limit`, or cannot be read.
pub fn bounded(path: &Path, limit: u64) -> Result<Vec<u8>, NotRead> {
    // Looked at before opening, because opening a pipe waits for whoever writes into it.
    if !std::fs::metadata(path)?.is_file() {
        return Err(NotRead::NotAFile);
    }
    let file = File::open(path)?;
    let facts = file.metadata()?;
    if !facts.is_file() {
        return Err(NotRead::NotAFile);
    }
    if facts.len() > limit {
        return Err(NotRead::TooLarge { bytes: facts.len(), limit });
    }
    let mut bytes = Vec::with_capacity(facts.len() as usize);
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(NotRead::TooLarge { bytes: bytes.len() as u64, limit }) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_files_of_a_sensible_size_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        std::fs::write(&file, b"12345").unwrap();
        assert_eq!(bounded(&file, 5).unwrap(), b"12345");
        assert!(matches!(bounded(&file, 4), Err(NotRead::TooLarge { bytes: 5, limit: 4 })));
        assert!(matches!(bounded(folder.path(), 5), Err(NotRead::NotAFile)));
        assert!(matches!(bounded(&folder.path().join("b"), 5), Err(NotRead::Missing)));
        let small = NotRead::TooLarge { bytes: 300 << 10, limit: 256 << 10 };
        assert_eq!(small.text(Lang::En), "300 KiB, over the limit of 256 KiB");
        #[cfg(unix)]
        assert!(matches!(bounded(Path::new("/dev/zero"), 5), Err(NotRead::NotAFile)));
    }
}
