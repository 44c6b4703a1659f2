//! Which addresses may be dialled.
//!
//! The decision is made on the address that is dialled, at every hop: an address in the URL before anything is
//! sent, a name when it has been resolved for the very connection that is opened. There is no second look-up
//! that could answer differently.

use super::allow::Allow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use thiserror::Error;
use url::{Host, Url};

/// Why an address is not dialled.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Not http or https.
    #[error("{0}: addresses are not fetched, only http and https")]
    Scheme(String),
    /// No host, or none that can be dialled.
    #[error("the address names no host")]
    NoHost,
    /// An address that is not globally reachable.
    #[error("{address} is {what}; open it with `allow` in [fetch]")]
    Address {
        /// The address.
        address: IpAddr,
        /// What is special about it, with its article.
        what: &'static str,
    },
    /// A name that leads to such an address.
    #[error("{name} leads to {address}, {what}; open it with `allow` in [fetch]")]
    Name {
        /// The name.
        name: String,
        /// Where it leads.
        address: IpAddr,
        /// What is special about it, with its article.
        what: &'static str,
    },
    /// The name has no address.
    #[error("the name {0} does not resolve")]
    Unresolved(String),
    /// Not this machine, though nothing else may be dialled.
    #[error("{0} is not this machine, and nothing else may be dialled")]
    NotLoopback(IpAddr),
}

/// Where a request is going, before names are resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An address: decided.
    Address(SocketAddr),
    /// A name, in lower case: to be resolved and then decided by [`Guard::dial`].
    Name {
        /// The name.
        name: String,
        /// The port.
        port: u16,
    },
}

/// Decides what may be dialled.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    allow: Vec<Allow>,
    loopback_only: bool,
}

impl Guard {
    /// Opens what is globally reachable, and `allow`.
    #[must_use]
    pub fn new(allow: &[Allow]) -> Self {
        Self { allow: allow.to_vec(), loopback_only: false }
    }

    /// The same, but of that nothing is dialled that is not this machine.
    #[must_use]
    pub fn loopback_only(self, only: bool) -> Self {
        Self { loopback_only: only, ..self }
    }

    /// Where a request for `url` would go.
    ///
    /// # Errors
    /// [`Refusal`] for schemes other than http and https, and for addresses that may not be dialled.
    pub fn target(&self, url: &Url) -> Result<Target, Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Scheme(url.scheme().to_owned()));
        }
        let port = url.port_or_known_default().ok_or(Refusal::NoHost)?;
        let address = match url.host().ok_or(Refusal::NoHost)? {
            Host::Ipv4(address) => IpAddr::V4(address),
            Host::Ipv6(address) => IpAddr::V6(address),
            Host::Domain(name) => {
                let name = bare(name);
                if name.is_empty() {
                    return Err(Refusal::NoHost);
                }
                // Decided here too, since a proxy would not ask us where its own names lead.
                if let Some(answers) = own_name(&name) {
                    self.dial(&name, port, &answers)?;
                }
                return Ok(Target::Name { name, port });
            }
        };
        self.admit(address, None, port).map(Target::Address)
    }

    /// The addresses to dial for `name`, of those it resolved to. Answers that may not be dialled are left out:
    /// many hosts have a private address beside a public one, and only the public one is ever asked.
    ///
    /// # Errors
    /// [`Refusal`] when none is left.
    pub fn dial(&self, name: &str, port: u16, answers: &[IpAddr]) -> Result<Vec<SocketAddr>, Refusal> {
        let name = bare(name);
        let mut refusal = Refusal::Unresolved(name.clone());
        let mut open = Vec::with_capacity(answers.len());
        for answer in answers {
            match self.admit(*answer, Some(&name), port) {
                Ok(address) => open.push(address),
                Err(why) => refusal = why,
            }
        }
        if open.is_empty() { Err(refusal) } else { Ok(open) }
    }

    /// Decides one address, reached by `name` where there is one.
    fn admit(&self, address: IpAddr, name: Option<&str>, port: u16) -> Result<SocketAddr, Refusal> {
        // An IPv4 address in IPv6 clothing is the IPv4 address: that is where the kernel sends it.
        let address = address.to_canonical();
        match (special(address), name) {
            (None, _) => {}
            _ if self.is_open(address, name, port) => {}
            (Some(what), None) => return Err(Refusal::Address { address, what }),
            (Some(what), Some(name)) => return Err(Refusal::Name { name: name.to_owned(), address, what }),
        }
        if self.loopback_only && !address.is_loopback() {
            return Err(Refusal::NotLoopback(address));
        }
        Ok(SocketAddr::new(address, port))
    }

    fn is_open(&self, address: IpAddr, name: Option<&str>, port: u16) -> bool {
        self.allow.iter().any(|entry| match entry {
            Allow::Network(network) => network.contains(&address),
            Allow::Host { name: open, port: at } => {
                at.is_none_or(|at| at == port)
                    && match name {
                        Some(name) => bare(open) == name,
                        None => open.trim_matches(['[', ']']).parse() == Ok(address),
                    }
            }
        })
    }
}

