//! Verifying: what lies in the output is read by readers that had no part in writing it, and held against what is
//! stored. Nothing here touches a disk or a store; see `pipeline/verify.rs`.
//!
//! Pages and letters are read with `scraper`, feeds with `feed-rs`. What they show has to be covered: each sentence by
//! a citation whose bytes are stored and whose link is that of the report, everything else by what the template of the
//! page was given ([`Allowed`]).

mod address;
mod allowed;
mod data;
mod difference;
mod discrepancy;
mod feed;
mod judge;
mod letter;
mod phrases;
mod reading;
mod stored;
mod style;

pub use allowed::Allowed;
pub use data::{Claim, claims};
pub use difference::difference;
pub use discrepancy::Discrepancy;
pub use feed::{FeedItems, feed};
pub use judge::{citations, page, shown};
pub use letter::letter;
pub use reading::Reading;
pub use stored::Stored;
pub use style::style;
