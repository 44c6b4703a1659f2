//! Feeds that are broken, or made to break whoever reads them: what is read of each, and what it may cost.

mod costs;

use super::parse::{entries_of, read};
use tidings::model::Entry;

/// What is read of a feed: its entries, each with what it has of title, text, authors and link, and what was mended.
fn told(bytes: &[u8]) -> (String, String) {
    let document = match read(bytes) {
        Ok(document) => document,
        Err(error) => return (error.to_string(), String::new()),
    };
    let entry = |entry: &Entry| {
        let text = if entry.text.is_empty() { &*entry.summary } else { &*entry.text };
        let link = entry.link.as_ref().map(|link| format!("-> {link}"));
        let mut parts = vec![entry.title.to_string(), text.to_owned(), entry.authors.join(", ")];
        parts.extend(link);
        parts.retain(|part| !part.is_empty());
        parts.join(" / ")
    };
    let entries: Vec<String> = entries_of(&document).iter().map(entry).collect();
    (entries.join(" + "), document.repairs.names().join(" "))
}

/// Each case: its kind, the feed, what is read of it, and what was mended.
fn check<F: AsRef<[u8]>>(cases: Vec<(&str, F, &str, &str)>) {
    for (kind, feed, entries, repairs) in cases {
        assert_eq!(told(feed.as_ref()), (entries.to_owned(), repairs.to_owned()), "{kind}");
    }
}

fn rss(inside: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>Harbour Herald</title>{inside}</channel></rss>")
}

fn item(inside: &str) -> String {
    rss(&format!("<item>{inside}<guid>h1</guid></item>"))
}

fn titled(title: &str) -> String {
    item(&format!("<title>{title}</title>"))
}

fn atom(inside: &str) -> String {
    format!("<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>h1</id>{inside}</entry></feed>")
}

fn declaring(declarations: &str, title: &str) -> String {
    format!("<!DOCTYPE rss [{declarations}]>{}", titled(title))
}

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn entities_are_read_as_they_stand_and_nothing_is_fetched_for_them() {
    check(vec![
        (
            "one in another",
            declaring("<!ENTITY a 'quay'><!ENTITY b '&a;&a;'><!ENTITY c '&b;&b;'>", "At the &c; of &a;"),
            "At the &b;&b; of quay",
            "",
        ),
        (
            "in itself",
            declaring("<!ENTITY a 'x&a;'><!ENTITY b '&c;'><!ENTITY c '&b;'>", "At the &a; and &b;"),
            "At the x&a; and &c;",
            "",
        ),
        (
            "a file",
            declaring("<!ENTITY f SYSTEM 'file:///etc/hostname'>", "Quay &f; closed"),
            "Quay &f; closed",
            "bare-ampersand",
        ),
        (
            "an address",
            declaring("<!ENTITY f PUBLIC '-//H' 'http://127.0.0.1:9/x'>", "Quay &f; closed"),
            "Quay &f; closed",
            "bare-ampersand",
        ),
        (
            "a parameter",
            declaring(
                "<!ENTITY % p SYSTEM 'http://127.0.0.1:9/dtd'>%p;<!ENTITY % q '<!ENTITY z \"zinc\">'>%q;",
                "Quay &z; closed",
            ),
            "Quay zinc closed",
            "",
        ),
        (
            "a grammar elsewhere",
            format!("<!DOCTYPE rss SYSTEM 'file:///etc/hostname'>{}", titled("Quay closed")),
            "Quay closed",
            "",
        ),
        (
            "markup",
            declaring("<!ENTITY m '</title><script>steal()</script><title>'>", "Quay &m; closed"),
            "Quay closed",
            "",
        ),
        (
            "markup in numbers",
            declaring("<!ENTITY m '&#38;#60;script&#38;#62;steal()&#60;/script&#62;'>", "Quay &m; closed"),
            "Quay",
            "",
        ),
        (
            "another meaning for the five",
            declaring("<!ENTITY lt 'less'><!ENTITY amp 'and'><!ENTITY eacute 'E'>", "Crane &lt;5 t &amp; caf&eacute;"),
            "Crane <5 t & cafE",
            "",
        ),
        (
            "in an attribute",
            format!(
                "<!DOCTYPE feed [<!ENTITY u 'javascript:steal()'>]>{}",
                atom("<title>Quay closed</title><link href='&u;'/>")
            ),
            "Quay closed",
            "",
        ),
        (
            "numbers of no character",
            titled("Quay&#0; &#xD800;&#x110000;&#99999999999;&#xFFFE;&#8; closed"),
            "Quay closed",
            "control-characters",
        ),
    ]);
}

