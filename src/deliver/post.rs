//! Posts: title and link of an edition to a webhook or to ntfy.

use super::failure::{Failure, certain, unknown};
use super::trouble::plain;
use crate::model::Secret;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// Whoever does not answer within this is given up on.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where editions are announced.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Announce {
    /// One POST of `{"title", "link", "text"}` as JSON.
    Webhook(Secret),
    /// One POST to a topic of an ntfy server.
    Ntfy(Secret),
}

impl Announce {
    /// The address, which may hold a secret.
    pub(super) fn address(&self) -> &Secret {
        match self {
            Self::Webhook(address) | Self::Ntfy(address) => address,
        }
    }

    /// How messages name it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Webhook(_) => "webhook",
            Self::Ntfy(_) => "ntfy",
        }
    }
}

/// Announces `title`, found at `link` where the pages are published.
pub(super) async fn post(announce: &Announce, title: &str, link: Option<&str>) -> Result<(), Failure> {
    let client = client().map_err(certain)?;
    let request = client.post(announce.address().expose());
    let request = match announce {
        Announce::Webhook(_) => {
            // Chat servers look for `text`; it says the same.
            let text = link.map_or_else(|| title.to_owned(), |link| format!("{title} {link}"));
            let body = json!({ "title": title, "link": link, "text": text }).to_string();
            request.header("content-type", "application/json").body(body)
        }
        Announce::Ntfy(_) => {
            let request = match link {
                Some(link) => request.header("click", link),
                None => request,
            };
            request.body(title.to_owned())
        }
    };
    // The address may be a secret in itself, so an error is told without it.
    match request.send().await.map_err(reqwest::Error::without_url) {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) => Err(certain(format!("it answered {}", answer.status()))),
        Err(error) if error.is_connect() || error.is_builder() => Err(certain(told(&error))),
        Err(error) => Err(unknown(told(&error))),
    }
}

fn told(error: &reqwest::Error) -> String {
    if let Some(words) = plain(error) {
        return words;
    }
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

fn client() -> Result<reqwest::Client, String> {
    use rustls_platform_verifier::BuilderVerifierExt;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier)
        .map_err(|error| format!("TLS cannot be set up: {error}"))?
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(PATIENCE)
        .build()
        .map_err(|error| told(&error))
}
