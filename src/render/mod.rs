//! Render: what is told becomes pages.
//!
//! Templates are read and compiled once, when a [`Renderer`] is made; after that a page depends on
//! what it is given and on nothing else, so the same digest gives the same bytes on every day.
//! Foreign words are escaped for the format they enter, whatever they are.

mod archive;
mod brief;
mod cited;
mod data;
mod digest;
mod escape;
mod failure;
mod feed;
mod frame;
mod health;
mod labels;
mod mail;
mod markdown;
mod opml;
mod renderer;
mod schema;
mod site;
mod story;
mod templates;
mod text;
mod thread;
mod timeline;
mod topic;
mod view;
mod when;

pub use archive::EditionSummary;
pub use cited::SourceRange;
pub use digest::EditionRef;
pub use escape::shown;
pub use failure::RenderError;
pub use health::FeedHealth;
pub use opml::{FeedGroup, FeedLink, opml};
pub use renderer::{Options, Renderer};
pub use site::{LOOKS_BACK, edition_paths, fixed_paths, story as story_path, verdicts as verdicts_path};
pub use story::Telling;
