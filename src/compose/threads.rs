//! Threads as a reader sees them: a name, a head, and the stories of one running event below it.

use super::group::Grouping;
use super::rank;
use super::ranked::Ranked;
use super::stories;
use crate::model::{Score, Thread, ThreadStory};
use crate::text::fold::fold;
use crate::text::letters::is_word_part;
use crate::text::lexicon::Lexicon;
use crate::text::words;
use std::collections::{BTreeMap, BTreeSet};

/// A label before a colon has so many words at most: "George Floyd protests", no sentence.
const LABEL: usize = 4;

/// And so many bytes: what a stranger writes without a space is no name.
const LONGEST: usize = 80;

/// One of so many first words of a thread must stand in its label.
const NAMING: usize = 3;

/// A thread takes as many seats as this before all else has had its turn: its head and two more, on a full page.
const SEATS: usize = 3;

/// Stories of a thread that the digest lists.
const LISTED: usize = 300;

/// Each story of a thread is held against so many others at most, evenly spread, to tell which is in the middle.
const COMPARED: usize = 100;

/// The stories of one running event, by their places among what is ranked.
pub(super) struct Bundle {
    name: String,
    id: String,
    /// The one that stands for it.
    pub(super) head: usize,
    /// All of them, the head first, then by score.
    pub(super) stories: Vec<usize>,
}

