//! Entries of `allow`: networks and hosts that may be asked although they are not public.

use super::problem::Problems;
use super::section::Written;
use crate::fetch::Allow;
use ipnet::IpNet;
use std::net::IpAddr;

/// Reads one entry: `192.168.1.0/24`, `192.168.1.7`, `nas.local`, `nas.local:8080`.
pub(super) fn allow(at: &Written<String>, problems: &mut Problems<'_>) -> Option<Allow> {
    let text = at.value.trim();
    // What opens a door is decided in one place: by the room that holds the door.
    match (text.parse::<Allow>(), parse(text)) {
        (Ok(allow), Ok(_)) => Some(allow),
        (Err(error), Ok(_)) => {
            problems.add(&at.span, &at.key, error.to_string(), "see the comment of `allow` in the sample feeds.toml");
            None
        }
        (_, Err((reason, hint))) => {
            problems.add(&at.span, &at.key, format!("\"{}\" {reason}", at.value.escape_debug()), hint);
            None
        }
    }
}

fn parse(text: &str) -> Result<Allow, (String, String)> {
    let forms = || {
        "write a network (192.168.1.0/24), an address (192.168.1.7) or a host (nas.local, nas.local:8080)".to_owned()
    };
    if let Some((_, rest)) = text.split_once("://") {
        let host = rest.split('/').next().unwrap_or_default();
        let hint = if parse(host).is_ok() { format!("write \"{host}\"") } else { forms() };
        return Err(("is an address of a page; `allow` takes networks and hosts".to_owned(), hint));
    }
    if let Ok(address) = text.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        return Ok(Allow::Network(IpNet::from(address)));
    }
    if let Some((address, bits)) = text.split_once('/') {
        return match text.parse::<IpNet>() {
            Ok(network) => Ok(Allow::Network(network.trunc())),
            Err(_) => match address.parse::<IpAddr>() {
                Ok(address) => {
                    let most = if address.is_ipv4() { 32 } else { 128 };
                    Err((format!("is not a network: \"{bits}\" does not lie between 0 and {most}"), forms()))
                }
                Err(_) => Err(("is not a network".to_owned(), forms())),
            },
        };
    }
    let (name, port) = match text.rsplit_once(':') {
        None => (text, None),
        Some((name, port)) => match port.parse::<u16>() {
            Ok(port) if port > 0 => (name, Some(port)),
            _ => return Err((format!("has no port but \"{port}\""), "a port is a number from 1 to 65535".to_owned())),
        },
    };
    if let Some(inner) = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'))
        && let Ok(address) = inner.parse::<IpAddr>()
    {
        return Ok(Allow::Host { name: format!("[{address}]"), port });
    }
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let numbers = name.chars().all(|c| c.is_ascii_digit() || c == '.');
    let address = numbers && name.parse::<IpAddr>().is_ok();
    if name.contains('*') {
        return Err(("has a `*`, which is not known here".to_owned(), "name each host, or its network".to_owned()));
    }
    if !name.split('.').all(label) || (numbers && !address) {
        return Err(("is neither a network nor a host".to_owned(), forms()));
    }
    // Names are compared as they are dialled: in lower case and in their ASCII form.
    match url::Host::parse(name) {
        Ok(host) => Ok(Allow::Host { name: host.to_string(), port }),
        Err(_) => Err(("is neither a network nor a host".to_owned(), forms())),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::fetch::Allow;

    #[test]
    fn entries_are_read() {
        let network = |text: &str| Ok(Allow::Network(text.parse().expect("a network")));
        let host = |name: &str, port| Ok(Allow::Host { name: name.to_owned(), port });
        for (text, expected) in [
            ("127.0.0.0/8", network("127.0.0.0/8")),
            ("192.168.1.9/24", network("192.168.1.0/24")),
            ("10.0.0.1", network("10.0.0.1/32")),
            ("fd00::/8", network("fd00::/8")),
            ("::1", network("::1/128")),
            ("[::1]", network("::1/128")),
            ("nas.local", host("nas.local", None)),
            ("NAS.local:8080", host("nas.local", Some(8080))),
            ("127.0.0.1:8080", host("127.0.0.1", Some(8080))),
            ("[::1]:80", host("[::1]", Some(80))),
            ("localhost", host("localhost", None)),
        ] {
            assert_eq!(parse(text).map_err(|_| ()), expected, "{text}");
        }
        for text in [
            "",
            "192.168.1.0/33",
            "10.0.0/8",
            "10.0.0",
            "nas.local:0",
            "nas.local:99999",
            "nas.local:http",
            "*.local",
            "http://nas.local",
            "a b",
            "-a.local",
            "fd00::/129",
            "300.1.1.1",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