/// A name as it is compared: in lower case, without the dot that ends a complete name.
fn bare(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

/// The answer for names that never leave the machine (RFC 6761, section 6.3): no resolver is asked.
pub(super) fn own_name(name: &str) -> Option<[IpAddr; 2]> {
    let name = bare(name);
    (name == "localhost" || name.ends_with(".localhost"))
        .then_some([IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)])
}

/// What is special about an address that is not globally reachable; `None` for the others.
///
/// After the IANA registries of special-purpose addresses for IPv4 (RFC 6890 and its updates) and IPv6; where an
/// entry is disputed, the address is refused, since `allow` can open it.
fn special(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => special_v4(address),
        IpAddr::V6(address) => special_v6(address),
    }
}

fn special_v4(address: Ipv4Addr) -> Option<&'static str> {
    let what = match address.octets() {
        [0, ..] => "an address of no host",
        [127, ..] => "this machine's own address",
        [10, ..] | [192, 168, ..] | [172, 16..=31, ..] => "a private address",
        [100, 64..=127, ..] => "an address of a provider's inner network",
        [169, 254, ..] => "a link-local address",
        [192, 0, 0, _] => "an address of a protocol",
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => "an address for documentation",
        [192, 88, 99, _] => "an address of a retired relay",
        [198, 18 | 19, ..] => "an address for benchmarks",
        // Inside one large cloud this public address is the host of the machine.
        [168, 63, 129, 16] => "an address of a cloud's inner network",
        [224..=239, ..] => "a multicast address",
        [240..=255, ..] => "a reserved address",
        _ => return None,
    };
    Some(what)
}

#[expect(clippy::match_same_arms, reason = "the order matters: retired relays come before what looks like ISATAP")]
fn special_v6(address: Ipv6Addr) -> Option<&'static str> {
    let what = match address.segments() {
        _ if address.is_loopback() => "this machine's own address",
        _ if address.is_unspecified() => "an address of no host",
        // NAT64 (RFC 6052): on networks without IPv4 every IPv4 host is reached like this.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => return special_v4(embedded(high, low)),
        [0xfe80..=0xfebf, ..] => "a link-local address",
        [0xfc00..=0xfdff, ..] => "a private address",
        [0xff00..=0xffff, ..] => "a multicast address",
        // Teredo among them (RFC 4380).
        [0x2001, 0..=0x1ff, ..] => "an address of a protocol",
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => "an address for documentation",
        // 6to4 (RFC 3056) is retired (RFC 7526).
        [0x2002, ..] => "an address of a retired relay",
        // ISATAP (RFC 5214): the IPv4 address that is really reached is in the last 32 bits.
        [0x2000..=0x3fff, _, _, _, 0 | 0x200, 0x5efe, high, low] => return special_v4(embedded(high, low)),
        [0x2000..=0x3fff, ..] => return None,
        _ => "a reserved address",
    };
    Some(what)
}

