//! A small town: outlets on loopback, a `feeds.toml`, a fixed clock, and the real program.
//!
//! ```ignore
//! let mut town = Town::at("2026-03-01T06:00:00Z")
//!     .outlet("daily", [entry("Dam bursts in Norway", "05:10")])
//!     .outlet("herald", [entry("Norway: dam has burst", "05:30")])
//!     .topic("floods", &["dam", "flood"]);
//! town.run().succeeds();
//! town.assert_lead(&["daily", "herald"]);
//! ```

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it, and it is used by all")]

use super::outlet::{Outlet, Reply, Seen};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};

/// What an outlet publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub title: String,
    pub summary: String,
    /// Of the town's day: `05:10`, or a full time.
    pub time: String,
    pub path: String,
}

/// An entry whose summary says nothing beyond its title.
pub fn entry(title: &str, time: &str) -> Published {
    report(title, &format!("{title}, officials said on Sunday."), time)
}

/// An entry with a summary of its own.
pub fn report(title: &str, summary: &str, time: &str) -> Published {
    let path: String = title.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    Published { title: title.to_owned(), summary: summary.to_owned(), time: time.to_owned(), path }
}

/// What an outlet answers at the moment; tests change it between runs.
type Feed = Arc<Mutex<Reply>>;

/// A folder, outlets, a clock.
pub struct Town {
    folder: tempfile::TempDir,
    at: String,
    digest: String,
    fetch: String,
    outlets: BTreeMap<String, (Outlet, Feed, String)>,
    topics: String,
    table: String,
    by_hand: Option<String>,
    environment: Vec<(String, String)>,
}

