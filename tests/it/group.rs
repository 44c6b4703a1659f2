//! Grouping: promises that hold for any input.

use jiff::Timestamp;
use proptest::prelude::*;
use tidings::compose::group::{Grouping, Options, Seen, group};
use tidings::model::{Entry, EntryId, OutletId, PlainText};
use tidings::text::Article;

/// What an entry is made of.
#[derive(Debug, Clone)]
struct Owned {
    id: String,
    title: String,
    summary: String,
    hour: Option<i64>,
    outlet: Option<String>,
    lang: Option<String>,
}

fn grouped(entries: &[Owned]) -> Grouping {
    let entry = |owned: &Owned| Entry {
        summary: PlainText::vouched(&owned.summary),
        published: owned.hour.and_then(|hour| Timestamp::from_second(1_790_000_000 + 3600 * hour).ok()),
        language: owned.lang.clone(),
        ..Entry::titled(
            EntryId::from_stored(&owned.id),
            OutletId::new(owned.outlet.clone().unwrap_or_default()),
            &owned.title,
        )
    };
    let entries: Vec<Entry> = entries.iter().map(entry).collect();
    let article = |entry| {
        let mut article = Article::read(entry);
        article.time = article.entry.published;
        article
    };
    let articles: Vec<Article<'_>> = entries.iter().map(article).collect();
    group(&articles, &Options::default(), &Seen::default())
}

/// Groups as sets of ids, in order.
fn by_id(grouping: &Grouping, entries: &[Owned]) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = grouping
        .clusters()
        .iter()
        .map(|group| {
            let mut ids: Vec<String> = group.iter().map(|&at| entries[at].id.clone()).collect();
            ids.sort();
            ids
        })
        .collect();
    groups.sort();
    groups
}

fn sentence() -> impl Strategy<Value = String> {
    // Few words, so that entries share some; a pinch of anything at all.
    let word = prop_oneof![
        8 => prop::sample::select(vec![
            "Oslo", "dam", "bursts", "Norway", "flood", "minister", "resigns", "budget", "vote", "Kyiv", "strike",
            "12,000", "flee", "the", "live", "updates", "Premier", "final", "wins", "東京で地震", "взрыв", "в",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ];
    prop::collection::vec(word, 0..9).prop_map(|words| words.join(" "))
}

fn entries() -> impl Strategy<Value = Vec<Owned>> {
    let entry = (
        sentence(),
        sentence(),
        prop::option::weighted(0.8, 0_i64..200),
        prop::option::of(prop::sample::select(vec!["a.example", "b.example", "c.example"])),
        prop::option::of(prop::sample::select(vec!["en", "de", "ru", "nonsense"])),
    );
    // On fewer than forty a word's share of the day is not weighed: the promises hold for both.
    let few_or_many = prop_oneof![2 => 0_usize..40, 1 => 40_usize..70];
    (few_or_many, prop::collection::vec(entry, 70)).prop_map(|(count, mut rows)| {
        rows.truncate(count);
        rows.into_iter()
            .enumerate()
            .map(|(at, (title, summary, hour, outlet, lang))| Owned {
                id: format!("{:03}", (at * 37) % 1000),
                title,
                summary,
                hour,
                outlet: outlet.map(str::to_owned),
                lang: lang.map(str::to_owned),
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_entry_is_in_exactly_one_group(entries in entries()) {
        let grouping = grouped(&entries);
        let mut seen: Vec<usize> = grouping.clusters().iter().flatten().copied().collect();
        prop_assert!(grouping.clusters().iter().all(|group| !group.is_empty() && group.is_sorted()));
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..entries.len()).collect::<Vec<_>>());
    }

    #[test]
    fn order_does_not_matter((entries, shuffled) in entries().prop_flat_map(|e| (Just(e.clone()), Just(e).prop_shuffle()))) {
        let once = grouped(&entries);
        let again = grouped(&shuffled);
        prop_assert_eq!(by_id(&once, &entries), by_id(&again, &shuffled));
    }

    #[test]
    fn languages_are_kept_apart(entries in entries()) {
        let grouping = grouped(&entries);
        for members in grouping.clusters() {
            // Text that belies its label may stand with its own kind.
            let honest = |at: &&usize| {
                let text = format!("{} {}", entries[**at].title, entries[**at].summary);
                text.is_ascii() && !text.contains("the")
            };
            let mut declared: Vec<&str> = members
                .iter()
                .filter(honest)
                .filter_map(|&at| entries[at].lang.as_deref())
                .filter(|lang| *lang != "nonsense")
                .collect();
            declared.sort_unstable();
            declared.dedup();
            prop_assert!(declared.len() <= 1, "{declared:?}");
        }
    }
}
