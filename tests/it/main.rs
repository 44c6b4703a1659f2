//! One test binary: the house, from outside.

mod fetch;
mod fetch_corpora;
mod fetch_proxy;
mod fetch_secrets;
mod fetch_tls;
mod support;
