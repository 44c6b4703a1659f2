//! scaffold
use crate::model::{Digest, Page};
/// scaffold
#[derive(Debug, thiserror::Error)]
#[error("render")]
pub struct RenderError;
/// scaffold
pub fn scaffold(digests: &[Digest]) -> Vec<Page> {
    vec![Page::new("index.html", serde_json::to_vec_pretty(&digests[0]).unwrap_or_default())]
}
