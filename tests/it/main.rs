//! One test binary: the house, from outside.

mod brief;
mod floors;
mod group;
mod store;
