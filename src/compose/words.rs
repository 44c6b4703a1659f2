//! Text to comparable words.
