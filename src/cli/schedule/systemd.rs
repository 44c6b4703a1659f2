//! systemd: a service that runs once, and a timer that starts it, among the user's own units.

use super::order::Order;
use crate::config::units;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn mark(order: &Order<'_>) -> String {
    format!("# Written by `tidings schedule` for {}", order.file.display())
}

fn service(order: &Order<'_>) -> String {
    format!(
        "{}\n[Unit]\nDescription=Tidings, a news digest\n\n[Service]\nType=oneshot\n\
         ExecStart={} run -q --config {}\n# Another run is at work: no failure.\nSuccessExitStatus=75\n",
        mark(order),
        quoted(&order.program),
        quoted(order.file),
    )
}

fn timer(order: &Order<'_>) -> String {
    let moments: Vec<String> =
        order.schedule.calendar(order.zone_name).iter().map(|moment| format!("OnCalendar={moment}")).collect();
    let moments = moments.join("\n");
    format!(
        "{}\n[Unit]\nDescription=Starts Tidings\n\n[Timer]\n{moments}\n\
         # What was missed while the machine was off is made up for once.\nPersistent=true\n\n\
         [Install]\nWantedBy=timers.target\n",
        mark(order)
    )
}

/// A path as one word of `ExecStart=`.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%").replace('$', "$$");
    if text.contains([' ', '"', '\'', '\\', ';']) { format!("\"{text}\"") } else { text }
}

/// Both units with the names of their files.
pub(super) fn show(order: &Order<'_>) -> String {
    let place = units().map_or_else(|| "~/.config/systemd/user".to_owned(), |folder| folder.display().to_string());
    let file = |kind: &str, text: &str| format!("# {place}/{}.{kind}\n{text}", order.name);
    format!("{}\n{}", file("service", &service(order)), file("timer", &timer(order)))
}

/// The files of the service and the timer, if no other is in their place.
fn places(order: &Order<'_>) -> Result<[PathBuf; 2], String> {
    let folder = units().ok_or("there is no home folder: set HOME")?;
    let places = ["service", "timer"].map(|kind| folder.join(format!("{}.{kind}", order.name)));
    for place in &places {
        match fs::read_to_string(place) {
            Ok(text) if text.lines().next() == Some(&mark(order)) => {}
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Ok(_) => return Err(format!("{}: is not ours for this feeds.toml; take another --name", place.display())),
            Err(cause) => return Err(format!("{}: cannot be read: {cause}", place.display())),
        }
    }
    Ok(places)
}

/// Writes the units and starts the timer.
pub(super) fn install(order: &Order<'_>) -> Result<String, String> {
    let places = places(order)?;
    for (place, text) in places.iter().zip([service(order), timer(order)]) {
        put(place, &text).map_err(|cause| format!("{}: cannot be written: {cause}", place.display()))?;
    }
    systemctl(&["daemon-reload"])?;
    let timer = format!("{}.timer", order.name);
    // Started anew, so that a changed schedule holds at once.
    systemctl(&["enable", &timer])?;
    systemctl(&["restart", &timer])?;
    Ok(format!(
        "Wrote {}\n  and {}, and started the timer.\n\
         So that it works while you are not logged in: loginctl enable-linger\n\
         `tidings schedule --systemd --remove` takes it away again.\n",
        places[0].display(),
        places[1].display()
    ))
}

/// Stops the timer and removes the units.
pub(super) fn remove(order: &Order<'_>) -> Result<String, String> {
    let places = places(order)?;
    if !places.iter().any(|place| place.exists()) {
        return Ok(format!("There are no units {}.service and {}.timer of yours.\n", order.name, order.name));
    }
    systemctl(&["disable", "--now", &format!("{}.timer", order.name)])?;
    for place in &places {
        match fs::remove_file(place) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                return Err(format!("{}: cannot be removed: {cause}", place.display()));
            }
            _ => {}
        }
    }
    systemctl(&["daemon-reload"])?;
    Ok(format!("Stopped the timer and removed {}\n  and {}.\n", places[0].display(), places[1].display()))
}

fn put(place: &Path, text: &str) -> io::Result<()> {
    let folder = place.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(place)?;
    Ok(())
}

fn systemctl(words: &[&str]) -> Result<(), String> {
    let out = Command::new("systemctl")
        .arg("--user")
        .args(words)
        .stdin(Stdio::null())
        .output()
        .map_err(|cause| format!("`systemctl` cannot be started ({cause}); use --cron"))?;
    if out.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&out.stderr);
    Err(format!("systemctl --user {} failed: {}", words.join(" "), said.trim()))
}
