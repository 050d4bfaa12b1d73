//! A page.
use super::{Report, Run};
use std::io::{self, Write};
/// A page.
pub struct Html;
impl Report for Html {
    fn write(&self, _run: &Run<'_>, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
