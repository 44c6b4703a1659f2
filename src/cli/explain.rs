//! `tidings explain`: why an entry or a story is, or is not, where it is.

#![expect(clippy::print_stdout, reason = "this is where the program speaks")]

use super::amounts::count;
use super::report;
use super::rules::{matched, number, reason, short};
use super::runtime::{block_on, stored};
use crate::clock::Clock;
use crate::compose::rank::{Limit, Seat};
use crate::compose::{Bond, Member, Place, StoryAccount, Taken, Verdict, Was};
use crate::config::Config;
use crate::pipeline::{Error, Explained, Explanation, Fate, Known, Unknown};
use clap::Args;
use jiff::Timestamp;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Members of a story that are listed.
const MEMBERS: usize = 40;

/// Flags of `explain`.
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// An address, the name or page of a story, or words of a headline.
    #[arg(value_name = "URL|STORY", required = true, num_args = 1..)]
    what: Vec<String>,
    /// As JSON, for scripts.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(path: &Path, args: &ExplainArgs) -> ExitCode {
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(problems) => return report::stopped(&Error::from(problems)),
    };
    let what = args.what.join(" ");
    let found = block_on(stored(&config, Clock::System, async |pipeline| pipeline.explain(&what).await));
    let found = match found {
        Ok(Some(found)) => found,
        Ok(None) => return report::usage(&report::nothing_stored(&config)),
        Err(stop) => return report::stopped(&stop),
    };
    if args.json {
        match serde_json::to_string_pretty(&found) {
            Ok(json) => println!("{json}"),
            Err(cause) => return report::usage(&cause.to_string()),
        }
        return if matches!(found, Explained::Unknown(_)) { report::unknown() } else { ExitCode::SUCCESS };
    }
    match &found {
        Explained::Unknown(unknown) => return report::usage(&nobody_knows(&config, unknown)),
        Explained::Several { known, more } => print!("{}", several(known, *more)),
        Explained::Entry(found) => print!("{}", entry(&config, found)),
        Explained::Story { edition, at, story } => {
            println!("{}", story_head(&config, edition, *at, story));
            print!("{}", story_body(&config, *at, story));
        }
    }
    ExitCode::SUCCESS
}

fn nobody_knows(config: &Config, unknown: &Unknown) -> String {
    let what = short(&unknown.what, 200);
    if !unknown.is_address {
        let hint = "write fewer words, or give the address of a report or of a story page";
        return format!(
            "no headline of a stored edition, nor of what waits for the next, has all of \"{what}\"\n  {hint}"
        );
    }
    let mut text = format!("no feed has brought {what}");
    if unknown.outlets.is_empty() {
        text.push_str("\n  no entry of that site is stored; does an outlet of ");
        let _ = write!(text, "{} read it? `tidings feeds` lists what each feed brought", config.path.display());
    } else if unknown.nearest.is_empty() {
        let _ = write!(text, "\n  entries of that site come from: {}", unknown.outlets.join(", "));
    } else {
        text.push_str("\n  the nearest that came:");
        for known in &unknown.nearest {
            let _ = write!(text, "\n    {}\n      {}", known.ask, short(&known.title, 100));
        }
    }
    text
}

fn several(known: &[Known], more: usize) -> String {
    let mut text = String::from("That may be several; ask for one of them:\n");
    for known in known {
        let _ = writeln!(text, "  {}\n    {}", known.ask, short(&known.title, 100));
    }
    if more > 0 {
        let _ = writeln!(text, "  and {more} more: add a word");
    }
    text
}

/// Day and time in the digest's zone.
fn when(config: &Config, at: Timestamp) -> String {
    at.to_zoned_datetime(config.zone.clone()).strftime("%-d %b %Y %H:%M").to_string()
}

fn entry(config: &Config, found: &Explanation) -> String {
    let mut text = format!("{}\n", short(&found.title, 200));
    if let Some(link) = &found.link {
        let _ = writeln!(text, "{link}");
    }
    let published = found.published.map_or_else(|| "without a date".to_owned(), |at| when(config, at));
    let _ = writeln!(text, "{}, {published}; first seen {}\n", found.outlet, when(config, found.first_seen));
    match &found.fate {
        Fate::Judged { edition, at, verdict } => {
            let _ = writeln!(text, "{}", verdict_line(config, found, verdict, edition));
            topics(&verdict.topics, &mut text);
            if !found.is_as_it_was() {
                let _ = writeln!(text, "\nBy {} as it is now:", config.path.display());
                now(config, found, &mut text);
            }
            if let Some(story) = &found.story {
                let _ =
                    write!(text, "\n{}\n{}", story_head(config, edition, *at, story), story_body(config, *at, story));
            }
        }
        Fate::Waiting => {
            let _ = writeln!(
                text,
                "Waiting: no edition has considered it yet; the next one will. By the file as it is now:"
            );
            now(config, found, &mut text);
        }
        Fate::Backlog => {
            let _ = writeln!(
                text,
                "Kept, but never told: it was too old to be news when its outlet was first read, so no edition considers it."
            );
        }
        Fate::Forgotten { edition } => {
            let _ = writeln!(
                text,
                "The edition {edition} considered it, but was made by an earlier version that did not keep why. By the file as it is now:"
            );
            now(config, found, &mut text);
        }
    }
    text
}

