//! Feeds that are broken, or made to break whoever reads them: what is read of each, and what it may cost.

use super::parse::{entries_of, read, survives};
use serde_json::json;
use tidings::model::Entry;

/// What is read of a feed: its entries, each with what it has of title, text, authors and link, and what was mended.
fn told(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let document = match read(bytes) {
        Ok(document) => document,
        Err(error) => return (vec![error.to_string()], Vec::new()),
    };
    let entry = |entry: &Entry| {
        let text = if entry.text.is_empty() { &*entry.summary } else { &*entry.text };
        let link = entry.link.as_ref().map(|link| format!("-> {link}"));
        let mut parts = vec![entry.title.to_string(), text.to_owned(), entry.authors.join(", ")];
        parts.extend(link);
        parts.retain(|part| !part.is_empty());
        parts.join(" / ")
    };
    (entries_of(&document).iter().map(entry).collect(), document.repairs.names())
}

fn rss(inside: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>Harbour Herald</title>{inside}</channel></rss>")
}

fn item(inside: &str) -> String {
    rss(&format!("<item>{inside}<guid>h1</guid></item>"))
}

fn declaring(declarations: &str, inside: &str) -> String {
    format!("<!DOCTYPE rss [{declarations}]>{}", item(inside))
}

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

/// A feed's kind, the feed, and what is read of it.
type Case = (&'static str, Vec<u8>, &'static [&'static str], &'static [&'static str]);

fn check(cases: Vec<Case>) {
    for (kind, bytes, entries, repairs) in cases {
        let told = told(&bytes);
        let found: (Vec<&str>, Vec<&str>) =
            (told.0.iter().map(String::as_str).collect(), told.1.iter().map(String::as_str).collect());
        assert_eq!(found, (entries.to_vec(), repairs.to_vec()), "{kind}");
    }
}

#[test]
fn entities_are_read_as_they_stand_and_nothing_is_fetched_for_them() {
    check(vec![
        ("one in another", declaring("<!ENTITY a 'quay'><!ENTITY b '&a;&a;'><!ENTITY c '&b;&b;'>", "<title>At the &c; of &a;</title>").into(), &["At the &b;&b; of quay"], &[]),
        ("in itself", declaring("<!ENTITY a 'x&a;'><!ENTITY b '&c;'><!ENTITY c '&b;'>", "<title>At the &a; and &b;</title>").into(), &["At the x&a; and &c;"], &[]),
        ("a file", declaring("<!ENTITY f SYSTEM 'file:///etc/hostname'>", "<title>Quay &f; closed</title>").into(), &["Quay &f; closed"], &["bare-ampersand"]),
        ("an address", declaring("<!ENTITY f PUBLIC '-//H' 'http://127.0.0.1:9/x'>", "<title>Quay &f; closed</title>").into(), &["Quay &f; closed"], &["bare-ampersand"]),
        ("a parameter", declaring("<!ENTITY % p SYSTEM 'http://127.0.0.1:9/dtd'>%p;<!ENTITY % q '<!ENTITY z \"zinc\">'>%q;", "<title>Quay &z; closed</title>").into(), &["Quay zinc closed"], &[]),
        ("a grammar elsewhere", format!("<!DOCTYPE rss SYSTEM 'file:///etc/hostname'>{}", item("<title>Quay closed</title>")).into(), &["Quay closed"], &[]),
        ("markup", declaring("<!ENTITY m '</title><script>steal()</script><title>'>", "<title>Quay &m; closed</title>").into(), &["Quay closed"], &[]),
        ("markup in numbers", declaring("<!ENTITY m '&#38;#60;script&#38;#62;steal()&#60;/script&#62;'>", "<title>Quay &m; closed</title>").into(), &["Quay"], &[]),
        ("another meaning for the five", declaring("<!ENTITY lt 'less'><!ENTITY amp 'and'><!ENTITY eacute 'E'>", "<title>Crane &lt;5 t &amp; caf&eacute;</title>").into(), &["Crane <5 t & cafE"], &[]),
        ("in an attribute", format!("<!DOCTYPE feed [<!ENTITY u 'javascript:steal()'>]><feed xmlns='http://www.w3.org/2005/Atom'><entry><id>h1</id><title>Quay closed</title><link href='&u;'/></entry></feed>").into(), &["Quay closed"], &[]),
        ("numbers of no character", item("<title>Quay&#0; &#xD800;&#x110000;&#99999999999;&#xFFFE;&#8; closed</title>").into(), &["Quay closed"], &["control-characters"]),
    ]);
}

#[test]
fn a_doctype_is_passed_over_wherever_it_ends() {
    check(vec![
        (
            "a bracket in quotes",
            declaring("<!ENTITY a ']>'><!-- ]> --><?p ]> ?>", "<title>Quay closed</title>").into(),
            &["Quay closed"],
            &["leading-junk"],
        ),
        (
            "a feed within",
            declaring(
                "<!-- <rss><channel><item><title>No</title></item></channel></rss> -->",
                "<title>Quay closed</title>",
            )
            .into(),
            &["Quay closed"],
            &[],
        ),
        (
            "two of them",
            format!("<!DOCTYPE rss><!DOCTYPE html>{}", item("<title>Quay closed</title>")).into(),
            &["Quay closed"],
            &[],
        ),
        ("of a page", format!("<!DOCTYPE html>{}", item("<title>Quay closed</title>")).into(), &["Quay closed"], &[]),
        (
            "after the root",
            item("<title>Quay <!DOCTYPE x [<!ENTITY y 'z'>]> closed</title>").into(),
            &["Quay ]> closed"],
            &[],
        ),
        (
            "never ended",
            format!("<!DOCTYPE rss [<!ENTITY a 'b'>{}", item("<title>Quay closed</title>")).into(),
            &["Quay closed"],
            &[],
        ),
    ]);
}

#[test]
fn prefixes_mean_what_they_are_declared_to_mean_and_else_what_everybody_means() {
    check(vec![
        ("undeclared", item("<title>Quay closed</title><content:encoded>By flood</content:encoded><dc:creator>Ann Quay</dc:creator>").into(), &["Quay closed / By flood / Ann Quay"], &["undeclared-namespace"]),
        ("unknown", item("<title>Quay closed</title><zz:title>Not this</zz:title><media:title>Nor this</media:title>").into(), &["Quay closed"], &["undeclared-namespace"]),
        ("another name for it", "<q:rss xmlns:q='' version='2.0'><channel><item><title>Quay closed</title><guid>h1</guid></item></channel></q:rss>".into(), &["Quay closed"], &[]),
        ("Atom by a prefix", "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:id>h1</a:id><a:title>Quay closed</a:title><title>Not this</title></a:entry></a:feed>".into(), &["Quay closed"], &[]),
        ("bound to something else", "<rss version='2.0' xmlns:content='http://purl.org/dc/elements/1.1/'><channel><item><guid>h1</guid><title>Quay closed</title><content:encoded>Odd</content:encoded></item></channel></rss>".into(), &["Quay closed"], &[]),
        ("two colons, none, only one", item("<title>Quay closed</title><a:b:c>x</a:b:c><:d>y</:d><e:>z</e:>").into(), &["Quay closed"], &["undeclared-namespace"]),
    ]);
}

#[test]
fn encodings_are_believed_no_further_than_the_bytes_bear_them_out() {
    let text = item("<title>Fähre “Möwe” closed</title>");
    let declared = |name: &str| format!("<?xml version=\"1.0\" encoding=\"{name}\"?>{text}");
    let latin = |text: &str| {
        text.chars()
            .map(|c| match c {
                '“' => 0x93,
                '”' => 0x94,
                c => u8::try_from(u32::from(c)).expect("Latin"),
            })
            .collect::<Vec<u8>>()
    };
    check(vec![
        ("two marks", format!("\u{feff}\u{feff}{}", declared("utf-8")).into(), &["Fähre “Möwe” closed"], &["leading-junk"]),
        ("UTF-16 that says UTF-8", utf16(&declared("utf-8"), false, true), &["Fähre “Möwe” closed"], &[]),
        ("UTF-16 without a mark", utf16(&declared("utf-16"), true, false), &["Fähre “Möwe” closed"], &[]),
        ("UTF-8 that says UTF-16", declared("utf-16").into(), &["Fähre “Möwe” closed"], &["false-encoding"]),
        ("UTF-8 that says Latin 1", declared("iso-8859-1").into(), &["Fähre “Möwe” closed"], &["false-encoding"]),
        ("Windows that says UTF-8", latin(&declared("utf-8")), &["Fähre “Möwe” closed"], &["false-encoding"]),
        ("one that hides markup", declared("utf-7").replace("Fähre", "+ADw-script+AD4-").into(), &["+ADw-script+AD4- “Möwe” closed"], &[]),
        ("one that nobody knows", declared("x-\u{0}herald").into(), &["Fähre “Möwe” closed"], &["control-characters"]),
        ("half a character at the end", [declared("utf-8").as_bytes(), &[0xe2, 0x82]].concat(), &["Fähre “Möwe” closed"], &["stray-bytes"]),
        ("markup in too many bytes", [b"<?xml version='1.0' encoding='utf-8'?><rss><channel><item><guid>h1</guid><title>Quay \xc0\xbcscript\xc0\xbesteal()</title>".as_slice(), b"</item></channel></rss>"].concat(), &["Quay À¼scriptÀ¾steal()"], &["false-encoding", "missing-version"]),
    ]);
}

#[test]
fn characters_that_may_not_be_are_left_out() {
    check(vec![
        (
            "zeros in words",
            item("<title>Qu\u{0}ay clo\u{0}sed</title>").into(),
            &["Quay closed"],
            &["control-characters"],
        ),
        (
            "zeros in tags",
            item("<ti\u{0}tle>Quay closed</ti\u{0}tle><title>Crane</title>").into(),
            &["Quay closed"],
            &["control-characters"],
        ),
        (
            "a zero before all",
            format!("\u{0}\u{0}{}", item("<title>Quay closed</title>")).into(),
            &["Quay closed"],
            &["control-characters"],
        ),
        (
            "bells and escapes",
            item("<title>Quay\u{7} \u{1b}[31mclosed\u{9f}\u{7f}</title>").into(),
            &["Quay [31mclosedŸ"],
            &["false-encoding", "control-characters"],
        ),
        (
            "turned around",
            item("<title>Quay \u{202e}desolc\u{202c} \u{2066}now\u{200f}</title>").into(),
            &["Quay desolc now"],
            &[],
        ),
        ("no characters", item("<title>Quay \u{ffff}closed\u{fffe}</title>").into(), &["Quay closed"], &[]),
    ]);
}

#[test]
fn broken_markup_is_read_as_far_as_it_can_be_meant() {
    let first = "<item><guid>h1</guid><title>Quay closed</title></item>";
    check(vec![
        ("a block that ends twice", item("<title><![CDATA[Quay ]]]]><![CDATA[> closed]]></title>").into(), &["Quay ]]> closed"], &[]),
        ("an item in a block", rss(&format!("{first}<item><guid>h2</guid><title><![CDATA[</title></item><item><title>Not one]]></title></item>")).into(), &["Quay closed", "</item><item>Not one"], &[]),
        ("a block without an end", rss(&format!("{first}<item><guid>h2</guid><title><![CDATA[Crane sold</title></item>")).into(), &["Quay closed", "Crane sold</item></channel></rss>"], &["missing-end-tag", "truncated"]),
        ("a block in lower case", item("<title><![cdata[Quay closed]]></title>").into(), &["Quay closed"], &[]),
        ("a comment in two", item("<title>Quay <!-- -- > <b> ---> closed</title>").into(), &["Quay closed"], &[]),
        ("a comment without an end", rss(&format!("{first}<!-- <item><title>Not one</title></item>")).into(), &["Quay closed"], &["stray-end-tag", "truncated"]),
        ("an instruction", format!("<?xml-stylesheet href='javascript:steal()'?>{}", item("<title>Quay <?php steal() ?>closed</title>")).into(), &["Quay closed"], &[]),
        ("an attribute twice", "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>h1</id><title type='text' type='html'>Quay &lt;b>closed&lt;/b></title><link href='/a' href='/b'/></entry></feed>".into(), &["Quay closed / -> https://herald.example/a"], &[]),
        ("an attribute without an end", "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>h1</id><title>Quay closed</title><link href='/a/></entry></feed>".into(), &["Quay closed / -> https://herald.example/a"], &[]),
        ("attributes without quotes", "<feed xmlns=http://www.w3.org/2005/Atom><entry><id>h1</id><title type=html>Quay &lt;i>closed</title><link href=/a></entry></feed>".into(), &["Quay closed / -> https://herald.example/a"], &["missing-end-tag"]),
        ("items within items", rss("<item><guid>h1</guid><title>Quay closed</title><item><guid>h2</guid><title>Crane sold</title></item></item>").into(), &["Quay closed", "Crane sold"], &["missing-end-tag", "stray-end-tag"]),
        ("a root after the root", format!("{}{}", rss(first), rss(&first.replace("h1", "h2").replace("Quay", "Dock"))).into(), &["Quay closed", "Dock closed"], &[]),
        ("ends in the wrong order", rss("<item><guid>h1<title></guid>Quay closed</item></title><item><guid>h2</guid><title>Crane sold</title></item>").into(), &["</guid>Quay closed", "Crane sold"], &["missing-end-tag", "stray-end-tag"]),
        ("a link that is a script", item("<title>Quay closed</title><link>javascript:steal()</link>").into(), &["Quay closed"], &[]),
    ]);
}

#[test]
fn a_feed_cut_anywhere_says_no_more_than_the_whole() {
    let entry = |n: usize| {
        format!("<item><guid>h{n}</guid><title>Crane &amp; <![CDATA[quay <b>{n}</b>]]></title><link>/{n}</link></item>")
    };
    let whole = format!("<?xml version='1.0'?>{}", rss(&(1..=3).map(entry).collect::<String>()));
    let entries = |text: &str| read(text.as_bytes()).map(|document| entries_of(&document)).unwrap_or_default();
    let all = entries(&whole);
    assert_eq!(
        all.iter().map(|entry| &*entry.title).collect::<Vec<_>>(),
        ["Crane & quay 1", "Crane & quay 2", "Crane & quay 3"]
    );
    for end in 0..=whole.len() {
        let (cut, whole) = (entries(&whole[..end]), whole[..end].matches("</item>").count());
        assert!(cut.len() <= whole + 1, "at {end}: {cut:?}");
        assert_eq!(cut[..whole], all[..whole], "what came in full is read in full, at {end}");
    }
}

#[test]
fn no_feed_costs_more_than_an_honest_one_of_its_size() {
    let many = |times: usize, text: &str| text.repeat(times);
    let bomb = (1..12).map(|n| format!("<!ENTITY e{n} '{}'>", many(10, &format!("&e{};", n - 1)))).collect::<String>();
    let title = "<title>Quay closed</title>";
    for (kind, bytes) in [
        ("entities of entities", declaring(&format!("<!ENTITY e0 'quay'>{bomb}"), "<title>Quay &e11; closed</title>")),
        (
            "one large entity, often",
            declaring(
                &format!("<!ENTITY e '{}'>", many(100_000, "q")),
                &format!("{title}<description>{}</description>", many(100_000, "&e;")),
            ),
        ),
        (
            "many entities",
            declaring(
                &(0..100_000).map(|n| format!("<!ENTITY e{n} 'q'>")).collect::<String>(),
                &format!("{title}<description>{}</description>", many(100_000, "&e99999;")),
            ),
        ),
        ("depth", item(&format!("{title}{}", many(400_000, "<a>")))),
        (
            "depth that ends",
            item(&format!("{title}<description>{}{}</description>", many(200_000, "<b>"), many(200_000, "</b>"))),
        ),
        (
            "depth in XHTML",
            format!(
                "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>h1</id>{title}<content type='xhtml'>{}</content></entry></feed>",
                many(300_000, "<div>")
            ),
        ),
        ("a large attribute", item(&format!("{title}<link href='{}'/>", many(4_000_000, "a")))),
        (
            "many attributes",
            item(&format!("{title}<link {}/>", (0..200_000).map(|n| format!("a{n}='b' ")).collect::<String>())),
        ),
        ("many prefixes", item(&format!("{title}{}", (0..100_000).map(|n| format!("<p{n}:q/>")).collect::<String>()))),
        ("a large name", item(&format!("{title}<{}/>", many(3_000_000, "n")))),
        ("nothing but beginnings", item(&format!("{title}<description>{}", many(3_000_000, "<")))),
        ("comments that never end", item(&format!("{title}<description>{}", many(500_000, "<!--")))),
        ("blocks that never end", item(&format!("{title}<description>{}", many(300_000, "<![CDATA[")))),
        ("ampersands", item(&format!("{title}<description>{}</description>", many(1_000_000, "&#x")))),
        ("doctypes", format!("{}{}", many(200_000, "<!DOCTYPE a [ "), item(title))),
        ("ends of nothing", item(&format!("{title}{}", many(500_000, "</z>")))),
    ] {
        let (entries, _) = told(bytes.as_bytes());
        assert!(entries.len() == 1 && entries[0].starts_with("Quay "), "{kind}: {entries:.80?}");
        assert!(entries[0].len() <= 5_000_000, "{kind}: {} bytes", entries[0].len());
        survives(kind, bytes.as_bytes(), &json!(["e0'", "root:"])).unwrap_or_else(|problem| panic!("{problem}"));
    }
}
