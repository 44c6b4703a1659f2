//! One test binary: the house, from outside.

mod floors;
mod store;
