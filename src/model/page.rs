//! Pages: bytes that leave the house.

/// One file of the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it goes, relative to the output folder, with `/` between names.
    pub path: String,
    /// What it holds.
    pub body: Vec<u8>,
}

impl Page {
    /// A page at `path` that holds `body`.
    pub fn new(path: impl Into<String>, body: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), body: body.into() }
    }
}
