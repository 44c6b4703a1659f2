//! Failures: why a page could not be rendered.

use std::path::PathBuf;
use thiserror::Error;

/// Why a page could not be rendered.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RenderError {
    /// A time zone nobody knows.
    #[error("{zone:?} is not a time zone; write it as \"Europe/Oslo\" or \"UTC\"")]
    Zone {
        /// The name as given.
        zone: String,
        /// What the time zone database says.
        source: jiff::Error,
    },
    /// A language without labels.
    #[error("there are no labels for the language {language:?}; there are some for {}", known.join(", "))]
    Language {
        /// The language as given.
        language: String,
        /// Languages that have labels.
        known: Vec<&'static str>,
    },
    /// A file of labels that cannot be read.
    #[error("the labels of the language {language:?} cannot be read")]
    Labels {
        /// The language as given.
        language: String,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// An address of the site that is none.
    #[error("{address:?} cannot be the address of the site; write it as \"https://news.example/\"")]
    Site {
        /// The address as given.
        address: String,
    },
    /// The folder with templates of the reader's own cannot be read.
    #[error("{path} cannot be read", path = path.display())]
    Folder {
        /// The folder, or the file in it.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A template that does not compile.
    #[error("{file}:{line}:{column}: {reason}")]
    Template {
        /// The file of the template.
        file: String,
        /// Its line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong.
        reason: String,
    },
    /// A template that asks for something its view does not have.
    #[error("{file}:{line}:{column}: {reason}")]
    Render {
        /// The file of the template.
        file: String,
        /// Its line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong.
        reason: String,
    },
    /// A page of a story that no edition told.
    #[error("there is no page for a story that no edition told")]
    Untold,
    /// A view that cannot be written as JSON.
    #[error("{page} cannot be written as JSON")]
    Json {
        /// The page.
        page: String,
        /// Why.
        source: serde_json::Error,
    },
}
