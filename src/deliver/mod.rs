//! Delivering: pages to disk, each whole or not at all; mail and announcements to those who asked for them.

mod clear;
mod failure;
mod files;
mod mail;
mod post;
mod sending;
mod smtp;
mod trouble;

pub use clear::is_there;
pub use failure::Failure;
pub use files::{DeliverError, Delivered, create, remove, replace, sweep, write};
pub use mail::{MailOptions, Via, is_letter, letter_file, letters};
pub use post::Announce;
pub use sending::Recipient;
pub use smtp::Server;
