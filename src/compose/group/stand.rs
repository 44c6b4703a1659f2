//! Which entry stands for its story.

use super::features::shared_cosine;
use super::marks::Marks;
use super::terms::Analysed;
use super::{Candidate, Seen};
use jiff::Timestamp;

/// Hours after which an entry counts half as fresh.
const HALF_LIFE_HOURS: f64 = 24.0;

/// The member whose headline stands for the story: the one most like all the others, weighted by its outlet
/// (`weights`, 1 is usual, in the order of `members`) and by how fresh it is at `now`.
///
/// A question, an opinion, a round-up, a live page, an explainer or a headline in capitals is chosen only where no
/// member has a plain headline. Nothing if there are no members. Ties go to the earlier, then to the lower id.
#[must_use]
pub fn representative(members: &[Candidate<'_>], weights: &[f64], now: Timestamp) -> Option<usize> {
    let analysed = Analysed::new(members, &Seen::default());
    let score = |at: usize| {
        let item = &analysed.items[analysed.places[at]];
        let alike: f32 = analysed.items.iter().map(|other| shared_cosine(item, other)).sum();
        let hours = members[at]
            .published
            .map_or(2.0 * HALF_LIFE_HOURS, |time| now.duration_since(time).as_secs_f64().max(0.0) / 3600.0);
        let weight = weights.get(at).copied().unwrap_or(1.0).max(0.0);
        // A week-old medoid still beats a fresh outlier: freshness moves the score by a third at most.
        f64::from(alike) * weight.sqrt() * (2.0 + 0.5_f64.powf(hours / HALF_LIFE_HOURS)) / 3.0
    };
    (0..members.len()).min_by(|&a, &b| {
        awkward(&members[a])
            .cmp(&awkward(&members[b]))
            .then(score(b).total_cmp(&score(a)))
            .then(members[a].published.cmp(&members[b].published))
            .then(members[a].id.cmp(members[b].id))
    })
}

/// How poor a headline is: 0 is plain.
fn awkward(member: &Candidate<'_>) -> u8 {
    let marks = Marks::of(member.title, member.link);
    let poor = [
        (Marks::ROUND_UP, 4),
        (Marks::LIVE, 3),
        (Marks::OPINION, 3),
        (Marks::CAPITALS, 2),
        (Marks::QUESTION, 2),
        (Marks::EXPLAINER, 1),
    ];
    let worst = poor.into_iter().filter(|(mark, _)| marks.has(*mark)).map(|(_, level)| level).max().unwrap_or(0);
    if member.title.trim().is_empty() { 5 } else { worst }
}

#[cfg(test)]
mod tests {
    use super::representative;
    use crate::compose::group::Candidate;
    use jiff::Timestamp;

    fn check(titles: &[&str], weights: &[f64], expected: Option<usize>) {
        let ids: Vec<String> = (0..titles.len()).map(|at| at.to_string()).collect();
        let members: Vec<Candidate<'_>> = titles
            .iter()
            .zip(&ids)
            .map(|(title, id)| Candidate {
                id,
                title,
                summary: "",
                text: "",
                link: None,
                published: Timestamp::from_second(1_790_000_000).ok(),
                outlet: None,
                lang: Some("en"),
            })
            .collect();
        let now = Timestamp::from_second(1_790_003_600).unwrap_or_default();
        assert_eq!(representative(&members, weights, now), expected, "{titles:?}");
    }

    #[test]
    fn a_plain_headline_in_the_middle_stands_for_all() {
        check(&[], &[], None);
        check(&["Why did the Rjukan dam burst?", "Rjukan dam bursts"], &[], Some(1));
        check(&["RJUKAN DAM BURSTS, HUNDREDS FLEE", "Rjukan dam bursts"], &[], Some(1));
        check(&["Rjukan dam: live updates", "Opinion: the Rjukan dam", "Storm in Rjukan"], &[], Some(2));
        check(&["Why did the Rjukan dam burst?"], &[], Some(0));
        check(
            &["Ministers meet over dam", "Rjukan dam bursts, hundreds flee", "Hundreds flee as Rjukan dam bursts"],
            &[],
            Some(1),
        );
        check(&["Rjukan dam bursts, hundreds flee", "Hundreds flee as Rjukan dam bursts"], &[1.0, 3.0], Some(1));
    }
}
