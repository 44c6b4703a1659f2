//! Copies, damage, and editions made again.

use crate::support::town::{Town, entry, report};
use std::fs;
use std::path::Path;

fn town() -> Town {
    Town::at("2026-03-01T06:00:00Z")
        .outlet("daily", [report("Dam bursts in Norway", "The Lillestad dam burst and flooded 40 homes.", "05:10")])
        .outlet("herald", [report("Norway: Lillestad dam has burst", "A dam burst; 40 homes are flooded.", "05:30")])
        .topic("floods", &["dam"])
}

/// The morning after.
fn next(town: &mut Town) {
    town.later("2026-03-02T06:00:00Z");
    town.publishes("daily", [report("New dam planned", "Norway plans a dam of 30 metres at Moss.", "05:10")]);
    town.run().succeeds();
}

fn write(path: &Path, bytes: &[u8]) {
    use std::io::Write as _;
    fs::File::create(path).and_then(|mut file| file.write_all(bytes)).expect("written");
}

#[test]
fn a_backup_put_back_is_the_store_it_was_made_of() {
    let mut town = town();
    town.run().succeeds();
    let first = town.pages();
    let copy = town.folder().join("copy.db");
    let copy_name = copy.display().to_string();
    town.tidings(&["backup", &copy_name]).succeeds();
    let refused = town.tidings(&["backup", &copy_name]).exits(5).err();
    assert!(refused.contains("copy.db cannot be written"), "{refused}");
    next(&mut town);
    let told = town.tidings(&["restore", &copy_name]).succeeds().out();
    assert!(told.contains("2 entries, newest edition 2026/03/01") && told.contains("tidings.db.before-1"), "{told}");
    assert!(town.output(".state/tidings.db.before-1").exists());
    town.later("2026-03-01T06:00:00Z");
    town.tidings(&["publish", "--at", "2026-03-01T06:10:00Z"]).succeeds();
    assert_eq!(fs::read(town.output("index.html")).expect("a page"), first[&town.output("index.html")]);
    town.later("2026-03-03T06:00:00Z");
    town.run().succeeds();
    assert_eq!(town.feed_report("daily")["entries"], 2, "what came after the copy comes again");
}

#[tokio::test]
async fn what_a_copy_still_has_in_its_log_is_restored_too() {
    let mut town = town();
    town.run().succeeds();
    let url = |path: &Path| format!("sqlite://{}", path.display());
    let pool = sqlx::SqlitePool::connect(&url(&town.store())).await.expect("a store");
    sqlx::query("insert into notes (name, value) values ('late', 'news')").execute(&pool).await.expect("noted");
    // As a run leaves it that is killed here.
    let copy = town.folder().join("copy.db");
    fs::copy(town.store(), &copy).expect("copied");
    let log = |path: &Path| path.with_extension("db-wal");
    fs::copy(log(&town.store()), log(&copy)).expect("copied");
    pool.close().await;
    town.tidings(&["restore", &copy.display().to_string()]).succeeds();
    let pool = sqlx::SqlitePool::connect(&url(&town.store())).await.expect("a store");
    let noted: String =
        sqlx::query_scalar("select value from notes where name = 'late'").fetch_one(&pool).await.expect("the note");
    assert_eq!(noted, "news");
}

#[test]
fn what_is_no_backup_is_refused_and_changes_nothing() {
    let mut town = town();
    town.run().succeeds();
    let before = fs::read(town.store()).expect("a store");
    for (name, bytes) in [("text.db", b"not a store at all".to_vec()), ("half.db", before[..before.len() / 2].to_vec())]
    {
        let file = town.folder().join(name);
        write(&file, &bytes);
        let told = town.tidings(&["restore", &file.display().to_string()]).exits(1).err();
        assert!(told.contains(name), "{told}");
    }
    let told = town.tidings(&["restore", "nowhere.db"]).exits(5).err();
    assert!(told.contains("nowhere.db"), "{told}");
    assert_eq!(fs::read(town.store()).expect("a store"), before);
}

#[test]
fn a_byte_flipped_anywhere_is_survived_or_refused_in_words() {
    let mut town = town();
    town.run().succeeds();
    let sound = fs::read(town.store()).expect("a store");
    let mut refused = 0;
    for nth in 0..100 {
        let mut bytes = sound.clone();
        let at = nth * bytes.len() / 100 + nth % 7;
        bytes[at] ^= 0x55;
        write(&town.store(), &bytes);
        let ended = town.tidings(&["publish", "-q", "--at", "2026-03-02T06:00:00Z"]);
        match ended.code() {
            Some(0) => {}
            Some(1) => {
                assert!(ended.err().contains("tidings.db"), "byte {at}: {}", ended.err());
                assert_eq!(fs::read(town.store()).expect("a store"), bytes, "byte {at}: refused, so left as it is");
                refused += 1;
            }
            other => panic!("byte {at}: {other:?} {}", ended.err()),
        }
    }
    assert!(refused >= 5, "{refused}: a header, the root of a table or an index");
}

