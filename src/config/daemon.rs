//! `[daemon]`: what a run that never ends needs beyond the rest.

use super::problem::Problems;
use super::section::Written;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Reads where the daemon answers. Only loopback will do: it knows no passwords and no TLS.
pub(super) fn listen(at: &Written<String>, problems: &mut Problems<'_>) -> Option<SocketAddr> {
    let example = "write listen = \"127.0.0.1:9187\"";
    let text = at.value.trim();
    let address = match text.strip_prefix("localhost:") {
        Some(port) => port.parse().ok().map(|port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)),
        None => text.parse::<SocketAddr>().ok(),
    };
    let Some(address) = address else {
        let message = format!("\"{}\" is not an address with a port", at.value.escape_debug());
        problems.add(&at.span, &at.key, message, example);
        return None;
    };
    if !address.ip().is_loopback() {
        let message = format!("`listen` must be an address of this machine alone, and {} is not", address.ip());
        let hint = format!("{example}; let a web server that knows who may ask pass it on");
        problems.add(&at.span, &at.key, message, hint);
        return None;
    }
    Some(address)
}
