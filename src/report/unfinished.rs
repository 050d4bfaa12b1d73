//! Files that appear only when they are complete.
//!
//! What is written grows in a hidden file beside its destination and takes its name at the end, so that nothing half
//! done ever stands under the name of a whole. A file that was there before gives its permissions to the new one, and a
//! link stays a link. What is given up leaves nothing behind, not even when the program is interrupted and calls
//! [`abandon_all`]; what a program left that was killed outright is swept away by the next one ([`sweep`]).

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How old a hidden file must be before it can be taken for one that was left behind: it is locked long before.
const LEFT_BEHIND: Duration = Duration::from_secs(60);
/// Most hidden files of one process for one destination.
const MOST: u32 = 1000;

/// Hidden files of this process that have no name yet.
static HIDDEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A file that is not complete yet. Dropped unfinished, it leaves nothing behind.
pub(crate) struct Unfinished {
    destination: PathBuf,
    /// The file that links at the destination lead to.
    target: PathBuf,
    hidden: PathBuf,
    /// `None` once it is finished.
    file: Option<io::BufWriter<File>>,
}

impl Unfinished {
    /// Makes the hidden file beside `destination`, which proves that the place can be written to.
    ///
    /// # Errors
    /// Those of making a file; the destination is a folder.
    pub(crate) fn create(destination: &Path) -> io::Result<Self> {
        if destination.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        let target = behind_links(destination);
        if fs::metadata(&target).is_ok_and(|facts| !facts.is_file()) {
            // A device or a pipe would be replaced by a file.
            return Err(ErrorKind::InvalidInput.into());
        }
        refuse_held(&target)?;
        // A name that the file system does not take would be found out at the end.
        match fs::symlink_metadata(&target) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let (hidden, file) = hidden_beside(&target)?;
        // The lock tells other runs that somebody still writes here; where the system has no locks, age alone does.
        drop(file.try_lock());
        Ok(Self { destination: destination.to_owned(), target, hidden, file: Some(io::BufWriter::new(file)) })
    }

    /// Where it will be.
    pub(crate) fn destination(&self) -> &Path {
        &self.destination
    }

    /// Lets `write` add to the file.
    ///
    /// # Errors
    /// Those of writing.
    pub(crate) fn add(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        write(self.file.as_mut().ok_or(ErrorKind::NotFound)?)
    }

    /// Lets `write` fill the file, and gives it its name.
    ///
    /// # Errors
    /// Those of writing and renaming.
    pub(crate) fn finish(mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        self.add(write)?;
        let mut out = self.file.take().ok_or(ErrorKind::NotFound)?;
        out.flush()?;
        if let Ok(facts) = fs::metadata(&self.target) {
            out.get_ref().set_permissions(facts.permissions())?;
        }
        drop(out);
        fs::rename(&self.hidden, &self.target)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        drop(self.file.take());
        // After a rename there is nothing left to remove, and that is as it should be.
        drop(fs::remove_file(&self.hidden));
        hidden_files(|files| files.retain(|file| *file != self.hidden));
    }
}

/// Writes a whole file at once, or none.
///
/// # Errors
/// Those of making, writing and renaming.
pub fn write_whole(destination: &Path, bytes: &[u8]) -> io::Result<()> {
    Unfinished::create(destination)?.finish(|out| out.write_all(bytes))
}

/// Removes every hidden file that has no name yet: for a program that is being interrupted.
pub fn abandon_all() {
    hidden_files(|files| files.drain(..).for_each(|file| drop(fs::remove_file(file))));
}

fn hidden_files(change: impl FnOnce(&mut Vec<PathBuf>)) {
    change(&mut HIDDEN.lock().unwrap_or_else(PoisonError::into_inner));
}

/// Refuses what another program holds open, such as a workbook in Excel: Windows would not let go of its name at the end.
#[cfg(windows)]
fn refuse_held(target: &Path) -> io::Result<()> {
    /// `ERROR_SHARING_VIOLATION`.
    const HELD: i32 = 32;
    match OpenOptions::new().write(true).open(target) {
        Err(error) if error.raw_os_error() == Some(HELD) => Err(ErrorKind::ResourceBusy.into()),
        _ => Ok(()),
    }
}

