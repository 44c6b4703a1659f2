//! `allow`: what is opened although it is not globally reachable.

use ipnet::IpNet;
use std::net::IpAddr;
use std::str::FromStr;
use thiserror::Error;

/// One entry of `allow`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Allow {
    /// Every address of a network.
    Network(IpNet),
    /// A host by name, at one port or all.
    Host {
        /// The name, in lower case; an IPv6 address in brackets.
        name: String,
        /// The port; `None` opens all.
        port: Option<u16>,
    },
}

/// Why an entry of `allow` cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{entry:?} {reason}; {hint}")]
pub struct AllowError {
    /// The entry as written.
    pub entry: String,
    /// What is wrong with it: a sentence whose subject is the entry.
    pub reason: String,
    /// What to write instead.
    pub hint: String,
}

const FORMS: &str = "write a network (192.168.1.0/24), an address (192.168.1.7) or a host (nas.local, nas.local:8080)";

impl FromStr for Allow {
    type Err = AllowError;

    fn from_str(written: &str) -> Result<Self, AllowError> {
        let text = written.trim();
        let wrong = |reason: &str, hint: &str| AllowError {
            entry: written.to_owned(),
            reason: reason.to_owned(),
            hint: hint.to_owned(),
        };
        if let Some((_, rest)) = text.split_once("://") {
            let host = rest.split('/').next().unwrap_or_default();
            let hint = if host.parse::<Self>().is_ok() { format!("write \"{host}\"") } else { FORMS.to_owned() };
            return Err(wrong("is an address of a page; `allow` takes networks and hosts", &hint));
        }
        if let Ok(address) = unbracketed(text).parse::<IpAddr>() {
            return Ok(Self::Network(address.into()));
        }
        if let Some((address, bits)) = text.rsplit_once('/') {
            let Ok(address) = unbracketed(address).parse::<IpAddr>() else {
                return Err(wrong("is not a network", FORMS));
            };
            let network = bits.parse().ok().and_then(|bits| IpNet::new(address, bits).ok());
            let most = if address.is_ipv4() { 32 } else { 128 };
            return network.map(|network| Self::Network(network.trunc())).ok_or_else(|| {
                wrong(&format!("is not a network: \"{bits}\" does not lie between 0 and {most}"), FORMS)
            });
        }
        let (name, port) = match text.rsplit_once(':') {
            None => (text, None),
            Some((name, port)) => match port.parse() {
                Ok(port) if port > 0 => (name, Some(port)),
                _ => {
                    return Err(wrong(&format!("has no port but \"{port}\""), "a port is a number from 1 to 65535"));
                }
            },
        };
        if name.contains('*') {
            return Err(wrong("has a `*`, which is not known here", "name each host, or its network"));
        }
        host(name).map(|name| Self::Host { name, port }).ok_or_else(|| wrong("is neither a network nor a host", FORMS))
    }
}

/// The name as it is dialled: in lower case and in its ASCII form.
fn host(name: &str) -> Option<String> {
    if unbracketed(name).parse::<IpAddr>().is_err() {
        let name = name.strip_suffix('.').unwrap_or(name);
        // `10.0.0` would be dialled as 10.0.0.0: whoever wrote it meant something else.
        let is_number = name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if is_number || !name.split('.').all(is_label) {
            return None;
        }
    }
    url::Host::parse(name).ok().map(|host| host.to_string().trim_end_matches('.').to_owned())
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= 63
        && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

fn unbracketed(text: &str) -> &str {
    text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::Allow;

    #[test]
    fn entries_are_read_as_written() {
        let host = |name: &str, port| Allow::Host { name: name.to_owned(), port };
        let network = |text: &str| Allow::Network(text.parse().expect("a network"));
        for (written, expected) in [
            ("192.168.1.0/24", network("192.168.1.0/24")),
            ("192.168.1.7/24", network("192.168.1.0/24")),
            ("192.168.1.7", network("192.168.1.7/32")),
            ("[fd12:3456::]/32", network("fd12:3456::/32")),
            ("fd12::1", network("fd12::1/128")),
            ("nas.local", host("nas.local", None)),
            ("NAS.local.:8080", host("nas.local", Some(8080))),
            ("192.168.7.9:8080", host("192.168.7.9", Some(8080))),
            ("[fd12::1]:80", host("[fd12::1]", Some(80))),
            ("bücher.example", host("xn--bcher-kva.example", None)),
            ("127.0.0.0/8", network("127.0.0.0/8")),
            ("fd00::/8", network("fd00::/8")),
            ("[::1]", network("::1/128")),
            ("localhost", host("localhost", None)),
        ] {
            assert_eq!(written.parse::<Allow>(), Ok(expected), "{written}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        for (written, reason) in [
            ("http://nas.local/", "page; `allow` takes networks and hosts; write \"nas.local\""),
            ("192.168.1.0/33", "between 0 and 32"),
            ("fd00::/129", "between 0 and 128"),
            ("10.0.0/8", "not a network"),
            ("nas.local/24", "not a network"),
            ("nas.local:0", "port"),
            ("nas.local:99999", "port"),
            ("nas.local:http", "port"),
            ("*.local", "`*`"),
            ("", "neither"),
            ("a b", "neither"),
            ("-a.local", "neither"),
            ("10.0.0", "neither"),
            ("300.1.1.1", "neither"),
        ] {
            let problem = written.parse::<Allow>().expect_err(written).to_string();
            assert!(problem.contains(reason), "{written}: {problem}");
        }
    }
}
