//! `tidings schedule`: prints what cron or systemd has to be told, and tells them if asked to.

#![expect(clippy::print_stdout, reason = "this is where the program speaks")]

mod cron;
mod order;
mod systemd;

use super::report;
use crate::config::Config;
use crate::pipeline::Error;
use clap::Args;
use jiff::tz::TimeZone;
use order::Order;
use std::path::Path;
use std::process::ExitCode;

/// Flags of `schedule`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "four flags of a command line")]
pub(super) struct ScheduleArgs {
    /// Only the lines for cron.
    #[arg(long, conflicts_with = "systemd")]
    cron: bool,
    /// Only the service and the timer for systemd.
    #[arg(long)]
    systemd: bool,
    /// Put them in place: in your crontab, or with --systemd among your own units.
    #[arg(long, conflicts_with = "remove")]
    install: bool,
    /// Take them away again.
    #[arg(long)]
    remove: bool,
    /// What the units are called.
    #[arg(long, value_name = "NAME", default_value = "tidings", value_parser = name)]
    name: String,
}

fn name(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let good = !text.is_empty() && text.len() <= 64 && text.chars().all(fits);
    good.then(|| text.to_owned()).ok_or_else(|| "a name has letters, digits, - and _".to_owned())
}

pub(super) fn run(path: &Path, args: &ScheduleArgs) -> ExitCode {
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(problems) => return report::stopped(&Error::from(problems)),
    };
    let outcome = order(&config, args).and_then(|order| match (args.install, args.remove, args.systemd) {
        (true, _, true) => systemd::install(&order),
        (true, _, false) => cron::install(&order),
        (_, true, true) => systemd::remove(&order),
        (_, true, false) => cron::remove(&order),
        _ => Ok(show(&order, args)),
    });
    match outcome {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(problem) => report::usage(&problem),
    }
}

fn order<'a>(config: &'a Config, args: &'a ScheduleArgs) -> Result<Order<'a>, String> {
    let Some(schedule) = &config.schedule else {
        return Err(format!(
            "{}: there is no `schedule` in [digest]; write schedule = \"0 7 * * *\" for seven every morning",
            config.path.display()
        ));
    };
    let program = std::env::current_exe().map_err(|cause| format!("this program cannot be found: {cause}"))?;
    for path in [&program, &config.path] {
        if path.to_str().is_none_or(|text| text.contains(char::is_control)) {
            return Err(format!("{}: neither cron nor systemd can be told of a path like this", path.display()));
        }
    }
    let machine = TimeZone::system();
    let other_zone = match machine.iana_name() {
        Some(name) => (name != config.zone_name).then(|| name.to_owned()),
        None => (machine != config.zone).then(|| "a zone without a name".to_owned()),
    };
    Ok(Order { program, file: &config.path, schedule, zone_name: &config.zone_name, other_zone, name: &args.name })
}

fn show(order: &Order<'_>, args: &ScheduleArgs) -> String {
    match (args.cron, args.systemd) {
        (true, _) => cron::block(order),
        (_, true) => systemd::show(order),
        _ => format!("{}\n{}", cron::block(order), systemd::show(order)),
    }
}
