//! Tidings reads many outlets and publishes one digest.

#[cfg(feature = "cli")]
pub mod cli;
pub mod clock;
pub mod compose;
pub mod config;
pub mod deliver;
pub mod fetch;
pub mod model;
pub mod monitor;
pub mod parse;
pub mod pipeline;
pub mod render;
pub mod store;
pub mod text;
pub mod verify;
