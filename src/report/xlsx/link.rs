//! Links from the workbook to the photos: relative, so that they hold when both are moved together.

use std::path::{Component, Path, PathBuf};

use rust_xlsxwriter::Url;

/// Longest link in UTF-16 units: the format takes 2,080 once it is escaped.
const LONGEST: usize = 600;

/// Where the workbook will stand.
pub(super) struct LinkBase {
    /// Its folder, from the root; `None` for a workbook that is nowhere.
    folder: Option<PathBuf>,
}

impl LinkBase {
    /// Beside `destination`.
    pub(super) fn of(destination: &Path) -> Self {
        let whole = std::path::absolute(destination).ok();
        Self { folder: whole.and_then(|whole| Some(lexical(whole.parent()?))) }
    }

    /// Of a workbook that is written to no file.
    pub(super) fn nowhere() -> Self {
        Self { folder: None }
    }

    /// The way to the photo at `file`; `None` where there is no such file, as for a photo in an archive, or the way cannot be
    /// written as a link. `file` has to be what the reader may see: a link shows it.
    pub(super) fn link(&self, file: &str) -> Option<Url> {
        let photo = Path::new(file);
        let way = relative(&lexical(std::path::absolute(photo).ok()?), self.folder.as_ref()?)?;
        // A mark that parts a place from its document cannot be escaped in every program.
        let is_plain = !way.contains(['#', '\\']) && !way.chars().any(char::is_control);
        let fits = way.encode_utf16().count() <= LONGEST;
        (is_plain && fits && photo.is_file()).then(|| Url::new(format!("file:///{}", escaped(&way))))
    }
}

/// `path` without `.` and `..`.
fn lexical(path: impl AsRef<Path>) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.as_ref().components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// The way from `folder` to `file`, `/` between folders; `None` where they share no root, or a name is no text.
fn relative(file: &Path, folder: &Path) -> Option<String> {
    let (file, folder): (Vec<_>, Vec<_>) = (file.components().collect(), folder.components().collect());
    let shared = file.iter().zip(&folder).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        return None;
    }
    let up = folder[shared..].iter().map(|_| Some(".."));
    let down = file[shared..].iter().map(|part| part.as_os_str().to_str());
    let parts: Option<Vec<_>> = up.chain(down).collect();
    Some(parts?.join("/"))
}

/// A way as a link holds it. A colon would make the beginning of a name a scheme.
fn escaped(way: &str) -> String {
    let mut link = String::with_capacity(way.len());
    for c in way.chars() {
        match c {
            '%' | ' ' | '"' | '<' | '>' | '[' | ']' | '^' | '`' | '{' | '}' | ':' | '?' => {
                link += &format!("%{:02X}", u32::from(c));
            }
            c => link.push(c),
        }
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_the_workbook_to_the_photo() {
        let folder = tempfile::tempdir().unwrap();
        let photo = |name: &str| {
            let file = folder.path().join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, "x").unwrap();
            file.to_str().unwrap().to_owned()
        };
        let place = LinkBase::of(&folder.path().join("out/book.xlsx"));
        let way = |file: &str| place.link(file).map(|url| format!("{url:?}").split('"').nth(1).unwrap().to_owned());
        assert_eq!(way(&photo("一班/张 三%20.jpg")).unwrap(), "file:///../一班/张%20三%2520.jpg");
        assert_eq!(way(&photo("=cmd()&1.jpg")).unwrap(), "file:///../=cmd()&1.jpg");
        assert_eq!(way(&photo("a#b.jpg")), None);
        assert_eq!(way("a.zip/1.jpg"), None);
        assert!(LinkBase::nowhere().link(&photo("1.jpg")).is_none());
    }
}
