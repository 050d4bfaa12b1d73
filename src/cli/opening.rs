//! From a double-click or a drop to a report that opens: for people who do not live in a terminal.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A page for this run, among the files that the system throws away.
pub fn page() -> PathBuf {
    std::env::temp_dir().join(format!("photocheck-{}.html", std::process::id()))
}

/// Opens a file in the program that the system has for it.
pub fn open(file: &Path) -> io::Result<()> {
    let opener = if cfg!(windows) {
        "explorer"
    } else if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let quiet = Command::new(opener).arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    quiet.map(drop)
}

/// Whether photos were dropped on the program: a file manager passes whole paths and nothing else, as hardly anybody types
/// them.
pub fn is_drop(arguments: &[OsString]) -> bool {
    let dropped = arguments.get(1..).unwrap_or_default();
    !dropped.is_empty() && dropped.iter().all(|argument| Path::new(argument).is_absolute())
}

/// What somebody typed or dragged into the window, without the quotation marks that a terminal puts around it.
pub fn path_in(line: &str) -> Option<&OsStr> {
    let path = line.trim().trim_matches(['"', '\'']);
    (!path.is_empty()).then(|| OsStr::new(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(arguments: &[&str]) -> Vec<OsString> {
        arguments.iter().map(OsString::from).collect()
    }

    #[test]
    fn only_whole_paths_are_a_drop() {
        let root = if cfg!(windows) { "C:\\" } else { "/" };
        let photo = format!("{root}照片 1.jpg");
        assert!(is_drop(&typed(&["photocheck", &photo, &photo])));
        assert!(!is_drop(&typed(&["photocheck"])));
        assert!(!is_drop(&typed(&["photocheck", "照片.jpg"])));
        assert!(!is_drop(&typed(&["photocheck", "check", &photo])));
        assert!(!is_drop(&typed(&["photocheck", "-q", &photo])));
    }

    #[test]
    fn a_path_dragged_into_the_window_loses_its_quotation_marks() {
        assert_eq!(path_in("\"C:\\照片 1\"\r\n"), Some(OsStr::new("C:\\照片 1")));
        assert_eq!(path_in("'/home/x/a b'\n"), Some(OsStr::new("/home/x/a b")));
        assert_eq!(path_in("  \n"), None);
    }
}
