//! SMTP: a message to a server of mail, by TLS wherever it leaves this machine.

use super::failure::{Failure, certain, unknown};
use super::trouble::plain;
use crate::model::Secret;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use std::time::Duration;

/// A server of mail that says nothing for this long is given up on.
const PATIENCE: Duration = Duration::from_mins(1);

/// Answers that mean: not with this name and password (RFC 4954, section 6, and 530 where none was given).
const REFUSED_LOGIN: [&str; 4] = ["530", "534", "535", "538"];

/// A server of mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// TLS from the first byte, rather than after STARTTLS.
    pub implicit: bool,
    /// Name and password.
    pub login: Option<(String, Secret)>,
}

impl Server {
    /// What `error` means. Whatever the server answered is repeated, since only it knows its rules.
    fn told(&self, error: &Error) -> String {
        let Self { host, port, .. } = self;
        if let Some(words) = plain(error) {
            return format!("{host}:{port}: {words}");
        }
        let said = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(status) = error.status().map(|status| status.to_string()) else {
            return format!("{host}:{port}: {said}");
        };
        let said = format!("{status} {said}");
        match &self.login {
            Some((user, _)) if REFUSED_LOGIN.contains(&&*status) => {
                format!("{host}:{port} refuses `user` \"{user}\" with this `password`: {said}")
            }
            None if REFUSED_LOGIN.contains(&&*status) => {
                format!("{host}:{port} wants a login, so write `user` and `password` into [mail]: {said}")
            }
            _ => format!("{host}:{port} refuses it: {said}"),
        }
    }

    fn tls(&self) -> Result<Tls, Error> {
        let parameters = || TlsParameters::new(self.host.clone());
        Ok(match (self.implicit, is_this_machine(&self.host)) {
            (true, _) => Tls::Wrapper(parameters()?),
            (false, true) => Tls::None,
            (false, false) => Tls::Required(parameters()?),
        })
    }
}

/// Sends `message` by `server`.
pub(super) async fn send(server: &Server, message: Message) -> Result<(), Failure> {
    let tls = server.tls().map_err(|error| certain(server.told(&error)))?;
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
        .port(server.port)
        .tls(tls)
        .timeout(Some(PATIENCE));
    if let Some((name, password)) = &server.login {
        builder = builder.credentials(Credentials::new(name.clone(), password.expose().to_owned()));
    }
    let transport = builder.build();
    // Whoever cannot be reached has got nothing, so this may be tried again.
    transport.test_connection().await.map_err(|error| certain(server.told(&error)))?;
    match transport.send(message).await {
        Ok(_) => Ok(()),
        Err(error) if error.is_permanent() || error.is_transient() || error.is_client() || error.is_tls() => {
            Err(certain(server.told(&error)))
        }
        Err(error) => Err(unknown(server.told(&error))),
    }
}

/// Whether what is said to `host` never leaves this machine.
fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
