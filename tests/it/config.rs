//! `feeds.toml`: what is accepted, and the words of every complaint.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use tempfile::TempDir;
use tidings::config::{Config, ConfigError, IfEmpty, Repeat, Window, sample};
use tidings::fetch::{Allow, ProxyChoice};
use tidings::model::{FeedAddress, FeedId, OutletId, Pattern, Schedule, Scope, Secret};

/// An outlet that has nothing wrong, for files whose fault lies elsewhere.
const OUTLET: &str = "[outlet.daily]\nfeeds = [\"https://daily.example/feed\"]\n";

/// Writes `bytes` as `feeds.toml` into a folder of its own.
fn file(bytes: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = std::fs::File::create(folder.path().join("feeds.toml")).expect("a file");
    file.write_all(bytes).expect("written");
    folder
}

fn load(text: &str) -> (TempDir, Result<Config, ConfigError>) {
    let folder = file(text.as_bytes());
    let config = Config::load(&folder.path().join("feeds.toml"));
    (folder, config)
}

/// The configuration of a file without faults.
fn good(text: &str) -> Config {
    match load(text).1 {
        Ok(config) => config,
        Err(error) => panic!("{error}"),
    }
}

/// What is said of a file with faults, with the folder taken out.
fn complaint(text: &str) -> String {
    let (folder, config) = load(text);
    told(folder.path(), config)
}

fn told(folder: &Path, config: Result<Config, ConfigError>) -> String {
    match config {
        Ok(_) => "no problem".to_owned(),
        Err(error) => error.to_string().replace(&format!("{}/", folder.display()), ""),
    }
}

/// Compares all complaints of one kind with the ones that were read and approved by a person.
fn approve(kind: &str, cases: &[(&str, String)]) {
    let mut all = String::new();
    for (name, text) in cases {
        let said = complaint(text);
        assert_ne!(said, "no problem", "{name}: nobody complained");
        let _ = write!(all, "## {name}\n{said}\n\n");
    }
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("config-{kind}"), all);
    });
}

/// `[digest]` with one line.
fn digest(line: &str) -> String {
    format!("[digest]\n{line}\n\n{OUTLET}")
}

/// `[fetch]` with one line.
fn fetch(line: &str) -> String {
    format!("[fetch]\n{line}\n\n{OUTLET}")
}

/// An outlet with one line more.
fn outlet(line: &str) -> String {
    format!("{OUTLET}{line}\n")
}

/// A topic with these lines.
fn topic(lines: &str) -> String {
    format!("{OUTLET}\n[topic.ai]\n{lines}\n")
}

/// An outlet with this list of feeds.
fn feeds(list: &str) -> String {
    format!("[outlet.daily]\nfeeds = {list}\n")
}

#[test]
fn grammar() {
    approve(
        "grammar",
        &[
            ("text without quotes", digest("title = Morning brief")),
            ("curly quotes", digest("title = “Morning brief”")),
            ("an address without quotes", outlet("site = https://daily.example/")),
            ("a length of time without quotes", fetch("timeout = 20s")),
            ("yes for true", outlet("enabled = yes")),
            ("True for true", outlet("enabled = True")),
            ("no value", digest("title =")),
            ("text not closed", digest("title = \"Morning brief")),
            ("an apostrophe in single quotes", digest("title = 'What's new'")),
            ("a colon for =", digest("title: \"Morning brief\"")),
            ("no =", digest("title \"Morning brief\"")),
            ("another comment", format!("// my feeds\n{OUTLET}")),
            (
                "a list not closed",
                format!("[outlet.a]\nfeeds = [\n  \"https://a.example/\",\n  \"https://b.example/\"\n\n{OUTLET}"),
            ),
            ("no comma in a list", topic("any = [\"dam\" \"flood\"]")),
            ("two commas", topic("any = [\"dam\",, \"flood\"]")),
            ("two values without a list", topic("any = \"dam\", \"flood\"")),
            ("a table not closed", format!("[digest\ntitle = \"x\"\n\n{OUTLET}")),
            ("a { table } not closed", topic("any = [{ match = \"dam\", weight = 2]")),
            ("a pattern in double quotes", topic("any = [{ regex = \"CVE-\\d+\" }]")),
            ("a key twice", digest("title = \"a\"\ntitle = \"b\"")),
            ("an outlet twice", format!("{OUTLET}\n[outlet.other]\nfeeds = [\"https://other.example/\"]\n\n{OUTLET}")),
            ("a name with a space", format!("[outlet.the daily]\nsite = \"daily.example\"\n\n{OUTLET}")),
            ("a name with an accent", format!("[outlet.condé]\nsite = \"daily.example\"\n\n{OUTLET}")),
            ("a leading zero", digest("stories = 012")),
            ("a web page", "<!DOCTYPE html>\n<html><body>not found</body></html>\n".to_owned()),
            ("JSON", "{ \"feeds\": [] }\n".to_owned()),
            (
                "two faults of grammar and one of sense",
                format!("[digest]\ntitle = Morning brief\nstories = 0\nwindow = 24h\n\n{OUTLET}"),
            ),
            ("a secret without quotes", outlet("cookie = session=CANARY")),
        ],
    );
}

