//! Files that appear only when they are complete.
//!
//! What is written grows in a hidden file beside its destination and takes its name at the end, so that nothing half
//! done ever stands under the name of a whole. What is given up leaves nothing behind, not even when the program is
//! interrupted and calls [`abandon_all`].

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Hidden files of this process that have no name yet.
static HIDDEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A file that is not complete yet. Dropped unfinished, it leaves nothing behind.
pub struct Unfinished {
    destination: PathBuf,
    hidden: PathBuf,
    /// `None` once it is finished.
    file: Option<File>,
}

impl Unfinished {
    /// Makes the hidden file beside `destination`, which proves that the place can be written to.
    ///
    /// # Errors
    /// Those of making a file; the destination is a folder.
    pub fn create(destination: &Path) -> io::Result<Self> {
        if destination.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let hidden = hidden_beside(destination);
        // Listed first: an interruption in between must find it.
        hidden_files(|files| files.push(hidden.clone()));
        let file = OpenOptions::new().write(true).create_new(true).open(&hidden);
        let file = file.inspect_err(|_| hidden_files(|files| files.retain(|file| *file != hidden)))?;
        Ok(Self { destination: destination.to_owned(), hidden, file: Some(file) })
    }

    /// Where it will be.
    pub fn destination(&self) -> &Path {
        &self.destination
    }

    /// Lets `write` fill the file, and gives it its name.
    ///
    /// # Errors
    /// Those of writing and renaming.
    pub fn finish(mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut out = io::BufWriter::new(self.file.take().ok_or(io::ErrorKind::NotFound)?);
        write(&mut out)?;
        out.flush()?;
        drop(out);
        fs::rename(&self.hidden, &self.destination)
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

/// `.name.PID.part` in the same folder, so that renaming stays within one file system.
fn hidden_beside(destination: &Path) -> PathBuf {
    let name = destination.file_name().unwrap_or_default().to_string_lossy();
    destination.with_file_name(format!(".{name}.{}.part", std::process::id()))
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
        let failed = Unfinished::create(&file).unwrap().finish(|_| Err(io::ErrorKind::StorageFull.into()));
        assert!(failed.is_err() && names().is_empty());
        write_whole(&file, b"whole").unwrap();
        assert_eq!((names(), fs::read(&file).unwrap()), (vec!["page.html".into()], b"whole".to_vec()));
        assert!(Unfinished::create(&folder).is_err(), "a folder is no file");
        fs::remove_dir_all(&folder).unwrap();
    }
}
