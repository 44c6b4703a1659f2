//! What tests stand on.

pub mod outlet;
pub mod secure;
pub mod town;
