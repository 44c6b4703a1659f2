//! Filtering: which entries belong to which topic, and why.
//!
//! A keyword is written the way a person says it, and matched like this:
//!
//! * Whole words, in any case. Several words are a phrase, across punctuation and line breaks.
//! * `*` at the end of a word makes it a prefix: `layoff*`, `Klima*`. German compounds match only so.
//! * English plurals and possessives are folded: `startup` finds "startups" and "startup's", `deals` finds "deal".
//!   A name that ends in s keeps it: `Windows` does not find "window". Only the last word of a phrase is folded.
//! * A keyword that is nothing but two to four capitals means capitals: `US`, `IT`, `AI`.
//!   Dots in initials do not count: `US` finds "U.S.".
//! * Accents and width are folded, `ß` is "ss", and the dotted and dotless i of Turkish are both i.
//! * A hyphen is a space: `e-mail` finds "e mail". Before a digit it may also be missing: `GPT-5` finds "GPT5".
//! * `& + # @ $ %`, currency signs, a dot that opens a word, and emoji count: `R&D`, `C++`, `C#`, `.NET`.
//! * A number is one word with its separators: `GPT-5` does not find "GPT-5.1".
//! * Scripts without spaces are found anywhere, Korean from the start of a word on (particles follow it).

mod care;
mod decide;
mod fold;
mod judge;
mod judgement;
mod keyword;
mod letters;
mod plural;
mod replay;
mod story;

pub use care::{Care, Companions, Home, Tally, Uncovered, care, uncovered};
pub use judge::Filter;
pub use judgement::{Hit, Judgement, Lacking, NearMiss, Part, Place, Reason, Rule, TopicMatch, near_misses};
pub use keyword::{PatternProblem, RegexProblem, check_pattern, check_regex};
