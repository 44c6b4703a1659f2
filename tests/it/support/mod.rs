//! What tests stand on.

pub mod corpora;
pub mod outlet;
pub mod post_office;
pub mod secure;
pub mod town;
