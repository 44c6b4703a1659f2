//! A line that moves while a person watches; nothing under cron.

use crate::pipeline::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal as _, stderr};

/// Feeds done, failing, entries new.
#[derive(Debug)]
pub(super) struct Bar {
    bar: ProgressBar,
}

impl Bar {
    /// A bar on standard error, hidden when nobody watches or silence was asked for.
    pub(super) fn new(quiet: bool) -> Self {
        let bar = if quiet || !stderr().is_terminal() {
            ProgressBar::hidden()
        } else {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10))
        };
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} feeds  {msg}") {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// Shows how far it has come.
    pub(super) fn show(&self, progress: Progress) {
        self.bar.set_length(progress.due as u64);
        self.bar.set_position(progress.done as u64);
        self.bar.set_message(format!("{} failing, {} entries new", progress.failed, progress.new));
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