#[test]
fn keys() {
    approve(
        "keys",
        &[
            ("in the file", format!("colour = \"red\"\n{OUTLET}")),
            ("a table", format!("[digets]\ntitle = \"x\"\n\n{OUTLET}")),
            ("a key without its table", format!("title = \"x\"\n{OUTLET}")),
            ("in [digest]", digest("timezome = \"UTC\"")),
            ("in [fetch]", fetch("timout = \"20s\"")),
            ("in an outlet", "[outlet.daily]\nfeds = [\"https://daily.example/\"]\n".to_owned()),
            ("another word for feeds", "[outlet.daily]\nurl = \"https://daily.example/\"\n".to_owned()),
            ("in a topic", topic("keywords = [\"dam\"]")),
            ("in a keyword", topic("any = [{ match = \"dam\", wieght = 2 }]")),
            ("match misspelt", topic("any = [{ mach = \"dam\" }]")),
            ("in a secret", outlet("cookie = { path = \"cookie.txt\" }")),
            ("in the wrong table", digest("timeout = \"20s\"")),
            ("unlike all others", digest("zzzzzz = 1")),
            ("later versions: full text", outlet("full_text = true")),
            ("later versions: scraping", outlet("scrape = { url = \"https://daily.example/\" }")),
            ("mail without a sender", format!("[mail]\nto = \"x\"\n\n{OUTLET}")),
            ("in an override", format!("[[override]]\njion = [\"https://a.example/1\"]\n\n{OUTLET}")),
            (
                "outlets for outlet",
                "[outlets.daily]\nfeeds = [\"https://daily.example/\"]\n\n[topic.ai]\noutlets = [\"daily\"]\n"
                    .to_owned(),
            ),
            (
                "an outlet without a name",
                "[outlet]\nsite = \"daily.example\"\nfeeds = [\"https://daily.example/\"]\n".to_owned(),
            ),
            ("a list of outlets", "[[outlet]]\nsite = \"daily.example\"\n".to_owned()),
            ("an address for a table", "outlet = \"https://daily.example/\"\n".to_owned()),
        ],
    );
}

#[test]
fn types() {
    approve(
        "types",
        &[
            ("text for a list", feeds("\"https://daily.example/feed\"")),
            ("a number for text", digest("title = 5")),
            ("a number for a length of time", fetch("timeout = 20")),
            ("text for a number", digest("stories = \"12\"")),
            ("a point in a whole number", digest("stories = 12.5")),
            ("text for a switch", outlet("enabled = \"false\"")),
            ("text for a weight", outlet("weight = \"2\"")),
            ("a number in a list", feeds("[\"https://daily.example/feed\", 5]")),
            ("text for keywords", topic("any = \"dam\"")),
            ("a number for a keyword", topic("any = [5]")),
            ("no groups", topic("all = [\"dam\", \"flood\"]")),
            ("groups mixed with words", topic("all = [[\"dam\"], \"flood\"]")),
            ("a list for a scope", topic("any = [{ match = \"dam\", in = [\"title\", \"text\"] }]")),
            ("text for headers", outlet("headers = \"Accept: text/xml\"")),
            ("a number for a header", outlet("headers = { X-Client = 5 }")),
            ("text for a table", format!("digest = \"x\"\n{OUTLET}")),
            ("a date for text", digest("title = 2026-01-01")),
        ],
    );
}

