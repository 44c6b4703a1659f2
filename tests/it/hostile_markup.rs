//! Markup that is made to run in whoever reads it: what is left of it is words, and the words are all there.

use super::parse::{entries_of, read};
use super::render::{assert_mail_is_ours, assert_only_ours, words_of, write};
use crate::support::outlet::Reply;
use crate::support::town::Town;
use scraper::{ElementRef, Html};
use std::collections::BTreeSet;
use std::path::Path;
use tidings::model::Page;
use tidings::parse::safe_html;

/// A kind of attack, some markup of it, the words that a reader gets, and the markup that `tidings read` gives.
type Attack = (&'static str, &'static str, &'static str, &'static str);

const ATTACKS: [Attack; 31] = [
    ("script", "Quay <script>steal()</script>closed", "Quay closed", "Quay closed"),
    ("script with odd names", "Quay <ScRiPt/x>steal()</sCrIpT\n>closed", "Quay closed", "Quay closed"),
    (
        "script in script",
        "Quay <scr<script>ipt>steal()</scr</script>ipt>closed",
        "Quay ipt>steal()ipt>closed",
        "Quay ipt&gt;steal()ipt&gt;closed",
    ),
    ("script without an end", "Quay closed<script>steal()", "Quay closed", "Quay closed"),
    (
        "handlers",
        "<p onclick=steal()>Quay <b/onmouseover='steal()' OnFocus = steal() autofocus>closed</b></p>",
        "Quay closed",
        "<p>Quay <b>closed</b></p>",
    ),
    (
        "handlers in quotes of others",
        "<a title='\">' onclick='steal()' href='/a'>Quay</a> <i title=\"' onclick=steal() x='\">closed</i>",
        "Quay closed",
        "<a title=\"&quot;&gt;\" href=\"https://herald.example/a\">Quay</a> \
        <i title=\"' onclick=steal() x='\">closed</i>",
    ),
    (
        "scripts as addresses",
        "<a href='javascript:steal()'>Quay</a> <a href=' \t\u{1}JaVaScRiPt:steal()'>was</a> \
        <a href='java\nscript&colon;steal()'>closed</a>",
        "Quay was closed",
        "<a>Quay</a> <a>was</a> <a>closed</a>",
    ),
    (
        "scripts in references",
        "<a href='&#x6A;&#97vascript&#58;steal()'>Quay</a> <a href='java&Tab;script:steal()'>was</a> \
        <a href='&#0000106avascript:steal()'>closed</a>",
        "Quay was closed",
        "<a>Quay</a> <a>was</a> <a>closed</a>",
    ),
    (
        "other schemes",
        "<a href='data:text/html,x'>Quay</a> <a href='vbscript:x'>was</a> <a href='feed:javascript:x'>clo</a>\
        <img src='blob:x'><a href='view-source:x'>sed</a>",
        "Quay was closed",
        "<a>Quay</a> <a>was</a> <a>clo</a><img><a>sed</a>",
    ),
    (
        "honest addresses",
        "<a href='/a?b&c=d' title=more>Quay</a> <a href='//gazette.example/'>is</a> \
        <a href='mailto:ann@herald.example'>closed</a>",
        "Quay is closed",
        "<a href=\"https://herald.example/a?b&amp;c=d\" title=\"more\">Quay</a> \
        <a href=\"https://gazette.example/\">is</a> <a href=\"mailto:ann@herald.example\">closed</a>",
    ),
    (
        "SVG",
        "Quay <svg><a xlink:href='javascript:steal()'><text>x</text></a><animate onbegin=steal()></svg>closed",
        "Quay closed",
        "Quay closed",
    ),
    ("SVG within", "Quay <svg><style><img src=x onerror=steal()></style></svg>closed", "Quay closed", "Quay closed"),
    (
        "MathML",
        "Quay <math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=steal()&gt;'>\
        </table></mtext></math>closed",
        "Quay closed",
        "Quay closed",
    ),
    (
        "styles",
        "<style>@import '//evil.example'</style><p style='background:url(javascript:steal())' class=a>Quay \
        <link rel=stylesheet href=//evil.example>closed</p>",
        "Quay closed",
        "<p class=\"a\">Quay closed</p>",
    ),
    (
        "unclosed tags",
        "<b><i><a href=/x>Quay <u>closed",
        "Quay closed",
        "<b><i><a href=\"https://herald.example/x\">Quay <u>closed</u></a></i></b>",
    ),
    (
        "a tag that never ends",
        "Quay closed <img src=x onerror=steal() ",
        "Quay closed <img src=x onerror=steal()",
        "Quay closed &lt;img src=x onerror=steal() ",
    ),
    (
        "ends that open nothing",
        "</p></div></main></body></html>Quay </script></style></title>closed",
        "Quay closed",
        "Quay closed",
    ),
    (
        "references for tags",
        "Quay &lt;script&gt;steal()&lt;/script&gt; &amp;lt;b onclick=steal()&amp;gt;closed",
        "Quay closed",
        "Quay &lt;script&gt;steal()&lt;/script&gt; &amp;lt;b onclick=steal()&amp;gt;closed",
    ),
    (
        "references without an end",
        "Quay &lt&#60;&#x3Cimg src=x onerror=steal()&gt closed",
        "Quay &lt<<img src=x onerror=steal()&gt closed",
        "Quay &amp;lt&lt;&lt;img src=x onerror=steal()&amp;gt closed",
    ),
    (
        "template, noscript, noembed",
        "Quay <template><b>x</b></template><noscript><p title='</noscript><img src=x onerror=steal()>'></noscript>\
        <noembed>x</noembed>closed",
        "Quay '>closed",
        "Quay <img src=\"https://herald.example/home/x\">'&gt;closed",
    ),
    (
        "frames",
        "Quay <iframe srcdoc='<script>steal()</script>'>x</iframe><frameset onload=steal()>\
        <frame src=javascript:steal()></frameset>closed",
        "Quay closed",
        "Quay closed",
    ),
    (
        "plugins",
        "Quay <object data='data:text/html,x'><param name=a value=b>x</object><embed src=x><applet code=x>\
        </applet>closed",
        "Quay closed",
        "Quay closed",
    ),
    (
        "refresh and base",
        "Quay <meta http-equiv=refresh content='0;url=javascript:steal()'><base href='//evil.example/'>\
        <a href=a>closed</a>",
        "Quay closed",
        "Quay <a href=\"https://herald.example/home/a\">closed</a>",
    ),
    (
        "forms",
        "<form action='javascript:steal()'>Quay <button formaction='javascript:steal()'>was</button>\
        <input type=image src=x onerror=steal()><textarea></form><b>x</b></textarea> closed</form>",
        "Quay was closed",
        "Quay was closed",
    ),
    (
        "sound and pictures that fail",
        "Quay <video><source onerror=steal()></video><audio src=x onerror=steal()></audio>\
        <img src=x:y onerror=steal()><img srcset='x 1x' src='a.png' alt='crane'>closed",
        "Quay closed",
        "Quay <source><img><img src=\"https://herald.example/home/a.png\" alt=\"crane\">closed",
    ),
    (
        "comments",
        "Quay <!--><img src=x onerror=steal()>--><!-- --!><b onclick=steal()>x</b> -->was <!- x -><? x ?><!x>closed",
        "Quay was <!- x ->closed",
        "Quay was &lt;!- x -&gt;closed",
    ),
    ("blocks", "Quay <![CDATA[<script>steal()</script>]]>closed", "Quay ]]>closed", "Quay ]]&gt;closed"),
    (
        "text that another parser reads otherwise",
        "Quay <xmp><p title='</xmp><img src=x onerror=steal()>'>x</p></xmp><plaintext-x>was</plaintext-x> <select>\
        <style></select><img src=x onerror=steal()></style></select>closed",
        "Quay '>x\nwas closed",
        "Quay <img src=\"https://herald.example/home/x\">'&gt;xwas <img src=\"https://herald.example/home/x\">closed",
    ),
    (
        "names that get in the way",
        "<a id=cookie name=getElementById>Quay</a> <p is=x-y slot=z contenteditable tabindex=1 accesskey=a>closed\
        </p>",
        "Quay\nclosed",
        "<a id=\"cookie\">Quay</a> <p>closed</p>",
    ),
    (
        "elements that nobody knows",
        "<x onclick=steal()>Quay</x> <custom-tag style='x'>closed</custom-tag><isindex action=javascript:steal()>",
        "Quay closed",
        "Quay closed",
    ),
    (
        "zeros and odd spaces",
        "Quay <scr\u{0}ipt>steal()</scr\u{0}ipt><img\u{c}src=x\u{b}onerror=steal()>\u{202e}closed",
        "Quay closed",
        "Quay \u{202e}closed",
    ),
];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn feed(entries: &str) -> String {
    format!("<feed xmlns='http://www.w3.org/2005/Atom'><title>Harbour Herald</title>{entries}</feed>")
}

