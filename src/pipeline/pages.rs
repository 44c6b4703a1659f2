//! scaffold
use super::outcome::Error;
use crate::config::Config;
use crate::model::{Digest, Page};
use crate::store::Store;
pub(super) fn print(_config: &Config) -> Result<String, Error> {
    Ok(String::new())
}
pub(super) async fn render<S: Store>(
    _config: &Config,
    _store: &S,
    digests: &[Digest],
    _mend: bool,
) -> Result<Vec<Page>, Error> {
    Ok(crate::render::scaffold(digests))
}