#[test]
fn pages() {
    approve(
        "digest",
        &[
            ("a time zone misspelt", digest("timezone = \"Europe/Berln\"")),
            ("a city for a time zone", digest("timezone = \"Los Angeles\"")),
            ("an abbreviation for a time zone", digest("timezone = \"PST\"")),
            ("an offset for a time zone", digest("timezone = \"+02:00\"")),
            ("an empty title", digest("title = \" \"")),
            ("a window without a unit", digest("window = \"24\"")),
            ("a window misspelt", digest("window = \"sincelast\"")),
            ("a window longer than the longest", digest("window = \"14d\"\nmax_window = \"7d\"")),
            ("a window of no length", digest("max_window = \"0d\"")),
            ("no stories", digest("stories = 0")),
            ("fewer than no stories", digest("stories = -3")),
            ("too many stories", digest("per_outlet = 99999999999999999999")),
            ("an unknown word: repeat", digest("repeat = \"update-only\"")),
            ("an unknown word: if_empty", digest("if_empty = \"nothing\"")),
            ("an unknown style", digest("style = \"links\"")),
            ("an unknown format", digest("formats = [\"html\", \"md\", \"pdf\"]")),
            ("no format", digest("formats = []")),
            ("output beside the file", digest("output = \".\"")),
            ("output around the file", digest("output = \"../\"")),
            ("output at the root", digest("output = \"/\"")),
            ("output in a home folder", digest("output = \"~/news\"")),
            ("no output", digest("output = \"\"")),
            ("state among the pages", digest("state = \"output/\"")),
            ("no such templates", digest("templates = \"/nowhere/templates\"")),
            ("a schedule with four fields", digest("schedule = \"0 7 * *\"")),
            ("a schedule for a day that never comes", digest("schedule = \"0 7 30 2 *\"")),
            ("figures for a folder", digest("metrics = \".\"")),
            ("a port without an address", format!("[daemon]\nlisten = \"9187\"\n{OUTLET}")),
            ("a port for everybody", format!("[daemon]\nlisten = \"0.0.0.0:9187\"\n{OUTLET}")),
            ("a schedule in words", digest("schedule = \"@daily\"")),
            ("a schedule out of range", digest("schedule = \"60 7 * * 5-1\"")),
        ],
    );
}

#[test]
fn fetching() {
    approve(
        "fetch",
        &[
            ("a length of time with a space", fetch("timeout = \"20 s\"")),
            ("a length of time without a unit", fetch("timeout = \"20\"")),
            ("a negative length of time", fetch("min_interval = \"-5s\"")),
            ("a length of time in words", fetch("alert_after = \"soon\"")),
            ("a timeout too long", fetch("timeout = \"2h\"")),
            ("no requests at once", fetch("per_host = 0")),
            ("too many requests at once", fetch("concurrency = 100000")),
            ("more at one host than at all", fetch("per_host = 8\nconcurrency = 4")),
            ("too few bytes", fetch("max_bytes = 5")),
            ("an empty contact", fetch("contact = \"\"")),
            ("a contact with a line break", fetch("contact = \"a@b.example\\r\\nX: y\"")),
            ("allow: a page", fetch("allow = [\"http://nas.local:8080/feeds\"]")),
            ("allow: too many bits", fetch("allow = [\"192.168.1.0/33\"]")),
            ("allow: half an address", fetch("allow = [\"192.168.1\"]")),
            ("allow: a port out of range", fetch("allow = [\"nas.local:99999\"]")),
            ("allow: a wildcard", fetch("allow = [\"*.local\"]")),
            ("a proxy without a scheme", fetch("proxy = \"127.0.0.1:3128\"")),
            ("a variable that is not set", outlet("headers = { Authorization = \"Bearer ${TIDINGS_IS_NOT_SET}\" }")),
            ("a variable without an end", outlet("cookie = \"session=${SESSION\"")),
            ("a variable with an odd name", outlet("cookie = \"session=${MY SESSION}\"")),
            ("a file that is not there", outlet("cookie = { file = \"/nowhere/cookie.txt\" }")),
            ("a password without a name", outlet("basic_auth = \"CANARY\"")),
            ("a header that is ours", outlet("headers = { User-Agent = \"CANARY\" }")),
            ("a header with a space", outlet("headers = { \"X Client\" = \"CANARY\" }")),
            ("a header twice", outlet("headers = { X-Client = \"CANARY\", x-client = \"CANARY\" }")),
            (
                "a header beside basic_auth",
                outlet("headers = { Authorization = \"CANARY\" }\nbasic_auth = \"CANARY:CANARY\""),
            ),
            ("a line break in a secret", outlet("cookie = \"CANARY\\nX: y\"")),
            ("an umlaut in a header", outlet("user_agent = \"Jürgens Leser\"")),
        ],
    );
}

