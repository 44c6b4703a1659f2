//! Names of months, in every language that there is a file for.

use crate::text::lexicon::Lexicon;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What the names of months begin with, in full and as they are shortened, and days of the week, which are no months
/// though some begin like one ("mardi", "середа").
static NAMES: LazyLock<Names> = LazyLock::new(Names::of_all_languages);

struct Names {
    /// The month; none for a day of the week, and where languages do not agree.
    beginnings: FxHashMap<&'static str, Option<i64>>,
    /// The length of the longest, in bytes.
    longest: usize,
}

/// The number of the month that `word`, in lower case, names: it begins with a name of it or with what that is
/// shortened to, and with none that is longer of another.
pub(super) fn month(word: &str) -> Option<i64> {
    english(word).or_else(|| NAMES.month(word))
}

/// English first: nearly every date is in it.
fn english(word: &str) -> Option<i64> {
    let (name, month) = match word.as_bytes().get(..3)? {
        b"jan" => ("january", 1),
        b"feb" => ("february", 2),
        b"mar" => ("march", 3),
        b"apr" => ("april", 4),
        b"may" => ("may", 5),
        b"jun" => ("june", 6),
        b"jul" => ("july", 7),
        b"aug" => ("august", 8),
        b"sep" => ("september", 9),
        b"oct" => ("october", 10),
        b"nov" => ("november", 11),
        b"dec" => ("december", 12),
        _ => return None,
    };
    // "sept" is in it as well; "marraskuu" begins like March and is November in Finnish.
    name.starts_with(word).then_some(month)
}

impl Names {
    fn of_all_languages() -> Self {
        let mut beginnings: FxHashMap<&'static str, Option<i64>> = FxHashMap::default();
        for (_, lexicon) in Lexicon::all() {
            for (month, names) in (1..).zip(&lexicon.time.months) {
                for name in names.iter() {
                    let known = beginnings.entry(name).or_insert(Some(month));
                    if *known != Some(month) {
                        *known = None;
                    }
                }
            }
        }
        for (_, lexicon) in Lexicon::all() {
            for day in lexicon.time.weekdays.iter() {
                beginnings.entry(day).or_insert(None);
            }
        }
        let longest = beginnings.keys().map(|name| name.len()).max().unwrap_or(0);
        Self { beginnings, longest }
    }

    /// The longest beginning that is known decides.
    fn month(&self, word: &str) -> Option<i64> {
        let ends = word.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= self.longest);
        ends.filter_map(|end| self.beginnings.get(&word[..end])).last().copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::month;

    #[test]
    fn months_are_known_by_how_they_begin() {
        for (word, expected) in [
            ("jan", Some(1)),
            ("january", Some(1)),
            ("sept", Some(9)),
            ("januar", Some(1)),
            ("märz", Some(3)),
            ("mrz", Some(3)),
            ("juin", Some(6)),
            ("juillet", Some(7)),
            ("juil", Some(7)),
            ("octobre", Some(10)),
            ("янв", Some(1)),
            ("ноября", Some(11)),
            ("лип", Some(7)),
            ("листопада", Some(11)),
            ("lip", Some(7)),
            ("lis", Some(11)),
            ("helmi", Some(2)),
            ("helmikuuta", Some(2)),
            // Begins like March in English.
            ("marraskuuta", Some(11)),
            // Of two in one language the longer: June is the beginning of July.
            ("červen", Some(6)),
            ("července", Some(7)),
            // A month by its ending is not one that begins the same.
            ("十月", Some(10)),
            ("십일월", Some(11)),
            // Days of the week that begin like a month: Tuesday, Wednesday.
            ("mardi", None),
            ("середа", None),
            ("thu", None),
            ("ja", None),
            ("", None),
        ] {
            assert_eq!(month(word), expected, "{word}");
        }
    }

    /// Whatever any file lists is found, and as what it is listed.
    #[test]
    fn every_listed_name_is_its_month() {
        for (_, lexicon) in crate::text::lexicon::Lexicon::all() {
            for (number, names) in (1..).zip(&lexicon.time.months) {
                for name in names.iter() {
                    assert_eq!(month(name), Some(number), "{name}");
                }
            }
        }
    }
}
