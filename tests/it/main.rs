//! One test binary: the house, from outside.

mod fetch;
mod fetch_corpora;
mod support;
