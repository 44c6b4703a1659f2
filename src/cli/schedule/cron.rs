//! cron: a marked block in the user's crontab.

use super::order::Order;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The lines for a crontab, between two marks.
pub(super) fn block(order: &Order<'_>) -> String {
    let (begin, end) = marks(order);
    let mut text = format!("{begin}\n");
    if let Some(other) = &order.other_zone {
        let _ = write!(
            text,
            "# The digest is made by {zone}, this machine lives by {other}. cronie heeds CRON_TZ; Debian's cron\n\
             # does not and takes the times below for {other}: there, use `tidings schedule --systemd`.\n\
             CRON_TZ={zone}\n",
            zone = order.zone_name
        );
    }
    // cron ends a command at a percent sign.
    let command = format!("{} run -q --config {}", quoted(&order.program), quoted(order.file)).replace('%', "\\%");
    text + &format!("{} {command}\n{end}\n", order.schedule)
}

/// One block for each `feeds.toml`.
fn marks(order: &Order<'_>) -> (String, String) {
    let file = order.file.display();
    (format!("# tidings begin {file}"), format!("# tidings end {file}"))
}

/// A path as one word of a shell.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    if text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-+".contains(c)) {
        return text.into_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Puts the block at the end of the crontab, in place of an earlier one. All other lines stay.
pub(super) fn install(order: &Order<'_>) -> Result<String, String> {
    // At the end, so that CRON_TZ holds for no other line.
    let text = others(order)? + &block(order);
    write(&text)?;
    let mut said = format!("Your crontab now has:\n{}", block(order));
    said += "`tidings schedule --cron --remove` takes it away again.\n";
    Ok(said)
}

/// Takes the block out of the crontab.
pub(super) fn remove(order: &Order<'_>) -> Result<String, String> {
    let before = read()?;
    let text = others(order)?;
    if text == before {
        return Ok(format!("Your crontab has nothing for {}.\n", order.file.display()));
    }
    write(&text)?;
    Ok(format!("Your crontab has nothing for {} any more.\n", order.file.display()))
}

/// The crontab without our block.
fn others(order: &Order<'_>) -> Result<String, String> {
    let (begin, end) = marks(order);
    let (mut text, mut inside) = (String::new(), false);
    for line in read()?.split_inclusive('\n') {
        let words = line.trim_end_matches('\n');
        if words == begin {
            inside = true;
        } else if inside {
            inside = words != end;
        } else {
            text.push_str(line);
        }
    }
    // The block begins on a line of its own.
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if inside {
        return Err(format!("your crontab has the line `{begin}` but not `{end}`: mend it with `crontab -e`"));
    }
    Ok(text)
}

fn read() -> Result<String, String> {
    let out = Command::new("crontab").arg("-l").stdin(Stdio::null()).output().map_err(|cause| missing(&cause))?;
    let said = String::from_utf8_lossy(&out.stderr);
    if out.status.success() {
        // What is not text would not come back as it was.
        return String::from_utf8(out.stdout).map_err(|_| "your crontab is not UTF-8; it was left alone".to_owned());
    }
    // Whoever has none is told so, with exit code 1; any other failure must not be taken for an empty crontab.
    if said.contains("no crontab") { Ok(String::new()) } else { Err(format!("crontab -l failed: {}", said.trim())) }
}

fn write(text: &str) -> Result<(), String> {
    let mut child = Command::new("crontab")
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|cause| missing(&cause))?;
    // A child that hangs up early says why on its standard error.
    let sent = child.stdin.take().map(|mut stdin| stdin.write_all(text.as_bytes()));
    let out = child.wait_with_output().map_err(|cause| format!("crontab - failed: {cause}"))?;
    match sent {
        Some(Ok(())) if out.status.success() => Ok(()),
        _ => Err(format!("crontab - failed: {}", String::from_utf8_lossy(&out.stderr).trim())),
    }
}

fn missing(cause: &std::io::Error) -> String {
    format!("`crontab` cannot be started ({cause}); install cron, or use --systemd")
}
