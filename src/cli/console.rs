//! The three standard streams.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use terminal_size::{Width, terminal_size_of};

use super::wrapping::Wrapping;

/// Where output goes, and whether it may be coloured.
pub struct Console {
    colour: ColorChoice,
}

impl Console {
    /// Colour as asked for; by itself only on a terminal, and never against `NO_COLOR`.
    pub fn new(colour: ColorChoice) -> Self {
        Self { colour }
    }

    /// Standard output for a person: styles stripped where they do not belong, long lines broken on a terminal.
    pub fn out(&self) -> Box<dyn Write> {
        let out = io::BufWriter::new(AutoStream::new(io::stdout(), self.colour));
        match terminal_size_of(io::stdout()) {
            Some((Width(columns), _)) => Box::new(Wrapping::new(out, columns.into())),
            None => Box::new(out),
        }
    }

    /// Standard output for machine formats, untouched.
    pub fn raw_out(&self) -> Box<dyn Write> {
        Box::new(io::BufWriter::new(io::stdout()))
    }

    /// Standard error.
    pub fn err(&self) -> impl Write + use<> {
        AutoStream::new(io::stderr(), self.colour)
    }

    /// Whether a person watches standard error.
    pub fn is_watched(&self) -> bool {
        io::stderr().is_terminal()
    }
}

/// Whether an error only means that the reader of our output went away.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    io.is_some_and(is_unread)
}

/// Whether writing failed because nobody reads any more. Windows has a second number for it, which Rust gives no name.
pub fn is_unread(error: &io::Error) -> bool {
    /// `ERROR_PIPE_NOT_CONNECTED`.
    const NOT_CONNECTED: i32 = 233;
    error.kind() == io::ErrorKind::BrokenPipe || cfg!(windows) && error.raw_os_error() == Some(NOT_CONNECTED)
}
