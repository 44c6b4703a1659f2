//! One test binary: the house, from outside.

mod fetch;
mod support;
