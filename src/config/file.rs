//! `feeds.toml` exactly as written: each value of the right type, with its place, and nothing judged yet.

use super::home::elsewhere;
use super::keep::KeepTable;
use super::mail::{Mail, Notify};
use super::overrides::{Override, overrides};
use super::parts::{Keyword, SecretText, read_all, secret, secret_text};
use super::problem::Problems;
use super::section::{Raw, Section, Written, in_order, items_of, wrong_type};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// The whole file.
pub(super) struct File<'d> {
    pub(super) digest: Digest,
    pub(super) daemon: Daemon,
    pub(super) fetch: Fetch,
    pub(super) keep: KeepTable,
    pub(super) mail: Mail,
    pub(super) notify: Notify,
    pub(super) outlets: Vec<Outlet<'d>>,
    pub(super) topics: Vec<Topic>,
    pub(super) overrides: Vec<Override>,
}

/// `[digest]`
#[derive(Default)]
pub(super) struct Digest {
    pub(super) title: Option<Written<String>>,
    pub(super) timezone: Option<Written<String>>,
    pub(super) schedule: Option<Written<String>>,
    pub(super) window: Option<Written<String>>,
    pub(super) max_window: Option<Written<String>>,
    pub(super) stories: Option<Written<i64>>,
    pub(super) per_outlet: Option<Written<i64>>,
    pub(super) max_excerpt: Option<Written<i64>>,
    pub(super) language: Option<Written<String>>,
    pub(super) base_url: Option<Written<String>>,
    pub(super) repeat: Option<Written<String>>,
    pub(super) if_empty: Option<Written<String>>,
    pub(super) style: Option<Written<String>>,
    pub(super) formats: Option<Written<Vec<Written<String>>>>,
    pub(super) output: Option<Written<String>>,
    pub(super) state: Option<Written<String>>,
    pub(super) templates: Option<Written<String>>,
    pub(super) metrics: Option<Written<String>>,
}

/// `[daemon]`
#[derive(Default)]
pub(super) struct Daemon {
    pub(super) listen: Option<Written<String>>,
}

/// `[fetch]`
#[derive(Default)]
pub(super) struct Fetch {
    pub(super) contact: Option<Written<String>>,
    pub(super) timeout: Option<Written<String>>,
    pub(super) min_interval: Option<Written<String>>,
    pub(super) per_host: Option<Written<i64>>,
    pub(super) concurrency: Option<Written<i64>>,
    pub(super) max_bytes: Option<Written<i64>>,
    pub(super) alert_after: Option<Written<String>>,
    pub(super) allow: Option<Written<Vec<Written<String>>>>,
    pub(super) proxy: Option<Written<SecretText>>,
}

/// `[outlet.ID]`
pub(super) struct Outlet<'d> {
    pub(super) id: String,
    /// The place of the id.
    pub(super) span: Range<usize>,
    pub(super) site: Option<Written<String>>,
    pub(super) feeds: Option<Written<Vec<Written<String>>>>,
    pub(super) family: Option<Written<String>>,
    pub(super) folder: Option<Written<Vec<Written<String>>>>,
    pub(super) paywall: Option<Written<String>>,
    pub(super) weight: Option<Written<f64>>,
    pub(super) not: Option<Written<Vec<Keyword>>>,
    pub(super) enabled: Option<Written<bool>>,
    pub(super) user_agent: Option<Written<String>>,
    pub(super) headers: Vec<Written<(&'d str, SecretText)>>,
    pub(super) basic_auth: Option<Written<SecretText>>,
    pub(super) cookie: Option<Written<SecretText>>,
    pub(super) proxy: Option<Written<SecretText>>,
    pub(super) http1: Option<Written<bool>>,
    pub(super) timeout: Option<Written<String>>,
    pub(super) min_interval: Option<Written<String>>,
}

