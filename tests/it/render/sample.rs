//! Digests to render: a rich one with hostile words in it, a quiet one, and one of any size.

use jiff::{SignedDuration, Timestamp};
use tidings::model::{
    Brief, Digest, Edition, EntryId, Field, Figures, Heading, Link, News, OutletId, Question, Quote, Reference, Score,
    Section, Single, Source, StoryId, Thread, ThreadStory, TopicId, Trouble, fingerprint,
};

/// Words that try to be something else, in every format we write.
pub(crate) const HOSTILE: [&str; 8] = [
    "</title></span>]]><script>alert(document.domain)</script><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)\" x='y' `z` {{labels}} {{{page}}}",
    "&lt;b&gt;already escaped&lt;/b&gt; &amp; &#x3c;script&#x3e;",
    "# [click](javascript:alert(1)) *bold* ![x](y) | `code` <https://x.example>",
    "\u{202e}gnp.exe \u{2066}isolate me\u{200f} \u{0}\u{8}\u{1b}[31mred\u{ffff}",
    "مجلس المدينة يبقي العبّارة الليلية بفارق صوت واحد (2026)",
    "🧑‍🚀🏳️‍🌈 Emoji 👩‍👩‍👧‍👦 and Z̷̢a̸l̶g̵o̷ 東京で地震、けが人なし",
    "--- \"yaml\": <!-- comment --> --><style>*{display:none}</style><base href=//evil.example>",
];

