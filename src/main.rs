//! The doorway: the library does everything, this file only calls it.

use std::process::ExitCode;

fn main() -> ExitCode {
    tidings::cli::run()
}
