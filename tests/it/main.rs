//! t
mod group;