/// `[topic.ID]`
pub(super) struct Topic {
    pub(super) id: String,
    /// The place of the id.
    pub(super) span: Range<usize>,
    pub(super) title: Option<Written<String>>,
    pub(super) any: Option<Written<Vec<Keyword>>>,
    pub(super) all: Vec<Written<Vec<Keyword>>>,
    pub(super) not: Option<Written<Vec<Keyword>>>,
    pub(super) min_score: Option<Written<f64>>,
    pub(super) max: Option<Written<i64>>,
    pub(super) outlets: Option<Written<Vec<Written<String>>>>,
    pub(super) languages: Option<Written<Vec<Written<String>>>>,
}

impl<'d> File<'d> {
    /// Reads the whole document.
    pub(super) fn read(document: &'d DeTable<'_>, problems: &mut Problems<'_>) -> Self {
        let mut file = Section::new(String::new(), String::new(), document);
        let digest = table(&mut file, "digest", problems, |section, problems| Digest::read(section, problems));
        let daemon = table(&mut file, "daemon", problems, |section, problems| Daemon::read(section, problems));
        let fetch = table(&mut file, "fetch", problems, |section, problems| Fetch::read(section, problems));
        let keep = table(&mut file, "keep", problems, |section, problems| KeepTable::read(section, problems));
        let at = document.get("mail").map(|value| Written { value: (), span: value.span(), key: "mail".to_owned() });
        let mail = table(&mut file, "mail", problems, |section, problems| Mail::read(section, problems));
        let mail = Mail { at, ..mail.unwrap_or_default() };
        let notify = table(&mut file, "notify", problems, |section, problems| Notify::read(section, problems));
        let outlets = named(&mut file, "outlet", problems, |id, section, problems| Outlet::read(id, section, problems));
        let topics = named(&mut file, "topic", problems, |id, section, problems| Topic::read(id, section, problems));
        let overrides = overrides(&mut file, problems);
        let asked = file.asked().to_vec();
        file.finish(|key| elsewhere(key, &asked), problems);
        Self {
            digest: digest.unwrap_or_default(),
            daemon: daemon.unwrap_or_default(),
            fetch: fetch.unwrap_or_default(),
            keep: keep.unwrap_or_default(),
            mail,
            notify: notify.unwrap_or_default(),
            outlets,
            topics,
            overrides,
        }
    }
}

