//! What is asked, and what came back.

use super::options::OutletOptions;
use crate::model::{FeedAddress, Hold, Link, Traffic, Validators};
use jiff::Timestamp;

/// One question.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// What to fetch.
    pub address: &'a FeedAddress,
    /// What the last answer gave us to ask "has it changed?" with.
    pub validators: &'a Validators,
    /// How its outlet wants to be asked.
    pub options: &'a OutletOptions,
    /// The time, for dates in headers and for hosts that asked to be left alone.
    pub now: Timestamp,
}

/// One good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// A document: whether it is a feed is not known here.
    Body {
        /// The document, decompressed.
        bytes: Vec<u8>,
        /// The `Content-Type` header.
        content_type: Option<String>,
        /// The `Link` header: a page may name its feeds there.
        links: Option<String>,
        /// Where it came from after redirects, for addresses relative to it; `None` for files.
        url: Option<Link>,
        /// For the next question. To be stored only together with what the document held.
        validators: Validators,
        /// When to come back.
        hold: Hold,
        /// Where a permanent redirect led.
        moved: Option<Link>,
        /// A redirect led from https to http: what came could have been changed on its way.
        downgraded: bool,
        /// What it cost the other end.
        traffic: Traffic,
    },
    /// Nothing changed since the validators were given.
    Unchanged {
        /// Validators the server renewed; empty fields keep the old ones.
        validators: Validators,
        /// When to come back.
        hold: Hold,
        /// Where a permanent redirect led.
        moved: Option<Link>,
        /// What it cost the other end.
        traffic: Traffic,
    },
}