#[test]
fn a_doctype_is_passed_over_wherever_it_ends() {
    check(vec![
        (
            "a bracket in quotes",
            declaring("<!ENTITY a ']>'><!-- ]> --><?p ]> ?>", "Quay closed"),
            "Quay closed",
            "leading-junk",
        ),
        (
            "a feed within",
            declaring("<!-- <rss><channel><item><title>No</title></item></channel></rss> -->", "Quay closed"),
            "Quay closed",
            "",
        ),
        ("two of them", format!("<!DOCTYPE rss><!DOCTYPE html>{}", titled("Quay closed")), "Quay closed", ""),
        ("of a page", format!("<!DOCTYPE html>{}", titled("Quay closed")), "Quay closed", ""),
        ("after the root", titled("Quay <!DOCTYPE x [<!ENTITY y 'z'>]> closed"), "Quay ]> closed", ""),
        ("never ended", format!("<!DOCTYPE rss [<!ENTITY a 'b'>{}", titled("Quay closed")), "Quay closed", ""),
    ]);
}

#[test]
fn prefixes_mean_what_they_are_declared_to_mean_and_else_what_everybody_means() {
    check(vec![
        (
            "undeclared",
            item(
                "<title>Quay closed</title><content:encoded>By flood</content:encoded><dc:creator>Ann Quay\
             </dc:creator>",
            ),
            "Quay closed / By flood / Ann Quay",
            "undeclared-namespace",
        ),
        (
            "unknown",
            item("<title>Quay closed</title><zz:title>Not this</zz:title><media:title>Nor this</media:title>"),
            "Quay closed",
            "undeclared-namespace",
        ),
        (
            "another name for it",
            "<q:rss xmlns:q='' version='2.0'><channel><item><title>Quay closed</title><guid>h1</guid></item>\
             </channel></q:rss>"
                .to_owned(),
            "Quay closed",
            "",
        ),
        (
            "Atom by a prefix",
            "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:id>h1</a:id><a:title>Quay closed</a:title>\
             <title>Not this</title></a:entry></a:feed>"
                .to_owned(),
            "Quay closed",
            "",
        ),
        (
            "bound to something else",
            "<rss version='2.0' xmlns:content='http://purl.org/dc/elements/1.1/'><channel><item><guid>h1</guid>\
             <title>Quay closed</title><content:encoded>Odd</content:encoded></item></channel></rss>"
                .to_owned(),
            "Quay closed",
            "",
        ),
        (
            "two colons, none, only one",
            item("<title>Quay closed</title><a:b:c>x</a:b:c><:d>y</:d><e:>z</e:>"),
            "Quay closed",
            "undeclared-namespace",
        ),
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
        (
            "two marks",
            format!("\u{feff}\u{feff}{}", declared("utf-8")).into_bytes(),
            "Fähre “Möwe” closed",
            "leading-junk",
        ),
        ("UTF-16 that says UTF-8", utf16(&declared("utf-8"), false, true), "Fähre “Möwe” closed", ""),
        ("UTF-16 without a mark", utf16(&declared("utf-16"), true, false), "Fähre “Möwe” closed", ""),
        ("UTF-8 that says UTF-16", declared("utf-16").into_bytes(), "Fähre “Möwe” closed", "false-encoding"),
        ("UTF-8 that says Latin 1", declared("iso-8859-1").into_bytes(), "Fähre “Möwe” closed", "false-encoding"),
        ("Windows that says UTF-8", latin(&declared("utf-8")), "Fähre “Möwe” closed", "false-encoding"),
        (
            "one that hides markup",
            declared("utf-7").replace("Fähre", "+ADw-script+AD4-").into_bytes(),
            "+ADw-script+AD4- “Möwe” closed",
            "",
        ),
        ("one that nobody knows", declared("x-\u{0}herald").into_bytes(), "Fähre “Möwe” closed", "control-characters"),
        (
            "half a character at the end",
            [declared("utf-8").as_bytes(), &[0xe2, 0x82]].concat(),
            "Fähre “Möwe” closed",
            "stray-bytes",
        ),
        (
            "markup in too many bytes",
            [
                b"<?xml version='1.0' encoding='utf-8'?><rss><channel><item><guid>h1</guid>\
             <title>Quay \xc0\xbcscript\xc0\xbesteal()</title>"
                    .as_slice(),
                b"</item></channel></rss>",
            ]
            .concat(),
            "Quay À¼scriptÀ¾steal()",
            "false-encoding missing-version",
        ),
    ]);
}

