//! Words that are no evidence, learned from the entries at hand: what a platform puts beneath everything, and what one
//! outlet says in most of what it writes.

use super::item::{Held, Item, hash, index};
use rustc_hash::{FxHashMap, FxHashSet};

/// Two words side by side in so many summaries may be a platform's.
const REPEATED: usize = 3;

/// The most room for rough counts of pairs of words.
const SLOTS: usize = 1 << 20;

/// Entries with the same two words that are compared.
const COMPARED: usize = 8;

/// Two words are nobody's news where at most one in so many pairs of their entries is alike.
const ALIKE: usize = 6;

/// An outlet's habits show from so many entries on.
const HABIT: usize = 8;

/// A habit is in half of an outlet's entries, and so many times rarer in those of the others.
const RARER: usize = 5;

/// A text of fewer terms than this may be said twice by chance ...
const TEXT: usize = 8;

/// ... and one of fewer than this by two outlets. (An outlet says short things again: the hints of the day, the weather.)
const SHORT_TEXT: usize = 6;

/// Within so many seconds it is the same report.
const AGAIN: u64 = 72 * 3600;

/// Marks entries whose headline and summary are, word for word, those of an earlier one in the same language.
pub(super) fn mark_same_texts(items: &mut [Item], bodies: &[Box<[u32]>]) {
    /// Language, headline and summary.
    type Text<'a> = (u32, Box<[u32]>, &'a [u32]);
    // The place, time and outlet of the first.
    let mut first: FxHashMap<Text<'_>, (u32, Option<i64>, u32)> = FxHashMap::default();
    for (place, (item, body)) in items.iter_mut().zip(bodies).enumerate() {
        let length = item.headline.len() + body.len();
        if length < SHORT_TEXT {
            continue;
        }
        let known = first.entry((item.language, item.headline.clone(), &**body)).or_insert((
            index(place),
            item.time,
            item.outlet,
        ));
        if length < TEXT && known.2 == item.outlet {
            continue;
        }
        let apart = item.time.zip(known.1).map_or(0, |(now, then)| now.abs_diff(then));
        if apart > AGAIN {
            // What is said again after days is said anew.
            *known = (index(place), item.time, item.outlet);
        }
        item.same_text = (known.0 != index(place)).then_some(known.0);
    }
}

/// Takes out of each entry the words of its summary that are no evidence. `bodies` are the terms of the summaries, in
/// their order.
pub(super) fn strip(items: &mut [Item], bodies: &[Box<[u32]>], terms: usize) {
    let mut gone = phrases(items, bodies);
    habits(items, terms, &mut gone);
    for (place, item) in items.iter_mut().enumerate() {
        let place = index(place);
        if gone.entries.contains(&place) {
            item.vector.retain(|held| held.in_title() || !gone.words.contains(&(place, held.term())));
        }
        if let Some(habits) = gone.habits.get(&item.outlet) {
            item.vector.retain(|held| !habits.contains(&held.term()));
        }
    }
}

/// What is to be taken out.
#[derive(Default)]
struct Gone {
    /// Entry and term, and the entries that have any.
    words: FxHashSet<(u32, u32)>,
    entries: FxHashSet<u32>,
    /// Terms by outlet.
    habits: FxHashMap<u32, FxHashSet<u32>>,
}

/// Words that stand side by side under several entries that have nothing else in common: "submitted by", "full
/// changelog", "thanks for reading". What reports of one event share shows in their headlines as well.
fn phrases(items: &[Item], bodies: &[Box<[u32]>]) -> Gone {
    // Most pairs of words stand once; these are told by a rough count before anything is put in order.
    let words: usize = bodies.iter().map(|body| body.len()).sum();
    let slots = (4 * words).next_power_of_two().min(SLOTS);
    let slot = |two: &[u32]| hash(two[0], two[1]) as usize & (slots - 1);
    let mut often = vec![0_u8; slots];
    for two in bodies.iter().flat_map(|body| body.windows(2)) {
        often[slot(two)] = often[slot(two)].saturating_add(1);
    }
    let mut places: Vec<(u32, u32, u32)> = Vec::new();
    for (place, body) in bodies.iter().enumerate() {
        let several = body.windows(2).filter(|two| usize::from(often[slot(two)]) >= REPEATED);
        places.extend(several.map(|two| (two[0], two[1], index(place))));
    }
    places.sort_unstable();
    places.dedup();
    let mut gone = Gone::default();
    for same in places.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1)).filter(|same| same.len() >= REPEATED) {
        let (first, second) = (same[0].0, same[0].1);
        let compared: Vec<&Item> = same.iter().take(COMPARED).map(|(_, _, place)| &items[*place as usize]).collect();
        let mut pairs = 0;
        let mut alike = 0;
        for (at, a) in compared.iter().enumerate() {
            for b in &compared[at + 1..] {
                pairs += 1;
                alike += usize::from(speaks_of(a, b, [first, second]) || speaks_of(b, a, [first, second]));
            }
        }
        if alike * ALIKE <= pairs {
            for &(_, _, place) in same {
                gone.words.extend([(place, first), (place, second)]);
                gone.entries.insert(place);
            }
        }
    }
    gone
}

