//! The tests that go through the front door.

mod config;