fn topics(topics: &[crate::compose::Matched], text: &mut String) {
    for found in topics {
        let _ = writeln!(text, "  {}", matched(found).replace('\n', "\n  "));
    }
}

fn now(config: &Config, found: &Explanation, text: &mut String) {
    topics(&found.topics_now, text);
    if let Some(dropped) = &found.dropped_now {
        let _ = writeln!(text, "  dropped: {}", reason(config, dropped));
    }
}

/// The verdict, and the rule that decided.
fn verdict_line(config: &Config, found: &Explanation, verdict: &Verdict, edition: &str) -> String {
    let of = |id: &crate::model::EntryId| {
        let member = found.story.iter().flat_map(|story| &story.members).find(|member| member.entry == *id);
        member.map_or_else(|| format!("the entry {id}"), |it| format!("{}: \"{}\"", it.outlet, short(&it.title, 80)))
    };
    let said = match &verdict.was {
        Was::Kept { topic, .. } => match &verdict.by_itself {
            None => format!("Kept: told under [topic.{topic}]"),
            Some(rule) => format!(
                "Kept with its story, which is told under [topic.{topic}]; by itself it would be dropped: {}",
                reason(config, rule)
            ),
        },
        Was::Copy { topic, of: original, .. } => {
            format!(
                "Merged as a copy: its story is told under [topic.{topic}], and it carries the words of {}",
                of(original)
            )
        }
        Was::Dropped { reason: rule } => format!("Dropped: {}", reason(config, rule)),
        Was::ToldBefore { .. } => {
            "Told before: its story was told by an earlier edition, and it adds no figure or name to it".to_owned()
        }
        Was::NoRoom { topic, .. } => {
            let limit = found.story.as_ref().map(|story| &story.place);
            let limit = match limit {
                Some(Place::LeftOut { limit }) => format!(": {}", met(*limit, found.story.as_ref())),
                _ => String::new(),
            };
            format!("Dropped: its story had no room under [topic.{topic}]{limit}")
        }
        Was::TooOld { published } => format!(
            "Dropped: it says that it is of {}, which is longer ago than `max_window`",
            when(config, *published)
        ),
        Was::Unlinked => "Dropped: it has no link, so that nobody could check it".to_owned(),
        Was::NoOutlet => format!("Dropped: [outlet.{}] was not in the file", verdict.outlet),
    };
    format!("{said} (edition {edition})")
}

/// The limit that left a story out.
fn met(limit: Limit, story: Option<&StoryAccount>) -> String {
    let is_brief = story.is_none_or(|story| story.is_brief);
    match limit {
        Limit::Stories(most) => format!("`stories` allows {most}, and as many rank higher"),
        Limit::Topic(most) if is_brief => format!("`max` of its topic allows {most}, and as many rank higher"),
        Limit::Topic(0) => "its topic's `max` is used up by stories of several outlets".to_owned(),
        Limit::Topic(most) => format!("a topic has {most} lines at most here, and as many rank higher"),
        Limit::Outlet(most) => format!("`per_outlet` allows its outlet {most}, and as many rank higher"),
        _ => "none of its entries is of a topic".to_owned(),
    }
}

fn story_head(config: &Config, edition: &str, at: Timestamp, story: &StoryAccount) -> String {
    let mut text = format!("Story {}\n  {}", story.story, short(&story.headline, 200));
    let page = config.output.join(format!("story/{}.html", story.story));
    if page.exists() {
        let _ = write!(text, "\n  {}", page.display());
    }
    let kind = if story.is_brief { "stories of several outlets" } else { "stories in one line" };
    let place = match &story.place {
        Place::Shown { number, of, seat } => {
            let seat = match seat {
                Seat::BestOfTopic => "as the best of its topic, which keeps one place",
                _ => "by its score",
            };
            format!("number {number} of {of} {kind}, {seat}")
        }
        Place::LeftOut { limit } => format!("on no page: {}", met(*limit, Some(story))),
        Place::Told { at } => format!("not told again: nothing new since {}", when(config, *at)),
        _ => "on no page: none of its entries is of a topic".to_owned(),
    };
    let _ = write!(text, "\n  {place} (edition {edition}, {})", when(config, at));
    text
}