fn embedded(high: u16, low: u16) -> Ipv4Addr {
    Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(guard: &Guard, url: &str, answers: &[&str]) -> Result<Vec<String>, String> {
        let url = Url::parse(url).map_err(|error| error.to_string())?;
        let answers: Vec<IpAddr> = answers.iter().map(|it| it.parse().expect("an address")).collect();
        let open = match guard.target(&url) {
            Ok(Target::Address(address)) => Ok(vec![address]),
            Ok(Target::Name { name, port }) => guard.dial(&name, port, &answers),
            Err(refusal) => Err(refusal),
        };
        open.map(|open| open.iter().map(ToString::to_string).collect()).map_err(|refusal| refusal.to_string())
    }

    #[test]
    fn ranges_end_where_they_end() {
        for (open, closed) in [
            ("9.255.255.255", "10.0.0.0"),
            ("11.0.0.0", "10.255.255.255"),
            ("172.15.255.255", "172.16.0.0"),
            ("172.32.0.0", "172.31.255.255"),
            ("192.167.255.255", "192.168.0.0"),
            ("100.63.255.255", "100.64.0.0"),
            ("100.128.0.0", "100.127.255.255"),
            ("169.253.255.255", "169.254.169.254"),
            ("126.255.255.255", "127.255.255.255"),
            ("198.17.255.255", "198.18.0.0"),
            ("198.20.0.0", "198.19.255.255"),
            ("223.255.255.255", "224.0.0.1"),
            ("1.0.0.0", "0.0.0.0"),
            ("8.8.8.8", "255.255.255.255"),
            ("[2606:4700::1]", "[::1]"),
            ("[2001:200::1]", "[2001:0:7f00:1::1]"),
            ("[2001:db9::1]", "[2001:db8::1]"),
            ("[2003::1]", "[2002:808:808::1]"),
            ("[::ffff:8.8.8.8]", "[::ffff:10.0.0.1]"),
            ("[64:ff9b::8.8.8.8]", "[64:ff9b::10.0.0.1]"),
            ("[2600::5efe:8.8.8.8]", "[2600::5efe:10.0.0.1]"),
            ("[3ffe::1]", "[3fff::1]"),
            ("[2a00::1]", "[fd00::1]"),
            ("[2a00::1]", "[fe80::1]"),
            ("[2a00::1]", "[::8.8.8.8]"),
            ("0x08.8.2056", "0x7f.1"),
            ("134744072", "2130706433"),
        ] {
            let url = |host: &str| format!("http://{host}/");
            assert!(decide(&Guard::default(), &url(open), &[]).is_ok(), "{open}");
            assert!(decide(&Guard::default(), &url(closed), &[]).is_err(), "{closed}");
        }
    }

    #[test]
    fn names_are_judged_by_where_they_lead() {
        let ok = |addresses: &[&str]| Ok(addresses.iter().map(ToString::to_string).collect());
        for (answers, expected) in [
            (&["93.184.215.14"][..], ok(&["93.184.215.14:80"])),
            (&["10.0.0.5", "93.184.215.14"][..], ok(&["93.184.215.14:80"])),
            (
                &["10.0.0.5"][..],
                Err("a.example leads to 10.0.0.5, a private address; open it with `allow` in [fetch]".to_owned()),
            ),
            (&[][..], Err("the name a.example does not resolve".to_owned())),
        ] {
            assert_eq!(decide(&Guard::default(), "http://A.example./", answers), expected);
        }
    }

    #[test]
    fn allow_opens_exactly_what_it_says() {
        let entries =
            ["10.1.0.0/16", "nas.local:8080", "router.local", "192.168.7.9:81", "[fd12::]/32", "[fd13::1]:80"];
        let allow: Vec<Allow> = entries.iter().map(|entry| entry.parse().expect("an entry")).collect();
        let guard = Guard::new(&allow);
        for (url, answer, open) in [
            ("http://10.1.2.3/", "", true),
            ("http://10.2.0.1/", "", false),
            ("http://a.example/", "10.1.9.9", true),
            ("http://nas.local:8080/", "10.9.9.9", true),
            ("http://NAS.local.:8080/", "10.9.9.9", true),
            ("http://nas.local/", "10.9.9.9", false),
            ("http://nas.local.evil.test:8080/", "10.9.9.9", false),
            ("http://evilnas.local:8080/", "10.9.9.9", false),
            ("https://router.local/", "fe80::1", true),
            ("http://192.168.7.9:81/", "", true),
            ("http://192.168.7.9/", "", false),
            ("http://b.example:81/", "192.168.7.9", false),
            ("http://[fd12::9]/", "", true),
            ("http://[::ffff:10.1.2.3]/", "", true),
            ("http://[fd13::1]/", "", true),
            ("https://[fd13::1]/", "", false),
        ] {
            let answers: Vec<&str> = if answer.is_empty() { Vec::new() } else { vec![answer] };
            assert_eq!(decide(&guard, url, &answers).is_ok(), open, "{url} {answer}");
        }
    }

    #[test]
    fn nothing_but_http_is_fetched() {
        for url in ["ftp://a.example/", "file:///etc/passwd", "gopher://a.example/", "data:,x", "javascript:1"] {
            assert!(decide(&Guard::default(), url, &["93.184.215.14"]).is_err(), "{url}");
        }
    }
}
