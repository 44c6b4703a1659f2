//! Rules, keywords and where they were found, in words.

use crate::compose::Matched;
use crate::compose::filter::{Hit, Lacking, Part, Reason, Rule};
use crate::config::Config;
use crate::model::{Matcher, Pattern, TopicId};
use std::fmt::Write as _;

/// Words of a headline or a hit that are shown, in characters.
const SHOWN: usize = 80;

/// `text` on one line, cut where it is long.
pub(super) fn short(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        None => line,
        Some((end, _)) => {
            let whole = line[end..].starts_with(' ').then_some(end);
            let cut = whole.or_else(|| line[..end].rfind(' ').filter(|cut| *cut > end / 2)).unwrap_or(end);
            format!("{}…", line[..cut].trim_end_matches([',', ';', ':', ' ', '–', '-']))
        }
    }
}

/// A number as a person writes it: `2`, `0.5`.
pub(super) fn number(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `any "dam"`, `all (group 2) "layoff*"`, `not "deal"`.
pub(super) fn keyword(rule: Rule, keyword: &str) -> String {
    match rule {
        Rule::Any => format!("any \"{keyword}\""),
        Rule::All(group) => format!("all (group {}) \"{keyword}\"", group + 1),
        _ => format!("not \"{keyword}\""),
    }
}

/// `any "dam" in the headline: "Dam"`.
pub(super) fn hit(hit: &Hit) -> String {
    format!("{} {}: \"{}\"", keyword(hit.rule, &hit.keyword), place(hit.place.part), short(&hit.words, SHOWN))
}

fn place(part: Part) -> &'static str {
    match part {
        Part::Title => "in the headline",
        Part::Summary => "in the summary",
        Part::Text => "in the text",
        Part::Author => "among the authors",
        Part::Tag => "among the tags",
        Part::Url => "in the address",
        Part::Outlet => "as the outlet",
        _ => "in the outlet's site",
    }
}

fn found(hits: &[Hit]) -> String {
    hits.iter().map(hit).collect::<Vec<_>>().join(", ")
}

/// Why no topic takes an entry.
pub(super) fn reason(config: &Config, reason: &Reason) -> String {
    match reason {
        Reason::NoTopic => "no topic has a keyword that is in it".to_owned(),
        Reason::OutletNot { outlet, hit } => format!("[outlet.{outlet}] drops it by {}", self::hit(hit)),
        Reason::TopicNot { topic, hit } => format!("[topic.{topic}] would take it, but drops it by {}", self::hit(hit)),
        Reason::Outlets { topic, outlet, hits } => {
            format!("[topic.{topic}] takes only its own `outlets`, and {outlet} is none of them; found {}", found(hits))
        }
        Reason::Languages { topic, language, hits } => {
            format!("[topic.{topic}] takes only its own `languages`, not \"{language}\"; found {}", found(hits))
        }
        Reason::MinScore { topic, score, needed, hits } => format!(
            "[topic.{topic}] asks for a `min_score` of {}, and it has {}: {}",
            number(*needed),
            number(*score),
            found(hits)
        ),
        Reason::Lacking { topic, lacking, hits } => {
            let missing: Vec<String> = lacking.iter().map(|rule| missing(config, topic, rule)).collect();
            format!("[topic.{topic}] needs {} as well; found {}", missing.join(" and "), found(hits))
        }
    }
}

/// `one of its `any` ("dam", "flood*")`, with the keywords as they are in `feeds.toml` now.
fn missing(config: &Config, topic: &TopicId, rule: &Lacking) -> String {
    let topic = config.topics.iter().find(|known| known.id == *topic);
    let (name, list) = match rule {
        Lacking::All(group) => {
            (format!("one of group {} of its `all`", group + 1), topic.and_then(|topic| topic.all.get(*group)))
        }
        _ => ("one of its `any`".to_owned(), topic.map(|topic| &topic.any)),
    };
    match list.filter(|list| !list.is_empty()) {
        Some(list) => format!("{name} ({})", some_of(list)),
        None => name,
    }
}

fn some_of(list: &[Matcher]) -> String {
    const MOST: usize = 6;
    let written = |matcher: &Matcher| match &matcher.pattern {
        Pattern::Regex(pattern) => format!("'{pattern}'"),
        Pattern::Words(words) => format!("\"{words}\""),
    };
    let mut names: Vec<String> = list.iter().take(MOST).map(written).collect();
    if list.len() > MOST {
        names.push(format!("{} more", list.len() - MOST));
    }
    names.join(", ")
}

/// Why a topic takes an entry: its score, and a line a keyword.
pub(super) fn matched(found: &Matched) -> String {
    if found.hits.is_empty() {
        return format!("[topic.{}] takes everything", found.topic);
    }
    let mut text = format!("[topic.{}] takes it, with a score of {}:", found.topic, number(found.score));
    // Without `any`, the greatest weight of each group counts; the others are found but add nothing.
    let by_any = found.hits.iter().any(|hit| hit.rule == Rule::Any);
    let mut counted: Vec<Rule> = Vec::new();
    for hit in &found.hits {
        let greatest = || found.hits.iter().filter(|it| it.rule == hit.rule).all(|it| it.weight <= hit.weight);
        let counts = if by_any { hit.rule == Rule::Any } else { !counted.contains(&hit.rule) && greatest() };
        if counts && !by_any {
            counted.push(hit.rule);
        }
        let points = if counts { format!("+{}", number(hit.weight)) } else { String::new() };
        let _ = write!(text, "\n  {points:>6}  {}", self::hit(hit));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{number, short};

    #[test]
    fn numbers_and_lines_are_short() {
        assert_eq!([number(2.0), number(0.5), number(15.849), number(10.0)], ["2", "0.5", "15.849", "10"]);
        assert_eq!(short("a dam\n has burst", 40), "a dam has burst");
        assert_eq!(short("Hundreds flee, as the dam bursts", 17), "Hundreds flee, as…");
    }
}
