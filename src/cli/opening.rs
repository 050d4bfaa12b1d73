//! From a double-click or a drop to a report that opens: for people who do not live in a terminal.

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf, absolute};
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
    // Explorer takes a path with slashes, or none of its own, for no path at all and shows the documents.
    let file = absolute(file)?;
    let quiet = Command::new(opener).arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    quiet.map(drop)
}

/// Whether Explorer has started the program: its window closes with it, and nobody has typed anything.
pub fn is_from_explorer() -> bool {
    let has_window = io::stdin().is_terminal() && io::stderr().is_terminal();
    cfg!(windows) && has_window && !has_shell(|name| std::env::var_os(name))
}

/// Whether the environment tells of a shell that the program was typed into. The command prompt and the shells of Unix leave
/// names of their own; PowerShell puts the user's modules before those of the system.
fn has_shell(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let text = |name: &str| variable(name).map(|it| it.to_string_lossy().to_lowercase());
    let has_modules = || Some(text("PSModulePath")?.contains(&text("USERPROFILE")?));
    ["PROMPT", "SHELL", "TERM", "MSYSTEM"].iter().any(|name| variable(name).is_some()) || has_modules() == Some(true)
}

/// Whether photos were dropped on the program: a file manager passes whole paths and nothing else, as hardly anybody types
/// them.
pub fn is_drop(arguments: &[OsString]) -> bool {
    let dropped = arguments.get(1..).unwrap_or_default();
    !dropped.is_empty() && dropped.iter().all(|argument| Path::new(argument).is_absolute())
}

/// Takes the quotation mark off a folder that was typed as `"D:\my photos\"`: to Windows the last backslash says that the mark
/// belongs to the name, where none can be.
pub fn mend_quotation(argument: &mut OsString) {
    let mended = argument.to_str().filter(|_| cfg!(windows)).and_then(without_stray_quotation).map(OsString::from);
    if let Some(mended) = mended {
        *argument = mended;
    }
}

/// The text before a quotation mark that stands alone at its end.
fn without_stray_quotation(argument: &str) -> Option<&str> {
    argument.strip_suffix('"').filter(|rest| !rest.contains('"'))
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
    fn a_shell_is_known_by_what_it_leaves() {
        let has = |known: &[(&str, &str)]| {
            has_shell(|name| known.iter().find(|(it, _)| *it == name).map(|(_, value)| OsString::from(value)))
        };
        let system = ("PSModulePath", "C:\\Program Files\\WindowsPowerShell\\Modules;C:\\Windows\\system32\\Modules");
        let own =
            ("PSModulePath", "c:\\Users\\Li\\Documents\\WindowsPowerShell\\Modules;C:\\Windows\\system32\\Modules");
        let user = ("USERPROFILE", "C:\\Users\\Li");
        assert!(!has(&[user, system]), "Explorer");
        assert!(!has(&[]));
        assert!(has(&[user, own]), "PowerShell");
        assert!(has(&[user, system, ("PROMPT", "$P$G")]), "the command prompt");
        assert!(has(&[user, system, ("MSYSTEM", "MINGW64"), ("TERM", "xterm")]), "Git Bash");
    }

    #[test]
    fn a_backslash_before_the_quotation_mark_costs_nothing() {
        assert_eq!(without_stray_quotation("D:\\my photos\""), Some("D:\\my photos"));
        assert_eq!(without_stray_quotation("hat.title=\"a\""), None);
        assert_eq!(without_stray_quotation("D:\\my photos"), None);
    }

    #[test]
    fn a_path_dragged_into_the_window_loses_its_quotation_marks() {
        assert_eq!(path_in("\"C:\\照片 1\"\r\n"), Some(OsStr::new("C:\\照片 1")));
        assert_eq!(path_in("'/home/x/a b'\n"), Some(OsStr::new("/home/x/a b")));
        assert_eq!(path_in("  \n"), None);
    }
}
