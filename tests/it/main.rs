//! One test binary: the house, from outside.

mod brief;
mod config;
mod fetch;
mod fetch_corpora;
mod floors;
mod group;
mod parse;
mod render;
mod run;
mod store;
mod support;
mod topics;
