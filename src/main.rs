//! The `photocheck` program: arguments in, exit code out.

mod cli;

use std::process::ExitCode;

/// What shells report of a program that was interrupted: 128 + SIGINT.
const INTERRUPTED: i32 = 130;

fn main() -> ExitCode {
    // Without the handler an interruption still stops the program; it then leaves a hidden file behind.
    drop(ctrlc::set_handler(|| {
        photocheck::report::abandon_all();
        std::process::exit(INTERRUPTED);
    }));
    cli::run(std::env::args_os().collect())
}