/// Reads the table `key` of the file.
fn table<'d, 't, T>(
    file: &mut Section<'d, 't>,
    key: &'static str,
    problems: &mut Problems<'_>,
    read: impl FnOnce(&mut Section<'d, 't>, &mut Problems<'_>) -> T,
) -> Option<T> {
    let raw = file.raw(key)?;
    let DeValue::Table(content) = raw.value else {
        problems.add(&raw.span, key, format!("`{key}` must be a table"), format!("write [{key}] on a line of its own"));
        return None;
    };
    let mut section = Section::new(format!("[{key}]"), key.to_owned(), content);
    Some(read_all(&mut section, problems, read))
}

/// Reads `[key.NAME]` for every name, in the order of the file.
fn named<'d, 't, T>(
    file: &mut Section<'d, 't>,
    key: &'static str,
    problems: &mut Problems<'_>,
    mut read: impl FnMut(Written<&'d str>, &mut Section<'d, 't>, &mut Problems<'_>) -> T,
) -> Vec<T> {
    let Some(raw) = file.raw(key) else { return Vec::new() };
    let DeValue::Table(content) = raw.value else {
        let hint = format!("give each {key} a name and a table of its own: [{key}.NAME]");
        problems.add(&raw.span, key, format!("`{key}` must be a table of named tables"), hint);
        return Vec::new();
    };
    let mut all = Vec::new();
    for (id, span, value) in in_order(content) {
        let path = format!("{key}.{id}");
        let DeValue::Table(content) = value.get_ref() else {
            let hint = format!("give the {key} a name: [{key}.NAME], with `{id}` on a line below it");
            problems.add(&span, &path, format!("`{id}` stands in [{key}], which may only hold named tables"), hint);
            continue;
        };
        let mut section = Section::new(format!("[{path}]"), path.clone(), content);
        let id = Written { value: id, span, key: path };
        all.push(read_all(&mut section, problems, |section, problems| read(id, section, problems)));
    }
    all
}

impl Digest {
    pub(super) fn read(section: &mut Section<'_, '_>, problems: &mut Problems<'_>) -> Self {
        Self {
            title: section.string("title", "title = \"Morning brief\"", problems),
            timezone: section.string("timezone", "timezone = \"Europe/Berlin\"", problems),
            schedule: section.string("schedule", "schedule = \"0 7 * * 1-5\"", problems),
            window: section.string("window", "window = \"since-last\" or window = \"24h\"", problems),
            max_window: section.string("max_window", "max_window = \"7d\"", problems),
            stories: section.count("stories", "stories = 12", problems),
            per_outlet: section.count("per_outlet", "per_outlet = 4", problems),
            max_excerpt: section.count("max_excerpt", "max_excerpt = 60", problems),
            language: section.string("language", "language = \"en\"", problems),
            base_url: section.string("base_url", "base_url = \"https://news.example.org/\"", problems),
            repeat: section.string("repeat", "repeat = \"updates-only\"", problems),
            if_empty: section.string("if_empty", "if_empty = \"note\"", problems),
            style: section.string("style", "style = \"brief\"", problems),
            formats: section.strings("formats", "a list of formats", "formats = [\"html\", \"atom\"]", problems),
            output: section.string("output", "output = \"output\"", problems),
            state: section.string("state", "state = \"output/.state\"", problems),
            templates: section.string("templates", "templates = \"templates\"", problems),
            metrics: section.string("metrics", "metrics = \"metrics.prom\"", problems),
        }
    }
}

impl Daemon {
    pub(super) fn read(section: &mut Section<'_, '_>, problems: &mut Problems<'_>) -> Self {
        Self { listen: section.string("listen", "listen = \"127.0.0.1:9187\"", problems) }
    }
}

impl Fetch {
    pub(super) fn read(section: &mut Section<'_, '_>, problems: &mut Problems<'_>) -> Self {
        Self {
            contact: section.string("contact", "contact = \"you@example.org\"", problems),
            timeout: section.string("timeout", "timeout = \"20s\"", problems),
            min_interval: section.string("min_interval", "min_interval = \"30m\"", problems),
            per_host: section.count("per_host", "per_host = 1", problems),
            concurrency: section.count("concurrency", "concurrency = 16", problems),
            max_bytes: section.count("max_bytes", "max_bytes = 5_000_000", problems),
            alert_after: section.string("alert_after", "alert_after = \"3d\"", problems),
            allow: section.strings(
                "allow",
                "a list of networks and hosts",
                "allow = [\"192.168.1.0/24\", \"nas.local:8080\"]",
                problems,
            ),
            proxy: secret(section, "proxy", "proxy = \"http://127.0.0.1:3128\"", problems),
        }
    }
}

impl<'d> Outlet<'d> {
    pub(super) fn read(id: Written<&'d str>, section: &mut Section<'d, '_>, problems: &mut Problems<'_>) -> Self {
        Self {
            id: id.value.to_owned(),
            span: id.span,
            site: section.string("site", "site = \"example.org\"", problems),
            feeds: section.strings(
                "feeds",
                "a list of addresses",
                "feeds = [\"https://example.org/feed.xml\"]",
                problems,
            ),
            family: section.string("family", "family = \"Example Media\"", problems),
            folder: section.strings("folder", "a list of names", "folder = [\"News\", \"Tech\"]", problems),
            paywall: section.string("paywall", "paywall = \"metered\"", problems),
            weight: section.number("weight", "weight = 1.3", problems),
            not: keywords(section, "not", problems),
            enabled: section.switch("enabled", problems),
            user_agent: section.string("user_agent", "user_agent = \"Example/1.0\"", problems),
            headers: headers(section, problems),
            basic_auth: secret(section, "basic_auth", "basic_auth = \"${NAME}:${PASSWORD}\"", problems),
            cookie: secret(section, "cookie", "cookie = \"session=${SESSION}\"", problems),
            proxy: secret(section, "proxy", "proxy = \"socks5://127.0.0.1:9050\"", problems),
            http1: section.switch("http1", problems),
            timeout: section.string("timeout", "timeout = \"60s\"", problems),
            min_interval: section.string("min_interval", "min_interval = \"6h\"", problems),
        }
    }
}

impl Topic {
    pub(super) fn read(id: Written<&str>, section: &mut Section<'_, '_>, problems: &mut Problems<'_>) -> Self {
        Self {
            id: id.value.to_owned(),
            span: id.span,
            title: section.string("title", "title = \"Space\"", problems),
            any: keywords(section, "any", problems),
            all: groups(section, problems),
            not: keywords(section, "not", problems),
            min_score: section.number("min_score", "min_score = 1.0", problems),
            max: section.count("max", "max = 4", problems),
            outlets: section.strings("outlets", "a list of outlets", "outlets = [\"wired\", \"verge\"]", problems),
            languages: section.strings("languages", "a list of languages", "languages = [\"en\", \"de\"]", problems),
        }
    }
}

fn keywords(
    section: &mut Section<'_, '_>,
    key: &'static str,
    problems: &mut Problems<'_>,
) -> Option<Written<Vec<Keyword>>> {
    let list = section.list(key, "a list of keywords", &format!("{key} = [\"word\", \"two words\"]"), problems)?;
    let read = list.value.iter().filter_map(|raw| keyword(raw, problems)).collect();
    Some(list.with(read))
}

/// `all` is a list of groups: at least one keyword of each must match.
fn groups(section: &mut Section<'_, '_>, problems: &mut Problems<'_>) -> Vec<Written<Vec<Keyword>>> {
    let example = "all = [[\"this\", \"or this\"], [\"and one of these\", \"or that\"]]";
    let Some(list) = section.list("all", "a list of groups", example, problems) else { return Vec::new() };
    let loose: Vec<_> = list.value.iter().filter(|item| !matches!(item.value, DeValue::Array(_))).collect();
    if let Some(first) = loose.first() {
        let hint = if loose.len() == list.value.len() && list.value.len() > 1 {
            let words = problems.written(&list.span);
            format!(
                "if any one of them will do, write all = [{}]; if each is needed, put each in brackets",
                short(words)
            )
        } else {
            format!("write {example}")
        };
        problems.add(
            &first.span,
            &first.key,
            "`all` is a list of groups: each group stands in brackets of its own",
            hint,
        );
        return Vec::new();
    }
    let mut groups = Vec::new();
    for raw in &list.value {
        if let DeValue::Array(items) = raw.value {
            let read = items_of(raw, items).iter().filter_map(|raw| keyword(raw, problems)).collect();
            groups.push(raw.with(read));
        }
    }
    groups
}

/// Text for a hint: one line, not too long.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > 60 { "[\"this\", \"or this\"]".to_owned() } else { line }
}

