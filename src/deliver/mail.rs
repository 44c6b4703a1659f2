//! Mail: one message an edition, written as a file, piped to sendmail or sent by SMTP.

use super::failure::{Failure, certain, unknown};
use super::smtp::{self, Server};
use crate::model::{Letter, Page};
use lettre::Message;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// A program that takes longer than this over one message is ended.
const PATIENCE: Duration = Duration::from_mins(1);

/// How mail leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Via {
    /// As a file in the folder of the edition below this one, for others to send: see [`file_name`].
    File(PathBuf),
    /// Through this program, which takes a message on its standard input as sendmail does.
    Sendmail(PathBuf),
    /// To this server.
    Smtp(Server),
}

/// `[mail]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailOptions {
    /// Who it comes from.
    pub from: Mailbox,
    /// Who gets it, each a message of their own.
    pub to: Vec<Mailbox>,
    /// How it leaves.
    pub via: Via,
    /// Where a reader writes to be taken off the list.
    pub unsubscribe: String,
}

/// `letter` to `to` as RFC 5322 wants it. The same letter gives the same bytes.
///
/// # Errors
/// In plain words, when a header cannot be written.
fn message(options: &MailOptions, to: &Mailbox, letter: &Letter) -> Result<Message, String> {
    let host = options.from.email.domain();
    let id = |name: &str| format!("<{name}@{host}>");
    let series = id(&letter.series);
    let at = SystemTime::try_from(letter.at).map_err(|error| error.to_string())?;
    let builder = Message::builder()
        .from(options.from.clone())
        .to(to.clone())
        .subject(&letter.subject)
        .date(at)
        .message_id(Some(id(&letter.name)))
        .references(letter.after.as_ref().map_or(series.clone(), |after| format!("{series} {}", id(after))))
        .in_reply_to(letter.after.as_ref().map_or(series, |after| id(after)));
    let part = |kind: ContentType, body: &str| SinglePart::builder().header(kind).body(body.to_owned());
    let body = MultiPart::alternative()
        .boundary(format!("={}=", letter.print))
        .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
        .singlepart(part(ContentType::TEXT_HTML, &letter.html));
    let mut message = builder.multipart(body).map_err(|error| error.to_string())?;
    let raw = [
        (
            HeaderName::new_from_ascii_str("List-Unsubscribe"),
            format!("<mailto:{}?subject=unsubscribe>", options.unsubscribe),
        ),
        (HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()),
    ];
    for (name, value) in raw {
        message.headers_mut().insert_raw(HeaderValue::new(name, value));
    }
    Ok(message)
}

/// The name of the file that holds the letter to `to`: `digest.eml` where nobody else gets one, else it names the
/// reader, so that no list of readers in another order puts one letter in the place of another.
fn file_name(options: &MailOptions, to: &Mailbox) -> String {
    if options.to.len() == 1 {
        return "digest.eml".to_owned();
    }
    let mut name = "digest.".to_owned();
    for byte in to.email.to_string().bytes() {
        if byte.is_ascii_alphanumeric() || b".@_+-".contains(&byte) {
            name.push(char::from(byte));
        } else {
            let _ = write!(name, "%{byte:02X}");
        }
    }
    name + ".eml"
}

/// The files of letters in the folder `edition` below `output`, as paths from there.
#[must_use]
pub fn letters(output: &Path, edition: &str) -> Vec<String> {
    let files = std::fs::read_dir(output.join(edition)).into_iter().flatten().flatten();
    let names = files.filter_map(|file| file.file_name().into_string().ok());
    names
        .filter(|name| name.starts_with("digest.") && is_letter(name))
        .map(|name| format!("{edition}/{name}"))
        .collect()
}

/// The letter that the file `name` in the folder of its edition holds, if it is to one of the readers of `options`.
#[must_use]
pub fn letter_file(options: &MailOptions, letter: &Letter, name: &str) -> Option<Vec<u8>> {
    let to = options.to.iter().find(|to| file_name(options, to) == name)?;
    Some(file(options, to, letter)?.body)
}

/// `letter` to `to` as a file beside the pages of its edition.
pub(super) fn file(options: &MailOptions, to: &Mailbox, letter: &Letter) -> Option<Page> {
    let message = message(options, to, letter).ok()?;
    Some(Page::new(format!("{}/{}", letter.edition, file_name(options, to)), message.formatted()))
}

/// Whether the file `name` is a letter, which whoever sends it on takes away.
#[must_use]
pub fn is_letter(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "eml")
}

/// Sends `letter` to `to` on its way.
pub(super) async fn send(options: &MailOptions, to: &Mailbox, letter: &Letter) -> Result<(), Failure> {
    let message = message(options, to, letter).map_err(certain)?;
    match &options.via {
        Via::File(output) => {
            let path = format!("{}/{}", letter.edition, file_name(options, to));
            // A file is written whole or not at all.
            let written = super::files::write(output, &[Page::new(path, message.formatted())]);
            written.map(drop).map_err(|cause| certain(cause.to_string()))
        }
        Via::Sendmail(program) => {
            let (program, envelope, bytes) = (program.clone(), message.envelope().clone(), message.formatted());
            let piped = tokio::task::spawn_blocking(move || pipe(&program, &envelope, &bytes)).await;
            piped.unwrap_or_else(|_| Err(unknown("sending failed inside Tidings")))
        }
        Via::Smtp(server) => smtp::send(server, message).await,
    }
}

fn pipe(program: &PathBuf, envelope: &Envelope, bytes: &[u8]) -> Result<(), Failure> {
    let told = program.display();
    let mut command = Command::new(program);
    command.args(["-i", "-f"]).arg(envelope.from().map(ToString::to_string).unwrap_or_default()).arg("--");
    command.args(envelope.to().iter().map(ToString::to_string));
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|cause| certain(format!("{told} cannot be started: {cause}")))?;
    let written = child.stdin.take().map_or(Ok(()), |mut input| input.write_all(bytes));
    let until = Instant::now() + PATIENCE;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => {
                return written
                    .map_err(|cause: io::Error| unknown(format!("{told} did not read the message: {cause}")));
            }
            Ok(Some(status)) => return Err(certain(format!("{told} refused the message ({status})"))),
            Ok(None) if Instant::now() < until => std::thread::sleep(Duration::from_millis(20)),
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(unknown(format!("{told} did not end within {} s", PATIENCE.as_secs())));
            }
            Err(cause) => return Err(unknown(format!("{told}: {cause}"))),
        }
    }
}