#[test]
fn outlets() {
    approve(
        "outlets",
        &[
            ("no outlet at all", "[digest]\ntitle = \"x\"\n".to_owned()),
            ("an empty file", String::new()),
            ("no feeds", "[outlet.daily]\nsite = \"daily.example\"\n".to_owned()),
            ("an empty list of feeds", feeds("[]")),
            ("an address without a scheme", feeds("[\"www.daily.example/feed\"]")),
            ("an address without a colon", feeds("[\"https//daily.example/feed\"]")),
            ("an address with one slash", feeds("[\"https:/daily.example/feed\"]")),
            ("a scheme misspelt", feeds("[\"htps://daily.example/feed\"]")),
            ("another scheme", feeds("[\"ftp://daily.example/feed\"]")),
            ("the scheme of old readers", feeds("[\"feed://daily.example/feed\"]")),
            ("a space in an address", feeds("[\"https://daily.example/a https://daily.example/b\"]")),
            ("a port out of range", feeds("[\"https://daily.example:99999/\"]")),
            ("a password in an address", feeds("[\"https://CANARY:CANARY@daily.example/\"]")),
            ("a variable in an address", feeds("[\"https://daily.example/?key=${KEY}\"]")),
            ("an empty address", feeds("[\"\"]")),
            ("a file without a name", feeds("[\"file:\"]")),
            ("a file on a host", feeds("[\"file://feeds/a.xml\"]")),
            (
                "a feed twice in an outlet",
                feeds("[\n  \"https://daily.example/feed\",\n  \"http://daily.example/feed/\",\n]"),
            ),
            (
                "a feed twice in two outlets",
                format!("{OUTLET}\n[outlet.evening]\nfeeds = [\"https://daily.example/feed\"]\n"),
            ),
            ("a page for a site", outlet("site = \"https://www.daily.example/news\"")),
            ("words for a site", outlet("site = \"The Daily\"")),
            ("an unknown paywall", outlet("paywall = \"soft\"")),
            ("a paywall switch", outlet("paywall = true")),
            ("a weight of nothing", outlet("weight = 0")),
            ("a negative weight", outlet("weight = -1.5")),
            ("a weight that is no number", outlet("weight = nan")),
            ("an empty family", outlet("family = \"\"")),
            (
                "a name with odd letters",
                format!("[outlet.\"The Daily (UK)\"]\nfeeds = [\"https://uk.example/\"]\n\n{OUTLET}"),
            ),
            ("a weight in not", outlet("not = [{ match = \"deal\", weight = 2 }]")),
            (
                "a long line",
                feeds(
                    "[\"https://daily.example/a\", \"https://daily.example/b\", \"https://daily.example/c\", \"htp://daily.example/d\", \"https://daily.example/e\", \"https://daily.example/f\"]",
                ),
            ),
        ],
    );
}

