//! Verdicts of whole editions: one an entry, each made again from what was written down, and quotas that hold.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::{ProptestConfig, any, proptest};
use std::collections::{BTreeMap, BTreeSet};
use tidings::compose::filter::Filter;
use tidings::compose::group::copies;
use tidings::compose::rank::Limit;
use tidings::compose::{Account, Composed, Input, Place, Was, digest};
use tidings::model::{
    Edition, Entry, EntryId, Identity, Link, Matcher, Outlet, OutletId, Pattern, PlainText, Scope, Story, Topic,
    TopicId, fingerprint,
};
use tidings::text::Article;

/// Numbers without randomness: a linear congruential generator (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % sides as u64).expect("small")
    }
}

const NOW: &str = "2026-03-01T06:00:00Z";
const OUTLETS: [&str; 9] = ["daily", "herald", "post", "courier", "mail", "echo", "star", "globe", "sun"];
const KEYWORDS: [&str; 8] = ["dam", "strike*", "C++", "GPT-5", "R&D", "election", "vaccine*", "harbour"];

fn now() -> Timestamp {
    NOW.parse().expect("a time")
}

/// One of five thousand words that mean nothing.
fn word(dice: &mut Dice) -> String {
    const PARTS: [&str; 17] = [
        "ba", "kor", "lin", "mu", "tes", "vor", "zan", "pel", "qui", "dro", "fen", "gal", "hus", "jev", "nor", "rad",
        "syl",
    ];
    (0..3).map(|_| PARTS[dice.roll(17)]).collect()
}

fn text(dice: &mut Dice, length: usize, keywords: usize) -> String {
    let mut words: Vec<String> = (0..length).map(|_| word(dice)).collect();
    for _ in 0..keywords {
        let at = dice.roll(words.len());
        words[at] = KEYWORDS[dice.roll(8)].replace('*', "s");
    }
    words.join(" ")
}

fn entry(number: usize, outlet: &str, title: &str, summary: &str, age: i64) -> Entry {
    let outlet = OutletId::new(outlet);
    let at = now().checked_sub(SignedDuration::from_secs(age)).expect("a time");
    let link = Link::parse(&format!("https://{outlet}.example/{number}"), None).expect("an address");
    Entry {
        identity: Identity { guid: None, link: Some(link.key()), print: String::new() },
        link: Some(link),
        summary: PlainText::vouched(summary),
        published: Some(at),
        first_seen: at,
        ..Entry::titled(EntryId::from_stored(fingerprint(&[outlet.as_str(), &number.to_string()])), outlet, title)
    }
}

/// Entries of all kinds: on a topic or not, copies and rewrites of one another, undated, unlinked, too old, homeless.
fn some_entries(dice: &mut Dice, from: usize, count: usize) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::with_capacity(count);
    for number in from..from + count {
        let keywords = [0, 0, 0, 0, 0, 0, 1, 2][dice.roll(8)];
        let (mut title, mut summary) = (text(dice, 6, keywords.min(1)), text(dice, 14, keywords / 2));
        if dice.roll(8) == 0 && !entries.is_empty() {
            let other = &entries[dice.roll(entries.len())];
            summary = other.summary.to_string();
            title =
                if dice.roll(2) == 0 { other.title.to_string() } else { format!("{} {}", &*other.title, word(dice)) };
        }
        let age = i64::try_from(dice.roll(40 * 3600)).expect("small");
        let mut entry = entry(number, OUTLETS[dice.roll(9)], &title, &summary, age);
        match dice.roll(60) {
            0 => entry.link = None,
            1 => entry.outlet = OutletId::new("gone"),
            2 | 3 => entry.published = now().checked_sub(SignedDuration::from_hours(24 * 30)).ok(),
            4 => entry.published = None,
            5 => entry.language = Some("de".to_owned()),
            6 => entry.authors = vec!["Reuters".to_owned()],
            _ => {}
        }
        entries.push(entry);
    }
    entries
}

fn words(words: &str) -> Matcher {
    Matcher { pattern: Pattern::Words(words.into()), scope: Scope::Anywhere, weight: 1.0, case: None, plurals: true }
}

