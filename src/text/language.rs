//! A language, as it is declared.

/// A language: the first part of a BCP 47 tag, in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Language([u8; 3]);

impl Language {
    /// Not known.
    pub(crate) const UNKNOWN: Self = Self(*b"und");

    /// The language of a BCP 47 tag: `en` of `en-GB`. Unknown if the tag is not one.
    #[must_use]
    pub(crate) fn declared(tag: &str) -> Self {
        let first = tag.trim().split(['-', '_']).next().unwrap_or_default();
        let code = match first.to_ascii_lowercase().as_str() {
            // Norwegian is written under three names.
            "nb" | "nn" => "no".to_owned(),
            other => other.to_owned(),
        };
        let mut out = [0; 3];
        if (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase()) {
            out[..code.len()].copy_from_slice(code.as_bytes());
            Self(out)
        } else {
            Self::UNKNOWN
        }
    }

    /// Whether the language is written in Latin letters, as far as is known.
    pub(crate) fn latin(self) -> bool {
        !matches!(self.code(), "ru" | "uk" | "ja" | "zh" | "ko" | "ar" | "el" | "he" | "th" | "hi")
    }

    /// Its code: two or three letters.
    #[must_use]
    pub(crate) fn code(&self) -> &str {
        let end = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(&self.0[..end]).unwrap_or("und")
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn tags_are_read() {
        for (tag, code) in [
            ("en", "en"),
            ("EN-gb", "en"),
            ("pt_BR", "pt"),
            ("nb-NO", "no"),
            ("", "und"),
            ("english", "und"),
            ("é", "und"),
        ] {
            assert_eq!(Language::declared(tag).code(), code, "{tag}");
        }
    }
}
