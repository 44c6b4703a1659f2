//! What words are: languages, tokens, sentences, names, figures, and what kind of piece an entry is.
//!
//! Pure, beside `model`. Whoever asks what a text says asks here; nobody else holds a word list, folds or stems.

pub(crate) mod article;
pub(crate) mod boilerplate;
pub(crate) mod bylines;
pub(crate) mod cjk;
pub(crate) mod compounds;
pub(crate) mod figures;
pub(crate) mod fold;
pub(crate) mod formats;
pub(crate) mod guess;
pub(crate) mod kind;
pub(crate) mod language;
pub(crate) mod letters;
pub(crate) mod lexicon;
pub(crate) mod line;
pub(crate) mod lists;
pub(crate) mod names;
pub(crate) mod opening;
pub(crate) mod search;
pub(crate) mod sentences;
pub(crate) mod stem;
pub(crate) mod terms;
pub(crate) mod words;

pub use article::Article;
pub use boilerplate::Boilerplate;
