//! Mail: one message an edition, written as a file, piped to sendmail or sent by SMTP.

use super::sending::{Failure, certain, unknown};
use crate::model::{Letter, Secret};
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// A server of mail that says nothing for this long is given up on.
const PATIENCE: Duration = Duration::from_mins(1);

/// How mail leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Via {
    /// As `digest.eml` in the folder of the edition, for others to send.
    File,
    /// Through this program, which takes a message on its standard input as sendmail does.
    Sendmail(PathBuf),
    /// To this server.
    Smtp {
        /// Its name.
        host: String,
        /// Its port.
        port: u16,
        /// TLS from the first byte, rather than after STARTTLS.
        implicit: bool,
        /// Name and password.
        login: Option<(String, Secret)>,
    },
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
pub fn message(options: &MailOptions, to: &[Mailbox], letter: &Letter) -> Result<Message, String> {
    let host = options.from.email.domain();
    let id = |name: &str| format!("<{name}@{host}>");
    let series = id(&letter.series);
    let at = SystemTime::try_from(letter.at).map_err(|error| error.to_string())?;
    let mut builder = Message::builder()
        .from(options.from.clone())
        .subject(&letter.subject)
        .date(at)
        .message_id(Some(id(&letter.name)))
        .references(letter.after.as_ref().map_or(series.clone(), |after| format!("{series} {}", id(after))))
        .in_reply_to(letter.after.as_ref().map_or(series, |after| id(after)));
    for mailbox in to {
        builder = builder.to(mailbox.clone());
    }
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

/// Sends `message` on its way; [`Via::File`] has nothing to send.
pub(super) async fn send(via: &Via, message: &Message) -> Result<(), Failure> {
    match via {
        Via::File => Ok(()),
        Via::Sendmail(program) => {
            let (program, envelope, bytes) = (program.clone(), message.envelope().clone(), message.formatted());
            let piped = tokio::task::spawn_blocking(move || pipe(&program, &envelope, &bytes)).await;
            piped.unwrap_or_else(|_| Err(unknown("sending failed inside Tidings")))
        }
        Via::Smtp { host, port, implicit, login } => smtp(host, *port, *implicit, login.as_ref(), message).await,
    }
}

async fn smtp(
    host: &str,
    port: u16,
    implicit: bool,
    login: Option<&(String, Secret)>,
    message: &Message,
) -> Result<(), Failure> {
    let said = |error: &lettre::transport::smtp::Error| {
        let mut text = format!("{host}:{port}: {error}");
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            text = format!("{text}: {cause}");
            source = cause.source();
        }
        text
    };
    let parameters = || TlsParameters::new(host.to_owned()).map_err(|error| certain(said(&error)));
    let tls = match (implicit, is_this_machine(host)) {
        (true, _) => Tls::Wrapper(parameters()?),
        (false, true) => Tls::None,
        (false, false) => Tls::Required(parameters()?),
    };
    let mut builder =
        AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host).port(port).tls(tls).timeout(Some(PATIENCE));
    if let Some((name, password)) = login {
        builder = builder.credentials(Credentials::new(name.clone(), password.expose().to_owned()));
    }
    let transport = builder.build();
    // Whoever cannot be reached has got nothing, so this may be tried again.
    transport.test_connection().await.map_err(|error| certain(said(&error)))?;
    match transport.send(message.clone()).await {
        Ok(_) => Ok(()),
        Err(error) if error.is_permanent() || error.is_transient() || error.is_client() || error.is_tls() => {
            Err(certain(said(&error)))
        }
        Err(error) => Err(unknown(said(&error))),
    }
}

/// Whether what is said to `host` never leaves this machine.
fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
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
