//! Stories over time: which group of today is which story of yesterday.

use crate::model::{EntryId, Story};
use std::collections::{BTreeMap, BTreeSet};

/// For each group, the story it continues, if any.
///
/// A group continues the story with which it shares most members. Where two groups claim one story,
/// the one that shares more keeps it; where one group touches two stories, it continues the one it
/// shares more with, and among equals the older. No story is continued twice.
#[must_use]
pub(super) fn continued<'s>(groups: &[Vec<&EntryId>], stories: &'s [Story]) -> Vec<Option<&'s Story>> {
    let mut owners: BTreeMap<&EntryId, Vec<usize>> = BTreeMap::new();
    for (index, story) in stories.iter().enumerate() {
        for member in &story.members {
            owners.entry(member).or_default().push(index);
        }
    }
    let mut claims = Vec::new();
    for (group, members) in groups.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for member in members {
            for story in owners.get(*member).into_iter().flatten() {
                *shared.entry(*story).or_default() += 1;
            }
        }
        claims.extend(shared.into_iter().map(|(story, count)| (count, story, group)));
    }
    claims.sort_by(|a, b| {
        let age = |story: usize| (stories[story].first_told(), &stories[story].id);
        b.0.cmp(&a.0).then_with(|| age(a.1).cmp(&age(b.1))).then_with(|| groups[a.2].cmp(&groups[b.2]))
    });
    let mut taken = BTreeSet::new();
    let mut continued = vec![None; groups.len()];
    for (_, story, group) in claims {
        if continued[group].is_none() && taken.insert(story) {
            continued[group] = Some(&stories[story]);
        }
    }
    continued
}

#[cfg(test)]
mod tests {
    use super::continued;
    use crate::model::{EntryId, Story, StoryId};
    use jiff::Timestamp;

    fn story(id: &str, hour: i64, members: &[&str]) -> Story {
        let members: Vec<EntryId> = members.iter().map(|name| EntryId::from_stored(*name)).collect();
        let at = Timestamp::from_second(hour * 3600).expect("a time");
        Story { id: StoryId::from_stored(id), told: members.clone(), members, tellings: vec![at] }
    }

    fn check(groups: &[&[&str]], stories: &[Story], expected: &[Option<&str>]) {
        let ids: Vec<Vec<EntryId>> =
            groups.iter().map(|group| group.iter().map(|name| EntryId::from_stored(*name)).collect()).collect();
        let borrowed: Vec<Vec<&EntryId>> = ids.iter().map(|group| group.iter().collect()).collect();
        let found: Vec<Option<&str>> =
            continued(&borrowed, stories).into_iter().map(|story| story.map(|story| story.id.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn growth_splits_and_merges() {
        let dam = story("dam", 1, &["a", "b", "c"]);
        let vote = story("vote", 2, &["d", "e"]);
        // It grows.
        check(&[&["a", "b", "c", "x"]], std::slice::from_ref(&dam), &[Some("dam")]);
        // It falls apart: the larger part keeps the name.
        check(&[&["a", "x"], &["b", "c"]], std::slice::from_ref(&dam), &[None, Some("dam")]);
        // Two become one: the larger share wins, and among equals the older.
        check(&[&["a", "b", "c", "d", "e"]], &[dam.clone(), vote.clone()], &[Some("dam")]);
        check(&[&["a", "d"]], &[vote, dam], &[Some("dam")]);
        // Nothing shared, nothing continued.
        check(&[&["x", "y"]], &[], &[None]);
    }
}
