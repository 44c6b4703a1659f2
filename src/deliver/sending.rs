//! Sending: an edition to each who is to have it, once.

use super::failure::Failure;
use super::mail::{self, MailOptions, Via};
use super::post::{self, Announce};
use crate::model::{Letter, Page, fingerprint};
use lettre::message::Mailbox;

/// One who is to have an edition.
#[derive(Debug, Clone)]
pub enum Recipient<'a> {
    /// A reader of mail.
    Mail(&'a MailOptions, &'a Mailbox),
    /// A server that is told of it.
    Post(&'a Announce),
}

impl Recipient<'_> {
    /// The name it is remembered by: never a secret.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Mail(_, mailbox) => mailbox.email.to_string(),
            Self::Post(announce) => format!("{} {}", announce.name(), fingerprint(&[announce.address().expose()])),
        }
    }

    /// How messages name it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Mail(_, mailbox) => format!("mail to {}", mailbox.email),
            Self::Post(announce) => announce.name().to_owned(),
        }
    }

    /// The file that `letter` is, where [`Recipient::is_file`] says that it is one.
    #[must_use]
    pub fn file(&self, letter: &Letter) -> Option<Page> {
        match self {
            Self::Mail(options, to) if self.is_file() => mail::file(options, to, letter),
            _ => None,
        }
    }

    /// Whether what is sent is a file beside the pages, which nobody has got yet.
    #[must_use]
    pub fn is_file(&self) -> bool {
        matches!(self, Self::Mail(options, _) if matches!(options.via, Via::File(_)))
    }

    /// Sends `letter`.
    ///
    /// # Errors
    /// [`Failure`] says whether it may have arrived all the same.
    pub async fn send(&self, letter: &Letter) -> Result<(), Failure> {
        match self {
            Self::Mail(options, mailbox) => mail::send(options, mailbox, letter).await,
            Self::Post(announce) => post::post(announce, &letter.subject, letter.link.as_deref()).await,
        }
    }
}
