//! The witness: whatever somebody changes in the output, `verify` names the file and the words, and the next run mends
//! what it can.

use super::support::town::{Ended, Town, report};
use super::verify::{another, flood, put, toll_rises};
use std::fs;
use std::path::{Path, PathBuf};

const LETTERS: &str = "[mail]\nfrom = \"brief@town.example\"\nto = [\"ann@example.org\"]\nvia = \"file\"";

/// A town with two editions a day apart, letters and all.
fn town() -> Town {
    let mut town = flood();
    town.table(LETTERS);
    town.run().succeeds();
    town.later("2026-03-02T06:00:00Z");
    town.publishes("herald", [toll_rises()]);
    town.run().succeeds();
    town
}

fn read(town: &Town, path: &str) -> String {
    fs::read_to_string(town.output(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The page of the only story of the first edition.
fn story(town: &Town) -> String {
    let mut pages = fs::read_dir(town.output("story")).expect("a folder").flatten();
    format!("story/{}", pages.next().expect("a story").file_name().to_string_lossy())
}

/// `verify` has to say no, and to name each of `words`.
fn refuses(town: &mut Town, what: &str, words: &[&str]) -> String {
    let said = town.tidings(&["verify"]).exits(1).err();
    for word in words {
        assert!(said.contains(word), "{what}: no {word:?} in\n{said}");
    }
    said
}

/// Changes the file at `path`, looks, and puts back what was there.
fn changed(town: &mut Town, path: &str, change: impl Fn(&str) -> String, words: &[&str]) {
    let before = read(town, path);
    let after = change(&before);
    assert_ne!(before, after, "{path}: the test changes nothing");
    put(&town.output(path), after.as_bytes());
    refuses(town, path, &[&[path], words].concat());
    put(&town.output(path), before.as_bytes());
}

#[test]
fn a_falsified_file_of_any_kind_is_named_with_its_words() {
    let mut town = town();
    let said = town.tidings(&["verify"]).succeeds().out();
    assert!(said.contains("each word for word as stored"), "{said}");
    let story = story(&town);
    let index = "2026/03/02/index.html";
    let lie = "Lillesand";
    let falsely = |page: &str| page.replace("Lillestad", "Lillesand");
    let single_quotes = |page: &str| {
        let parts: Vec<&str> = page.split(" data-q=\"").collect();
        let single = |part: &&str| part.split_once('"').map(|(place, rest)| format!(" data-q='{place}'{rest}"));
        let rest: Vec<String> = parts[1..].iter().filter_map(single).collect();
        format!("{}{}", parts[0], rest.concat())
    };
    let without = |page: &str| {
        let mut parts = page.split(" data-q=\"");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |page, part| page + part.split_once('"').map_or("", |(_, rest)| rest))
    };
    changed(&mut town, index, |page| falsely(&single_quotes(page)), &[lie, "does not stand at bytes"]);
    changed(&mut town, index, without, &["Lillestad", "no citation covers it"]);
    for path in ["index.html", &*story, "topic/floods.html"] {
        changed(&mut town, path, falsely, &[lie, "does not stand at bytes"]);
    }
    for path in ["feed.xml", "feed.json"] {
        changed(&mut town, path, falsely, &[lie, "no sentence of the report it leads to"]);
    }
    for path in ["2026/03/02/digest.md", "2026/03/02/digest.txt"] {
        changed(&mut town, path, falsely, &[lie, "should be \""]);
    }
    changed(&mut town, "2026/03/02/digest.json", falsely, &[lie, "does not stand at bytes"]);
    changed(&mut town, "2026/03/02/why.json", |why| why.replacen("told", "sold", 1), &["should be \""]);
    changed(&mut town, "archive.html", |page| page.replace("toll rises", "toll falls"), &["toll falls"]);
    changed(&mut town, "health.html", |page| page.replace("Answers", "Silent"), &["Silent", "should be \""]);
    changed(&mut town, "feeds.opml", |list| list.replace("herald", "harold"), &["harold", "should be \""]);
    changed(
        &mut town,
        "assets/style.css",
        |css| format!("{css}.c::after{{content:\"The mayor resigned\"}}"),
        &["The mayor resigned"],
    );
    // Of the letter each part: what is in it, and what it bears.
    let letter = "2026/03/01/digest.eml";
    changed(&mut town, letter, falsely, &[lie]);
    changed(&mut town, letter, |letter| letter.replacen("Subject: ", "Subject: False! ", 1), &["False!"]);
    changed(&mut town, letter, |letter| letter.replace("https://daily", "https://doily"), &["doily"]);
    town.tidings(&["verify"]).succeeds();
}

#[test]
fn citations_that_are_missing_moved_doubled_or_retargeted_are_named() {
    let mut town = town();
    let index = "2026/03/01/index.html";
    let page = read(&town, index);
    let items: Vec<&str> = page.lines().filter(|line| line.starts_with("<li><span dir")).collect();
    let [one, two, ..] = items[..] else { panic!("two facts: {page}") };
    let whole = |item: &str| item.split('>').nth(2).and_then(|rest| rest.split('<').next()).expect("words").to_owned();
    let words = |item: &str| whole(item).chars().take(30).collect::<String>();
    let place = |item: &str| {
        item.split("data-q=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a place").to_owned()
    };
    let link = |item: &str| {
        item.split("<a href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a link").to_owned()
    };
    let cases: Vec<(&str, String, Vec<String>)> = vec![
        ("missing", page.replace(&format!("{one}\n"), ""), vec![words(one), "is missing here".to_owned()]),
        (
            "doubled",
            page.replace(one, &format!("{one}\n{one}")),
            vec![words(one), "stands twice in the same story".to_owned()],
        ),
        (
            "retargeted",
            page.replace(one, &one.replace(&link(one), &link(two))),
            vec![words(one), "and not to its report".to_owned()],
        ),
        (
            "of other bytes",
            page.replace(&place(one), &place(two)),
            vec![words(one), "does not stand at bytes".to_owned()],
        ),
        (
            "without a link",
            page.replace(one, &one.replace("<a href", "<b href").replace("</a>", "</b>")),
            vec![words(one), "leads to".to_owned()],
        ),
        (
            "moved out of its story",
            page.replace(&format!("{one}\n"), "").replace("</header>", &format!("</header>{one}")),
            vec!["is missing here".to_owned()],
        ),
        (
            "within another",
            page.replace(&whole(one), &format!("<b data-q=\"{}\">x</b>", place(two))),
            vec!["within another".to_owned()],
        ),
        ("unreadable", page.replace(&place(one), "here"), vec!["does not say where it was copied from".to_owned()]),
    ];
    for (what, after, words) in cases {
        assert_ne!(after, page, "{what}: the test changes nothing");
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        changed(&mut town, index, |_| after.clone(), &words);
    }
    let feed = "feed.xml";
    let first = read(&town, feed)
        .split("<link rel=\"via\"")
        .nth(1)
        .expect("a source")
        .split('/')
        .nth(3)
        .expect("a host")
        .to_owned();
    changed(&mut town, feed, |feed| feed.replace(&first, "evil.example"), &["evil.example"]);
    changed(
        &mut town,
        feed,
        |feed| feed.replace("toll rises to 7", "toll rises to 8"),
        &["toll rises to 8", "is not the headline"],
    );
    let dropped = |feed: &str| {
        let (before, rest) = feed.split_once("<entry>").expect("an entry");
        format!("{before}{}", rest.split_once("</entry>").expect("its end").1)
    };
    changed(&mut town, feed, dropped, &["is a story that the feed does not tell"]);
}

#[test]
fn one_altered_byte_in_any_file_is_found() {
    let town = town();
    let mut paths = Vec::new();
    files(&town.output(""), &mut paths);
    let kinds: Vec<String> = paths.iter().filter_map(|path| Some(path.extension()?.to_str()?.to_owned())).collect();
    for kind in ["html", "xml", "json", "md", "txt", "opml", "css", "eml"] {
        assert!(kinds.iter().any(|known| known == kind), "no {kind}");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (output, store) = (town.output(""), town.store());
    let verified = || {
        let config = tidings::config::Config::load(&town.folder().join("feeds.toml")).expect("a configuration");
        let report = tidings::pipeline::verify(&output, &store, Some(&config));
        runtime.block_on(report).expect("a report").faults
    };
    assert_eq!(verified(), []);
    for path in paths {
        let before = fs::read(&path).expect("a file");
        // Every part of the file, without one run for each of its bytes.
        for part in 0..8 {
            let at = (before.len() - 1) * part / 7;
            let mut after = before.clone();
            after[at] = another(after[at]);
            put(&path, &after);
            let faults = verified();
            assert!(faults.iter().all(|fault| fault.file == path), "{}: {faults:?}", path.display());
            assert!(!faults.is_empty(), "{}: byte {at} of {}", path.display(), before.len());
        }
        put(&path, &before);
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.path().is_dir() { files(&entry.path(), found) } else { found.push(entry.path()) }
    }
    found.sort();
}

/// A town whose template `name` is the built-in one with `change`.
fn with_template(name: &str, change: impl Fn(&str) -> String) -> Town {
    let mut town = flood().digest("templates = \"mine\"");
    town.table(LETTERS);
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(name);
    let before = fs::read_to_string(built_in).expect("a template");
    let after = change(&before);
    assert_ne!(before, after, "{name}: the test changes nothing");
    fs::create_dir(town.folder().join("mine")).expect("a folder");
    put(&town.folder().join("mine").join(name), after.as_bytes());
    town
}

fn made_with(name: &str, from: &str, to: &str) -> Ended {
    let mut town = with_template(name, |template| template.replacen(from, to, 1));
    town.run().succeeds();
    town.tidings(&["verify"])
}

#[test]
fn templates_of_ones_own_may_be_written_in_any_way() {
    let quote = "<span dir=\"auto\" data-q=\"{{place}}\">{{text}}</span>";
    for (name, from, to) in [
        ("quote.hbs", quote, "<span dir='auto' data-q='{{place}}'>{{text}}</span>"),
        ("quote.hbs", quote, "<SPAN DATA-Q={{place}} class=x DIR=auto>{{text}}</SPAN>"),
        ("quote.hbs", quote, "<q><em\n data-q = \"{{place}}\"\n>\n<b>{{text}}</b>\n</em></q>"),
        ("quote.hbs", "(<a href=\"{{link}}\" rel=\"noopener noreferrer\">", "&#40;<a rel=noopener href='{{link}}'>"),
        (
            "brief.hbs",
            "<a class=\"u-url\" href=\"{{page}}\" dir=\"auto\" data-q=\"{{headline_place}}\">{{headline}}</a>",
            "<b data-q=\"{{headline_place}}\"><a href=\"{{page}}\">{{headline}}</a></b>",
        ),
        ("singles.hbs", "data-q=\"{{place}}\" href=\"{{link}}\"", "href=\"{{link}}\" data-q=\"{{place}}\""),
        (
            "adds.hbs",
            "<li><span dir=\"auto\" data-q=\"{{place}}\">{{text}}</span> <a",
            "<li><a data-q=\"{{place}}\" href=\"{{link}}\">{{text}}</a> <a",
        ),
        ("digest.hbs", "</main>", "<input type=checkbox value=\"on\"></main>"),
        ("digest.hbs", "</main>", "<script type=\"application/ld+json\">{}</script></main>"),
        (
            "digest.hbs",
            "<main ",
            "<a href=\"#{{lead.anchor}}\" data-q=\"{{lead.headline_place}}\">{{lead.headline}}</a><main ",
        ),
        ("lead.hbs", "<article ", "<article aria-label=\"{{headline}}\" "),
        ("head.hbs", "</head>", "<style>:root{--serif:\"Times New Roman\"}</style></head>"),
        ("style.css", ".c{", ".content:lang(\"fr\"){color:red}.c{"),
        ("item.hbs", "{{#if facts}}", "<h1>{{headline}}</h1>{{#if facts}}"),
        (
            "mail.hbs",
            "<span dir=\"auto\">{{text}}</span> (<a href=\"{{link}}\"",
            "<q dir=auto>{{text}}</q> (<a class='x' href='{{link}}'",
        ),
        ("digest.hbs", "</header>", "<p data-own>Good morning, Ada! Your brief of <b>today</b>.</p></header>"),
        ("digest.hbs", "</footer>", "<p data-own><a href=\"https://ada.example/\">Ada</a></p></footer>"),
        (
            "item.hbs",
            "<ul>{{#each facts}}<li>{{text}} (<a href=\"{{link}}\">{{site}}</a>)</li>{{/each}}</ul>",
            "{{#each facts}}<p><a href=\"{{link}}\">{{text}}</a></p>{{/each}}",
        ),
        ("style.css", "content:\"\"", "content:\"→ \""),
    ] {
        let ended = made_with(name, from, to);
        let (out, err) = (ended.out(), ended.err());
        assert!(out.contains("word for word"), "{name}: {to}: {err}");
    }
}

#[test]
fn what_a_template_of_ones_own_adds_to_the_news_is_named() {
    let lie = "The mayor of Lillestad has resigned.";
    let lies =
        (1..=10).fold(String::new(), |lies, n| lies + &format!("<p>Mayor number {n} of Lillestad has resigned.</p>"));
    let quote = "data-q=\"{{place}}\">{{text}}<";
    for (name, from, to, words) in [
        ("digest.hbs", "</main>", format!("{lies}</main>"), "\"Mayor number 10 of Lillestad has resigned.\" is shown"),
        (
            "lead.hbs",
            "{{> sources}}",
            format!("{lies}{{{{> sources}}}}"),
            "\"Mayor number 1 of Lillestad has resigned.\" is shown",
        ),
        ("story.hbs", "</article>", format!("{lie}</article>"), lie),
        ("topic.hbs", "</main>", format!("{lie}</main>"), lie),
        ("archive.hbs", "</main>", format!("{lie}</main>"), lie),
        ("digest.hbs", "</header>", format!("<p>{lie}</p></header>"), lie),
        ("digest.hbs", "</body>", format!("{lie}</body>"), lie),
        ("head.hbs", "{{page.title}}", lie.to_owned(), lie),
        (
            "head.hbs",
            "</head>",
            format!("<meta property=\"og:description\" content=\"{lie}\"></head>"),
            "the attribute `content`",
        ),
        ("digest.hbs", "</main>", format!("<p data-own>{lie}</p></main>"), "stands among the news"),
        ("quote.hbs", quote, format!("title=\"{lie}\" {quote}"), "the attribute `title`"),
        ("quote.hbs", quote, "data-q=\"{{place}}\">{{text}} Not.<".to_owned(), "does not stand at bytes"),
        ("quote.hbs", " data-q=\"{{place}}\"", String::new(), "no citation covers it"),
        (
            "quote.hbs",
            "href=\"{{link}}\"",
            "href=\"https://evil.example/\"".to_owned(),
            "leads to https://evil.example/",
        ),
        ("sources.hbs", "href=\"{{link}}\"", "href=\"https://evil.example/\"".to_owned(), "https://evil.example/"),
        ("sources.hbs", "href=\"{{link}}\"", "href=\"javascript:alert(1)\"".to_owned(), "javascript:alert(1)"),
        (
            "digest.hbs",
            "{{#with lead}}{{> lead}}{{/with}}",
            "{{lead.outlets}}".to_owned(),
            "that the page does not tell",
        ),
        ("item.hbs", "{{#if facts}}", format!("<p data-q=\"x\">{lie}</p>{{{{#if facts}}}}"), lie),
        ("item.hbs", "{{#if facts}}", format!("<p data-own>{lie}</p>{{{{#if facts}}}}"), lie),
        ("item.hbs", "{{#if facts}}", "<iframe srcdoc=\"x\"></iframe>{{#if facts}}".to_owned(), "has <iframe>"),
        ("item.hbs", "{{#if facts}}", format!("{}{{{{#if facts}}}}", "<b>".repeat(500)), "left open"),
        ("item.hbs", "{{#each facts}}<li>{{text}}", "{{#each facts}}<li>".to_owned(), "tells nothing"),
        ("mail.hbs", "{{#each told}}", format!("<p>{lie}</p>{{{{#each told}}}}"), lie),
        ("mail.hbs", "{{#each told}}", format!("<p data-q=\"x\">{lie}</p>{{{{#each told}}}}"), lie),
        ("mail.hbs", "{{#each told}}", format!("<p data-own>{lie}</p>{{{{#each told}}}}"), lie),
        (
            "mail.hbs",
            "(<a href=\"{{link}}\"",
            "(<a href=\"https://evil.example/\"".to_owned(),
            "leads to https://evil.example/",
        ),
        (
            "mail.hbs",
            "<tr><td style=\"padding:20px",
            format!("<style>p::after{{content:'{lie}'}}</style><tr><td style=\"padding:20px"),
            lie,
        ),
        ("sources.hbs", "href=\"{{link}}\"", "href=\"{{../sources.[0].link}}\"".to_owned(), "no report of that outlet"),
        ("sources.hbs", "href=\"{{link}}\"", "href=\"/&#9;/evil.example/\"".to_owned(), "evil.example"),
        ("head.hbs", "</head>", "<link rel=stylesheet href=\"data:text/css,x\"></head>".to_owned(), "has <link>"),
        ("digest.hbs", "</main>", "<template shadowrootmode=open>x</template></main>".to_owned(), "has <template>"),
        ("digest.hbs", "</main>", "<img src=\"data:image/svg+xml,x\" alt=\"\"></main>".to_owned(), "has <img src>"),
        ("digest.hbs", "<main ", "<main onclick=\"x()\" ".to_owned(), "has <main onclick>"),
        ("digest.hbs", "</main>", format!("<input value=\"{lie}\"></main>"), "the attribute `value`"),
        ("digest.hbs", "</header>", "<script data-own>x()</script></header>".to_owned(), "has <script>"),
        ("style.css", "content:\"\"", "content:\"1\"".to_owned(), "\"1\" is shown by a style"),
        ("item.hbs", "<p>{{#each sources}}", format!("<p>{lie} {{{{#each sources}}}}"), lie),
        ("item.hbs", "(<a href=\"{{link}}\">", "(<a href=\"https://evil.example/\">".to_owned(), "evil.example"),
        ("style.css", "content:\"\"", format!("content:\"{lie}\""), lie),
        ("digest.hbs", "</main>", format!("<style>p::after{{content:'{lie}'}}</style></main>"), lie),
        ("digest.hbs", "</main>", "<script>x()</script></main>".to_owned(), "has <script>"),
        ("head.hbs", "<title>", "<base href=\"https://evil.example/\"><title>".to_owned(), "has <base>"),
        ("digest.hbs", "</header>", "<iframe src=\"x.html\"></iframe></header>".to_owned(), "has <iframe>"),
        ("digest.hbs", "</main>", "<svg><text>Resigned</text></svg></main>".to_owned(), "\"Resigned\" is shown"),
    ] {
        let ended = made_with(name, from, &to);
        assert_eq!(ended.code(), Some(1), "{name}: {to}: {}", ended.out());
        let said = ended.err();
        assert!(said.contains(words), "{name}: {to}: no {words:?} in\n{said}");
    }
}

/// What becomes of a page.
type Lose = fn(&Path);

#[test]
fn what_lies_in_the_place_of_a_page_is_named_and_mended() {
    let mut town = town();
    let story = story(&town);
    let paths = [
        "index.html",
        "2026/03/01/index.html",
        "2026/03/01/digest.md",
        "2026/03/02/digest.txt",
        "2026/03/01/digest.json",
        "2026/03/01/why.json",
        "feed.xml",
        "feed.json",
        "feeds.opml",
        "assets/style.css",
        "archive.html",
        "health.html",
        &*story,
    ];
    let lost: [(&str, Lose); 5] = [
        ("is missing", |path| fs::remove_file(path).expect("removed")),
        ("is empty", |path| put(path, b"")),
        ("is a folder, and no file", |path| {
            fs::remove_file(path).expect("removed");
            fs::create_dir(path).expect("a folder");
            put(&path.join("mine.txt"), b"mine");
        }),
        ("is a link, and no file", |path| {
            let elsewhere = path.with_extension("elsewhere");
            fs::rename(path, &elsewhere).expect("moved");
            std::os::unix::fs::symlink(&elsewhere, path).expect("a link");
        }),
        ("is a pipe, a device or the like, and no file", |path| {
            fs::remove_file(path).expect("removed");
            let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
            rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, mode, 0).expect("a pipe");
        }),
    ];
    for (words, lose) in lost {
        for path in paths {
            lose(&town.output(path));
        }
        let said = refuses(&mut town, words, &paths);
        assert_eq!(said.matches(words).count(), paths.len(), "{said}");
        let ended = town.run().succeeds();
        assert!(ended.out().contains("written again"), "{words}: {}", ended.out());
        town.tidings(&["verify"]).succeeds();
    }
    // What was no page of ours is kept.
    assert_eq!(read(&town, "index.html.kept-1/mine.txt"), "mine");
    // And when all is well, nothing is written.
    assert!(town.run().succeeds().out().contains("Nothing new. The page"));
}

#[test]
fn what_is_written_once_stays_true_when_its_edition_is_made_again() {
    let mut town = town();
    // The same day, with other topics: the edition is made again, and the letter and the story of the day before stay.
    town.later("2026-03-02T06:30:00Z");
    let file = town.feeds_file();
    let before = fs::read_to_string(&file).expect("a file");
    let after = before.replace("any = [\"dam\", \"flood*\"]", "any = [\"toll\"]\nnot = [\"rescuers\"]");
    assert_ne!(before, after);
    put(&file, after.as_bytes());
    let ended = town.tidings_as_it_is(&["publish", "--at", "2026-03-02T06:30:00Z"]).succeeds();
    assert!(ended.out().contains("2026/03/02"), "{}", ended.out());
    assert!(!read(&town, "2026/03/02/index.html").contains("flooded 40 homes"), "the test changes nothing");
    let ended = town.tidings_as_it_is(&["verify"]);
    assert_eq!(ended.code(), Some(0), "{}", ended.err());
    // In another language, too.
    put(&file, after.replace("[digest]", "[digest]\nlanguage = \"de\"").as_bytes());
    town.tidings_as_it_is(&["verify"]).succeeds();
    town.tidings_as_it_is(&["publish", "--at", "2026-03-02T06:40:00Z"]).succeeds();
    let ended = town.tidings_as_it_is(&["verify"]);
    assert_eq!(ended.code(), Some(0), "{}", ended.err());
    // And a letter is still held against what was written.
    let letter = town.output("2026/03/01/digest.eml");
    let body = fs::read(&letter).expect("a letter");
    put(&letter, &[&body[..], b"x"].concat());
    let ended = town.tidings_as_it_is(&["verify"]).exits(1);
    assert!(ended.err().contains("digest.eml: is not what was written"), "{}", ended.err());
    // Whoever sends it on takes it away.
    fs::remove_file(&letter).expect("taken");
    town.tidings_as_it_is(&["verify"]).succeeds();
}

#[test]
fn pages_are_verified_without_the_file_they_were_made_by() {
    let mut town = flood().digest("language = \"fr\"\nbase_url = \"https://news.example/\"");
    town.table(LETTERS);
    let text = town.feeds_toml().replace("timezone = \"UTC\"", "timezone = \"Asia/Kathmandu\"");
    town.writes(&text);
    town.run().succeeds();
    let (output, store) = (town.output(""), town.store());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let verified = || runtime.block_on(tidings::pipeline::verify(&output, &store, None)).expect("a report").faults;
    assert_eq!(verified(), []);
    // Beside the pages a reader may keep things of any name.
    std::os::unix::fs::symlink("index.html", town.output("today.html")).expect("a link");
    fs::create_dir(town.output("mine.html")).expect("a folder");
    assert_eq!(verified(), []);
    let page = read(&town, "index.html");
    put(&town.output("index.html"), page.replace("Lillestad", "Lillesand").as_bytes());
    assert!(verified().iter().any(|fault| fault.words.contains("Lillesand")));
    // What is many times as large, or left open thousands of times, is not looked through for minutes.
    for page in ["<div>".repeat(50_000), "<font size=1><p>".repeat(2_000)] {
        put(&town.output("index.html"), page.as_bytes());
        assert!(verified().iter().any(|fault| fault.file.ends_with("index.html")));
    }
}

#[test]
fn verify_says_what_it_looked_at() {
    let mut town = town();
    let said = town.tidings(&["verify", "-v"]).succeeds().out();
    for (path, how) in [
        ("2026/03/01/digest.json", "every citation, and the stored edition"),
        ("2026/03/01/digest.md", "as made from the stored edition: ok"),
        ("2026/03/01/digest.eml", "every sentence, and the print it bears"),
        ("2026/03/01/index.html", "every sentence cited, all else known"),
        ("feed.xml", "every entry word for word"),
        ("assets/style.css", "as it was written: ok"),
    ] {
        let line = said.lines().find(|line| line.contains(path)).unwrap_or_else(|| panic!("no {path} in {said}"));
        assert!(line.contains(how) && line.ends_with(": ok"), "{line}");
    }
    // Of one edition, its own files.
    let folder = town.output("2026/03/01").display().to_string();
    let said = town.tidings(&["verify", "-v", &folder]).succeeds().out();
    assert_eq!(said.lines().count(), 7, "{said}");
    let _ = fs::remove_file(town.output("2026/03/01/digest.txt"));
    let said = town.tidings(&["verify", "-v", &folder]).exits(1);
    assert!(
        said.err().contains("digest.txt: is missing") && said.err().contains("1 fault in 1 file"),
        "{}",
        said.err()
    );
}

#[test]
fn a_copy_of_the_pages_is_verified_as_well() {
    let mut town = town();
    let copy = town.folder().join("copy/2026/03/01");
    fs::create_dir_all(&copy).expect("a folder");
    for name in ["index.html", "digest.json", "digest.md"] {
        fs::copy(town.output("2026/03/01").join(name), copy.join(name)).expect("copied");
    }
    let folder = town.folder().join("copy").display().to_string();
    town.tidings(&["verify", &folder]).succeeds();
    let day = copy.display().to_string();
    town.tidings(&["verify", &day]).succeeds();
    let page = fs::read_to_string(copy.join("index.html")).expect("a page");
    put(&copy.join("index.html"), page.replace("Lillestad", "Lillesand").as_bytes());
    for folder in [folder, day] {
        let said = town.tidings(&["verify", &folder]).exits(1).err();
        assert!(said.contains("Lillesand") && said.contains("does not stand at bytes"), "{said}");
    }
}

#[test]
fn pages_of_another_program_or_other_options_are_said_to_be() {
    let mut town = town();
    let sql = |town: &Town, text: &'static str| {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(town.store());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let pool = sqlx::SqlitePool::connect_with(options).await.expect("the store");
            sqlx::query(text).execute(&pool).await.expect(text);
            pool.close().await;
        });
    };
    // Another version wrote them, with other labels: what they quote still holds.
    sql(&town, "update pages set made_with = 'another.program'");
    let said = town.tidings(&["verify"]).succeeds().out();
    assert!(said.contains("another version of Tidings wrote them"), "{said}");
    changed(&mut town, "index.html", |page| page.replacen("40 homes", "4 homes", 1), &["4 homes"]);
    // An earlier version noted nothing of what it wrote.
    sql(&town, "delete from pages");
    town.tidings(&["verify"]).succeeds();
    changed(&mut town, "index.html", |page| page.replacen("40 homes", "4 homes", 1), &["4 homes"]);
    // The next run writes all of them again.
    sql(&town, "update notes set value = 'another.program' where name = 'rendered-with'");
    town.run().succeeds();
    let said = town.tidings(&["verify"]).succeeds().out();
    assert!(!said.contains("another version"), "{said}");
    changed(&mut town, "health.html", |page| page.replace("Answers", "Silent"), &["health.html"]);
}

#[test]
fn pages_verify_when_old_editions_have_been_forgotten() {
    let mut town = flood().section("[keep]\neditions = \"30d\"\nentries = \"30d\"");
    town.run().succeeds();
    let days = ["03-07", "03-13", "03-19", "03-25", "03-31", "04-06", "04-12", "04-18"];
    for (at, day) in days.into_iter().enumerate() {
        town.later(&format!("2026-{day}T06:00:00Z"));
        let text =
            format!("Rescuers found {} people dead below the broken Lillestad dam, said the county.", 7 + at * 3);
        let title = format!("Lillestad dam: toll rises to {}", 7 + at * 3);
        town.publishes("herald", [report(&title, &text, "05:00")]);
        town.run().succeeds();
        let ended = town.tidings(&["verify"]);
        assert_eq!(ended.code(), Some(0), "{day}: {}", ended.err());
    }
    assert!(!town.output("2026/03/01").exists() && town.output("2026/03/25").exists());
}
