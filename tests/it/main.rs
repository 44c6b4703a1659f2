//! One test binary: the house, from outside.

mod floors;
mod group;
mod store;