fn topics(max: Option<usize>) -> Vec<Topic> {
    let topic = |id: &str, any: &[&str]| Topic {
        id: TopicId::new(id),
        title: id.to_owned(),
        any: any.iter().map(|keyword| words(keyword)).collect(),
        all: Vec::new(),
        not: Vec::new(),
        min_score: 0.0,
        max,
        outlets: None,
        languages: None,
    };
    vec![
        Topic { not: vec![words("vaccine*")], ..topic("water", &["dam", "harbour"]) },
        Topic { languages: Some(vec!["en".to_owned()]), ..topic("code", &["C++", "GPT-5", "R&D"]) },
        Topic {
            all: vec![vec![words("strike*"), words("election")]],
            min_score: 0.2,
            any: vec![Matcher { weight: 0.3, ..words("dam") }, Matcher { weight: 0.1, ..words("vaccine*") }],
            ..topic("unrest", &[])
        },
        Topic { outlets: Some(vec![OutletId::new("daily")]), ..topic("vote", &["election"]) },
    ]
}

fn outlets() -> Vec<Outlet> {
    let outlet = |(place, id): (usize, &&str)| Outlet {
        id: OutletId::new(*id),
        site: format!("{id}.example"),
        family: (place > 6).then(|| "Sky Media".to_owned()),
        weight: if place == 0 { 1.5 } else { 1.0 },
        paywall: None,
    };
    OUTLETS.iter().enumerate().map(outlet).collect()
}

fn nots() -> Vec<(OutletId, Vec<Matcher>)> {
    vec![(OutletId::new("herald"), vec![words("strikes")])]
}

struct Asked {
    topics: Vec<Topic>,
    stories_most: usize,
    per_outlet: Option<usize>,
}

impl Asked {
    fn compose(&self, entries: &[Entry], earlier: &[Entry], stories: &[Story]) -> Composed {
        digest(&Input {
            edition: Edition { key: "2026/03/01".into(), zone: "UTC".into(), from: Timestamp::UNIX_EPOCH, at: now() },
            title: "Brief",
            topics: &self.topics,
            outlets: &outlets(),
            outlet_nots: &nots(),
            entries,
            earlier,
            stories,
            feeds: 9,
            feeds_read: 9,
            troubles: Vec::new(),
            oldest: now().checked_sub(SignedDuration::from_hours(24 * 7)).expect("a time"),
            updates_only: true,
            never_again: false,
            stories_most: self.stories_most,
            per_outlet: self.per_outlet,
            brief: tidings::compose::brief::Options::default(),
            overrides: &[],
            seen: &tidings::compose::group::Seen::default(),
        })
    }
}

/// Makes one verdict again from nothing but itself, the entries, and the one rule it names.
struct Again<'a> {
    filter: Filter,
    account: &'a Account,
    entries: BTreeMap<&'a EntryId, &'a Entry>,
    known: &'a [Story],
}

impl Again<'_> {
    fn agrees(&self, verdict: &tidings::compose::Verdict, entry: &Entry) -> bool {
        let story = verdict.was.story().map(|id| {
            let mut found = self.account.stories.iter().filter(|story| story.story == *id);
            let story = found.next().expect("its story is accounted for");
            assert!(found.next().is_none(), "a story stands once");
            story
        });
        let member = story.and_then(|story| story.members.iter().find(|member| member.entry == entry.id));
        let on_topic = |topic: &TopicId| story.is_some_and(|story| story.topics[0].topic == *topic);
        let is_shown = story.is_some_and(|story| matches!(story.place, Place::Shown { .. }));
        let matches = verdict.topics.iter();
        let taken = matches.clone().all(|it| self.filter.replay_match(&it.topic, it.score, &it.hits, entry));
        let rule = match &verdict.was {
            Was::Kept { topic, .. } => {
                is_shown && on_topic(topic) && member.is_some_and(|member| member.copy_of.is_none())
            }
            Was::Copy { topic, of, .. } => {
                let root = copies(&[&Article::read(self.entries[of]), &Article::read(entry)]);
                is_shown && on_topic(topic) && root[0] == root[1] && self.entries[of].outlet != entry.outlet
            }
            Was::NoRoom { topic, .. } => on_topic(topic) && self.has_no_room(story.expect("a story")),
            Was::ToldBefore { story } => self.known.iter().any(|known| known.id == *story),
            Was::Dropped { reason } => verdict.topics.is_empty() && self.filter.replay_reason(reason, entry),
            Was::TooOld { published } => *published == entry.time() && *published < self.account.oldest,
            Was::Unlinked => entry.link.is_none(),
            Was::NoOutlet => !OUTLETS.contains(&entry.outlet.as_str()),
            other => panic!("no test for {other:?}"),
        };
        // Who is there with a story alone would have been dropped by the rule that is named, and by no other.
        let by_itself = match &verdict.by_itself {
            Some(reason) => story.is_some() && verdict.topics.is_empty() && self.filter.replay_reason(reason, entry),
            None => story.is_none() || !verdict.topics.is_empty(),
        };
        rule && taken && by_itself && (member.is_some() || verdict.was.story().is_none())
    }

    /// Whether the limit that a story met is used up, by stories of no lower score.
    fn has_no_room(&self, story: &tidings::compose::StoryAccount) -> bool {
        let Place::LeftOut { limit } = &story.place else { return false };
        let shown = || {
            let all = self.account.stories.iter();
            all.filter(|it| it.is_brief == story.is_brief && matches!(it.place, Place::Shown { .. }))
        };
        match limit {
            Limit::Stories(most) => shown().count() == *most,
            Limit::Topic(most) => shown().filter(|it| it.topics[0].topic == story.topics[0].topic).count() == *most,
            _ => false,
        }
    }
}

