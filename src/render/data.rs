//! `digest.json`: an edition for programs, every quotation with the place it was copied from.

use super::failure::RenderError;
use crate::model::Digest;
use serde::Serialize;

/// The version of the layout. It grows by one when a field changes its meaning or goes away; a
/// program that knows this version may ignore fields it does not know.
const VERSION: u32 = 1;

#[derive(Debug, Serialize)]
struct Data<'a> {
    /// What the file is.
    format: &'static str,
    version: u32,
    #[serde(flatten)]
    digest: &'a Digest,
}

/// `digest` as the file at `path`.
pub(super) fn page(digest: &Digest, path: &str) -> Result<Vec<u8>, RenderError> {
    let data = Data { format: "tidings-digest", version: VERSION, digest };
    let mut out =
        serde_json::to_vec_pretty(&data).map_err(|source| RenderError::Json { page: path.to_owned(), source })?;
    out.push(b'\n');
    Ok(out)
}
