//! Names of months in the languages that news is written in.

/// Beginnings of names, in lower case; a word is a month if it begins with one of them. Longer ones come first
/// where one begins another.
const BEGINNINGS: &[(&str, i64)] = &[
    ("jan", 1), ("janv", 1), ("ene", 1), ("gen", 1), ("янв", 1), ("січ", 1), ("ιαν", 1), ("ledn", 1), ("led", 1), ("sty", 1), ("oca", 1), ("يناير", 1),
    ("feb", 2), ("fév", 2), ("fev", 2), ("фев", 2), ("лют", 2), ("φεβ", 2), ("úno", 2), ("lut", 2), ("şub", 2), ("helmi", 2), ("فبراير", 2),
    ("mar", 3), ("mär", 3), ("mrt", 3), ("maa", 3), ("мар", 3), ("бер", 3), ("μάρ", 3), ("μαρ", 3), ("bře", 3), ("már", 3), ("مارس", 3), ("mrz", 3),
    ("apr", 4), ("avr", 4), ("abr", 4), ("апр", 4), ("кві", 4), ("απρ", 4), ("dub", 4), ("kwi", 4), ("nis", 4), ("ápr", 4), ("huhti", 4), ("أبريل", 4),
    ("may", 5), ("mai", 5), ("mei", 5), ("maj", 5), ("mag", 5), ("май", 5), ("мая", 5), ("тра", 5), ("μαϊ", 5), ("μάι", 5), ("máj", 5), ("kvě", 5),
    ("juin", 6), ("jun", 6), ("giu", 6), ("июн", 6), ("чер", 6), ("ιουν", 6), ("ιούν", 6), ("cze", 6), ("haz", 6), ("jún", 6),
    ("juil", 7), ("jul", 7), ("lug", 7), ("июл", 7), ("лип", 7), ("ιουλ", 7), ("ιούλ", 7), ("lip", 7), ("tem", 7), ("júl", 7),
    ("aug", 8), ("aoû", 8), ("ago", 8), ("авг", 8), ("αυγ", 8), ("sie", 8), ("ağu", 8),
    ("sep", 9), ("set", 9), ("сен", 9), ("σεπ", 9), ("wrz", 9), ("eyl", 9),
    ("oct", 10), ("okt", 10), ("out", 10), ("ott", 10), ("окт", 10), ("οκτ", 10),
];

/// Further beginnings: the last two months.
const LATE: &[(&str, i64)] = &[
    ("nov", 11), ("ноя", 11), ("νοέ", 11), ("νοε", 11), ("lis", 11), ("kas", 11),
    ("dec", 12), ("déc", 12), ("dez", 12), ("dic", 12), ("дек", 12), ("δεκ", 12), ("gru", 12), ("ara", 12),
];

/// The number of the month that `word`, in lower case, names.
pub(super) fn month(word: &str) -> Option<i64> {
    // English first: nearly every date is in it.
    let english = match word.as_bytes().get(..3) {
        Some(b"jan") => 1,
        Some(b"feb") => 2,
        Some(b"mar") => 3,
        Some(b"apr") => 4,
        Some(b"may") => 5,
        Some(b"jun") => 6,
        Some(b"jul") => 7,
        Some(b"aug") => 8,
        Some(b"sep") => 9,
        Some(b"oct") => 10,
        Some(b"nov") => 11,
        Some(b"dec") => 12,
        _ => 0,
    };
    if english != 0 {
        return Some(english);
    }
    BEGINNINGS.iter().chain(LATE).find(|(start, _)| word.starts_with(start)).map(|(_, month)| *month)
}