/// Whether `b` holds a term of `a`'s headline, but for the two in question.
fn speaks_of(a: &Item, b: &Item, but: [u32; 2]) -> bool {
    let holds = |term: u32| b.vector.binary_search_by_key(&term, |held: &Held| held.term()).is_ok();
    a.headline.iter().any(|term| !but.contains(term) && holds(*term))
}

/// Words that one outlet has in half of its entries and the others seldom.
fn habits(items: &[Item], terms: usize, gone: &mut Gone) {
    let mut by_outlet: Vec<usize> = (0..items.len()).filter(|at| items[*at].outlet != 0).collect();
    by_outlet.sort_by_key(|at| items[*at].outlet);
    let mut all = vec![0_u32; terms];
    for held in items.iter().flat_map(|item| &item.vector) {
        all[held.term() as usize] += 1;
    }
    let mut own = vec![0_u32; terms];
    for entries in by_outlet.chunk_by(|x, y| items[*x].outlet == items[*y].outlet) {
        if entries.len() < HABIT || entries.len() == items.len() {
            continue;
        }
        let held = || entries.iter().flat_map(|at| &items[*at].vector).map(|held| held.term() as usize);
        for term in held() {
            own[term] += 1;
        }
        let mut found = FxHashSet::default();
        for term in held() {
            let count = std::mem::take(&mut own[term]) as usize;
            let others = all[term] as usize - count.min(all[term] as usize);
            let elsewhere = items.len() - entries.len();
            // own share >= 1/2, and own share >= RARER times that elsewhere, in whole numbers
            if count * 2 >= entries.len() && count * elsewhere >= RARER * others * entries.len() {
                found.insert(index(term));
            }
        }
        if !found.is_empty() {
            gone.habits.insert(items[entries[0]].outlet, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::compose::group::Seen;
    use crate::compose::group::samples::{articles, entry};
    use crate::compose::group::terms::Analysed;
    use crate::model::Entry;

    /// The words that are evidence in each entry, in the order of the entries.
    fn words(entries: &[Entry]) -> Vec<Vec<String>> {
        let analysed = Analysed::new(&articles(entries).iter().collect::<Vec<_>>(), &Seen::default());
        let stem = |term: u32| analysed.terms[term as usize].stem.to_string();
        let places = analysed.places.iter();
        places.map(|place| analysed.items[*place].vector.iter().map(|held| stem(held.term())).collect()).collect()
    }

    #[test]
    fn what_a_platform_puts_beneath_is_no_evidence() {
        let beneath = "Thanks for reading. Subscribe now.";
        let entries = [
            entry("1", "a", "Frost on the allotment", beneath),
            entry("2", "b", "Why monks brewed beer", beneath),
            entry("3", "c", "A map of lost lidos", beneath),
        ];
        for words in words(&entries) {
            assert!(!words.iter().any(|word| word == "subscrib" || word == "read"), "{words:?}");
        }
        // What reports of one event have in common stays.
        let summary = "The Lumen dam burst near Vik.";
        let entries = [
            entry("1", "a", "Lumen dam bursts", summary),
            entry("2", "b", "Vik flooded after dam bursts", summary),
            entry("3", "c", "Lumen dam: hundreds flee", summary),
        ];
        assert!(words(&entries).iter().all(|words| words.iter().any(|word| word == "lumen")));
    }

    #[test]
    fn what_one_outlet_always_says_is_no_evidence() {
        let nouns = ["apples", "trams", "kilns", "fjords", "owls", "quilts", "ferries", "lidos", "moths", "looms"];
        let ids: Vec<String> = (0..20).map(|n| n.to_string()).collect();
        let titles: Vec<String> =
            (0..20).map(|n| format!("On {} {}", nouns[n % 10], if n < 10 { "Gazettely" } else { "" })).collect();
        let entries: Vec<Entry> =
            (0..20).map(|n| entry(&ids[n], if n < 10 { "gazette" } else { "herald" }, &titles[n], "")).collect();
        let words = words(&entries);
        assert!(words.iter().flatten().all(|word| !word.starts_with("gazette")), "{words:?}");
        assert!(words.iter().all(|words| !words.is_empty()));
    }

    #[test]
    fn one_text_is_one_text_however_many_print_it() {
        let ids: Vec<String> = (0..300).map(|n| format!("{n:03}")).collect();
        let text = "The river Lumen burst its banks near Vik on Monday and forty families left their homes.";
        let entries: Vec<Entry> =
            ids.iter().map(|id| entry(id, id, "Lumen floods Vik and forty families flee", text)).collect();
        let grouping = crate::compose::group::group(
            &articles(&entries),
            &crate::compose::group::Options::default(),
            &Seen::default(),
        );
        assert_eq!(grouping.clusters().len(), 1);
        assert_eq!(grouping.families(), [0]);
    }

    #[test]
    fn a_short_text_is_one_text_of_two_outlets_and_two_of_one() {
        let stories = |outlets: [&str; 2]| {
            let said = |id, outlet| entry(id, outlet, "Moss: mill in flames", "A fire destroyed the mill.");
            let entries = [said("1", outlets[0]), said("2", outlets[1])];
            let analysed = Analysed::new(&articles(&entries).iter().collect::<Vec<_>>(), &Seen::default());
            analysed.items.iter().filter(|item| item.same_text.is_none()).count()
        };
        assert_eq!((stories(["a", "b"]), stories(["a", "a"])), (1, 2));
    }
}
