//! `tidings check`: mistakes in `feeds.toml`, keywords that do nothing, and what a change of the file changes.

use super::amounts::count;
use super::common::{PublishArgs, clock};
use super::report::{self, Voice};
use super::rules::{keyword, matched, reason, short};
use super::runtime::{block_on, stored};
use crate::clock::Clock;
use crate::compose::filter::{Home, Tally};
use crate::compose::rank::Limit;
use crate::config::Config;
use crate::pipeline::{Against, CareReport, Change, Error, Shown};
use clap::{Args, ValueEnum};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// How far back keywords are looked at, in days.
const DAYS: u32 = 30;

/// Keywords of one kind that are named.
const NAMED: usize = 12;

/// Flags of `check`.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Show what the last page would gain and lose by the file as it is now.
    #[arg(long, value_name = "WHICH")]
    against: Option<Which>,
    #[command(flatten)]
    time: PublishArgs,
}

/// What the file is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// The last page.
    Last,
}

pub(super) fn run(path: &Path, voice: Voice, args: &CheckArgs) -> ExitCode {
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(problems) => return report::stopped(&Error::from(problems)),
    };
    let clock = match clock(args.time.at.as_deref(), &config.zone) {
        Ok(clock) => clock,
        Err(problem) => return report::usage(&problem),
    };
    report::checked(voice, &config);
    match args.against {
        Some(Which::Last) => against(&config, voice, clock),
        None => {
            // The file is in order, whatever the store is like.
            match block_on(stored(&config, clock, async |pipeline| pipeline.care(DAYS).await)) {
                Ok(Some(found)) => voice.say_all(&care(&config, &found)),
                Ok(None) => {}
                Err(stop) => voice.say(&format!("How the keywords fare cannot be told: {stop}")),
            }
            ExitCode::SUCCESS
        }
    }
}

fn against(config: &Config, voice: Voice, clock: Clock) -> ExitCode {
    match block_on(stored(config, clock, async |pipeline| pipeline.against_last().await)) {
        Ok(Some(Some(found))) => {
            voice.say_all(&comparison(config, &found));
            ExitCode::SUCCESS
        }
        Ok(Some(None)) => report::usage("there is no page to compare with yet\n  `tidings publish` makes one"),
        Ok(None) => report::usage(&report::nothing_stored(config)),
        Err(stop) => report::stopped(&stop),
    }
}

/// `[topic.ai] any "dam"`.
fn owned(tally: &Tally) -> String {
    let home = match &tally.home {
        Home::Topic(topic) => format!("[topic.{topic}]"),
        Home::Outlet(outlet) => format!("[outlet.{outlet}]"),
    };
    format!("{home} {}", keyword(tally.rule, &tally.keyword))
}

fn some(list: &[String]) -> String {
    let mut text = String::new();
    for line in list.iter().take(NAMED) {
        let _ = write!(text, "\n    {line}");
    }
    if list.len() > NAMED {
        let _ = write!(text, "\n    and {} more", list.len() - NAMED);
    }
    text
}

/// What is odd about the keywords; nothing where nothing is.
fn care(config: &Config, found: &CareReport) -> String {
    let care = &found.care;
    let Some(oldest) = found.oldest else { return String::new() };
    let since = oldest.to_zoned_datetime(config.zone.clone()).strftime("%-d %B");
    let mut text = String::new();
    let idle: Vec<String> = care.idle.iter().map(owned).collect();
    if !idle.is_empty() {
        let _ = writeln!(text, "  found in none of them, so you may do without:{}", some(&idle));
    }
    let share = |tally: &Tally| {
        let all = if matches!(tally.home, Home::Outlet(_)) { "its entries" } else { "them" };
        format!("{}: in {} of {all}", owned(tally), tally.entries)
    };
    let greedy: Vec<String> = care.greedy.iter().map(share).collect();
    if !greedy.is_empty() {
        let _ = writeln!(text, "  found in more than half, so they tell little apart:{}", some(&greedy));
    }
    let together: Vec<String> = care
        .together
        .iter()
        .filter_map(|group| {
            let (first, rest) = group.keywords.split_first()?;
            let rest: Vec<String> = rest.iter().map(|tally| format!("\"{}\"", tally.keyword)).collect();
            Some(format!("{} with {} (in {})", owned(first), rest.join(", "), count(first.entries, "entry")))
        })
        .collect();
    if !together.is_empty() {
        let _ = writeln!(text, "  always found together, so one of them would do:{}", some(&together));
    }
    if !found.uncovered.is_empty() {
        let words: Vec<String> =
            found.uncovered.iter().map(|word| format!("{} ({})", word.word, count(word.stories, "story"))).collect();
        let _ = writeln!(text, "  in headlines of your pages, and in no keyword:\n    {}", words.join(", "));
    }
    if text.is_empty() {
        return text;
    }
    let head = format!(
        "\nKeywords, by the {} of the last {} days (the first was stored on {since}):\n",
        count(care.entries, "entry"),
        found.days
    );
    head + &text
}

