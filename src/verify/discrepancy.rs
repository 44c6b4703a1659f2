//! What does not hold.

/// Something in a file that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// Where in the file: `line 12`, `lead.facts[1]`; may be empty.
    pub place: String,
    /// The words it is about; empty where it is about none.
    pub words: String,
    /// What is wrong, in plain words.
    pub reason: String,
}

impl Discrepancy {
    /// A finding about `words` at `place`.
    pub fn new(place: impl Into<String>, words: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { place: place.into(), words: clip(&words.into()), reason: reason.into() }
    }

    /// A finding about a file as a whole.
    pub fn whole(reason: impl Into<String>) -> Self {
        Self { place: String::new(), words: String::new(), reason: reason.into() }
    }
}

/// Characters of a passage in a message.
const CLIP: usize = 240;

/// `words` on one line, cut where they are long.
fn clip(words: &str) -> String {
    let line: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.chars().count() <= CLIP {
        return line;
    }
    line.chars().take(CLIP).chain(['…']).collect()
}
