//! Prefixes and what they stand for, where they are declared and where they are not.

use super::names::{Element, Space};
use super::scan::{Attributes, Tag};

/// The most prefixes that may be declared at once: looking one up takes longer the more there are.
const MOST: usize = 200;

/// The prefixes declared at a place of the document; of equal ones the last counts.
#[derive(Debug)]
pub(super) struct Prefixes<'a>(Vec<(&'a str, Space)>);

impl<'a> Prefixes<'a> {
    pub(super) fn new() -> Self {
        Self(Vec::with_capacity(16))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Forgets all but the first.
    pub(super) fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// Notes what a tag declares.
    pub(super) fn declare(&mut self, tag: &Tag<'a>, max_attributes: usize) {
        for (name, value) in Attributes::new(tag.attributes, max_attributes) {
            if self.0.len() >= MOST {
                return;
            }
            if name == "xmlns" {
                self.0.push(("", Space::of_address(value)));
            } else if let Some(prefix) = name.strip_prefix("xmlns:") {
                self.0.push((prefix, Space::of_address(value)));
            }
        }
    }

    /// Takes the vocabulary of the root for the feed's own, whatever it is called: people declare a default namespace
    /// to be that of an extension, and programs give the whole feed a prefix. Whether nobody declared the prefix.
    pub(super) fn adopt(&mut self, root: &'a str) -> bool {
        let (prefix, local) = split(root);
        let is_root = matches!(Element::of(Space::Core, local), Element::Rss | Element::Rdf | Element::Feed);
        let (space, undeclared) = self.space_of(prefix);
        if !is_root || matches!(space, Space::Core | Space::Atom | Space::Rdf) {
            return false;
        }
        self.0.push((prefix, Space::Core));
        undeclared
    }

    /// What an element of this name means, and whether nobody declared its prefix.
    pub(super) fn element_of(&self, name: &str) -> (Element, bool) {
        let (prefix, local) = split(name);
        let (space, undeclared) = self.space_of(prefix);
        (Element::of(space, local), undeclared)
    }

    fn space_of(&self, prefix: &str) -> (Space, bool) {
        match self.0.iter().rev().find(|(known, _)| *known == prefix) {
            // A default namespace that nobody knows is the feed's own.
            Some((_, Space::Other)) if prefix.is_empty() => (Space::Core, false),
            Some((_, space)) => (*space, false),
            None => {
                let space = Space::of_prefix(prefix);
                (space, !prefix.is_empty() && space != Space::Xml)
            }
        }
    }
}

fn split(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}
