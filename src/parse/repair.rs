//! What had to be mended before a document could be read, by name.

/// One kind of mending. It travels with the feed's health, so that its owner can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[non_exhaustive]
pub enum Repair {
    /// Read in another encoding than was declared.
    FalseEncoding,
    /// Bytes that are nothing in the encoding of the rest.
    StrayBytes,
    /// Encoded twice; undone.
    EncodedTwice,
    /// Characters that no document may hold, dropped.
    ControlCharacters,
    /// Something before the document itself.
    LeadingJunk,
    /// `<rss>` without a version.
    MissingVersion,
    /// `<rss>` with a version that does not exist.
    OddVersion,
    /// Atom 0.3, withdrawn in 2005.
    Atom03,
    /// An entity that is declared nowhere.
    UndeclaredEntity,
    /// A prefix that is declared nowhere.
    UndeclaredNamespace,
    /// `&` that begins no entity.
    BareAmpersand,
    /// `<` that begins no tag.
    StrayLessThan,
    /// An element that is never closed.
    MissingEndTag,
    /// An end tag that closes nothing.
    StrayEndTag,
    /// Names in the wrong case.
    WrongCase,
    /// The document ends in the middle.
    Truncated,
    /// Nested deeper than we follow.
    TooDeep,
    /// A text longer than we keep, cut.
    LongText,
    /// More entries than we keep.
    TooManyEntries,
    /// A date that could not be read.
    OddDate,
    /// An entry that is in the feed twice.
    DuplicateEntry,
    /// A date in the future, clamped to the moment it was read.
    FutureDate,
    /// Values of a kind the format does not allow there.
    WrongType,
    /// JSON with raw line breaks, commas too many, or something after its end.
    SloppyJson,
    /// Read by feed-rs, because our own reader found no entry.
    ReadByFeedRs,
}

impl Repair {
    const ALL: [Self; 25] = [
        Self::FalseEncoding,
        Self::StrayBytes,
        Self::EncodedTwice,
        Self::ControlCharacters,
        Self::LeadingJunk,
        Self::MissingVersion,
        Self::OddVersion,
        Self::Atom03,
        Self::UndeclaredEntity,
        Self::UndeclaredNamespace,
        Self::BareAmpersand,
        Self::StrayLessThan,
        Self::MissingEndTag,
        Self::StrayEndTag,
        Self::WrongCase,
        Self::Truncated,
        Self::TooDeep,
        Self::LongText,
        Self::TooManyEntries,
        Self::OddDate,
        Self::DuplicateEntry,
        Self::FutureDate,
        Self::WrongType,
        Self::SloppyJson,
        Self::ReadByFeedRs,
    ];

    /// Its name: `undeclared-entity`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FalseEncoding => "false-encoding",
            Self::StrayBytes => "stray-bytes",
            Self::EncodedTwice => "encoded-twice",
            Self::ControlCharacters => "control-characters",
            Self::LeadingJunk => "leading-junk",
            Self::MissingVersion => "missing-version",
            Self::OddVersion => "odd-version",
            Self::Atom03 => "atom-0.3",
            Self::UndeclaredEntity => "undeclared-entity",
            Self::UndeclaredNamespace => "undeclared-namespace",
            Self::BareAmpersand => "bare-ampersand",
            Self::StrayLessThan => "stray-less-than",
            Self::MissingEndTag => "missing-end-tag",
            Self::StrayEndTag => "stray-end-tag",
            Self::WrongCase => "wrong-case",
            Self::Truncated => "truncated",
            Self::TooDeep => "too-deep",
            Self::LongText => "long-text",
            Self::TooManyEntries => "too-many-entries",
            Self::OddDate => "odd-date",
            Self::DuplicateEntry => "duplicate-entry",
            Self::FutureDate => "future-date",
            Self::WrongType => "wrong-type",
            Self::SloppyJson => "sloppy-json",
            Self::ReadByFeedRs => "read-by-feed-rs",
        }
    }
}

impl std::fmt::Display for Repair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of repairs, in the order in which the kinds are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repairs(u32);

impl Repairs {
    pub(super) fn add(&mut self, repair: Repair) {
        self.0 |= 1 << repair as u8;
    }

    pub(super) fn add_if(&mut self, needed: bool, repair: Repair) {
        if needed {
            self.add(repair);
        }
    }

    /// Whether nothing had to be mended.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many kinds of mending were needed.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether this kind was needed.
    #[must_use]
    pub fn contains(self, repair: Repair) -> bool {
        self.0 & (1 << repair as u8) != 0
    }

    /// The kinds that were needed.
    pub fn iter(self) -> impl Iterator<Item = Repair> {
        Repair::ALL.into_iter().filter(move |repair| self.contains(*repair))
    }

    /// Their names, as kept with the feed's state.
    #[must_use]
    pub fn names(self) -> Vec<String> {
        self.iter().map(|repair| repair.name().to_owned()).collect()
    }
}
