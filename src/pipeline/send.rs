//! Sending: the newest edition to everyone who asked for it, each once, whatever crashes.

use super::outcome::{Error, Unsent};
use super::pages::{print, records, renderer};
use crate::config::Config;
use crate::deliver::Recipient;
use crate::model::{Digest, Letter, Page, fingerprint};
use crate::render::EditionRef;
use crate::store::{Store, StoreError};
use jiff::{SignedDuration, Timestamp};

/// An edition older than this is no news to anybody who begins to ask for it.
const STILL_NEWS: SignedDuration = SignedDuration::from_hours(24);

/// What became of an edition on its way out.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    /// To how many it left the house now.
    pub(super) left: usize,
    /// Letters that wait beside the pages for others to send them.
    pub(super) letters: usize,
    pub(super) unsent: Vec<Unsent>,
}

/// Sends the newest edition to all who have not been sent it.
///
/// Who is to be sent something is noted before it leaves and settled after, so a run that dies in between leaves a
/// note that says "perhaps", and nobody gets an edition twice.
pub(super) async fn send<S: Store>(config: &Config, store: &S, now: Timestamp) -> Result<Sent, Error> {
    let mut done = Sent::default();
    let readers = config.mail.iter().flat_map(|mail| mail.to.iter().map(move |to| Recipient::Mail(mail, to)));
    let recipients: Vec<Recipient<'_>> = readers.chain(config.notify.iter().map(Recipient::Post)).collect();
    // Most runs send nothing: they pay neither for the digest nor for templates.
    if recipients.is_empty() {
        return Ok(done);
    }
    let digests = store.digests(2).await?;
    let Some(digest) = digests.first() else { return Ok(done) };
    if now.duration_since(digest.edition.at) > STILL_NEWS {
        return Ok(done);
    }
    let previous = digests.get(1).map(|it| EditionRef { key: it.edition.key.clone(), at: it.edition.at });
    let letter = renderer(config)?.letter(digest, previous.as_ref())?;
    for recipient in recipients {
        if let Some(outcome) = once(store, &digest.edition.key, &recipient, &letter).await? {
            match outcome {
                Ok(()) if recipient.is_file() => {
                    done.letters += 1;
                    let file: Vec<Page> = recipient.file(&letter).into_iter().collect();
                    store.note_letters(&records(&file, &letter_print(config, digest)?)).await?;
                }
                Ok(()) => done.left += 1,
                Err(unsent) => done.unsent.push(unsent),
            }
        }
    }
    Ok(done)
}

/// The prints of what a letter of `digest` is made with: those of pages, then that of the edition as it was then.
fn letter_print(config: &Config, digest: &Digest) -> Result<String, Error> {
    Ok(format!("{}.{}", print(config)?, edition_print(digest)))
}

/// The print of all that an edition tells.
pub(super) fn edition_print(digest: &Digest) -> String {
    fingerprint(&[&serde_json::to_string(digest).unwrap_or_default()])
}

/// `None` when it was sent before.
async fn once<S: Store>(
    store: &S,
    edition: &str,
    recipient: &Recipient<'_>,
    letter: &Letter,
) -> Result<Option<Result<(), Unsent>>, StoreError> {
    let key = recipient.key();
    if !store.claim_sending(edition, &key).await? {
        return Ok(None);
    }
    let outcome = recipient.send(letter).await;
    match &outcome {
        Ok(()) => store.settle_sending(edition, &key, true).await?,
        Err(failure) if failure.certain => store.settle_sending(edition, &key, false).await?,
        // It may have arrived: the note stays as it is, and nothing is sent again.
        Err(_) => {}
    }
    Ok(Some(outcome.map_err(|failure| Unsent {
        recipient: recipient.name(),
        cause: failure.cause,
        again: failure.certain,
    })))
}