pub(crate) fn moment(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

fn at() -> Timestamp {
    moment("2026-05-06T06:31:00Z")
}

/// A source `minutes` before the edition.
pub(crate) fn source(site: &str, slug: &str, title: &str, minutes: i64) -> Source {
    Source {
        entry: EntryId::from_stored(fingerprint(&[site, slug])),
        outlet: OutletId::new(site),
        site: site.to_owned(),
        link: Link::parse(&format!("https://{site}/{slug}"), None).expect("a link"),
        title: title.to_owned(),
        earlier_titles: Vec::new(),
        time: at() - SignedDuration::from_mins(minutes),
        new: true,
        copy: false,
    }
}

pub(crate) fn quote(source: &Source, text: &str) -> Quote {
    Quote {
        text: text.to_owned(),
        entry: source.entry.clone(),
        site: source.site.clone(),
        link: source.link.clone(),
        field: Field::Summary,
        start: 0,
        end: text.len(),
    }
}

pub(crate) fn brief(
    topic: &str,
    slug: &str,
    headline: &str,
    sources: Vec<Source>,
    sentences: &[(usize, &str)],
) -> Brief {
    let headline = quote(&sources[0], headline);
    let mut outlets: Vec<&OutletId> = sources.iter().map(|source| &source.outlet).collect();
    outlets.sort();
    outlets.dedup();
    let outlets = outlets.len();
    Brief {
        story: StoryId::from_stored(format!("2026-05-06-{slug}")),
        aliases: Vec::new(),
        topic: TopicId::new(topic),
        facts: Vec::new(),
        summary: sentences.iter().map(|(index, text)| quote(&sources[*index], text)).collect(),
        adds: Vec::new(),
        questions: Vec::new(),
        outlets,
        voices: outlets - sources.iter().filter(|source| source.copy).count(),
        news: News::New,
        score: Score { parts: vec![("outlets".into(), 3.0), ("fresh".into(), 0.5)], total: 3.5 },
        headline,
        sources,
    }
}

pub(crate) fn single(slug: &str, site: &str, title: &str, minutes: i64) -> Single {
    Single { story: StoryId::from_stored(format!("2026-05-06-{slug}")), source: source(site, slug, title, minutes) }
}

fn lead() -> Brief {
    let mut wired = source("wired.com", "exhibits", "E-mails in the Musk case show early doubts at Microsoft", 937);
    wired.earlier_titles = vec!["What Microsoft wrote in 2018".to_owned()];
    let verge = source("theverge.com", "filing", "What Microsoft said about OpenAI in private", 787);
    let geek = source("geekwire.com", "terms", "Exhibits trace a nervous partnership to its new terms", 475);
    let mut wire = source("currentwire.example", "copy", "E-mails in the Musk case show early doubts", 460);
    wire.copy = true;
    let mut lead = brief(
        "ai",
        "microsoft-openai-amazon-4f2a1c",
        "Trial papers show Microsoft backed OpenAI partly to keep it from Amazon",
        vec![wired, verge, geek, wire],
        &[],
    );
    let [wired, verge, geek, _] = &lead.sources[..] else { unreachable!("four sources") };
    lead.facts = vec![
        quote(
            wired,
            "Messages of 2018, now exhibits in Musk v. OpenAI, show managers who feared that OpenAI would leave for Amazon and speak ill of Azure in public.",
        ),
        quote(verge, "Executives doubted that the computing asked for the Dota 2 work would bring Azure much revenue."),
        quote(geek, "On 27 April 2026 the two rewrote their terms: OpenAI may sell on other clouds."),
    ];
    lead.adds = vec![
        quote(wired, "AWS was far ahead of Azure at the time."),
        quote(
            verge,
            "Kevin Scott asked whether donors knew that an open effort might become a closed, for-profit one.",
        ),
        quote(geek, "The licence is non-exclusive through 2032."),
    ];
    lead.questions = vec![
        Question {
            heading: Heading::WhatHappened,
            paragraphs: vec![
                vec![
                    quote(wired, "The thread ran for several weeks."),
                    quote(wired, "Nobody on it expected the papers to be read in court."),
                ],
                vec![quote(verge, "The court unsealed the exhibits on Monday.")],
            ],
        },
        Question {
            heading: Heading::WhatComesNext,
            paragraphs: vec![vec![quote(
                geek,
                "Bedrock will offer OpenAI models, Codex and agent tooling, Amazon said on 28 April.",
            )]],
        },
        Question { heading: Heading::Numbers, paragraphs: Vec::new() },
    ];
    lead
}

/// A digest with everything a digest can have.
#[expect(clippy::too_many_lines, reason = "everything is in it")]
pub(crate) fn rich() -> Digest {
    let many: Vec<Source> = (0..14)
        .map(|n| source(&format!("outlet-{n}.example"), "plugin", "Build plugin pulled", 1_300 - n * 71))
        .collect();
    let mut plugin = brief(
        "security",
        "build-plugin-77ab01",
        "Backdoored build plugin reached 1,900 pipelines before it was pulled",
        many,
        &[
            (0, "Version 4.2.1 read the environment of the job and sent it to a host registered eleven days earlier."),
            (3, "The registry counted 1,900 pipelines in the six hours before removal."),
        ],
    );
    plugin.news = News::Updated { reports: 2, since: moment("2026-05-05T06:30:00Z") };
    for source in plugin.sources.iter_mut().take(12) {
        source.new = false;
    }
    let long = "A headline that never ends ".repeat(12);
    let grid = brief(
        "ai",
        "grid-connections-5e0c2b",
        &long[..300],
        vec![
            source("ledger.example", "grid", "Cloud prices to rise", 1_087),
            source("northsea.example", "grid", "Substations late", 517),
            source("a-very-long-outlet-name-that-goes-on-and-on.example", "grid", "Late, again", 61),
        ],
        &[(0, "Two providers will add between 6 and 9 percent to list prices in three regions from July.")],
    );
    let mut hostile_sources: Vec<Source> = HOSTILE
        .iter()
        .enumerate()
        .map(|(n, text)| source(&format!("h{n}.example"), "x", text, 60 * (8 - i64::try_from(n).expect("small"))))
        .collect();
    hostile_sources[1].earlier_titles = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    let mut hostile =
        brief("security", "hostile-000000", HOSTILE[0], hostile_sources, &[(1, HOSTILE[1]), (5, HOSTILE[5])]);
    hostile.facts = HOSTILE.iter().zip(&hostile.sources).map(|(text, source)| quote(source, text)).collect();
    hostile.adds.clone_from(&hostile.facts);
    hostile.questions = vec![Question {
        heading: Heading::WhoSaidWhat,
        paragraphs: hostile.facts.iter().map(|fact| vec![fact.clone()]).collect(),
    }];
    let section = |topic: &str, title: &str, briefs: Vec<Brief>, singles: Vec<Single>, references: Vec<Reference>| {
        Section { topic: TopicId::new(topic), title: title.to_owned(), briefs, singles, references }
    };
    let reference = Reference {
        story: plugin.story.clone(),
        headline: plugin.headline.text.clone(),
        topic: TopicId::new("security"),
    };
    let threaded = |story: &StoryId, source: &Source, outlets: usize, shown: bool| ThreadStory {
        story: story.clone(),
        source: source.clone(),
        outlets,
        shown,
    };
    let mut of_thread = vec![
        threaded(&plugin.story, &plugin.sources[0], plugin.outlets, true),
        threaded(&hostile.story, &hostile.sources[0], hostile.outlets, true),
    ];
    for (n, text) in HOSTILE.iter().chain(&HOSTILE).enumerate() {
        let line = single(&format!("s{n}"), "h.example", text, 99);
        of_thread.push(threaded(&line.story, &line.source, 1, n < HOSTILE.len()));
    }
    let thread = Thread {
        id: "build-plugin".into(),
        name: HOSTILE[0].into(),
        head: plugin.story.clone(),
        outlets: 20,
        reports: 31,
        stories: of_thread,
    };
    Digest {
        threads: vec![thread],
        edition: Edition {
            key: "2026/05/06".into(),
            zone: "Europe/Oslo".into(),
            from: moment("2026-05-05T06:30:00Z"),
            at: at(),
        },
        title: "Morning brief".into(),
        lead: Some(lead()),
        sections: vec![
            section(
                "ai",
                "AI & cloud",
                vec![grid],
                vec![single(
                    "guess-1a2b3c",
                    "edgenotes.example",
                    "Translators test a model that flags its own guesses",
                    373,
                )],
                vec![reference],
            ),
            section(
                "security",
                "Security",
                vec![plugin, hostile],
                HOSTILE.iter().enumerate().map(|(n, text)| single(&format!("s{n}"), "h.example", text, 99)).collect(),
                Vec::new(),
            ),
            section(
                "harbour",
                "Harbourtown",
                Vec::new(),
                vec![single("ferry-9", "harbour.example", "Night ferry stays", 600)],
                Vec::new(),
            ),
            section("empty", "Nothing here", Vec::new(), Vec::new(), Vec::new()),
        ],
        figures: Figures {
            feeds: 44,
            feeds_read: 42,
            entries: 612,
            entries_kept: 38,
            briefs: 4,
            singles: 10,
            stories_new: 3,
            stories_updated: 1,
            left_out: 5,
        },
        troubles: vec![
            Trouble {
                site: "cityminutes.example".into(),
                url: "https://cityminutes.example/feed.xml".into(),
                cause: "The server answered 404, not found.".into(),
                failures: 3,
                last_success: Some(moment("2026-05-03T06:31:00Z")),
            },
            Trouble {
                site: "weatherdesk.example".into(),
                url: format!("https://weatherdesk.example/{}", "a-path-without-end/".repeat(12)),
                cause: HOSTILE[0].into(),
                failures: 1,
                last_success: None,
            },
        ],
        near_misses: Vec::new(),
    }
}

/// The digest before [`rich`]: it told two of its stories.
pub(crate) fn day_before() -> Digest {
    let mut digest = rich();
    digest.edition = Edition {
        key: "2026/05/05".into(),
        zone: "Europe/Oslo".into(),
        from: moment("2026-05-02T06:30:00Z"),
        at: moment("2026-05-05T06:30:00Z"),
    };
    let plugin = &mut digest.sections[1].briefs[0];
    plugin.news = News::New;
    plugin.sources.truncate(12);
    digest.sections[1].briefs.truncate(1);
    digest.lead = None;
    digest
}

/// A day without a story.
pub(crate) fn quiet() -> Digest {
    let mut digest = rich();
    digest.edition.key = "2026/05/06/1830".into();
    digest.edition.from = moment("2026-05-06T06:31:00Z");
    digest.edition.at = moment("2026-05-06T16:30:00Z");
    digest.lead = None;
    digest.threads.clear();
    digest.sections.clear();
    digest.troubles.clear();
    digest.figures = Figures { feeds: 44, feeds_read: 44, entries: 31, ..Figures::default() };
    digest.near_misses = vec![single("near-1", "ledger.example", "Chip maker to build in the harbour", 30)];
    digest
}

/// A digest of `stories` stories under four topics.
pub(crate) fn many(stories: usize) -> Digest {
    let mut digest = rich();
    digest.sections.truncate(1);
    digest.lead = (stories > 0).then(lead);
    let topics = [("ai", "AI & cloud"), ("security", "Security"), ("science", "Science"), ("town", "Harbourtown")];
    digest.sections = topics
        .iter()
        .enumerate()
        .map(|(t, (topic, title))| Section {
            topic: TopicId::new(*topic),
            title: (*title).to_owned(),
            briefs: (1..stories).filter(|n| n % 4 == t).map(|n| ordinary(topic, n)).collect(),
            singles: if stories == 0 {
                Vec::new()
            } else {
                vec![single(&format!("one-{t}"), "kiosk.example", "The swifts came late this year", 200)]
            },
            references: Vec::new(),
        })
        .collect();
    digest.troubles.truncate(1);
    digest.figures.briefs = stories;
    digest
}

fn ordinary(topic: &str, n: usize) -> Brief {
    let outlets = 2 + n % 5;
    let sources = (0..outlets)
        .rev()
        .map(|o| {
            let minutes = 60 + i64::try_from(n * 37 % 700 + o * 83).expect("small");
            source(
                &format!("gazette{o}.example"),
                &format!("2026/05/a-story-with-number-{n}"),
                "Council keeps the ferry",
                minutes,
            )
        })
        .collect();
    let headline = format!("Council number {n} keeps the night ferry by one vote after a long debate");
    let mut brief = brief(
        topic,
        &format!("council-{n}-keeps-night-ferry-{n:06x}"),
        &headline,
        sources,
        &[
            (
                0,
                "The 7–6 vote funds two crossings a night until March 2027, the council said after a debate of four hours.",
            ),
            (1, "Fares rise by 40 cents, and the last boat leaves at 01:20 rather than 00:50."),
        ],
    );
    if n.is_multiple_of(3) {
        brief.news = News::Updated { reports: 1, since: moment("2026-05-05T06:30:00Z") };
    }
    brief
}
