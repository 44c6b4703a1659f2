//! `[mail]` and `[notify]`: to whom editions are sent.

use super::keyword::choice;
use super::parts::{self, SecretText};
use super::problem::Problems;
use super::secret::secret;
use super::section::{Section, Written};
use super::values::absolute;
use crate::deliver::{Announce, MailOptions, Server, Via};
use lettre::message::Mailbox;
use std::path::{Path, PathBuf};
use url::Url;

/// Where sendmail is on most machines.
const SENDMAIL: &str = "/usr/sbin/sendmail";

/// `[mail]`
#[derive(Default)]
pub(super) struct Mail {
    /// Where it stands; `None` where there is none.
    pub(super) at: Option<Written<()>>,
    pub(super) from: Option<Written<String>>,
    pub(super) to: Option<Written<Vec<Written<String>>>>,
    pub(super) via: Option<Written<String>>,
    pub(super) sendmail: Option<Written<String>>,
    pub(super) server: Option<Written<String>>,
    pub(super) user: Option<Written<String>>,
    pub(super) password: Option<Written<SecretText>>,
    pub(super) unsubscribe: Option<Written<String>>,
}

/// `[notify]`
#[derive(Default)]
pub(super) struct Notify {
    pub(super) webhook: Option<Written<SecretText>>,
    pub(super) ntfy: Option<Written<SecretText>>,
}

impl Mail {
    pub(super) fn read(section: &mut Section<'_, '_>, problems: &mut Problems<'_>) -> Self {
        Self {
            at: None,
            from: section.string("from", "from = \"Morning brief <brief@example.org>\"", problems),
            to: section.strings("to", "a list of addresses", "to = [\"you@example.org\"]", problems),
            via: section.string("via", "via = \"sendmail\"", problems),
            sendmail: section.string("sendmail", "sendmail = \"/usr/sbin/sendmail\"", problems),
            server: section.string("server", "server = \"smtps://mail.example.org\"", problems),
            user: section.string("user", "user = \"you\"", problems),
            password: parts::secret(section, "password", "password = \"${MAIL_PASSWORD}\"", problems),
            unsubscribe: section.string("unsubscribe", "unsubscribe = \"you@example.org\"", problems),
        }
    }
}

impl Notify {
    pub(super) fn read(section: &mut Section<'_, '_>, problems: &mut Problems<'_>) -> Self {
        Self {
            webhook: parts::secret(section, "webhook", "webhook = \"${WEBHOOK}\"", problems),
            ntfy: parts::secret(section, "ntfy", "ntfy = \"https://ntfy.sh/your-topic\"", problems),
        }
    }
}

/// Checks `[mail]`.
pub(super) fn mail(written: &Mail, folder: &Path, output: &Path, problems: &mut Problems<'_>) -> Option<MailOptions> {
    let at = written.at.as_ref()?;
    if written.from.is_none() || written.to.is_none() {
        let hint = "write from = \"Morning brief <brief@example.org>\" and to = [\"you@example.org\"]";
        problems.missing(&at.span, "mail", "[mail] needs both `from` and `to`", hint);
    }
    let from = written.from.as_ref().and_then(|at| mailbox(at, problems));
    let list = written.to.as_ref();
    if let Some(list) = list.filter(|list| list.value.is_empty()) {
        problems.missing(
            &list.span,
            &list.key,
            "`to` is empty, so nobody would get mail",
            "write to = [\"you@example.org\"]",
        );
    }
    let to: Vec<Mailbox> =
        list.into_iter().flat_map(|list| &list.value).filter_map(|at| mailbox(at, problems)).collect();
    let via = via(written, folder, output, problems);
    let unsubscribe = written.unsubscribe.as_ref().and_then(|at| mailbox(at, problems));
    let from = from?;
    let unsubscribe = unsubscribe.as_ref().unwrap_or(&from).email.to_string();
    Some(MailOptions { from, to, via: via?, unsubscribe })
}

fn mailbox(at: &Written<String>, problems: &mut Problems<'_>) -> Option<Mailbox> {
    let mailbox = at.value.parse::<Mailbox>().ok().filter(|_| !at.value.contains(char::is_control));
    if mailbox.is_none() {
        let message = format!("\"{}\" is not an address of mail", at.value.escape_debug());
        problems.add(&at.span, &at.key, message, "write \"you@example.org\" or \"Your name <you@example.org>\"");
    }
    mailbox
}

