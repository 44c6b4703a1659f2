//! Tidings reads many outlets and publishes one digest.

pub mod clock;
pub mod compose;
pub mod config;
pub mod deliver;
pub mod fetch;
pub mod model;
pub mod parse;
pub mod render;
pub mod store;
