//! Stories over time: which group of today is which story of yesterday.

use crate::model::{EntryId, Story};
use std::collections::BTreeMap;

/// What a group of today is in terms of the stories known.
#[derive(Debug, Clone, Default)]
pub(super) struct Past<'s> {
    /// The story it continues, if any.
    pub(super) continues: Option<&'s Story>,
    /// Stories that were told apart and have come together in it.
    pub(super) absorbs: Vec<&'s Story>,
}

/// For each group, the story it continues, if any, and those that it absorbs.
///
/// A story goes where most of its members went, so what splits off gets a name of its own. Where several stories
/// went to one group they have become one: the oldest goes on, the others are absorbed. No story is continued twice.
#[must_use]
pub(super) fn continued<'s>(groups: &[Vec<&EntryId>], stories: &'s [Story]) -> Vec<Past<'s>> {
    let mut owners: BTreeMap<&EntryId, Vec<usize>> = BTreeMap::new();
    for (group, members) in groups.iter().enumerate() {
        for &member in members {
            owners.entry(member).or_default().push(group);
        }
    }
    let mut oldest_first: Vec<&Story> = stories.iter().collect();
    oldest_first.sort_by_key(|story| (story.first_told(), &story.id));
    let mut pasts = vec![Past::default(); groups.len()];
    for story in oldest_first {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for group in story.members.iter().filter_map(|member| owners.get(member)).flatten() {
            *shared.entry(*group).or_default() += 1;
        }
        // Among equal parts the one with the lowest names, whatever the order of the groups.
        let Some((heir, _)) =
            shared.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| groups[b.0].cmp(&groups[a.0])))
        else {
            continue;
        };
        let past = &mut pasts[heir];
        match past.continues {
            None => past.continues = Some(story),
            Some(_) => past.absorbs.push(story),
        }
    }
    pasts
}

#[cfg(test)]
mod tests {
    use super::continued;
    use crate::model::{EntryId, Story, StoryId};
    use jiff::Timestamp;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn story(id: &str, hour: i64, members: &[&str]) -> Story {
        let members: Vec<EntryId> = members.iter().map(|name| EntryId::from_stored(*name)).collect();
        let at = Timestamp::from_second(hour * 3600).expect("a time");
        Story { id: StoryId::from_stored(id), aliases: Vec::new(), told: members.clone(), members, tellings: vec![at] }
    }

    /// For each group the name it goes on under, then those that are absorbed.
    fn check(groups: &[&[&str]], stories: &[Story], expected: &[&[&str]]) {
        let ids: Vec<Vec<EntryId>> =
            groups.iter().map(|group| group.iter().map(|name| EntryId::from_stored(*name)).collect()).collect();
        let borrowed: Vec<Vec<&EntryId>> = ids.iter().map(|group| group.iter().collect()).collect();
        let found: Vec<Vec<&str>> = continued(&borrowed, stories)
            .iter()
            .map(|past| past.continues.iter().chain(&past.absorbs).map(|story| story.id.as_str()).collect())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn growth_splits_and_merges() {
        let dam = story("dam", 1, &["a", "b", "c"]);
        let vote = story("vote", 2, &["d", "e", "f", "g"]);
        // It grows.
        check(&[&["a", "b", "c", "x"]], std::slice::from_ref(&dam), &[&["dam"]]);
        // It falls apart: the larger part keeps the name.
        check(&[&["a", "x"], &["b", "c"]], std::slice::from_ref(&dam), &[&[], &["dam"]]);
        // Two become one: the older goes on, however small its share.
        check(&[&["a", "b", "c", "d", "e", "f", "g"]], &[vote.clone(), dam.clone()], &[&["dam", "vote"]]);
        // One loses a part to the other: both go on.
        check(&[&["a", "b", "c", "d"], &["e", "f", "g"]], &[dam, vote], &[&["dam"], &["vote"]]);
        // Nothing shared, nothing continued.
        check(&[&["x", "y"]], &[], &[&[]]);
    }

    proptest! {
        /// However the members of one story come back, with whatever company, exactly one group goes on under its
        /// name, and whoever grows without losing anybody keeps it.
        #[test]
        fn a_name_lives_on_exactly_once(parts in vec(0_usize..4, 1..12), company in vec(0_usize..4, 0..8)) {
            let names: Vec<String> = (0..parts.len() + company.len()).map(|at| format!("{at:02}")).collect();
            let members: Vec<&str> = names[..parts.len()].iter().map(String::as_str).collect();
            let known = [story("known", 1, &members)];
            let ids: Vec<EntryId> = names.iter().map(|name| EntryId::from_stored(name.as_str())).collect();
            let mut groups: Vec<Vec<&EntryId>> = vec![Vec::new(); 4];
            for (id, group) in ids.iter().zip(parts.iter().chain(&company)) {
                groups[*group].push(id);
            }
            let pasts = continued(&groups, &known);
            let heirs: Vec<usize> = (0..4).filter(|at| pasts[*at].continues.is_some()).collect();
            prop_assert_eq!(heirs.len(), 1);
            let kept = |at: usize| parts.iter().filter(|group| **group == at).count();
            prop_assert!((0..4).all(|at| kept(at) <= kept(heirs[0])));
            prop_assert!(pasts.iter().all(|past| past.absorbs.is_empty()));
        }
    }
}