#[test]
fn a_damaged_store_is_told_salvaged_and_goes_on() {
    let mut town = Town::at("2026-03-01T06:00:00Z").topic("all", &["dam"]);
    let day =
        |name: &str| (0..40).map(|nth| entry(&format!("Dam {nth} of {name} breaks"), "05:00")).collect::<Vec<_>>();
    for name in ["a", "b", "c", "d", "e", "f"] {
        let entries = day(name);
        town = town.outlet(name, entries);
    }
    town.run().succeeds();
    let mut bytes = fs::read(town.store()).expect("a store");
    // The page that holds this entry: a leaf of a table (its first byte is 13). The words also stand in pages that
    // hold editions, or that are free by now.
    let mut damaged = 0;
    for page in bytes.chunks_mut(4_096).skip(1) {
        if page[0] == 13 && page.windows(17).any(|found| found == b"Dam 7 of c breaks") {
            page.fill(0xff);
            damaged += 1;
        }
    }
    assert!((1..=3).contains(&damaged), "{damaged} pages");
    write(&town.store(), &bytes);
    let told = town.tidings(&["run", "--at", "2026-03-02T06:00:00Z"]).exits(1).err();
    assert!(told.contains("damaged") && told.contains("tidings doctor --salvage"), "{told}");
    let told = town.tidings(&["doctor", "--offline"]).exits(1).out();
    assert!(told.contains("!!  store"), "{told}");
    let saved = town.folder().join("saved.db");
    let told = town.tidings(&["doctor", "--salvage", &saved.display().to_string()]).succeeds().out();
    assert!(told.contains("entries: ") && told.contains("gap"), "{told}");
    assert_eq!(fs::read(town.store()).expect("a store"), bytes, "the damaged one is left as it is");
    town.tidings(&["restore", &saved.display().to_string()]).succeeds();
    let kept: u64 =
        ["a", "b", "c", "d", "e", "f"].iter().map(|name| town.feed_report(name)["entries"].as_u64().unwrap_or(0)).sum();
    assert!((200..240).contains(&kept), "{kept} of 240");
    town.later("2026-03-02T06:00:00Z");
    town.run().succeeds();
    town.tidings(&["doctor", "--offline", "--at", "2026-03-02T06:00:00Z"]).succeeds();
}

#[test]
fn a_past_edition_is_made_again_byte_for_byte() {
    let mut town = town();
    town.run().succeeds();
    next(&mut town);
    let told = town.tidings(&["replay", "2026-03-01"]).succeeds().out();
    assert_eq!(told.lines().filter(|line| line.ends_with(": the same")).count(), 5, "{told}");
    let page = town.output("2026/03/01/index.html");
    let good = fs::read(&page).expect("a page");
    write(&page, b"defaced");
    let told = town.tidings(&["replay", "2026-03-01", "--to", "again"]).exits(1).out();
    assert!(told.contains("2026/03/01/index.html: differs"), "{told}");
    assert_eq!(fs::read(town.folder().join("again/2026/03/01/index.html")).expect("a page"), good);
    let told = town.tidings(&["replay", "2026-02-11"]).exits(2).err();
    assert!(told.contains("there is no edition 2026-02-11; the nearest: 2026/03/01"), "{told}");
    town.tidings(&["replay", "last"]).succeeds();
}

#[test]
fn two_days_are_shown_side_by_side() {
    let mut town = town();
    town.run().succeeds();
    town.later("2026-03-02T06:00:00Z");
    town.publishes("daily", [report("Ferry sinks off Moss", "A ferry with 12 aboard sank off Moss at noon.", "05:10")]);
    let mut town = town.topic("sea", &["ferry"]);
    town.run().succeeds();
    let told = town.tidings(&["diff", "2026-03-01", "last"]).succeeds().out();
    assert_eq!(
        told,
        "2026/03/02 beside 2026/03/01\n\n1 story new\n  + Ferry sinks off Moss (daily.example)\n\n1 story told no more\n  \
         - Norway: Lillestad dam has burst (daily.example, herald.example)\n"
    );
    let json = town.tidings(&["diff", "last", "last", "--json"]).succeeds().out();
    let same: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&same["same"], &same["new"]), (&1.into(), &serde_json::json!([])));
}

#[tokio::test]
async fn a_store_of_an_earlier_schema_is_copied_and_brought_forward() {
    let mut town = town();
    town.run().succeeds();
    let url = format!("sqlite://{}", town.store().display());
    // One connection: another would not know yet what this one has dropped.
    let pool = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1).connect(&url).await.expect("a store");
    for statement in [
        "drop table listings",
        "drop table citations",
        "drop table entry_versions",
        "drop table sent",
        "drop table pages",
        "drop index entries_feed",
        "create index entries_feed on entries (feed)",
        "delete from _sqlx_migrations where version > 1",
        "delete from notes where name = 'cited'",
        "pragma wal_checkpoint(truncate)",
    ] {
        sqlx::query(statement).execute(&pool).await.expect(statement);
    }
    pool.close().await;
    next(&mut town);
    assert!(town.output(".state/tidings.schema-1.db").exists(), "as it was before");
    assert_eq!(town.feed_report("daily")["entries"], 2);
    let copy = town.output(".state/tidings.schema-1.db").display().to_string();
    town.tidings(&["restore", &copy]).succeeds();
}

#[test]
fn doctor_tells_of_a_clock_that_stands_still_and_a_template_that_fails() {
    let mut town = town();
    town.run().succeeds();
    town.tidings(&["doctor", "--offline", "--at", "2026-03-01T07:00:00Z"]).succeeds();
    let told = town.tidings(&["doctor", "--offline", "--at", "1970-01-01T00:00:00Z"]).exits(1).out();
    assert!(told.contains("!!  clock") && told.contains("lies in the future: is the clock right?"), "{told}");
    fs::create_dir(town.folder().join("mine")).expect("a folder");
    write(&town.folder().join("mine/digest.hbs"), b"{{#if nothing}}");
    let mut town = town.digest("templates = \"mine\"");
    let told = town.tidings(&["doctor", "--offline", "--at", "2026-03-01T07:00:00Z"]).exits(1).out();
    assert!(told.contains("!!  templates") && told.contains("digest.hbs"), "{told}");
    let told = town.tidings(&["doctor", "--at", "2026-03-01T07:00:00Z"]).exits(1).out();
    assert!(told.contains("daily.example answers"), "{told}");
}
