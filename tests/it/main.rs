//! t
mod topics;