#[test]
fn topics() {
    approve(
        "topics",
        &[
            ("an outlet nobody defines", topic("outlets = [\"dayly\"]")),
            ("an outlet unlike all others", topic("outlets = [\"wired\"]")),
            ("no outlets", topic("outlets = []")),
            ("no keywords", topic("any = []")),
            ("an empty group", topic("all = [[]]")),
            ("an empty keyword", topic("any = [\"\"]")),
            ("only punctuation", topic("any = [\"...\"]")),
            ("a star alone", topic("any = [\"*\"]")),
            ("a star within a word", topic("any = [\"col*r\"]")),
            ("a star in front", topic("any = [\"*gate\"]")),
            ("a star for a word", topic("any = [\"heat * wave\"]")),
            ("a pattern with an open group", topic("any = [{ regex = 'CVE-(\\d+' }]")),
            ("a pattern with an open class", topic("any = [{ regex = '[a-z' }]")),
            ("a pattern that looks ahead", topic("any = [{ regex = 'a(?=b)' }]")),
            ("a pattern with escapes", topic("any = [{ regex = \"a\\\\d(\" }]")),
            ("a pattern that matches everything", topic("any = [{ regex = 'a*' }]")),
            ("a pattern too large", topic("any = [{ regex = '(\\w{1000}){1000}' }]")),
            ("an empty pattern", topic("any = [{ regex = '' }]")),
            ("words and a pattern", topic("any = [{ match = \"dam\", regex = 'dam' }]")),
            ("neither words nor a pattern", topic("any = [{ in = \"title\" }]")),
            ("an unknown scope", topic("any = [{ match = \"dam\", in = \"headline\" }]")),
            ("a scope unlike all others", topic("any = [{ match = \"dam\", in = \"everything\" }]")),
            ("a negative weight", topic("any = [{ match = \"dam\", weight = -1 }]")),
            ("an endless weight", topic("any = [{ match = \"dam\", weight = inf }]")),
            ("plurals of a pattern", topic("any = [{ regex = 'dam', plurals = false }]")),
            ("taken and dropped", topic("any = [\"dam\", \"flood\"]\nnot = [\"flood\"]")),
            ("a score out of reach", topic("any = [\"dam\", { match = \"flood\", weight = 0.5 }]\nmin_score = 2")),
            ("a score of nothing", topic("min_score = 1.0")),
            ("a negative score", topic("any = [\"dam\"]\nmin_score = -1")),
            ("no room", topic("max = 0")),
            ("a language by name", topic("languages = [\"German\", \"en_US\", \"e\"]")),
            ("an empty title", topic("title = \"\"")),
            ("a title of two lines", topic("title = \"\"\"Artificial\nintelligence\"\"\"")),
            ("a title twice", topic("title = \"News\"\n\n[topic.world]\ntitle = \"news\"")),
            ("two names that differ in case", topic("title = \"a\"\n\n[topic.AI]\ntitle = \"b\"")),
            ("a name with odd letters", topic("title = \"a\"\n\n[topic.\"R&D\"]\nany = [\"R&D\"]")),
        ],
    );
}

#[test]
fn all_problems_come_at_once_and_in_order() {
    let text = "[digest]\ntimezone = \"Mars\"\nstories = 0\n\n[fetch]\ntimeout = \"20\"\n\n[outlet.daily]\nfeds = [\"x\"]\n\n\
                [outlet.evening]\nfeeds = [\"htps://evening.example/\", \"https://evening.example/\"]\nweight = -1\n\n\
                [topic.ai]\nany = [\"*x\", { regex = '(' }]\noutlets = [\"evning\"]\n";
    let (_folder, config) = load(text);
    let Err(error) = config else { panic!("nobody complained") };
    let found: Vec<(usize, &str)> =
        error.problems().iter().map(|problem| (problem.line, problem.key.as_str())).collect();
    assert_eq!(
        found,
        [
            (2, "digest.timezone"),
            (3, "digest.stories"),
            (6, "fetch.timeout"),
            (9, "outlet.daily.feds"),
            (12, "outlet.evening.feeds[0]"),
            (13, "outlet.evening.weight"),
            (16, "topic.ai.any[0]"),
            (16, "topic.ai.any[1].regex"),
            (17, "topic.ai.outlets[0]"),
        ]
    );
    assert!(error.to_string().contains("\n9 problems in "), "{error}");
}

#[test]
fn no_secret_is_ever_repeated() {
    let lines = [
        "cookie = CANARY",
        "cookie = \"CANARY${\"",
        "cookie = \"CANARY\\u0007\"",
        "cookie = [\"CANARY\"]",
        "cookie: CANARY",
        "basic_auth = \"CANARY\"",
        "basic_auth = 'CANARY' 'CANARY'",
        "headers = { X-Key = \"CANARY${NOT_SET_ANYWHERE}\" }",
        "headers = { X-Key = \"CANARYé\", bad key = 1 }",
        "headers = { Host = \"CANARY\" }",
        "headers = [\"X-Key: CANARY\"]",
        "proxy = \"ftp://u:CANARY@proxy.example\"",
        "proxy = \"CANARY\"",
        "[outlet.daily.headers]\nX-Key = CANARY",
        "[outlet.daily.headers]\nX-Key = \"CANARY\"\nX-Key = \"CANARY\"",
        "[outlet.daily.headers]\nX-Key = [\"CANARY\"]",
        "[outlet.b]\nfeeds = [\"https://u:CANARY@b.example/\"]",
        "[outlet.b]\nfeeds = [\"https:/u:CANARY@b.example/\"]",
        "[outlet.b]\nfeeds = [\"u:CANARY@b.example/\"]",
        "[outlet.b]\nfeeds = [https://u:CANARY@b.example/]",
        "[outlet.b]\nfeeds = [\"htps://u:CANARY@b.example/\", \"ftp://b.example\"]",
    ];
    for line in lines {
        let (_folder, config) = load(&outlet(line));
        let Err(error) = config else { panic!("nobody complained about {line}") };
        assert!(!error.to_string().contains("CANARY"), "{error}");
        assert!(!format!("{error:?}").contains("CANARY"), "{error:?}");
    }
    let config =
        good(&outlet("basic_auth = \"name:CANARY\"\ncookie = \"CANARY\"\nproxy = \"http://u:CANARY@p.example\""));
    assert!(!format!("{config:?}").contains("CANARY"), "{config:?}");
}

