//! Two editions side by side.

use crate::model::{Brief, Digest, Single, StoryId, TopicId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What one edition tells and another does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Key of the one edition ...
    pub from: String,
    /// ... and of the other.
    pub to: String,
    /// Stories that only the other tells, in its order.
    pub new: Vec<Line>,
    /// Stories that both tell, in other company or under another headline, as each tells them.
    pub moved_on: Vec<(Line, Line)>,
    /// Stories that only the one tells, in its order.
    pub gone: Vec<Line>,
    /// Stories that both tell alike.
    pub same: usize,
}

/// A story in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The story.
    pub story: StoryId,
    /// Names it had before.
    pub aliases: Vec<StoryId>,
    /// The topic it stands under.
    pub topic: TopicId,
    /// Its headline.
    pub headline: String,
    /// How the outlets that tell it are cited, each once, in alphabetical order.
    pub sites: Vec<String>,
}

/// What `to` tells otherwise than `from`.
#[must_use]
pub fn difference(from: &Digest, to: &Digest) -> Difference {
    let (before, after) = (lines(from), lines(to));
    let mut places: BTreeMap<&StoryId, usize> = BTreeMap::new();
    for (place, line) in after.iter().enumerate() {
        for name in line.aliases.iter().chain([&line.story]) {
            places.insert(name, place);
        }
    }
    let mut found = Difference {
        from: from.edition.key.clone(),
        to: to.edition.key.clone(),
        new: Vec::new(),
        moved_on: Vec::new(),
        gone: Vec::new(),
        same: 0,
    };
    let mut met: BTreeSet<usize> = BTreeSet::new();
    for line in &before {
        let Some(place) = places.get(&line.story) else {
            found.gone.push(line.clone());
            continue;
        };
        let now = &after[*place];
        met.insert(*place);
        if (&line.headline, &line.sites, &line.topic) == (&now.headline, &now.sites, &now.topic) {
            found.same += 1;
        } else {
            found.moved_on.push((line.clone(), now.clone()));
        }
    }
    let unmet = after.iter().enumerate().filter(|(place, _)| !met.contains(place));
    found.new.extend(unmet.map(|(_, line)| line.clone()));
    found
}

/// The stories of an edition, in the order of its page.
fn lines(digest: &Digest) -> Vec<Line> {
    let mut lines: Vec<Line> = digest.lead.iter().map(brief).collect();
    for section in &digest.sections {
        lines.extend(section.briefs.iter().map(brief));
        lines.extend(section.singles.iter().map(|single| line_of(single, &section.topic)));
    }
    lines
}

fn brief(brief: &Brief) -> Line {
    let sites: BTreeSet<&str> = brief.sources.iter().map(|source| source.site.as_str()).collect();
    Line {
        story: brief.story.clone(),
        aliases: brief.aliases.clone(),
        topic: brief.topic.clone(),
        headline: brief.headline.text.clone(),
        sites: sites.into_iter().map(str::to_owned).collect(),
    }
}

fn line_of(single: &Single, topic: &TopicId) -> Line {
    Line {
        story: single.story.clone(),
        aliases: Vec::new(),
        topic: topic.clone(),
        headline: single.source.title.clone(),
        sites: vec![single.source.site.clone()],
    }
}
