//! One test binary: the house, from outside.

mod brief;
mod config;
mod demo;
mod documents;
mod explain;
mod feeds;
mod fetch;
mod fetch_corpora;
mod fetch_proxy;
mod fetch_secrets;
mod fetch_tls;
mod first_hour;
mod floors;
mod group;
mod keep;
mod opml;
mod parse;
mod render;
mod run;
mod store;
mod support;
mod topics;
mod troubles;
mod upkeep;
mod verdicts;