/// Finds the threads among `ranked`, and weighs each as one: its head gets the points that all who tell of the event are
/// worth together.
pub(super) fn find(ranked: &mut [Ranked<'_>], grouping: &Grouping) -> Vec<Bundle> {
    let mut families: BTreeMap<String, usize> = BTreeMap::new();
    let stories: Vec<(Vec<usize>, usize)> = ranked
        .iter()
        .map(|one| {
            let next = families.len();
            let family = *families.entry(one.story.family.to_string()).or_insert(next);
            (one.story.reports.iter().map(|report| report.place).collect(), family)
        })
        .collect();
    let threads = grouping.threads(&stories);
    let mut bundles: Vec<Bundle> = threads
        .into_iter()
        .map(|thread| {
            let head = head(&thread.stories, ranked, &stories, grouping);
            let (name, run) = name(&thread.stories, &thread.words, ranked);
            let voices: BTreeMap<&str, f64> = thread
                .stories
                .iter()
                .flat_map(|at| &ranked[*at].story.voices)
                .map(|(voice, weight)| (voice.as_str(), *weight))
                .collect();
            let weights: Vec<f64> = voices.into_values().collect();
            let head_weights: Vec<f64> = ranked[head].story.voices.iter().map(|(_, weight)| *weight).collect();
            weigh(&mut ranked[head].score, &head_weights, &weights);
            let mut stories = thread.stories;
            let total = |at: usize| ranked[at].score.total;
            stories.sort_by(|a, b| {
                let order = total(*b).total_cmp(&total(*a)).then_with(|| ranked[*a].story.id.cmp(&ranked[*b].story.id));
                (*b == head).cmp(&(*a == head)).then(order)
            });
            Bundle { name, id: id(&run), head, stories }
        })
        .collect();
    bundles.sort_by(|x, y| {
        let total = |bundle: &Bundle| ranked[bundle.head].score.total;
        total(y).total_cmp(&total(x)).then_with(|| ranked[x.head].story.id.cmp(&ranked[y.head].story.id))
    });
    bundles
}

/// Adds to the score of a thread's head what the voices of the whole thread are worth beyond its own.
fn weigh(score: &mut Score, own: &[f64], all: &[f64]) {
    let points = rank::coverage(all) - rank::coverage(own);
    let points = (points * 1000.0).round() / 1000.0;
    score.parts.push(("thread".to_owned(), points));
    score.total = ((score.total + points) * 1000.0).round() / 1000.0;
}

/// Of `ranked`, those that wait until all else has had its turn, lest one event fill the page: of each thread what comes after
/// its first seats, briefs and lines counted apart.
pub(super) fn waiting(bundles: &[Bundle], ranked: &[Ranked<'_>]) -> BTreeSet<usize> {
    let of = |bundle: &Bundle, briefs: bool| -> Vec<usize> {
        bundle.stories.iter().copied().filter(|at| ranked[*at].is_brief == briefs).skip(SEATS).collect()
    };
    bundles.iter().flat_map(|bundle| [of(bundle, true), of(bundle, false)]).flatten().collect()
}

/// The threads as the digest tells them; those of which nothing is `shown` are left out.
pub(super) fn told(bundles: Vec<Bundle>, ranked: &[Ranked<'_>], shown: &BTreeSet<usize>) -> Vec<Thread> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    bundles
        .into_iter()
        .filter(|bundle| bundle.stories.iter().any(|at| shown.contains(at)))
        .filter_map(|bundle| {
            let outlets: BTreeSet<_> = bundle
                .stories
                .iter()
                .flat_map(|at| &ranked[*at].story.reports)
                .map(|report| &report.outlet.id)
                .collect();
            let story = |at: &usize| {
                let one = &ranked[*at];
                Some(ThreadStory {
                    story: one.story.id.clone(),
                    source: stories::source(&one.story.reports[one.story.representative])?,
                    outlets: one.story.outlets(),
                    shown: shown.contains(at),
                })
            };
            Some(Thread {
                outlets: outlets.len(),
                reports: bundle.stories.iter().map(|at| ranked[*at].story.reports.len()).sum(),
                head: ranked[bundle.head].story.id.clone(),
                stories: bundle.stories.iter().take(LISTED).filter_map(story).collect(),
                name: bundle.name,
                id: names.insert(bundle.id.clone()).then_some(bundle.id)?,
            })
        })
        .collect()
}

/// A name as part of an address.
fn id(name: &str) -> String {
    let folded = fold(name);
    folded.split(|c: char| !is_word_part(c)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// The place of the story that stands for a thread: of several outlets if there is one, and of those the one that most of the
/// others are like, and that most tell.
fn head(members: &[usize], ranked: &[Ranked<'_>], places: &[(Vec<usize>, usize)], grouping: &Grouping) -> usize {
    let stands = |at: usize| places[at].0[ranked[at].story.representative];
    let alike = |at: usize| -> f64 {
        let step = members.len().div_ceil(COMPARED).max(1);
        let others = members.iter().step_by(step).filter(|other| **other != at);
        others.map(|other| grouping.alike(stands(at), stands(*other))).sum()
    };
    let weight = |at: usize| {
        let voices: f64 = ranked[at].story.voices.iter().map(|_| 1.0).sum();
        (1.0 + voices).log2() * (0.1 + alike(at))
    };
    let rank = |at: usize| {
        let news = ranked[at].story.reports[ranked[at].story.representative].article.marks.is_news();
        (ranked[at].is_brief, news, weight(at))
    };
    members
        .iter()
        .copied()
        .max_by(|a, b| {
            let ((brief, news, weight), (other_brief, other_news, other_weight)) = (rank(*a), rank(*b));
            let kind = (brief, news).cmp(&(other_brief, other_news));
            kind.then(weight.total_cmp(&other_weight)).then_with(|| ranked[*b].story.id.cmp(&ranked[*a].story.id))
        })
        .unwrap_or_default()
}

/// What a thread is called: the label that stands before a colon in two or more of its headlines, or else its name as its
/// headlines write it; and that name, which changes less from day to day.
fn name(members: &[usize], stems: &[String], ranked: &[Ranked<'_>]) -> (String, String) {
    let reports = || members.iter().flat_map(|at| &ranked[*at].story.reports);
    let titles: Vec<(&str, &Lexicon)> = reports().map(|report| (report.title(), report.article.lexicon)).collect();
    let seed = stems.first().map(String::as_str).unwrap_or_default();
    // The word that made the thread may be where it happened, and the next whom it happened to.
    let naming = &stems[..stems.len().min(NAMING)];
    let mut labels: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    for (title, lexicon) in &titles {
        let Some((label, _)) = title.split_once(':') else { continue };
        let mut names_it = false;
        words::each(label, lexicon, |word| names_it |= naming.iter().any(|stem| stem == word.stem));
        if names_it && label.len() <= LONGEST && label.split_whitespace().count() <= LABEL {
            labels.entry(fold(label)).or_insert((0, label.trim())).0 += 1;
        }
    }
    let best = labels.into_values().filter(|(times, _)| *times > 1).max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(a.1)));
    let label = best.map(|(_, label)| label.to_owned());
    // The name with the capitalised words around it: "George Floyd", "Black Friday".
    let mut runs: BTreeMap<String, usize> = BTreeMap::new();
    for (title, lexicon) in &titles {
        if let Some(run) = run_around(title, seed, lexicon) {
            *runs.entry(run).or_default() += 1;
        }
    }
    runs.retain(|run, _| run.len() <= LONGEST);
    let best = runs.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
    let run = best.map_or_else(|| seed[..seed.floor_char_boundary(LONGEST)].to_owned(), |(run, _)| run);
    (label.unwrap_or_else(|| run.clone()), run)
}

/// The word of `title` with the stem `seed`, with the words beside it that are names too, two at most.
fn run_around(title: &str, seed: &str, lexicon: &Lexicon) -> Option<String> {
    // From, to, whether it may be of a name, whether it is the word itself.
    let mut found: Vec<(usize, usize, bool, bool)> = Vec::new();
    words::each(title, lexicon, |word| {
        found.push((word.start, word.start + word.raw.len(), word.capital && !word.stop, word.stem == seed));
    });
    let at = found.iter().position(|(.., is_seed)| *is_seed)?;
    let joined = |left: usize, right: usize| {
        found[right].2 && found[left].2 && title.get(found[left].1..found[right].0) == Some(" ")
    };
    let (mut from, mut to) = (at, at);
    if at > 0 && joined(at - 1, at) {
        from -= 1;
    } else if at + 1 < found.len() && joined(at, at + 1) {
        to += 1;
    }
    let run = title.get(found[from].0..found[to].1)?;
    Some(run.strip_suffix("'s").or_else(|| run.strip_suffix("’s")).unwrap_or(run).to_owned())
}