fn comparison(config: &Config, found: &Against) -> String {
    let mut text =
        format!("\nThe last page ({}, {}) by the file as it is now:\n", found.edition, count(found.stories, "story"));
    for (mark, list, verbs) in [('-', &found.losses, ["goes", "go"]), ('+', &found.gains, ["comes", "come"])] {
        if list.is_empty() {
            continue;
        }
        let verb = verbs[usize::from(list.len() > 1)];
        let _ = writeln!(text, "\n{mark} {} {verb}:", count(list.len(), "story"));
        for change in list {
            one_change(config, mark, change, &mut text);
        }
    }
    if !found.moves.is_empty() {
        let _ = writeln!(text, "\n~ {} told otherwise:", count(found.moves.len(), "story"));
        for (before, after) in &found.moves {
            let _ = writeln!(text, "  ~ {}\n      {}", short(&after.headline, 100), moved(before, after));
        }
    }
    let changes = found.losses.len() + found.gains.len() + found.moves.len();
    if changes == 0 {
        text.push_str("  nothing changes\n");
    } else if found.same > 0 {
        let _ = writeln!(
            text,
            "\n= {} as {}",
            count(found.same, "story"),
            if found.same == 1 { "it is" } else { "they are" }
        );
    }
    if found.waiting > 0 {
        let topics: Vec<String> =
            found.waiting_by_topic.iter().map(|(topic, entries)| format!("[topic.{topic}] {entries}")).collect();
        let taken = if topics.is_empty() { "no topic takes any of them".to_owned() } else { topics.join(", ") };
        let _ = writeln!(text, "\nWaiting for the next page: {}; {taken}", count(found.waiting, "entry"));
    }
    text
}

fn one_change(config: &Config, mark: char, change: &Change, text: &mut String) {
    let Shown { headline, topic, is_brief, number, entries, .. } = &change.shown;
    let length = if *is_brief { "story" } else { "line" };
    let entries = count(*entries, "entry");
    let _ = writeln!(
        text,
        "  {mark} {}\n      {length} {number}, under [topic.{topic}], told by {entries}",
        short(headline, 100)
    );
    // What comes is there for what was found; what goes, for what drops it.
    if mark == '+' {
        for found in &change.topics {
            let _ = writeln!(text, "      {}", matched(found).replace('\n', "\n      "));
        }
    } else {
        for dropped in &change.dropped {
            let _ = writeln!(text, "      {}", reason(config, dropped));
        }
        if let Some(limit) = change.limit {
            let _ = writeln!(text, "      {}", limited(limit));
        }
        if change.told_before {
            let _ = writeln!(text, "      it would be part of a story told before, and add nothing to it");
        }
    }
}

fn limited(limit: Limit) -> String {
    match limit {
        Limit::Stories(most) => format!("no room: `stories` allows {most}"),
        Limit::Topic(most) => format!("no room: its topic allows {most} of its kind"),
        Limit::Outlet(most) => format!("no room: `per_outlet` allows {most}"),
        Limit::NoTopic => "none of its entries is of a topic".to_owned(),
    }
}

fn moved(before: &Shown, after: &Shown) -> String {
    let mut parts = Vec::new();
    if before.topic != after.topic {
        parts.push(format!("from [topic.{}] to [topic.{}]", before.topic, after.topic));
    }
    if before.is_brief != after.is_brief {
        parts.push(if after.is_brief { "from a line to a story" } else { "from a story to a line" }.to_owned());
    }
    if before.entries != after.entries {
        parts.push(format!("told by {} in place of {}", count(after.entries, "entry"), before.entries));
    }
    parts.join(", ")
}
