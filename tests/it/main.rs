//! One test binary: the house, from outside.

mod brief;
mod config;
mod daemon;
mod demo;
mod fetch;
mod fetch_corpora;
mod fetch_proxy;
mod fetch_secrets;
mod fetch_tls;
mod floors;
mod group;
mod parse;
mod render;
mod run;
mod schedule;
mod store;
mod support;
mod topics;
mod troubles;
mod windows;
