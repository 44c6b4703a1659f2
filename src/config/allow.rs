//! Entries of `allow`: networks and hosts that may be asked although they are not public.

use super::problem::Problems;
use super::section::Written;
use crate::fetch::Allow;

/// Reads one entry: `192.168.1.0/24`, `192.168.1.7`, `nas.local`, `nas.local:8080`. What opens a door is decided by
/// the room that holds the door; here its objections get their place in the file.
pub(super) fn allow(at: &Written<String>, problems: &mut Problems<'_>) -> Option<Allow> {
    match at.value.parse::<Allow>() {
        Ok(allow) => Some(allow),
        Err(error) => {
            problems.add(&at.span, &at.key, format!("{:?} {}", error.entry, error.reason), error.hint);
            None
        }
    }
}
