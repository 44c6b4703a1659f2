//! Composing: entries in, one digest out. Pure, and it cannot fail.

pub mod brief;
pub mod filter;
pub mod group;
pub mod rank;
mod words;
