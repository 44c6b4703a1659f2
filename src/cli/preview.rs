//! `tidings preview`: what the topics, as they are now, take of what is stored.

#![expect(clippy::print_stdout, reason = "this is where the program speaks")]

use super::amounts::count;
use super::common::{PublishArgs, clock};
use super::report;
use super::rules::{hit, keyword, reason, short};
use super::runtime::{block_on, stored};
use crate::compose::filter::Reason;
use crate::config::{Config, nearest};
use crate::pipeline::{Error, Example, Preview, TopicPreview};
use clap::Args;
use jiff::Timestamp;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Flags of `preview`.
#[derive(Debug, Args)]
pub(super) struct PreviewArgs {
    /// Only this topic, at more length: its name in feeds.toml.
    #[arg(value_name = "TOPIC")]
    topic: Option<String>,
    /// How many days to look back.
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3660))]
    days: u32,
    #[command(flatten)]
    time: PublishArgs,
    /// As JSON, for scripts.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(path: &Path, args: &PreviewArgs) -> ExitCode {
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(problems) => return report::stopped(&Error::from(problems)),
    };
    if let Some(name) = &args.topic
        && !config.topics.iter().any(|topic| topic.id.as_str() == name)
    {
        return report::usage(&no_such_topic(&config, name));
    }
    let clock = match clock(args.time.at.as_deref(), &config.zone) {
        Ok(clock) => clock,
        Err(problem) => return report::usage(&problem),
    };
    let found = block_on(stored(&config, clock, async |pipeline| pipeline.preview(args.days).await));
    let mut preview = match found {
        Ok(Some(preview)) => preview,
        Ok(None) => return report::usage(&report::nothing_stored(&config)),
        Err(stop) => return report::stopped(&stop),
    };
    if let Some(name) = &args.topic {
        preview.topics.retain(|topic| topic.topic.as_str() == name);
    }
    if args.json {
        match serde_json::to_string_pretty(&preview) {
            Ok(json) => println!("{json}"),
            Err(cause) => return report::usage(&cause.to_string()),
        }
    } else {
        print!("{}", text(&config, &preview, args));
    }
    ExitCode::SUCCESS
}

fn no_such_topic(config: &Config, name: &str) -> String {
    let names: Vec<&str> = config.topics.iter().map(|topic| topic.id.as_str()).collect();
    let by_title = config.topics.iter().find(|topic| topic.title.eq_ignore_ascii_case(name));
    let near = by_title.map(|topic| topic.id.as_str()).or_else(|| nearest(name, names.iter().copied()));
    let mut text = format!("there is no topic \"{}\" in {}", name.escape_debug(), config.path.display());
    if let Some(near) = near {
        let _ = write!(text, "\n  did you mean \"{near}\"?");
    }
    let _ = write!(text, "\n  the topics are: {}", names.join(", "));
    text
}

/// A day in the digest's zone.
fn day(config: &Config, at: Timestamp) -> String {
    at.to_zoned_datetime(config.zone.clone()).strftime("%-d %b").to_string()
}

fn text(config: &Config, preview: &Preview, args: &PreviewArgs) -> String {
    let mut text = format!("{} of the last {}", count(preview.entries, "entry"), count(args.days as usize, "day"));
    if let Some(oldest) = preview.oldest {
        let _ = write!(text, "; the first was stored on {}", day(config, oldest));
    }
    text.push('\n');
    let examples = if args.topic.is_some() { 10 } else { 2 };
    for topic in &preview.topics {
        text.push('\n');
        one_topic(config, topic, examples, args.topic.is_some(), &mut text);
    }
    if args.topic.is_none() {
        let _ = writeln!(text, "\nIn no topic: {}", count(preview.in_no_topic, "entry"));
        for (topic, entries) in &preview.gone {
            let entries = count(*entries, "entry");
            let _ = writeln!(text, "[topic.{topic}] is not in the file any more; it took {entries}");
        }
    }
    text
}

fn one_topic(config: &Config, topic: &TopicPreview, examples: usize, at_length: bool, text: &mut String) {
    let _ = writeln!(
        text,
        "[topic.{}] {}: {} of {}",
        topic.topic,
        topic.title,
        count(topic.entries, "entry"),
        count(topic.outlets, "outlet")
    );
    let most = topic.days.values().copied().max().unwrap_or(0).max(1);
    for (date, count) in &topic.days {
        // Forty columns for the fullest day.
        let bar = "█".repeat((count * 40).div_ceil(most.max(40)));
        let _ = writeln!(text, "  {:>6}  {bar} {count}", date.strftime("%-d %b").to_string());
    }
    if at_length && !topic.keywords.is_empty() {
        let found = |(rule, word, count): &(_, String, usize)| format!("{} {count}", keyword(*rule, word));
        let _ = writeln!(text, "  found: {}", topic.keywords.iter().map(found).collect::<Vec<_>>().join(", "));
    }
    list(config, ' ', &topic.examples, topic.entries, examples, text);
    if topic.with_story > 0 {
        let _ = writeln!(text, "  {} besides, with the stories they tell:", count(topic.with_story, "entry"));
        list(config, ' ', &topic.with_story_examples, topic.with_story, examples, text);
    }
    if topic.gained > 0 {
        let _ = writeln!(text, "  {} that it did not take when the edition was made:", count(topic.gained, "entry"));
        list(config, '+', &topic.gained_examples, topic.gained, examples.max(5), text);
    }
    if topic.lost > 0 {
        let _ = writeln!(text, "  {} that it took then and does not now:", count(topic.lost, "entry"));
        list(config, '-', &topic.lost_examples, topic.lost, examples.max(5), text);
    }
}

fn list(config: &Config, mark: char, examples: &[Example], all: usize, most: usize, text: &mut String) {
    for example in examples.iter().take(most) {
        let head = format!("{:>6} {}", day(config, example.time), example.outlet);
        let _ = writeln!(text, "  {mark} {head}: {}", short(&example.title, 100));
        let why = match (&example.refused, example.hits.first()) {
            (Some(Reason::NoTopic), Some(then)) => format!("it was taken by {}", hit(then)),
            (Some(refused), _) => reason(config, refused),
            (None, Some(first)) => hit(first),
            (None, None) => continue,
        };
        let _ = writeln!(text, "             {why}");
    }
    let shown = examples.len().min(most);
    if all > shown {
        let _ = writeln!(text, "    and {} more", all - shown);
    }
}
