//! Filtering: which entries belong to which topic, and why.
//!
//! A keyword is written the way a person says it, and matched like this:
//!
//! * Whole words, in any case. Several words are a phrase, across punctuation and line breaks.
//! * `*` at the end of a word makes it a prefix: `layoff*`, `Klima*`. German compounds match only so.
//! * English plurals and possessives are folded: `startup` finds "startups" and "startup's", `deals` finds "deal".
//!   A name that ends in s keeps it: `Windows` does not find "window". Only the last word of a phrase is folded.
//! * A keyword that is nothing but two to four capitals means capitals: `US`, `IT`, `AI`.
//!   Dots in initials do not count: `US` finds "U.S.". Where a headline or a sentence has no small letters, such a
//!   keyword is not found if it is an ordinary word as well: `US` is not in "TELL US YOUR STORY", `NASA` is wherever it is.
//! * Accents and width are folded, `ß` is "ss", and the dotted and dotless i of Turkish are both i.
//!   Umlauts may be spelled out, in the keyword or in the text: `Muenchen` finds "München", `Århus` "Aarhus".
//! * A hyphen is a space: `e-mail` finds "e mail". It may also be missing: in `e-mail` for "email", before a digit
//!   (`GPT-5` finds "GPT5"), and in a keyword after common first parts and before common last ones: `antitrust` finds
//!   "anti-trust", `startup` "start-up". Apostrophes in names may be missing: `McDonalds` finds "McDonald’s".
//! * `& + # @ $ %`, currency signs, a dot that opens a word, and emoji count: `R&D`, `C++`, `C#`, `.NET`.
//! * A number is one word with its separators: `GPT-5` does not find "GPT-5.1".
//! * Scripts without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) have whole words too: `タイ` is not in
//!   タイヤ, `印度` not in 印度尼西亚, `京都` not in 東京都. What is doubtful is found. Tibetan and others are found anywhere.
//! * A Korean keyword begins where a word begins, and particles, endings and nouns of their own may follow it.
//! * Arabic and Hebrew words are found with the small words that are joined to their front: `إيران` finds "وإيران".
//! * To find a word anywhere, in any script: `*` for whatever begins with it, a `regex` for the rest.

mod border;
mod care;
mod clitic;
mod decide;
mod judge;
mod judgement;
mod keyword;
mod pattern;
mod plural;
mod replay;
mod shout;
mod spelling;
mod story;

pub use care::{Care, Companions, Home, Tally, Uncovered, care, uncovered};
pub use judge::Filter;
pub use judgement::{Hit, Judgement, Lacking, NearMiss, Part, Place, Reason, Rule, TopicMatch, near_misses};
pub use pattern::{PatternProblem, RegexProblem, check_pattern, check_regex};
