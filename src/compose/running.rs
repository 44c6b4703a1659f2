//! A running story stays itself: what comes to it from day to day is held against what it was published as.
//!
//! Grouping ties each report to its neighbours, and over days a chain of neighbours leads anywhere: the preview of a show takes
//! in all that is shown there, a trial the next one. So of what is new in the group of a known story, only that goes on under
//! its name that is tied to the reports it was first published with, or to later ones that are. The rest is a story of its own.

use super::settled::owners;
use crate::model::{Entry, Story};
use std::collections::BTreeMap;

/// From this tie on a report speaks of what a story was published as: how likely a pair is to tell one story.
const STAYS: f64 = 0.5;

/// From this tie on, of half of what one was published as to the other, two stories have become one.
const JOINS: f64 = 0.7;

/// Reports of what a story was published as that new ones are held against: enough to know it by, so that a story of
/// thousands costs no more than thousands of times this ...
const PUBLISHED: usize = 40;

/// ... and fewer where many stories are in one group: so many in all, but no story less than the next.
const IN_ALL: usize = 400;
const LEAST: usize = 4;

/// A known story within a group.
struct Running<'s> {
    story: &'s Story,
    members: Vec<usize>,
    /// Those that say what it was published as, the first to be seen first.
    published: Vec<usize>,
}

/// Groups of places in `entries` in which no known story has drifted away from what it was published as. `tie` is how likely
/// two entries are to tell one story, from 0 to 1.
pub(super) fn keep_apart(
    groups: Vec<Vec<usize>>,
    entries: &[&Entry],
    known: &[Story],
    tie: &dyn Fn(usize, usize) -> f64,
) -> Vec<Vec<usize>> {
    let owner = owners(known);
    let part = |group: Vec<usize>| {
        let mut told: BTreeMap<&str, Running<'_>> = BTreeMap::new();
        let mut new = Vec::new();
        for &place in &group {
            match owner.get(&entries[place].id) {
                Some(story) => {
                    let running = || Running { story, members: Vec::new(), published: Vec::new() };
                    told.entry(story.id.as_str()).or_insert_with(running).members.push(place);
                }
                None => new.push(place),
            }
        }
        if told.is_empty() || new.is_empty() {
            return vec![group];
        }
        let mut stories: Vec<Running<'_>> = told.into_values().collect();
        stories.sort_by_key(|running| (running.story.first_told(), &running.story.id));
        let most = (IN_ALL / stories.len()).clamp(LEAST, PUBLISHED);
        for running in &mut stories {
            running.find_published(entries, most, tie);
        }
        parted(&joined(stories, tie), &new, tie)
    };
    groups.into_iter().flat_map(part).collect()
}

impl Running<'_> {
    fn find_published(&mut self, entries: &[&Entry], most: usize, tie: &dyn Fn(usize, usize) -> f64) {
        let mut order = self.members.clone();
        order.sort_by_key(|place| (entries[*place].first_seen, &entries[*place].id));
        let first = |place: &usize| entries[*place].first_seen <= self.story.first_told();
        let at_first: Vec<usize> = order.iter().copied().filter(first).take(most).collect();
        // What it was published with may be forgotten; then the oldest it has speaks for it.
        let at_first = if at_first.is_empty() { order[..1].to_vec() } else { at_first };
        let later = order.iter().filter(|place| !at_first.contains(place));
        let later = later.filter(|place| at_first.iter().any(|first| tie(**place, *first) >= STAYS));
        self.published = at_first.iter().chain(later).copied().take(most).collect();
    }

    /// How surely a report speaks of what the story was published as.
    fn tie(&self, place: usize, tie: &dyn Fn(usize, usize) -> f64) -> f64 {
        self.published.iter().map(|published| tie(place, *published)).fold(0.0, f64::max)
    }
}

/// Stories that have become one, each in one list with those it has become one with; the oldest first.
fn joined<'s>(stories: Vec<Running<'s>>, tie: &dyn Fn(usize, usize) -> f64) -> Vec<Vec<Running<'s>>> {
    let mut sets: Vec<Vec<Running<'_>>> = Vec::new();
    for running in stories {
        let is_one = |other: &Running<'_>| {
            let tied = running.published.iter().filter(|place| other.tie(**place, tie) >= JOINS).count();
            2 * tied >= running.published.len()
        };
        match sets.iter_mut().find(|set| set.iter().any(is_one)) {
            Some(set) => set.push(running),
            None => sets.push(vec![running]),
        }
    }
    sets
}

