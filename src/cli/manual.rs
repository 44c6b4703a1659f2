//! `tidings completions` and `tidings man`: made of the same help texts as `--help`.

use super::report::{self, Voice};
use clap::{Args, Command};
use std::path::PathBuf;
use std::process::ExitCode;

/// Flags of `completions`.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell that is to complete commands.
    #[arg(value_name = "SHELL")]
    shell: clap_complete::Shell,
}

/// Flags of `man`.
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The folder they go to; it is made where there is none.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn completions(mut program: Command, args: &CompletionsArgs) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut program, "tidings", &mut script);
    report::output(&String::from_utf8_lossy(&script))
}

pub(super) fn man(program: Command, voice: Voice, args: &ManArgs) -> ExitCode {
    let folder = &args.folder;
    let written = std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(program, folder));
    match written {
        Ok(()) => {
            voice.say(&format!("The manual: man {}", folder.join("tidings.1").display()));
            ExitCode::SUCCESS
        }
        Err(cause) => report::unwritten(&format!("{} cannot be written: {cause}", folder.display())),
    }
}
