//! `feeds.toml`: what is accepted, and the words of every complaint.
