//! A page, a letter or a piece of markup as `scraper` reads it: its citations, and all else that it shows.

use super::address::is_outward;
use super::phrases::SEAM;
use scraper::node::Node;
use scraper::{ElementRef, Html};

/// The attribute by which a page names the place that words were copied from.
const CITES: &str = "data-q";

/// The attribute by which a template says that words are its own. They are looked for outside `<main>` only.
const OWN: &str = "data-own";

/// Attributes that are shown, or read out, as words.
const SHOWN: [&str; 9] = [
    "alt",
    "aria-description",
    "aria-label",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "summary",
    "title",
];

/// Attributes that have a link lead somewhere, or a form.
const LEADS: [&str; 3] = ["href", "action", "formaction"];

/// Attributes that bring in a picture or a film.
const PICTURES: [&str; 4] = ["src", "srcset", "poster", "href"];

/// Elements that stand within a line: what they hold goes on in the passage around them.
const INLINE: [&str; 29] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "tspan", "u",
];

/// Elements whose text nobody sees.
const UNSEEN: [&str; 3] = ["script", "style", "template"];

/// Elements that may show anything, or have all links lead elsewhere.
const UNCHECKABLE: [&str; 8] = ["base", "embed", "frame", "iframe", "object", "portal", "script", "template"];

/// Elements within one another that are followed: our own pages have a dozen.
const DEPTH: usize = 200;

/// Words that a page shows as copied from an entry.
#[derive(Debug)]
pub(super) struct Citation {
    /// The place it names, as written.
    pub(super) names: String,
    /// Its words, with white space as browsers show it.
    pub(super) words: String,
    /// Where its words themselves lead.
    pub(super) own: Option<String>,
    /// Where the next link behind it leads.
    pub(super) next: Option<String>,
    /// The elements around it, the innermost first, by their number in the page.
    pub(super) around: Vec<usize>,
    /// It stands within another.
    pub(super) nested: bool,
}

/// Words in one element.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) words: String,
    /// Where they lead.
    pub(super) leads: Option<String>,
}

/// What stands together and is no citation.
#[derive(Debug, Default)]
pub(super) struct Passage {
    pub(super) pieces: Vec<Piece>,
    /// The attribute it stands in, if it stands in one.
    pub(super) attribute: Option<&'static str>,
    /// It stands among the news, and says that it is the template's own.
    pub(super) misplaced: bool,
}

impl Passage {
    /// Its words, with [`SEAM`] between pieces.
    pub(super) fn text(&self) -> String {
        let pieces: Vec<&str> = self.pieces.iter().map(|piece| &*piece.words).collect();
        pieces.join(&SEAM.to_string())
    }
}

/// What a piece of HTML shows.
#[derive(Debug, Default)]
pub struct Reading {
    /// The language it says it is in.
    pub language: Option<String>,
    pub(super) citations: Vec<Citation>,
    pub(super) passages: Vec<Passage>,
    /// Addresses that its links lead to.
    pub(super) links: Vec<String>,
    /// Elements whose words a template says are its own, outside of the news.
    pub own: usize,
    /// Style sheets within the page.
    pub(super) sheets: Vec<String>,
    /// Styles of its elements.
    pub(super) styles: Vec<String>,
    /// Elements that may show what cannot be checked, or show nothing: what the page has, in plain words.
    pub(super) uncheckable: Vec<String>,
    /// Elements lie deeper within one another than was followed.
    pub(super) too_deep: bool,
}

impl Reading {
    /// Reads a whole page.
    #[must_use]
    pub fn page(html: &str) -> Self {
        if unclosed(html) > UNCLOSED {
            return Self { too_deep: true, ..Self::default() };
        }
        let document = Html::parse_document(html);
        // Where nothing is said to be the news, everything may be.
        let has_main = document.root_element().descendent_elements().any(|element| element.value().name() == "main");
        let mut reader = Reader { cites: true, ..Reader::default() };
        reader.reading.language = document.root_element().attr("lang").map(str::to_owned);
        reader.children(document.root_element(), Around { in_main: !has_main, ..Around::default() });
        reader.end()
    }

    /// Reads markup that cites by links alone: a letter, or the body of an item. All of it is news.
    pub(super) fn uncited(html: &str) -> Self {
        if unclosed(html) > UNCLOSED {
            return Self { too_deep: true, ..Self::default() };
        }
        let document = Html::parse_document(html);
        let mut reader = Reader::default();
        reader.children(document.root_element(), Around { in_main: true, ..Around::default() });
        reader.end()
    }

    /// The places that its citations name, as written.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.citations.iter().map(|citation| &*citation.names)
    }
}

/// What is around a node.
#[derive(Debug, Clone, Copy, Default)]
struct Around<'a> {
    link: Option<&'a str>,
    in_main: bool,
    own: bool,
    /// The citation it stands in: its index.
    citation: Option<usize>,
}

impl Around<'_> {
    /// Whether its words are held against anything: a template's own are not, outside of the news.
    fn is_checked(self) -> bool {
        self.in_main || !self.own
    }
}