fn keyword(raw: &Raw<'_, '_>, problems: &mut Problems<'_>) -> Option<Keyword> {
    let mut keyword = Keyword::empty(raw.with(()));
    match raw.value {
        DeValue::String(text) => keyword.words = Some(raw.with(text.clone().into_owned())),
        DeValue::Table(content) => {
            let mut section = Section::new("a keyword".to_owned(), raw.key.clone(), content);
            read_all(&mut section, problems, |section, problems| keyword.read(section, problems));
        }
        other => {
            let example = "\"word\" or { match = \"word\", weight = 2 }";
            wrong_type(raw, "a keyword", "text in quotes or a { table }", other, example, problems);
            return None;
        }
    }
    Some(keyword)
}

fn headers<'d>(section: &mut Section<'d, '_>, problems: &mut Problems<'_>) -> Vec<Written<(&'d str, SecretText)>> {
    let example = "headers = { Authorization = \"Bearer ${TOKEN}\" }";
    let Some(raw) = section.raw("headers") else { return Vec::new() };
    let DeValue::Table(content) = raw.value else {
        wrong_type(&raw, "headers", "a table of names and values", raw.value, example, problems);
        return Vec::new();
    };
    let mut headers = Vec::new();
    for (name, _, value) in in_order(content) {
        let raw = Written { value: value.get_ref(), span: value.span(), key: format!("{}.{name}", raw.key) };
        if let Some(text) = secret_text(&raw, name, example, problems) {
            headers.push(raw.with((name, text)));
        }
    }
    headers
}