/// Nothing in `html` acts, fetches beyond its pictures, or changes how the rest of a page is read.
fn assert_tame(html: &str, kind: &str) {
    const DEAD: &str = "html a b i u p br img source";
    // What a browser made of it is read once more, as it is where a page copies it about.
    let first = Html::parse_fragment(html);
    let second = Html::parse_fragment(&first.html());
    assert_eq!(first.html(), second.html(), "{kind}: another reading gives other markup");
    for element in first.root_element().descendants().filter_map(ElementRef::wrap).map(|it| it.value()) {
        assert!(DEAD.split(' ').any(|name| name == element.name()), "{kind}: <{}>", element.name());
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on"), "{kind}: {name}={value:?}");
            assert!(!matches!(name, "style" | "srcset" | "srcdoc" | "formaction" | "action" | "is"), "{kind}: {name}");
            let scheme = value.split_once(':').map(|(scheme, _)| scheme);
            let leads = matches!(name, "href" | "src");
            assert!(!leads || matches!(scheme, Some("http" | "https" | "mailto")), "{kind}: {name}={value:?}");
        }
    }
}

#[test]
fn what_is_left_of_an_attack_is_its_words() {
    for (kind, attack, words, html) in ATTACKS {
        let text = escaped(attack);
        let parts = format!("<title type='html'>{text}</title><summary type='html'>{text}</summary>");
        let document = read(feed(&format!("<entry><id>h1</id>{parts}</entry>")).as_bytes()).expect(kind);
        let entry = &entries_of(&document)[0];
        assert_eq!(&*entry.title, words.replace('\n', " "), "{kind}");
        assert_eq!(&*entry.summary, words, "{kind}");
        let base = document.base.as_deref();
        let found = safe_html(&document.items[0].summary.as_ref().expect(kind).value, base);
        assert_eq!(found, html, "{kind}");
        assert_tame(&found, kind);
    }
}

