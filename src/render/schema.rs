//! The JSON Schema of `digest.json`, as it ships.

use crate::model::Page;

/// The schema of the layout this program writes. A new version gets a file of its own; old ones stay.
const DIGEST: &str = include_str!("../../schema/digest-1.json");

/// Where it is written in the output.
const PATH: &str = "assets/digest-1.schema.json";

/// The schema as a file of the output.
pub(super) fn page() -> Page {
    Page::new(PATH, DIGEST)
}
