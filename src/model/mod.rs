//! The nouns of Tidings, and the decisions that need nothing but them.
//!
//! Nothing here does I/O, reads a clock, logs or draws a random number.

mod calendar;
mod digest;
mod entry;
mod feed;
mod letter;
mod link;
mod outlet;
mod page;
mod print;
mod schedule;
mod secret;
mod status;
mod story;
mod subscription;
mod topic;
mod wall;

pub use digest::{
    Brief, Digest, Edition, Field, Figures, Heading, News, Question, Quote, Reference, Score, Section, Single, Source,
    Thread, ThreadStory, Trouble,
};
pub use entry::{Entry, EntryId, Identity, PlainText, Retitling};
pub use feed::{Feed, FeedAddress, FeedId, FeedState, Hold, Pace, Refresh, Traffic, Validators};
pub use letter::Letter;
pub use link::{Link, LinkError};
pub use outlet::{Outlet, OutletId, Paywall};
pub use page::{Formats, LANGUAGES, Page};
pub use print::{fingerprint, fingerprint_bytes};
pub use schedule::{Decision, Schedule, ScheduleError};
pub use secret::Secret;
pub use status::{FeedStatus, Ill, in_largest_unit, span};
pub use story::{Override, Story, StoryId};
pub use subscription::{Subscription, shelved};
pub use topic::{Matcher, Pattern, Scope, Topic, TopicId};
