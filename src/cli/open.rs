//! `tidings open`: the page in a browser.

use super::common::Common;
use super::report::{self, Voice};
use crate::config::Config;
use crate::pipeline::Error;
use std::path::Path;
use std::process::{Command, ExitCode};

pub(super) fn run(common: &Common, voice: Voice) -> ExitCode {
    let config = match Config::load(&common.config) {
        Ok(config) => config,
        Err(problems) => return report::stopped(&Error::from(problems)),
    };
    let page = config.output.join("index.html");
    if !page.is_file() {
        return report::usage(&format!("there is no page yet at {}\n  `tidings run` writes it", page.display()));
    }
    let mut opener = opener(&page);
    let name = opener.get_program().to_string_lossy().into_owned();
    match opener.status() {
        Ok(ended) if ended.success() => {
            voice.say(&format!("The page: {}", page.display()));
            ExitCode::SUCCESS
        }
        Ok(ended) => report::failed(&format!("{name} ended with {ended}; open the page yourself: {}", page.display())),
        Err(cause) => report::failed(&format!("{name}: {cause}; open the page yourself: {}", page.display())),
    }
}

/// What opens a file with the program the person chose for its kind.
fn opener(page: &Path) -> Command {
    if cfg!(windows) {
        let mut command = Command::new("cmd");
        // The empty word is the title of a window, which `start` would else take from the path.
        command.args(["/C", "start", ""]).arg(page);
        return command;
    }
    let mut command = Command::new(if cfg!(target_os = "macos") { "open" } else { "xdg-open" });
    command.arg(page);
    command
}
