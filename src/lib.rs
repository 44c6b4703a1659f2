//! Tidings reads many outlets and publishes one digest.

pub mod clock;
pub mod model;