#[test]
fn neither_depth_nor_length_lets_markup_through() {
    let many = |times: usize, text: &str| text.repeat(times);
    for (kind, markup) in [
        ("depth", format!("{}<img src=x onerror=steal()>Quay closed", many(20_000, "<b>"))),
        (
            "depth of the hidden",
            format!("{}<script>steal()</script>{}Quay closed", many(20_000, "<svg>"), many(20_000, "</svg>")),
        ),
        ("attributes", format!("<p {} onclick=steal()>Quay closed</p>", many(20_000, "a=b "))),
        ("a long value", format!("<a href='javascript:{}'>Quay closed</a>", many(100_000, "x"))),
        ("tags within tags", format!("{}script>steal()Quay closed", many(20_000, "<b<"))),
        (
            "escaped again and again",
            format!("&{}lt;script&{}gt;steal() Quay closed", many(200, "amp;"), many(200, "amp;")),
        ),
    ] {
        let document = read(
            feed(&format!("<entry><id>h1</id><summary type='html'>{}</summary></entry>", escaped(&markup))).as_bytes(),
        );
        let document = document.expect(kind);
        assert!(entries_of(&document)[0].summary.ends_with("Quay closed"), "{kind}");
        assert_tame(&safe_html(&markup, document.base.as_deref()), kind);
    }
}

/// An invented town, another for each `n`.
fn place(n: usize) -> String {
    let (first, second) =
        (["Bal", "Der", "Fos", "Gim", "Hul", "Kar"], ["ovik", "undal", "amstad", "eborg", "ilund", "ynes"]);
    format!("{}{}", first[n % 6], second[n / 6 % 6])
}

/// From the feed to each page and letter, by the real program; `tests/pages/run` opens the pages in a browser.
#[test]
fn nothing_of_an_attack_lives_on_any_page() {
    let entries = |outlet: &str, minute: usize| {
        let entry = |(n, (_, attack, ..)): (usize, &Attack)| {
            let (place, text) = (place(n), escaped(attack));
            format!(
                "<entry><id>tag:{outlet}.example,2026:{n}</id><title type='html'>{place}: {text}</title>\
                 <author><name>{text}</name></author><category term=\"{}\"/>\
                 <link href='https://{outlet}.example/{n}'/>\
                 <published>2026-03-01T05:{minute:02}:00Z</published>\
                 <summary type='html'>The harbour of {place} shut at dawn. \
                 {text} The mayor of {place} spoke of a flood.</summary></entry>",
                text.replace('"', "&quot;")
            )
        };
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>{}</title>{}</feed>",
            escaped(ATTACKS[0].1),
            ATTACKS.iter().enumerate().map(entry).collect::<String>()
        )
    };
    let mut town = Town::at("2026-03-01T06:00:00Z")
        .outlet_that("daily", Reply::feed(entries("daily", 10)))
        .outlet_that("herald", Reply::feed(entries("herald", 30)))
        .digest("stories = 40")
        .topic("floods", &["quay", "flood"]);
    town.table("[mail]\nfrom = \"brief@town.example\"\nto = [\"ann@example.org\"]\nvia = \"file\"");
    town.run().succeeds();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages/hostile");
    let mut told = BTreeSet::new();
    for (path, body) in town.pages() {
        let name = path.strip_prefix(town.output("")).expect("a page").to_string_lossy().into_owned();
        let ending = Path::new(&name).extension();
        if ending.is_some_and(|it| it == "html") {
            let page = Page { path: name, body };
            let document = Html::parse_document(std::str::from_utf8(&page.body).expect("UTF-8"));
            assert_only_ours(&page, &document);
            write(&folder.join(&page.path), &page.body);
            if page.path.starts_with("story/") {
                told.insert(words_of(&document.root_element().text().collect::<Vec<_>>().join(" ")));
            }
        } else if ending.is_some_and(|it| it == "eml") {
            let letter = mailparse::parse_mail(&body).expect("a letter");
            let html = letter.parts().find(|part| part.ctype.mimetype == "text/html").expect("a part in HTML");
            assert_mail_is_ours(&html.get_body().expect("a body"));
            write(&folder.join("letter.html"), html.get_body().expect("a body").as_bytes());
        }
    }
    for (n, (kind, _, words, _)) in ATTACKS.iter().enumerate() {
        let headline = words_of(&format!("{}: {words}", place(n)));
        assert!(told.iter().any(|page| page.contains(&headline)), "{kind}: no page tells {headline:?}");
    }
    town.tidings(&["verify"]).succeeds();
}
