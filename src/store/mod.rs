//! The store: the one hinge between gathering and publishing.

mod contract;
mod sqlite;

pub use contract::{ArchiveLine, Considered, Gathered, Saved, Store, StoreError, Told};
pub use sqlite::Sqlite;