impl Town {
    /// A town with nothing in it, at `at`.
    pub fn at(at: &str) -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            at: at.to_owned(),
            digest: String::new(),
            fetch: String::new(),
            outlets: BTreeMap::new(),
            topics: String::new(),
            table: String::new(),
            by_hand: None,
            environment: Vec::new(),
        }
    }

    /// An outlet that publishes `entries`.
    pub fn outlet(self, name: &str, entries: impl IntoIterator<Item = Published>) -> Self {
        let body = self.feed(name, entries);
        self.answering(name, &body)
    }

    /// An outlet that answers `reply`.
    pub fn outlet_that(mut self, name: &str, reply: Reply) -> Self {
        self.open(name, reply);
        self
    }

    /// A line of `[digest]`.
    pub fn digest(mut self, line: &str) -> Self {
        let _ = writeln!(self.digest, "{line}");
        self
    }

    /// A line of `[fetch]`.
    pub fn fetch(mut self, line: &str) -> Self {
        let _ = writeln!(self.fetch, "{line}");
        self
    }

    /// A section of its own.
    pub fn section(mut self, text: &str) -> Self {
        let _ = write!(self.topics, "\n{text}\n");
        self
    }

    /// A line of the outlet `name`.
    pub fn outlet_line(mut self, name: &str, line: &str) -> Self {
        let _ = writeln!(self.outlets.get_mut(name).expect("an outlet").2, "{line}");
        self
    }

    /// A topic with these keywords.
    pub fn topic(mut self, name: &str, any: &[&str]) -> Self {
        let _ = write!(self.topics, "\n[topic.{name}]\ntitle = \"{name}\"\nany = {any:?}\n");
        self
    }

    /// A variable that the program finds in its environment.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A table of `feeds.toml` as it stands, or in place of the one before.
    pub fn table(&mut self, text: &str) {
        text.clone_into(&mut self.table);
    }

    fn answering(mut self, name: &str, body: &str) -> Self {
        let reply = Self::reply(body);
        self.open(name, reply);
        self
    }

    fn reply(body: &str) -> Reply {
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        Reply::feed(body).etag(&format!("\"{:x}\"", hasher.finish()))
    }

    fn open(&mut self, name: &str, reply: Reply) {
        let feed: Feed = Arc::new(Mutex::new(reply));
        let answers = Arc::clone(&feed);
        let outlet = Outlet::serve(move |_: &Seen| answers.lock().expect("a reply").clone());
        self.outlets.insert(name.to_owned(), (outlet, feed, String::new()));
    }

    /// From now on the outlet publishes these.
    pub fn publishes(&mut self, name: &str, entries: impl IntoIterator<Item = Published>) {
        let body = self.feed(name, entries);
        self.answers(name, Self::reply(&body));
    }

    /// From now on the outlet answers this.
    pub fn answers(&mut self, name: &str, reply: Reply) {
        *self.outlets[name].1.lock().expect("a reply") = reply;
    }

    /// It is `at` now.
    pub fn later(&mut self, at: &str) {
        at.clone_into(&mut self.at);
    }

    /// Puts `text` in place of the `feeds.toml` that the town would write.
    pub fn writes(&mut self, text: &str) {
        self.by_hand = Some(text.to_owned());
    }

    /// The server of an outlet.
    pub fn server(&self, name: &str) -> &Outlet {
        &self.outlets[name].0
    }

    fn feed(&self, name: &str, entries: impl IntoIterator<Item = Published>) -> String {
        let day = &self.at[..10];
        let mut items = String::new();
        for entry in entries {
            let time = if entry.time.len() == 5 { format!("{day}T{}:00Z", entry.time) } else { entry.time };
            let _ = write!(
                items,
                "<entry><id>tag:{name}.example,{path}</id><title>{}</title><link href=\"https://{name}.example/{path}\"/>\
                 <published>{time}</published><updated>{time}</updated><summary>{}</summary></entry>",
                escape(&entry.title),
                escape(&entry.summary),
                path = entry.path,
            );
        }
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\
             <title>{name}</title><id>tag:{name}.example,2026:feed</id><updated>{day}T00:00:00Z</updated>{items}</feed>"
        )
    }

    /// The `feeds.toml` of the town.
    pub fn feeds_toml(&self) -> String {
        if let Some(text) = &self.by_hand {
            return text.clone();
        }
        let mut text = format!(
            "[digest]\ntitle = \"Town\"\ntimezone = \"UTC\"\n{}\n[fetch]\nallow = [\"127.0.0.0/8\"]\nmin_interval = \"0s\"\n{}",
            self.digest, self.fetch
        );
        for (name, (outlet, _, lines)) in &self.outlets {
            let url = outlet.url("/feed.xml");
            let _ = write!(text, "\n[outlet.{name}]\nsite = \"{name}.example\"\nfeeds = [\"{url}\"]\n{lines}");
        }
        text += &self.topics;
        if !self.table.is_empty() {
            let _ = writeln!(text, "\n{}", self.table);
        }
        text
    }

    /// Puts a file beside `feeds.toml`.
    pub fn file(self, name: &str, text: &str) -> Self {
        fs::copy(temporary(text).path(), self.folder().join(name)).expect("written");
        self
    }

    /// The folder that `feeds.toml` stands in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A file of the output.
    pub fn output(&self, path: &str) -> PathBuf {
        self.folder.path().join("output").join(path)
    }

    /// Runs `tidings run` at the town's time.
    pub fn run(&mut self) -> Ended {
        let at = self.at.clone();
        self.tidings(&["run", "--at", &at])
    }

    /// Runs `tidings` with these words; `--config` is added.
    pub fn tidings(&mut self, words: &[&str]) -> Ended {
        self.write_feeds_toml();
        self.tidings_as_it_is(words)
    }

    /// The file that lists the outlets.
    pub fn feeds_file(&self) -> PathBuf {
        self.folder.path().join("feeds.toml")
    }

    /// Runs `tidings` with these words on whatever `feeds.toml` lies there now, or on none.
    pub fn tidings_as_it_is(&self, words: &[&str]) -> Ended {
        Ended(self.command(words).output().expect("the program starts"))
    }

    /// Starts `tidings` with these words and lets it work.
    pub fn starts(&mut self, words: &[&str]) -> Running {
        self.write_feeds_toml();
        let mut command = self.command(words);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Running(Some(command.spawn().expect("the program starts")))
    }

    /// Writes `feeds.toml` as it is now.
    pub fn write_feeds_toml(&self) -> PathBuf {
        let file = self.feeds_file();
        let text = self.feeds_toml();
        // Runs at once must not find half of it.
        if fs::read_to_string(&file).ok().as_ref() != Some(&text) {
            fs::copy(temporary(&text).path(), &file).expect("written");
        }
        file
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tidings"));
        command.args(words).arg("--config").arg(self.feeds_file()).env_clear();
        command.envs(self.environment.iter().map(|(name, value)| (name, value))).current_dir(self.folder.path());
        command
    }

    /// The file of the store.
    pub fn store(&self) -> PathBuf {
        self.output(".state/tidings.db")
    }

    /// What `tidings feeds --json` says of the feed of an outlet.
    pub fn feed_report(&mut self, name: &str) -> Value {
        let at = self.at.clone();
        let reports: Value =
            serde_json::from_str(&self.tidings(&["feeds", "--json", "--at", &at]).succeeds().out()).expect("JSON");
        let mut reports = reports.as_array().expect("an array").iter();
        reports.find(|report| report["outlet"] == name).expect("the outlet").clone()
    }

    /// The document that an outlet publishes now.
    pub fn body(&self, name: &str) -> Vec<u8> {
        self.outlets[name].1.lock().expect("a reply").bytes().to_vec()
    }

    /// The first story of the newest edition is told by these outlets.
    pub fn assert_lead(&self, outlets: &[&str]) {
        let digest = self.digest_json();
        let told: BTreeSet<&str> = digest["lead"]["sources"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|source| source["link"].as_str()?.strip_prefix("https://")?.split_once(".example"))
            .map(|(name, _)| name)
            .collect();
        assert_eq!(told, outlets.iter().copied().collect(), "{digest:#}");
    }

    /// The newest edition as data.
    pub fn digest_json(&self) -> Value {
        let mut found: Vec<PathBuf> = Vec::new();
        find(&self.output(""), "digest.json", &mut found);
        found.sort();
        let newest = found.last().expect("an edition");
        serde_json::from_slice(&fs::read(newest).expect("a file")).expect("JSON")
    }

    /// Every file of the folder with its bytes: what was configured, stored and written.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = Vec::new();
        find(self.folder(), "", &mut files);
        files.into_iter().map(|path| (path.clone(), fs::read(&path).expect("a file"))).collect()
    }

    /// Every page with its bytes.
    pub fn pages(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = Vec::new();
        find(&self.output(""), "", &mut files);
        let state = self.output(".state");
        files
            .into_iter()
            .filter(|path| !path.starts_with(&state))
            .map(|path| (path.clone(), fs::read(&path).expect("a page")))
            .collect()
    }
}

