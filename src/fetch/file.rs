//! Feeds that are files of this machine.

use super::answer::Answer;
use super::failure::{Cause, FetchError};
use crate::model::{Hold, Traffic, Validators};
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;
use tokio::io::AsyncReadExt as _;

/// Reads a file of at most `limit` bytes, unless it is the one that `known` tells of.
pub(super) async fn read(path: &Path, known: &Validators, limit: u64) -> Result<Answer, FetchError> {
    let failed = |error: io::Error| {
        FetchError::from(Cause::File(match error.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            io::ErrorKind::PermissionDenied => "it may not be read by this user".to_owned(),
            _ => error.to_string(),
        }))
    };
    let file = tokio::fs::File::open(path).await.map_err(failed)?;
    let metadata = file.metadata().await.map_err(failed)?;
    if !metadata.is_file() {
        return Err(Cause::File("it is no file".to_owned()).into());
    }
    let changed = metadata.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let etag = changed.map(|at| format!("\"{}-{}\"", at.as_nanos(), metadata.len()));
    if etag.is_some() && etag == known.etag {
        return Ok(Answer::Unchanged {
            validators: Validators { etag, last_modified: None },
            hold: Hold::default(),
            moved: None,
            traffic: Traffic::default(),
        });
    }
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).await.map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(Cause::TooLarge { limit }.into());
    }
    if bytes.trim_ascii().is_empty() {
        return Err(Cause::File("it is empty".to_owned()).into());
    }
    Ok(Answer::Body {
        bytes,
        content_type: None,
        links: None,
        url: None,
        validators: Validators { etag, last_modified: None },
        hold: Hold::default(),
        moved: None,
        downgraded: false,
        traffic: Traffic::default(),
    })
}