#[test]
fn characters_that_may_not_be_are_left_out() {
    check(vec![
        ("zeros in words", titled("Qu\u{0}ay clo\u{0}sed"), "Quay closed", "control-characters"),
        (
            "zeros in tags",
            item("<ti\u{0}tle>Quay closed</ti\u{0}tle><title>Crane</title>"),
            "Quay closed",
            "control-characters",
        ),
        ("a zero before all", format!("\u{0}\u{0}{}", titled("Quay closed")), "Quay closed", "control-characters"),
        (
            "bells and escapes",
            titled("Quay\u{7} \u{1b}[31mclosed\u{9f}\u{7f}"),
            "Quay [31mclosedŸ",
            "false-encoding control-characters",
        ),
        ("turned around", titled("Quay \u{202e}desolc\u{202c} \u{2066}now\u{200f}"), "Quay desolc now", ""),
        ("no characters", titled("Quay \u{ffff}closed\u{fffe}"), "Quay closed", ""),
    ]);
}

#[test]
fn broken_markup_is_read_as_far_as_it_can_be_meant() {
    let first = "<item><guid>h1</guid><title>Quay closed</title></item>";
    check(vec![
        ("a block that ends twice", titled("<![CDATA[Quay ]]]]><![CDATA[> closed]]>"), "Quay ]]> closed", ""),
        (
            "an item in a block",
            rss(&format!(
                "{first}<item><guid>h2</guid><title><![CDATA[</title></item><item><title>Not one]]></title>\
             </item>"
            )),
            "Quay closed + </item><item>Not one",
            "",
        ),
        (
            "a block without an end",
            rss(&format!("{first}<item><guid>h2</guid><title><![CDATA[Crane sold</title></item>")),
            "Quay closed + Crane sold</item></channel></rss>",
            "missing-end-tag truncated",
        ),
        ("a block in lower case", titled("<![cdata[Quay closed]]>"), "Quay closed", ""),
        ("a comment in two", titled("Quay <!-- -- > <b> ---> closed"), "Quay closed", ""),
        (
            "a comment without an end",
            rss(&format!("{first}<!-- <item><title>Not one</title></item>")),
            "Quay closed",
            "stray-end-tag truncated",
        ),
        (
            "an instruction",
            format!(
                "<?xml-stylesheet href='javascript:steal()'?>{}",
                item(
                    "<title>Quay <?php steal() ?>closed\
             </title>"
                )
            ),
            "Quay closed",
            "",
        ),
        (
            "an attribute twice",
            atom("<title type='text' type='html'>Quay &lt;b>closed&lt;/b></title><link href='/a' href='/b'/>"),
            "Quay closed / -> https://herald.example/a",
            "",
        ),
        (
            "an attribute without an end",
            atom("<title>Quay closed</title><link href='/a/>"),
            "Quay closed / -> https://herald.example/a",
            "",
        ),
        (
            "attributes without quotes",
            "<feed xmlns=http://www.w3.org/2005/Atom><entry><id>h1</id><title type=html>Quay &lt;i>closed</title>\
             <link href=/a></entry></feed>"
                .to_owned(),
            "Quay closed / -> https://herald.example/a",
            "missing-end-tag",
        ),
        (
            "items within items",
            rss("<item><guid>h1</guid><title>Quay closed</title><item><guid>h2</guid><title>Crane sold</title>\
             </item></item>"),
            "Quay closed + Crane sold",
            "missing-end-tag stray-end-tag",
        ),
        (
            "a root after the root",
            format!("{}{}", rss(first), rss(&first.replace("h1", "h2").replace("Quay", "Dock"))),
            "Quay closed + Dock closed",
            "",
        ),
        (
            "ends in the wrong order",
            rss("<item><guid>h1<title></guid>Quay closed</item></title><item><guid>h2</guid><title>Crane sold\
             </title></item>"),
            "</guid>Quay closed + Crane sold",
            "missing-end-tag stray-end-tag",
        ),
        (
            "a link that is a script",
            item("<title>Quay closed</title><link>javascript:steal()</link>"),
            "Quay closed",
            "",
        ),
    ]);
}