#[derive(Debug, Default)]
struct Reader {
    reading: Reading,
    passage: Passage,
    /// Numbers of the elements that are open.
    open: Vec<usize>,
    elements: usize,
    /// Citations that no link has followed yet: the first of them.
    waiting: usize,
    /// Words may be cited by an attribute; where they may not, it means nothing.
    cites: bool,
}

impl Reader {
    fn end(mut self) -> Reading {
        self.finish();
        for citation in &mut self.reading.citations {
            citation.words = collapsed(&citation.words);
        }
        self.reading
    }

    fn children<'a>(&mut self, element: ElementRef<'a>, around: Around<'a>) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.text(text, around),
                Node::Element(_) => {
                    if let Some(element) = ElementRef::wrap(child) {
                        self.element(element, around);
                    }
                }
                _ => {}
            }
        }
    }

    fn element<'a>(&mut self, element: ElementRef<'a>, mut around: Around<'a>) {
        let name = element.value().name();
        if name == "style" {
            self.reading.sheets.push(element.text().collect());
        }
        self.uncheckable(element);
        if UNSEEN.contains(&name) {
            return;
        }
        self.reading.styles.extend(element.attr("style").map(str::to_owned));
        if self.open.len() >= DEPTH {
            self.reading.too_deep = true;
            return;
        }
        let is_inline = INLINE.contains(&name);
        if !is_inline && around.citation.is_none() {
            self.finish();
        }
        self.elements += 1;
        self.open.push(self.elements);
        around.in_main |= matches!(name, "main" | "article");
        if element.attr(OWN).is_some() && !around.own {
            around.own = true;
            self.reading.own += usize::from(!around.in_main);
        }
        if name == "a"
            && let Some(href) = element.attr("href")
        {
            around.link = Some(href);
            if let Some(citation) = around.citation.and_then(|at| self.reading.citations.get_mut(at)) {
                citation.own.get_or_insert_with(|| href.to_owned());
            }
        }
        if name != "link" && around.is_checked() {
            // The prefix of `xlink:href` is none of its name in SVG.
            let leads = element.value().attrs().filter(|(name, _)| LEADS.contains(&name.trim_start_matches("xlink:")));
            self.reading.links.extend(leads.map(|(_, value)| value.to_owned()));
        }
        if let Some(names) = element.attr(CITES).filter(|_| self.cites) {
            // A citation stands between what comes before and after it.
            self.finish();
            self.reading.citations.push(Citation {
                names: names.to_owned(),
                words: String::new(),
                own: around.link.map(str::to_owned),
                next: None,
                around: self.open.iter().rev().copied().collect(),
                nested: around.citation.is_some(),
            });
            around.citation = Some(self.reading.citations.len() - 1);
        } else if around.citation.is_none()
            // A link within the page, to its top or its contents, is no source.
            && let Some(href) = element.attr("href").filter(|href| name == "a" && !href.starts_with('#'))
        {
            for citation in &mut self.reading.citations[self.waiting..] {
                citation.next.get_or_insert_with(|| href.to_owned());
            }
            self.waiting = self.reading.citations.len();
        }
        self.attributes(element, around);
        let before = self.reading.citations.len();
        self.children(element, around);
        if element.attr("hidden").is_some() && self.reading.citations.len() > before {
            self.reading.uncheckable.push(format!("has <{name} hidden> around what it has to tell"));
        }
        self.open.pop();
        if !is_inline && around.citation.is_none() {
            self.finish();
        }
    }

    /// Notes what may show anything: scripts, frames, and pictures that lie within the page or elsewhere.
    fn uncheckable(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        // Data in a script is neither run nor shown.
        let is_data = element.attr("type").is_some_and(|kind| {
            let kind = kind.trim().to_ascii_lowercase();
            !(kind.is_empty() || kind == "module" || kind.contains("script"))
        });
        let is_meta = |with: &str| element.attr("http-equiv").is_some_and(|it| it.trim().eq_ignore_ascii_case(with));
        let is_sheet = name == "link"
            && element.attr("rel").is_some_and(|rel| rel.to_ascii_lowercase().contains("stylesheet"))
            && element.attr("href").is_some_and(is_outward);
        if UNCHECKABLE.contains(&name) && !(name == "script" && is_data)
            || name == "meta" && is_meta("refresh")
            || is_sheet
        {
            self.reading.uncheckable.push(format!("has <{name}>, which may show what nobody can check"));
        }
        let is_picture = matches!(name, "img" | "image" | "use" | "video" | "audio" | "source" | "input" | "feImage");
        for (attribute, value) in element.value().attrs() {
            let brings = is_picture && PICTURES.contains(&attribute.trim_start_matches("xlink:"));
            if attribute.starts_with("on") || attribute == "srcdoc" || brings && is_outward(value) {
                let what = format!("has <{name} {attribute}>, which may show what nobody can check");
                self.reading.uncheckable.push(what);
            }
        }
    }

    fn attributes(&mut self, element: ElementRef<'_>, around: Around<'_>) {
        let about = element.attr("name").or(element.attr("property")).unwrap_or_default();
        let is_shown = element.value().name() == "meta"
            && ["alt", "description", "title"].iter().any(|shown| about.rsplit(':').next() == Some(shown));
        let content = element.attr("content").filter(|_| is_shown).map(|words| ("content", words));
        let shown = SHOWN.into_iter().filter_map(|name| Some((name, element.attr(name)?)));
        // What a field of a form holds; a box that is ticked shows none of it.
        let kind = element.attr("type").unwrap_or_default().to_ascii_lowercase();
        let is_field = element.value().name() == "input" && !matches!(&*kind, "checkbox" | "radio" | "hidden");
        let value = element.attr("value").filter(|_| is_field).map(|words| ("value", words));
        for (name, words) in shown.chain(content).chain(value) {
            // The name of a feed in the head is for machines that offer it.
            if element.value().name() == "link" || !around.is_checked() {
                continue;
            }
            let pieces = vec![Piece { words: collapsed(words), leads: None }];
            self.reading.passages.push(Passage { pieces, attribute: Some(name), misplaced: around.own });
        }
    }

    fn text(&mut self, text: &str, around: Around<'_>) {
        if let Some(citation) = around.citation.and_then(|at| self.reading.citations.get_mut(at)) {
            citation.words.push_str(text);
            return;
        }
        if !around.is_checked() || text.trim_ascii().is_empty() {
            return;
        }
        self.passage.misplaced |= around.own;
        let leads = around.link.map(str::to_owned);
        self.passage.pieces.push(Piece { words: collapsed(text), leads });
    }

    fn finish(&mut self) {
        let passage = std::mem::take(&mut self.passage);
        if !passage.pieces.is_empty() {
            self.reading.passages.push(passage);
        }
    }
}