/// The program at work; killed when the test ends before it does.
pub struct Running(Option<Child>);

impl Running {
    /// The next line on standard output.
    pub fn line(&mut self) -> String {
        let out = self.0.as_mut().and_then(|child| child.stdout.as_mut()).expect("its output");
        let mut line = Vec::new();
        let mut byte = [0];
        while out.read(&mut byte).expect("readable") == 1 && byte != *b"\n" {
            line.push(byte[0]);
        }
        String::from_utf8(line).expect("text")
    }

    /// Sends it a signal: `TERM`, `INT`.
    pub fn signal(&self, name: &str) {
        let pid = self.0.as_ref().expect("it runs").id().to_string();
        let sent = Command::new("kill").args(["-s", name, &pid]).status().expect("kill");
        assert!(sent.success());
    }

    /// Waits for its end.
    pub fn ended(mut self) -> Ended {
        Ended(self.0.take().expect("it runs").wait_with_output().expect("an end"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// How a run of the program ended.
#[derive(Debug)]
pub struct Ended(Output);

impl Ended {
    /// It exits with 0.
    pub fn succeeds(self) -> Self {
        self.exits(0)
    }

    /// It exits with `code`.
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.0.status.code(), Some(code), "\nout: {}\nerr: {}", self.out(), self.err());
        self
    }

    /// Its exit code; none when a signal ended it.
    pub fn code(&self) -> Option<i32> {
        self.0.status.code()
    }

    /// What it said on standard output.
    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    /// What it said on standard error.
    pub fn err(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    /// It says nothing at all.
    pub fn silently(self) -> Self {
        assert_eq!((self.out(), self.err()), (String::new(), String::new()));
        self
    }
}

fn find(folder: &Path, name: &str, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            find(&path, name, into);
        } else if name.is_empty() || path.file_name().is_some_and(|file| file == name) {
            into.push(path);
        }
    }
}

/// A file with `text` in it, gone when it is let go.
pub fn temporary(text: &str) -> tempfile::NamedTempFile {
    use std::io::Write as _;
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(text.as_bytes()).expect("written");
    file
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
