//! `tidings schedule`: a crontab and a systemd that are made for the test.

use super::support::town::Town;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// Keeps the crontab in a file beside it.
const CRONTAB: &str = r#"#!/bin/sh
here=$(dirname "$0")
if [ "$1" = -l ]; then
    if [ -e "$here/broken" ]; then echo "cannot read the spool" >&2; exit 1; fi
    if [ -e "$here/table" ]; then cat "$here/table"; else echo "no crontab for you" >&2; exit 1; fi
else
    cat > "$here/table"
fi
"#;

/// Writes down what it is asked for.
const SYSTEMCTL: &str = r#"#!/bin/sh
echo "$@" >> "$(dirname "$0")/asked"
"#;

/// A town with its own `crontab` and `systemctl`, its own home, in the zone of its digest.
fn town() -> (Town, PathBuf) {
    let mut town = Town::at("2026-03-01T06:00:00Z")
        .digest("schedule = \"30 6 * * 1-5\"")
        .outlet("daily", [])
        .topic("all", &["dam"]);
    let bin = town.folder().join("bin");
    fs::create_dir(&bin).expect("a folder");
    for (name, script) in [("crontab", CRONTAB), ("systemctl", SYSTEMCTL)] {
        town = town.file(name, script);
        let place = bin.join(name);
        fs::rename(town.folder().join(name), &place).expect("moved");
        fs::set_permissions(&place, fs::Permissions::from_mode(0o755)).expect("may run");
    }
    let path = format!("{}:/usr/bin:/bin", bin.display());
    let home = town.folder().join("home").display().to_string();
    let town = town.variable("PATH", &path).variable("HOME", &home).variable("TZ", "UTC");
    (town, bin)
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("a file")
}

#[test]
fn cron_gets_its_line_and_keeps_all_others() {
    let (town, bin) = town();
    let mut town = town.file("table", "MAILTO=me\n5 4 * * * backup\n");
    fs::rename(town.folder().join("table"), bin.join("table")).expect("moved");
    let file = town.folder().join("feeds.toml");
    let shown = town.tidings(&["schedule", "--cron"]).succeeds().out();
    let program = env!("CARGO_BIN_EXE_tidings");
    let block = format!(
        "# tidings begin {file}\n30 6 * * 1-5 {program} run -q --config {file}\n# tidings end {file}\n",
        file = file.display()
    );
    assert_eq!(shown, block);
    assert_eq!(text(&bin.join("table")), "MAILTO=me\n5 4 * * * backup\n", "printing changes nothing");
    // Twice is as once.
    town.tidings(&["schedule", "--install"]).succeeds();
    town.tidings(&["schedule", "--install"]).succeeds();
    assert_eq!(text(&bin.join("table")), format!("MAILTO=me\n5 4 * * * backup\n{block}"));
    town.tidings(&["schedule", "--remove"]).succeeds();
    assert_eq!(text(&bin.join("table")), "MAILTO=me\n5 4 * * * backup\n");
    assert!(town.tidings(&["schedule", "--remove"]).succeeds().out().contains("has nothing for"));
}

#[test]
fn whoever_has_no_crontab_gets_one_and_one_that_cannot_be_read_is_left_alone() {
    let (mut town, bin) = town();
    town.tidings(&["schedule", "--cron", "--install"]).succeeds();
    let table = text(&bin.join("table"));
    assert_eq!(table.lines().count(), 3, "{table}");
    fs::copy(bin.join("crontab"), bin.join("broken")).expect("broken");
    let ended = town.tidings(&["schedule", "--cron", "--install"]).exits(2);
    assert!(ended.err().contains("crontab -l failed: cannot read the spool"), "{}", ended.err());
    assert_eq!(text(&bin.join("table")), table);
}

#[test]
fn a_zone_that_is_not_the_machines_is_named() {
    let (mut town, _) = town();
    let there = town.feeds_toml().replace("timezone = \"UTC\"", "timezone = \"Europe/Berlin\"");
    town.writes(&there);
    let shown = town.tidings(&["schedule"]).succeeds().out();
    assert!(shown.contains("\nCRON_TZ=Europe/Berlin\n30 6 "), "{shown}");
    assert!(shown.contains("Debian's cron"), "{shown}");
    assert!(shown.contains("\nOnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 06:30:00 Europe/Berlin\n"), "{shown}");
}

#[test]
fn systemd_gets_its_units_and_loses_them_again() {
    let (mut town, bin) = town();
    let folder = town.folder().join("home/.config/systemd/user");
    let ended = town.tidings(&["schedule", "--systemd", "--install"]).succeeds();
    assert!(ended.out().contains("loginctl enable-linger"), "{}", ended.out());
    let file = town.folder().join("feeds.toml");
    let service = text(&folder.join("tidings.service"));
    let start = format!("ExecStart={} run -q --config {}\n", env!("CARGO_BIN_EXE_tidings"), file.display());
    assert!(service.contains(&start) && service.contains("Type=oneshot"), "{service}");
    let timer = text(&folder.join("tidings.timer"));
    assert!(
        timer.contains("OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 06:30:00 UTC\n") && timer.contains("Persistent=true\n"),
        "{timer}"
    );
    assert_eq!(
        text(&bin.join("asked")),
        "--user daemon-reload\n--user enable tidings.timer\n--user restart tidings.timer\n"
    );
    // A unit that somebody else wrote stays.
    town.tidings(&["schedule", "--systemd", "--remove"]).succeeds();
    assert!(!folder.join("tidings.service").exists() && !folder.join("tidings.timer").exists());
    assert!(text(&bin.join("asked")).ends_with("--user disable --now tidings.timer\n--user daemon-reload\n"));
    fs::copy(&file, folder.join("tidings.timer")).expect("another's");
    let ended = town.tidings(&["schedule", "--systemd", "--install"]).exits(2);
    assert!(ended.err().contains("take another --name"), "{}", ended.err());
    assert_eq!(text(&folder.join("tidings.timer")), text(&file));
    town.tidings(&["schedule", "--systemd", "--install", "--name", "morning"]).succeeds();
    assert!(folder.join("morning.timer").exists());
}

#[test]
fn without_a_schedule_there_is_nothing_to_install() {
    let mut town = Town::at("2026-03-01T06:00:00Z").outlet("daily", []).topic("all", &["dam"]);
    let ended = town.tidings(&["schedule", "--install"]).exits(2);
    assert!(ended.err().contains("there is no `schedule` in [digest]"), "{}", ended.err());
}
