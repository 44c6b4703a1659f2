//! What tests stand on.

pub mod outlet;