/// Elements left open that a page of ours never has: what HTML does with thousands of them takes minutes.
const UNCLOSED: usize = 400;

/// Elements that have no end tag, or need none.
const VOID: [&str; 26] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "optgroup", "option",
    "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// How many more elements begin in `html` than end, roughly, where there are most.
fn unclosed(html: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for tag in html.split('<').skip(1) {
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).take(10).collect();
        let is_empty = tag.split('>').next().is_some_and(|inside| inside.ends_with('/'));
        if tag.starts_with('/') {
            open = open.saturating_sub(1);
        } else if !name.is_empty() && !is_empty && !VOID.iter().any(|void| void.eq_ignore_ascii_case(&name)) {
            open += 1;
            most = most.max(open);
        }
    }
    most
}

/// `text` with white space as browsers show it.
pub(super) fn collapsed(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::Reading;

    #[test]
    fn citations_are_read_however_they_are_written() {
        let place = "0a/summary/3-9";
        for (html, words, own, next) in [
            (
                format!("<p><span data-q=\"{place}\">A &amp; B</span> <a href=\"https://a.example/\">a</a>"),
                "A & B",
                None,
                Some("https://a.example/"),
            ),
            (
                format!(
                    "<p><SPAN class=x DATA-Q='{place}' dir=auto>A &#38; B</SPAN><a rel=x HREF=https://a.example/>a</a>"
                ),
                "A & B",
                None,
                Some("https://a.example/"),
            ),
            (
                format!("<p><a href=https://a.example/ data-q={place}>A\n &#x26; <b>B</b></a> <a href=/c>c</a>"),
                "A & B",
                Some("https://a.example/"),
                Some("/c"),
            ),
            (format!("<a href=\"/s\"><b><i data-q=\"{place}\"> A &AMP; B </i></b></a>"), "A & B", Some("/s"), None),
            (format!("<p data-q=\"{place}\"><a href=\"/s\">A &amp B</a></p>"), "A & B", Some("/s"), None),
        ] {
            let reading = Reading::page(&html);
            let [citation] = &reading.citations[..] else { panic!("{html}: {reading:#?}") };
            let found = (&*citation.names, &*citation.words, citation.own.as_deref(), citation.next.as_deref());
            assert_eq!(found, (place, words, own, next), "{html}");
        }
    }

    #[test]
    fn all_else_that_a_page_shows_is_read_too() {
        let html = "<!DOCTYPE html><html lang=de><head><title>T</title><meta name=description content=D></head><body>\
                    <header data-own>Good morning</header><main><p title=\"A\">one <b>two</b><span data-q=x>three</span> four\
                    <p data-own>five</main><script>no</script><!-- no --><svg><text>six</text></svg><textarea>seven</textarea>";
        let reading = Reading::page(html);
        let passages: Vec<(String, bool)> =
            reading.passages.iter().map(|it| (it.text().replace(super::SEAM, "|"), it.misplaced)).collect();
        let expected = [
            ("T", false),
            ("D", false),
            ("A", false),
            ("one|two", false),
            ("four", false),
            ("five", true),
            ("six", false),
            ("seven", false),
        ];
        assert_eq!(passages, expected.map(|(words, misplaced)| (words.to_owned(), misplaced)));
        assert_eq!((reading.language.as_deref(), reading.own), (Some("de"), 1));
        // A page that does not say where the news stand has no outside.
        let reading = Reading::page("<body data-own><p>one</p>");
        assert!(reading.passages.iter().all(|passage| passage.misplaced) && reading.own == 0, "{reading:#?}");
    }
}