fn story_body(config: &Config, at: Timestamp, story: &StoryAccount) -> String {
    let mut text = String::new();
    if let Some(score) = &story.score {
        let _ = writeln!(text, "\n  Score {}", number(score.total));
        for (name, points) in &score.parts {
            let _ = writeln!(text, "  {points:>8.3}  {name:<9} {}", part(name, story, at));
        }
    }
    if !story.topics.is_empty() {
        let mut topics = story.topics.iter().enumerate().map(|(place, fit)| {
            let role = if place == 0 { "told here" } else { "points to it" };
            let why = fit.taken.map(|taken| format!(", {}", taken_by(taken))).unwrap_or_default();
            format!("{} {} ({role}{why})", fit.topic, number(fit.score))
        });
        let first = topics.next().unwrap_or_default();
        let _ = writeln!(text, "\n  Topics: {}", topics.fold(first, |all, next| format!("{all}, {next}")));
    }
    if let Some(thread) = &story.thread {
        let _ = writeln!(text, "\n  Part of the thread {thread}");
    }
    let _ = writeln!(text, "\n  Told by {}", count(story.members.len(), "entry"));
    for member in story.members.iter().take(MEMBERS) {
        let told = if member.told { ", told before" } else { "" };
        let _ = writeln!(
            text,
            "    {}  {}{told}\n      {}",
            when(config, member.time),
            member.outlet,
            short(&member.title, 120)
        );
        if let Some(of) = &member.copy_of {
            let _ = writeln!(text, "      a copy: carries the words of {}", named(story, of));
        }
        if let Some(bond) = &member.bond {
            let _ = writeln!(text, "      {}", tie(story, bond));
        }
    }
    if story.members.len() > MEMBERS {
        let _ = writeln!(text, "    and {} more: --json lists them all", story.members.len() - MEMBERS);
    }
    text
}

/// Why a topic takes a story.
fn taken_by(taken: Taken) -> String {
    match taken {
        Taken::Headline => "by its headline".to_owned(),
        Taken::Voices { matched, of } => format!("by {matched} of the {of} who tell it"),
        _ => "by these reports alone".to_owned(),
    }
}

/// What a part of the score comes from.
fn part(name: &str, story: &StoryAccount, at: Timestamp) -> String {
    match name {
        "coverage" => {
            let voices: Vec<&str> = story.voices.iter().map(|(voice, _)| voice.as_str()).collect();
            format!("{}: {}", count(voices.len(), "voice"), short(&voices.join(", "), 100))
        }
        "outlets" => {
            let odd: Vec<String> = story
                .voices
                .iter()
                .filter(|(_, weight)| (weight - 1.0).abs() > f64::EPSILON)
                .map(|(voice, weight)| format!("{voice} {}", number(*weight)))
                .collect();
            if odd.is_empty() { "every weight is 1".to_owned() } else { format!("weights: {}", odd.join(", ")) }
        }
        "recency" => {
            let newest = story.members.iter().map(|member| member.time).max();
            let minutes = newest.map_or(0, |newest| at.duration_since(newest).as_mins().max(0));
            let (hours, minutes) = (minutes / 60, minutes % 60);
            format!("its newest entry is {hours} h {minutes:02} min older than the edition")
        }
        "topic" => {
            let score = story.topics.first().map_or(0.0, |fit| fit.score);
            format!("score of its entries for the topic, on average: {}", number(score))
        }
        "links" => {
            let by: Vec<&str> = story.followed.iter().map(|link| link.outlet.as_str()).collect();
            if by.is_empty() {
                "no other outlet links to it".to_owned()
            } else {
                format!("linked to by {}", by.join(", "))
            }
        }
        "thread" => "it stands for a running event, which is weighed as one".to_owned(),
        "told" => "told before: an equal story that is new goes first".to_owned(),
        _ => String::new(),
    }
}

/// An entry of the story by outlet and headline.
fn named(story: &StoryAccount, id: &crate::model::EntryId) -> String {
    let member: Option<&Member> = story.members.iter().find(|member| member.entry == *id);
    member.map_or_else(|| id.to_string(), |it| format!("{}: \"{}\"", it.outlet, short(&it.title, 60)))
}

/// What ties a member to the one it has most in common with.
fn tie(story: &StoryAccount, bond: &Bond) -> String {
    let mut text = format!("tied to {}", named(story, &bond.with));
    let _ = write!(text, "\n        score {}, words alike {}", number(bond.score), number(bond.alike));
    for (kind, list) in [("names", &bond.names), ("numbers", &bond.numbers), ("rare words", &bond.words)] {
        if !list.is_empty() {
            let _ = write!(text, "; {kind}: {}", list.join(", "));
        }
    }
    text
}