#[test]
fn files_that_cannot_be_read_are_told_apart() {
    let folder = file(b"");
    let at = |name: &str| told(folder.path(), Config::load(&folder.path().join(name)));
    assert_eq!(
        at("other.toml"),
        "there is no other.toml\n  write one with `tidings init`, or name another with `--config FILE`"
    );
    std::fs::create_dir(folder.path().join("sub")).expect("a folder");
    assert_eq!(at("sub"), "sub is a folder, not a file\n  name the file in it: `--config sub/feeds.toml`");

    let folder = file(b"# caf\xe9\n");
    assert_eq!(
        told(folder.path(), Config::load(&folder.path().join("feeds.toml"))),
        "feeds.toml:1:6: this is not UTF-8 text\n  save the file again with the encoding UTF-8"
    );
    let folder = file(&vec![b'#'; 4_000_001]);
    assert_eq!(
        told(folder.path(), Config::load(&folder.path().join("feeds.toml"))),
        "feeds.toml is larger than 4000000 bytes\n  is this the right file?"
    );
}

#[test]
fn a_small_file_is_enough() {
    let (folder, config) = load(OUTLET);
    let config = config.expect("no problem");
    assert_eq!(config.folder, folder.path());
    assert_eq!(config.path, folder.path().join("feeds.toml"));
    assert_eq!(config.output, folder.path().join("output"));
    assert_eq!(config.state, folder.path().join("output/.state"));
    assert_eq!(config.zone_name, "UTC");
    assert_eq!(
        (config.window, config.repeat, config.if_empty),
        (Window::SinceLast, Repeat::UpdatesOnly, IfEmpty::Note)
    );
    assert!(config.formats.html && config.formats.markdown && config.formats.json && config.formats.atom);
    assert_eq!(config.outlets[0].outlet.site, "daily.example");
    assert_eq!(config.outlets[0].feed_lines, [2]);
    assert!(config.outlets[0].enabled);
    // No topic: one section with everything.
    assert_eq!(config.topics.len(), 1);
    assert_eq!(config.topics[0].title, "All stories");
    assert!(config.topics[0].any.is_empty() && config.topics[0].outlets.is_none());
}