/// Refuses what another program holds open: here nothing does.
#[cfg(not(windows))]
fn refuse_held(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The file that a path really means, also where there is none yet; itself where links lead in a circle.
fn behind_links(path: &Path) -> PathBuf {
    let Ok(next) = fs::read_link(path) else { return path.to_owned() };
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    let next = path.parent().unwrap_or(Path::new("")).join(next);
    if next.is_symlink() { path.to_owned() } else { next }
}

/// What the names of hidden files beside a destination begin with: its own name, as far as there is room for more.
fn beginning(destination: &Path) -> String {
    /// Most bytes of the name that are taken; file systems allow 255 in all.
    const MOST_BYTES: usize = 200;
    let name = destination.file_name().unwrap_or_default().to_string_lossy();
    format!(".{}.", &name[..name.floor_char_boundary(MOST_BYTES)])
}

/// A new file `.name.PID.part` in the same folder, so that renaming stays within one file system. One of that name may
/// have been left by an earlier process with the same number, so the number may get another behind it.
fn hidden_beside(destination: &Path) -> io::Result<(PathBuf, File)> {
    let beginning = beginning(destination);
    let process = std::process::id();
    for turn in 0..MOST {
        let number = if turn == 0 { process.to_string() } else { format!("{process}-{turn}") };
        let hidden = destination.with_file_name(format!("{beginning}{number}.part"));
        // Listed first: an interruption in between must find it.
        hidden_files(|files| files.push(hidden.clone()));
        match OpenOptions::new().write(true).create_new(true).open(&hidden) {
            Ok(file) => return Ok((hidden, file)),
            Err(error) => {
                hidden_files(|files| files.retain(|file| *file != hidden));
                if error.kind() != ErrorKind::AlreadyExists {
                    return Err(error);
                }
            }
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Removes the hidden files that killed runs have left beside `destination`: those that nobody has locked and that are no
/// younger than a minute. What cannot be removed blocks nothing and is left.
pub(crate) fn sweep(destination: &Path) {
    let target = behind_links(destination);
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beginning = beginning(&target);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(&beginning)?.strip_suffix(".part"));
        let is_ours = |number: &str| number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        if number.is_some_and(is_ours) && is_left_behind(&entry.path()) {
            drop(fs::remove_file(entry.path()));
        }
    }
}

fn is_left_behind(hidden: &Path) -> bool {
    let is_plain = fs::symlink_metadata(hidden).is_ok_and(|facts| facts.is_file());
    let Some(file) = is_plain.then(|| OpenOptions::new().write(true).open(hidden).ok()).flatten() else { return false };
    let age = file.metadata().and_then(|facts| facts.modified()).ok().and_then(|made| made.elapsed().ok());
    age.is_some_and(|age| age >= LEFT_BEHIND) && file.try_lock().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_finished_gets_its_name() {
        let folder = std::env::temp_dir().join(format!("photocheck-unfinished-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("page.html");
        let names = || -> Vec<_> { fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect() };
        drop(Unfinished::create(&file).unwrap());
        assert!(names().is_empty());
        let failed = Unfinished::create(&file).unwrap().finish(|_| Err(ErrorKind::StorageFull.into()));
        assert!(failed.is_err() && names().is_empty());
        write_whole(&file, b"whole").unwrap();
        assert_eq!((names(), fs::read(&file).unwrap()), (vec!["page.html".into()], b"whole".to_vec()));
        assert!(Unfinished::create(&folder).is_err(), "a folder is no file");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_a_killed_run_left_neither_blocks_nor_stays() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let left = at(&format!(".page.html.{}.part", std::process::id()));
        let old = std::time::SystemTime::now() - 2 * LEFT_BEHIND;
        let make = |path: &Path| File::create(path).unwrap().set_modified(old).unwrap();
        make(&left);
        make(&at(".page.html.17.part"));
        make(&at(".page.html.notes.part"));
        make(&at(".other.html.17.part"));
        write_whole(&at("page.html"), b"whole").unwrap();
        assert!(left.exists(), "writing does not look around");
        let running = Unfinished::create(&at("page.html")).unwrap();
        running.file.as_ref().unwrap().get_ref().set_modified(old).unwrap();
        sweep(&at("page.html"));
        assert!(!left.exists() && !at(".page.html.17.part").exists());
        assert!(running.hidden.exists(), "somebody is writing it");
        assert!(at(".page.html.notes.part").exists() && at(".other.html.17.part").exists(), "not ours");
    }

    #[test]
    #[cfg(windows)]
    fn what_another_program_holds_open_is_refused_before_the_work() {
        use std::os::windows::fs::OpenOptionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("book.xlsx");
        fs::write(&file, b"old").unwrap();
        let held = OpenOptions::new().read(true).write(true).share_mode(0).open(&file).unwrap();
        let refused = Unfinished::create(&file).err().map(|error| error.kind());
        assert_eq!(refused, Some(ErrorKind::ResourceBusy));
        drop(held);
        write_whole(&file, b"new").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"new");
    }

    #[test]
    #[cfg(unix)]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("real.html"), folder.path().join("link.html"));
        fs::write(&file, b"old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real.html", &link).unwrap();
        write_whole(&link, b"new").unwrap();
        assert!(link.is_symlink() && fs::read(&file).unwrap() == b"new");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
