//! The store: the one hinge between gathering and publishing.

mod contract;
mod sqlite;

pub use contract::{ArchiveLine, Considered, Forgotten, Gathered, Keep, Saved, Store, StoreError, Told, WrittenPage};
pub use sqlite::{Facts, Salvaged, Sqlite};