/// The sets with what is new in each, and what belongs to none.
fn parted(sets: &[Vec<Running<'_>>], new: &[usize], tie: &dyn Fn(usize, usize) -> f64) -> Vec<Vec<usize>> {
    let closest = |place: usize| {
        let of = |set: &Vec<Running<'_>>| set.iter().map(|running| running.tie(place, tie)).fold(0.0, f64::max);
        // Of equals the oldest.
        let best = |best: (usize, f64), next: (usize, f64)| if next.1 > best.1 { next } else { best };
        sets.iter().map(of).enumerate().reduce(best).unwrap_or((0, 0.0))
    };
    let closest: Vec<(usize, f64)> = new.iter().map(|place| closest(*place)).collect();
    let staying = closest.iter().filter(|(_, tie)| *tie >= STAYS).count();
    // If half of them stay, all do: grouping has put them together today, in one event.
    let all_stay = 2 * staying >= new.len();
    let mut groups: Vec<Vec<usize>> =
        sets.iter().map(|set| set.iter().flat_map(|running| running.members.iter().copied()).collect()).collect();
    let mut rest = Vec::new();
    for (place, (set, tie)) in new.iter().zip(closest) {
        if all_stay || tie >= STAYS { groups[set].push(*place) } else { rest.push(*place) }
    }
    groups.push(rest);
    groups.retain(|group| !group.is_empty());
    for group in &mut groups {
        group.sort_unstable();
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::keep_apart;
    use crate::model::{Entry, EntryId, OutletId, Story, StoryId};
    use jiff::Timestamp;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3600).expect("a time")
    }

    /// A story told first at `hour`.
    fn story(id: &str, hour: i64, members: &[usize]) -> Story {
        let members: Vec<EntryId> = members.iter().map(|name| EntryId::from_stored(format!("{name:02}"))).collect();
        let tellings = vec![at(hour)];
        Story { id: StoryId::from_stored(id), aliases: Vec::new(), told: members.clone(), members, tellings }
    }

    /// Twelve entries named 0 to 11, each seen in the hour of its name; `ties` are pairs of one story.
    fn parted(groups: &[&[usize]], known: &[Story], ties: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let entries: Vec<Entry> = (0..12)
            .map(|name| Entry {
                first_seen: at(name),
                ..Entry::titled(EntryId::from_stored(format!("{name:02}")), OutletId::new("daily"), "A dam")
            })
            .collect();
        let entries: Vec<&Entry> = entries.iter().collect();
        let tie = |one, other| if ties.contains(&(one, other)) || ties.contains(&(other, one)) { 0.8 } else { 0.1 };
        keep_apart(groups.iter().map(|group| group.to_vec()).collect(), &entries, known, &tie)
    }

    #[test]
    fn what_is_tied_to_what_a_story_was_published_as_goes_on_with_it() {
        let fair = || story("fair", 1, &[0, 1]);
        // 5 speaks of the fair; 6 and 7 speak of what was shown there, and of 5.
        assert_eq!(parted(&[&[0, 1, 5]], &[fair()], &[(0, 5)]), [[0, 1, 5]]);
        assert_eq!(parted(&[&[0, 1, 5, 6, 7]], &[fair()], &[(0, 5)]), [vec![0, 1, 5], vec![6, 7]]);
        // Half of what is new is of it: today's grouping knows better.
        assert_eq!(parted(&[&[0, 1, 5, 6]], &[fair()], &[(0, 5)]), [vec![0, 1, 5, 6]]);
        // Nothing of it: what splits off gets a name of its own, and nothing is lost.
        assert_eq!(parted(&[&[0, 1, 6, 7]], &[fair()], &[(6, 7)]), [vec![0, 1], vec![6, 7]]);
        // What was new yesterday and of the story is what it was published as, too.
        let grown = story("fair", 1, &[0, 1, 5]);
        assert_eq!(parted(&[&[0, 1, 5, 6]], std::slice::from_ref(&grown), &[(0, 5), (5, 6)]), [[0, 1, 5, 6]]);
        assert_eq!(parted(&[&[0, 1, 5, 6]], &[grown], &[(5, 6)]), [vec![0, 1, 5], vec![6]], "5 had only drifted in");
    }

    #[test]
    fn stories_become_one_only_by_what_they_were_published_as() {
        let (dam, vote) = (story("dam", 1, &[0, 1]), story("vote", 3, &[2, 3]));
        let known = [dam, vote];
        // 8 speaks of both.
        assert_eq!(parted(&[&[0, 1, 2, 3, 8]], &known, &[(0, 8), (2, 8)]), [vec![0, 1, 8], vec![2, 3]]);
        assert_eq!(parted(&[&[0, 1, 2, 3, 8]], &known, &[(0, 2), (1, 3), (2, 8)]), [vec![0, 1, 2, 3, 8]]);
        // Without anything new, or anything told, nothing changes.
        assert_eq!(parted(&[&[0, 1, 2, 3]], &known, &[]), [[0, 1, 2, 3]]);
        assert_eq!(parted(&[&[8, 9]], &known, &[]), [[8, 9]]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_entry_stays_in_one_group_and_told_members_stay_together(
            group_of in vec(0_usize..3, 12), story_of in vec(0_usize..4, 12), ties in vec((0_usize..12, 0_usize..12), 0..20),
        ) {
            let groups: Vec<Vec<usize>> = (0..3)
                .map(|group| (0..12).filter(|entry| group_of[*entry] == group).collect())
                .collect();
            let groups: Vec<&[usize]> = groups.iter().map(Vec::as_slice).filter(|group| !group.is_empty()).collect();
            let known: Vec<Story> = (0..3)
                .map(|story_number| {
                    let members: Vec<usize> = (0..12).filter(|entry| story_of[*entry] == story_number).collect();
                    story(&story_number.to_string(), 1, &members)
                })
                .collect();
            let found = parted(&groups, &known, &ties);
            let mut all: Vec<usize> = found.iter().flatten().copied().collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..12).collect::<Vec<_>>());
            let place = |entry: usize| found.iter().position(|group| group.contains(&entry));
            for (one, other) in (0..12).flat_map(|one| (0..12).map(move |other| (one, other))) {
                if story_of[one] < 3 && story_of[one] == story_of[other] && group_of[one] == group_of[other] {
                    prop_assert_eq!(place(one), place(other));
                }
            }
        }
    }
}