#[test]
fn the_verdicts_of_ten_thousand_entries_are_made_again_from_what_was_written_down() {
    let mut dice = Dice(11);
    let asked = Asked { topics: topics(Some(12)), stories_most: 20, per_outlet: None };
    let earlier = some_entries(&mut dice, 0, 500);
    let first = asked.compose(&earlier, &[], &[]);
    let mut entries = some_entries(&mut dice, 1_000, 9_900);
    // Rewrites of what was told: the same words, from the same outlet.
    let told: BTreeSet<&EntryId> = first.stories.iter().flat_map(|story| &story.told).collect();
    for (number, old) in earlier.iter().filter(|entry| told.contains(&entry.id)).cycle().take(100).enumerate() {
        entries.push(entry(20_000 + number, old.outlet.as_str(), &old.title, &old.summary, 600));
    }
    let composed = asked.compose(&entries, &earlier, &first.stories);
    let written = serde_json::to_string(&composed.account).expect("JSON");
    let account: Account = serde_json::from_str(&written).expect("an account");
    assert!(account == composed.account, "what is written is what was decided");
    let ids: Vec<&EntryId> = account.verdicts.iter().map(|verdict| &verdict.entry).collect();
    assert_eq!(ids, entries.iter().map(|entry| &entry.id).collect::<Vec<_>>(), "one verdict an entry, in order");
    let again = Again {
        filter: Filter::new(&asked.topics, &nots(), &outlets()),
        account: &account,
        entries: entries.iter().chain(&earlier).map(|entry| (&entry.id, entry)).collect(),
        known: &first.stories,
    };
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for (verdict, entry) in account.verdicts.iter().zip(&entries) {
        assert!(again.agrees(verdict, entry), "{verdict:#?}\n{entry:#?}");
        let kind = serde_json::to_value(verdict).expect("JSON");
        let rule = kind["reason"]["rule"].as_str().unwrap_or_default();
        *kinds.entry(format!("{} {rule}", kind["verdict"].as_str().unwrap_or_default())).or_default() += 1;
    }
    let met: Vec<&str> = kinds.keys().map(|kind| kind.trim()).collect();
    assert_eq!(
        met,
        [
            "copy",
            "dropped lacking",
            "dropped languages",
            "dropped min-score",
            "dropped no-topic",
            "dropped outlet-not",
            "dropped outlets",
            "dropped topic-not",
            "kept",
            "no-outlet",
            "no-room",
            "told-before",
            "too-old",
            "unlinked",
        ],
        "{kinds:?}"
    );
}

