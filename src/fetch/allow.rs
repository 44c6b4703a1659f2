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
#[error(
    "{entry:?} {reason}: write a network (192.168.1.0/24), an address (192.168.1.7) or a host (nas.local, nas.local:8080)"
)]
pub struct AllowError {
    entry: String,
    reason: &'static str,
}

impl FromStr for Allow {
    type Err = AllowError;

    fn from_str(written: &str) -> Result<Self, AllowError> {
        let text = written.trim();
        let wrong = |reason| AllowError { entry: written.to_owned(), reason };
        if text.contains("://") {
            return Err(wrong("is the address of a page"));
        }
        if let Some((address, bits)) = text.rsplit_once('/') {
            let address: IpAddr = unbracketed(address).parse().map_err(|_| wrong("is not a network"))?;
            let bits = bits.parse().map_err(|_| wrong("is not a network"))?;
            let network = IpNet::new(address, bits).map_err(|_| wrong("has a prefix that is too long"))?;
            return Ok(Self::Network(network.trunc()));
        }
        if let Ok(address) = unbracketed(text).parse::<IpAddr>() {
            return Ok(Self::Network(address.into()));
        }
        let (name, port) = match text.rsplit_once(':') {
            None => (text, None),
            Some((name, port)) => match port.parse() {
                Ok(port) if port > 0 => (name, Some(port)),
                _ => return Err(wrong("has no port between 1 and 65535")),
            },
        };
        if name.contains('*') {
            return Err(wrong("has a `*`, which is not known here"));
        }
        // Names are compared as they are dialled: in lower case and in their ASCII form.
        let host = url::Host::parse(name).map_err(|_| wrong("is neither a network nor a host"))?;
        Ok(Self::Host { name: host.to_string().trim_end_matches('.').to_owned(), port })
    }
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
        ] {
            assert_eq!(written.parse::<Allow>(), Ok(expected), "{written}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        for (written, reason) in [
            ("http://nas.local/", "page"),
            ("192.168.1.0/33", "too long"),
            ("nas.local/24", "not a network"),
            ("nas.local:0", "port"),
            ("nas.local:http", "port"),
            ("*.local", "`*`"),
            ("", "neither"),
            ("a b", "neither"),
        ] {
            let problem = written.parse::<Allow>().expect_err(written).to_string();
            assert!(problem.contains(reason), "{written}: {problem}");
        }
    }
}