#[derive(Clone, Copy)]
enum Way {
    File,
    Sendmail,
    Smtp,
}

fn via(written: &Mail, folder: &Path, output: &Path, problems: &mut Problems<'_>) -> Option<Via> {
    let choices = [("sendmail", Way::Sendmail), ("smtp", Way::Smtp), ("file", Way::File)];
    let way = match &written.via {
        Some(at) => choice(at, &choices, &[("eml", "file"), ("smtps", "smtp")], problems)?,
        None => Way::Sendmail,
    };
    let smtp_only = [
        written.server.as_ref().map(|at| at.with(())),
        written.user.as_ref().map(|at| at.with(())),
        written.password.as_ref().map(|at| at.with(())),
    ];
    if !matches!(way, Way::Smtp)
        && let Some(at) = smtp_only.into_iter().flatten().next()
    {
        let name = at.key.rsplit('.').next().unwrap_or(&at.key).to_owned();
        problems.add(
            &at.span,
            &at.key,
            format!("`{name}` is for SMTP only"),
            "write via = \"smtp\" beside it, or take it out",
        );
    }
    match way {
        Way::File => Some(Via::File(output.to_owned())),
        Way::Sendmail => {
            let path =
                written.sendmail.as_ref().map_or_else(|| PathBuf::from(SENDMAIL), |at| absolute(folder, &at.value));
            Some(Via::Sendmail(path))
        }
        Way::Smtp => smtp(written, folder, problems),
    }
}

fn smtp(written: &Mail, folder: &Path, problems: &mut Problems<'_>) -> Option<Via> {
    let hint =
        "write server = \"smtps://mail.example.org\" (TLS from the start) or \"smtp://mail.example.org\" (STARTTLS)";
    let Some(at) = &written.server else {
        let at = written.via.as_ref()?;
        problems.missing(&at.span, "mail.server", "mail by SMTP needs a `server`", hint);
        return None;
    };
    let url = Url::parse(&at.value).ok().filter(|url| matches!(url.scheme(), "smtp" | "smtps"));
    // An address of IPv6 stands in brackets in an URL, and nowhere else.
    let host = |url: &Url| Some(url.host_str()?.trim_matches(['[', ']']).to_owned());
    let Some((url, host)) = url.and_then(|url| Some((url.clone(), host(&url)?))) else {
        problems.add(&at.span, &at.key, format!("`server` cannot be \"{}\"", at.value.escape_debug()), hint);
        return None;
    };
    if !url.username().is_empty() || url.password().is_some() {
        problems.add(&at.span, &at.key, "`server` holds a name or a password", "write them as `user` and `password`");
        return None;
    }
    let login = match (&written.user, &written.password) {
        (None, None) => None,
        (Some(user), Some(password)) => Some((user.value.clone(), secret(password, folder, problems)?)),
        (Some(at), None) => {
            let hint = "write password = \"${MAIL_PASSWORD}\" or password = { file = \"password.txt\" }";
            problems.add(&at.span, &at.key, "`user` without `password`", hint);
            return None;
        }
        (None, Some(at)) => {
            problems.add(&at.span, &at.key, "`password` without `user`", "write user = \"you\" as well");
            return None;
        }
    };
    let implicit = url.scheme() == "smtps";
    // RFC 8314 and RFC 6409.
    let port = url.port().unwrap_or(if implicit { 465 } else { 587 });
    Some(Via::Smtp(Server { host, port, implicit, login }))
}

/// Checks `[notify]`.
pub(super) fn notify(written: &Notify, folder: &Path, problems: &mut Problems<'_>) -> Vec<Announce> {
    let webhook = written.webhook.as_ref().map(|at| (at, Announce::Webhook as fn(_) -> _));
    let ntfy = written.ntfy.as_ref().map(|at| (at, Announce::Ntfy as fn(_) -> _));
    let mut all = Vec::new();
    for (at, announce) in webhook.into_iter().chain(ntfy) {
        let Some(address) = secret(at, folder, problems) else { continue };
        let is_web = Url::parse(address.expose()).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if is_web {
            all.push(announce(address));
        } else {
            // The value may be a secret, so it is not repeated.
            let name = at.key.rsplit('.').next().unwrap_or(&at.key);
            problems.add(
                &at.span,
                &at.key,
                format!("`{name}` is not an http or https address"),
                "write \"https://...\"",
            );
        }
    }
    all
}