#[test]
#[expect(clippy::too_many_lines, reason = "one file with every option, and one check for each")]
fn every_option_arrives() {
    let text = r#"
[digest]
title = "Brief"
timezone = "america/los_angeles"
schedule = "0  7 * * mon-fri"
window = "24h"
max_window = "2w"
stories = 5
per_outlet = 2
repeat = "never"
if_empty = "skip"
style = "brief"
formats = ["html", "json"]
output = "../public"
state = "/var/lib/tidings"

[fetch]
contact = "me@example.org"
timeout = "1m30s"
min_interval = "0s"
per_host = 2
concurrency = 8
max_bytes = 1_000_000
alert_after = "1d"
allow = ["127.0.0.0/8", "NAS.local:8080"]
proxy = "socks5://127.0.0.1:9050"

[outlet.zeta]
site = "zeta.example"
feeds = ["https://www.zeta.example/feed", "file:feeds/../zeta.xml"]
family = "Greek"
weight = 2
paywall = "metered"
not = ["deal*", { match = "ad", in = "tag", case = true, plurals = false }]
headers = { X-Client = "id ${CARGO_PKG_NAME}", Authorization = { file = "token.txt" } }
cookie = "a=b"
user_agent = "Zeta/1"
proxy = "none"
http1 = true
timeout = "5s"
min_interval = "6h"

[outlet.alpha]
feeds = ["https://www.alpha.example/feed"]
enabled = false
basic_auth = "${TIDINGS_IS_NOT_SET}:x"

[topic.z]
title = "Zed"
any = ["AI", { regex = 'CVE-\d+', weight = 3, in = "title" }, "café au lait", "🚀", "C++", "東京"]
all = [["a", "b"], ["c*"]]
not = ["x"]
min_score = 1
max = 4
outlets = ["zeta", "alpha"]
languages = ["en", "pt-BR"]

[topic.a]
"#;
    let folder = file(text.as_bytes());
    std::fs::File::create(folder.path().join("token.txt"))
        .and_then(|mut file| file.write_all(b"Bearer 5\n"))
        .expect("written");
    let config = match Config::load(&folder.path().join("feeds.toml")) {
        Ok(config) => config,
        Err(error) => panic!("{error}"),
    };
    let hours = jiff::SignedDuration::from_hours;
    let seconds = std::time::Duration::from_secs;
    assert_eq!((config.title.as_str(), config.zone_name.as_str()), ("Brief", "America/Los_Angeles"));
    assert_eq!(config.schedule.as_ref().map(Schedule::as_str), Some("0 7 * * mon-fri"));
    assert_eq!((config.window, config.max_window), (Window::Last(hours(24)), hours(14 * 24)));
    assert_eq!((config.stories, config.per_outlet), (5, Some(2)));
    assert_eq!((config.repeat, config.if_empty), (Repeat::Never, IfEmpty::Skip));
    assert!(config.formats.html && config.formats.json && !config.formats.markdown && !config.formats.atom);
    assert_eq!(config.output, folder.path().parent().expect("a parent").join("public"));
    assert_eq!(config.state, Path::new("/var/lib/tidings"));
    assert_eq!((config.min_interval, config.alert_after), (hours(0), hours(24)));

    assert_eq!(config.fetch.contact.as_deref(), Some("me@example.org"));
    assert_eq!(config.fetch.timeout, seconds(90));
    assert_eq!((config.fetch.per_host, config.fetch.concurrency, config.fetch.max_bytes), (2, 8, 1_000_000));
    let allow = [
        Allow::Network("127.0.0.0/8".parse().expect("a network")),
        Allow::Host { name: "nas.local".to_owned(), port: Some(8080) },
    ];
    assert_eq!(config.fetch.allow, allow);
    assert_eq!(config.fetch.proxy.as_ref().map(Secret::expose), Some("socks5://127.0.0.1:9050"));

    // In the order of the file, not of the alphabet.
    let [zeta, alpha] = &config.outlets[..] else { panic!("two outlets") };
    assert_eq!(zeta.outlet.id, OutletId::new("zeta"));
    assert_eq!((zeta.outlet.voice(), zeta.outlet.weight), ("Greek", 2.0));
    assert_eq!(zeta.feeds[0].id, FeedId::derive(&zeta.outlet.id, "https://www.zeta.example/feed"));
    assert_eq!(zeta.feeds[1].id, FeedId::derive(&zeta.outlet.id, "file:feeds/../zeta.xml"));
    assert_eq!(zeta.feeds[1].address, FeedAddress::File(folder.path().join("zeta.xml")));
    assert_eq!(zeta.feed_lines, [30, 30]);
    assert_eq!(zeta.not.len(), 2);
    assert_eq!((zeta.not[1].scope, zeta.not[1].case, zeta.not[1].plurals), (Scope::Tag, Some(true), false));
    let headers: Vec<(&str, &str)> =
        zeta.fetch.headers.iter().map(|(name, value)| (name.as_str(), value.expose())).collect();
    assert_eq!(headers, [("X-Client", "id tidings"), ("Authorization", "Bearer 5")]);
    assert_eq!(zeta.fetch.cookie.as_ref().map(Secret::expose), Some("a=b"));
    assert_eq!(zeta.fetch.user_agent.as_deref(), Some("Zeta/1"));
    assert!(matches!(zeta.fetch.proxy, Some(ProxyChoice::Direct)) && zeta.fetch.http1);
    assert_eq!((zeta.fetch.timeout, zeta.min_interval), (Some(seconds(5)), Some(hours(6))));
    assert_eq!(alpha.outlet.site, "alpha.example");
    assert!(!alpha.enabled && alpha.fetch.basic_auth.is_none());

    let [z, a] = &config.topics[..] else { panic!("two topics") };
    assert_eq!((z.title.as_str(), a.title.as_str()), ("Zed", "a"));
    assert_eq!(z.any[0].pattern, Pattern::Words("AI".to_owned()));
    assert_eq!(z.any[1].pattern, Pattern::Regex(r"CVE-\d+".to_owned()));
    assert_eq!((z.any[1].weight, z.any[1].scope, z.any.len()), (3.0, Scope::Title, 6));
    assert_eq!(z.all.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    assert_eq!((z.not.len(), z.min_score, z.max), (1, 1.0, Some(4)));
    assert_eq!(z.outlets.as_ref().map(Vec::len), Some(2));
    assert_eq!(z.languages, Some(vec!["en".to_owned(), "pt-br".to_owned()]));
}

#[test]
fn a_topic_with_nothing_but_a_title_takes_everything() {
    let config = good(
        "[digest]\ntitle = \"farm\"\ntimezone = \"UTC\"\n\n[fetch]\nallow = [\"127.0.0.0/8\"]\ntimeout = \"10s\"\n\
         min_interval = \"0s\"\n\n[topic.all]\ntitle = \"Everything\"\n\n[outlet.f0]\nsite = \"f0.example\"\n\
         feeds = [\"http://127.0.0.1:8000/f/0.xml\"]\n\n[outlet.f1]\nsite = \"f1.example\"\nfeeds = [\"http://127.0.0.1:8000/f/1.xml\"]\n",
    );
    assert_eq!(config.outlets.len(), 2);
    assert_eq!(config.min_interval, jiff::SignedDuration::ZERO);
    let topic = &config.topics[0];
    assert!(topic.any.is_empty() && topic.all.is_empty() && topic.outlets.is_none());
    assert_eq!(topic.title, "Everything");
}

#[test]
fn a_large_file_of_another_kind_is_refused_quickly_and_briefly() {
    let said = complaint(&"2026-11-24 07:00:00 GET /index.html 200 \"Mozilla\"\n".repeat(40_000));
    assert!(said.ends_with("20 problems in feeds.toml"), "{said}");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_do_no_harm() {
    let config = good(&format!("\u{feff}{}", OUTLET.replace('\n', "\r\n")));
    assert_eq!(config.outlets.len(), 1);
    let said = complaint(&format!("\u{feff}colour = 1\r\n{}", OUTLET.replace('\n', "\r\n")));
    assert!(said.starts_with("feeds.toml:1:1: unknown key `colour`"), "{said}");
}

#[test]
fn the_sample_is_in_order() {
    let config = good(sample());
    for (id, address) in [
        ("wired", "https://www.wired.com/feed/rss"),
        ("verge", "https://www.theverge.com/rss/index.xml"),
        ("geekwire", "https://www.geekwire.com/feed/"),
    ] {
        let outlet = config.outlets.iter().find(|outlet| outlet.outlet.id.as_str() == id).expect(id);
        assert_eq!(outlet.feeds[0].address.to_string(), address);
    }
    assert!(config.outlets.iter().all(|outlet| sample().contains(&format!("\"{}\"", outlet.outlet.site))));
}

#[test]
fn overrides() {
    let by_hand = |line: &str| format!("{OUTLET}\n[[override]]\n{line}\n");
    approve(
        "overrides",
        &[
            (
                "one bracket",
                format!("{OUTLET}\n[override]\njoin = [\"https://a.example/1\", \"https://b.example/2\"]\n"),
            ),
            ("no table", format!("override = [\"https://a.example/1\"]\n\n{OUTLET}")),
            ("nothing in it", by_hand("")),
            ("no list", by_hand("split = \"https://a.example/1\"")),
            ("an empty list", by_hand("split = []")),
            ("one makes no pair", by_hand("join = [\"https://a.example/1\"]")),
            (
                "twice the same",
                by_hand("join = [\"https://a.example/1\", \"http://www.a.example/1/\", \"https://b.example/2\"]"),
            ),
            ("no address", by_hand("split = [\"the dam\"]")),
            ("no web page", by_hand("split = [\"ftp://a.example/1\"]")),
        ],
    );
    let both = by_hand("join = [\"https://a.example/1\", \"https://b.example/2\"]\nsplit = [\"https://a.example/1\"]");
    let config = good(&both);
    assert_eq!(config.overrides.len(), 2, "{:?}", config.overrides);
}
