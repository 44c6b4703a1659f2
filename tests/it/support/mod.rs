//! What tests stand on.

pub mod outlet;
pub mod town;