/// One report of a dam, in words of its outlet's own.
fn dam(number: usize, outlet: &str, seed: u64) -> Entry {
    let own = text(&mut Dice(seed), 8, 0);
    entry(number, outlet, "Lillestad dam bursts in Norway", &format!("The Lillestad dam in Norway burst; {own}."), 3600)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn quotas_hold_and_everything_is_accounted_for(
        seed in any::<u64>(),
        count in 0usize..90,
        most in 1usize..6,
        per_outlet in proptest::option::of(1usize..4),
        max in proptest::option::of(1usize..5),
    ) {
        let asked = Asked { topics: topics(max), stories_most: most, per_outlet };
        let entries = some_entries(&mut Dice(seed), 0, count);
        let composed = asked.compose(&entries, &[], &[]);
        let account = &composed.account;
        assert_eq!(account.verdicts.len(), entries.len());
        let digest = &composed.digest;
        assert!(digest.briefs().count() <= most);
        let mut names: Vec<_> = digest.briefs().map(|brief| &brief.story).collect();
        names.extend(digest.sections.iter().flat_map(|section| section.singles.iter().map(|single| &single.story)));
        let mut once = names.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), names.len(), "every story is told once");
        let mut of_topic: BTreeMap<&TopicId, usize> = BTreeMap::new();
        let mut led: BTreeMap<(bool, &OutletId), usize> = BTreeMap::new();
        for brief in digest.briefs() {
            *of_topic.entry(&brief.topic).or_default() += 1;
            let lead = brief.sources.iter().find(|source| source.entry == brief.headline.entry).expect("a source");
            *led.entry((true, &lead.outlet)).or_default() += 1;
        }
        for section in &digest.sections {
            *of_topic.entry(&section.topic).or_default() += section.singles.len();
            section.singles.iter().for_each(|single| *led.entry((false, &single.source.outlet)).or_default() += 1);
        }
        assert!(max.is_none_or(|max| of_topic.values().all(|count| *count <= max)), "{of_topic:?}");
        assert!(per_outlet.is_none_or(|most| led.values().all(|count| *count <= most)), "{led:?}");
        for story in &account.stories {
            if let Some(score) = &story.score {
                let sum: f64 = score.parts.iter().map(|(_, points)| points).sum();
                assert!((sum - score.total).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn one_more_outlet_never_ranks_a_story_lower(seed in any::<u32>(), outlets in 1usize..8) {
        let asked = Asked { topics: topics(None), stories_most: 9, per_outlet: None };
        let reports: Vec<Entry> =
            (0..=outlets).map(|at| dam(at, OUTLETS[at], u64::from(seed) + at as u64 * 7_919)).collect();
        let total = |entries: &[Entry]| {
            let stories = asked.compose(entries, &[], &[]).account.stories;
            assert_eq!((stories.len(), stories[0].members.len()), (1, entries.len()), "one story");
            stories[0].score.as_ref().expect("a score").total
        };
        assert!(total(&reports) >= total(&reports[..outlets]));
    }

    /// Everything that comes moves how telling each word is; still, a story takes in its own reports alone, and one
    /// that nobody reports on stays as it was told.
    #[test]
    fn a_told_story_changes_by_its_own_reports_alone(seed in any::<u32>(), crowd in 0usize..70, strangers in 0usize..40) {
        let asked = Asked { topics: topics(None), stories_most: 99, per_outlet: None };
        let mut dice = Dice(u64::from(seed));
        let mut unlike = |number: usize, keyword: &str, ending: &str| {
            let mut own = || text(&mut dice, 7, 0).replace(' ', &format!("{ending} ")) + ending;
            entry(number, OUTLETS[number % 9], &format!("{} {keyword}", own()), &own(), 7_200)
        };
        let mut before: Vec<Entry> = (0..3).map(|at| dam(at, OUTLETS[at], u64::from(seed) + at as u64)).collect();
        before.extend((100..100 + strangers).map(|number| unlike(number, "dam", "o")));
        let first = asked.compose(&before, &[], &[]);
        let told = |composed: &Composed, id: &EntryId| {
            composed.stories.iter().find(|story| story.members.contains(id)).expect("a story").clone()
        };
        let mut new = vec![dam(3, OUTLETS[3], u64::from(seed) + 3)];
        new[0].summary = PlainText::vouched(format!("{} Police say 1,400 people fled.", &*new[0].summary));
        new.extend((200..200 + crowd).map(|number| unlike(number, "harbour", "u")));
        let second = asked.compose(&new, &before, &first.stories);
        let (old, grown) = (told(&first, &before[0].id), told(&second, &new[0].id));
        assert_eq!(old.id, grown.id);
        let mut members = old.members;
        members.push(new[0].id.clone());
        members.sort();
        assert_eq!(members, grown.members);
        let others = second.stories.iter().filter(|story| story.id != grown.id);
        assert!(others.flat_map(|story| &story.members).all(|id| before.iter().all(|entry| entry.id != *id)));
    }
}
