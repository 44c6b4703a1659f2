//! Words that keep the same company: two entries may speak of one thing in different words.
//!
//! The table `vectors.bin` says in its head where it comes from and which script made it.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Numbers a word is described by.
pub(super) const DIMENSIONS: usize = 48;

/// An entry's place among all words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Vector {
    numbers: [i8; DIMENSIONS],
    length: f32,
}

impl Vector {
    /// No direction.
    pub(super) const NONE: Self = Self { numbers: [0; DIMENSIONS], length: 0.0 };
}

static TABLE: LazyLock<FxHashMap<&'static str, &'static [u8]>> =
    LazyLock::new(|| read(include_bytes!("vectors.bin")).unwrap_or_default());

/// Lines that start with `#`; `words N dimensions D`; N words, one a line; N times D signed bytes.
fn read(bytes: &'static [u8]) -> Option<FxHashMap<&'static str, &'static [u8]>> {
    let mut rest = bytes;
    let mut line = || {
        let end = memchr::memchr(b'\n', rest)?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        rest = &rest[end + 1..];
        Some(line)
    };
    let mut head = line()?;
    while head.starts_with('#') {
        head = line()?;
    }
    let mut cells = head.split(' ');
    let words: usize = cells.nth(1)?.parse().ok()?;
    let dimensions: usize = cells.nth(1)?.parse().ok()?;
    let names: Vec<&'static str> = (0..words).map_while(|_| line()).collect();
    if dimensions != DIMENSIONS || names.len() != words || rest.len() != words * dimensions {
        return None;
    }
    Some(names.into_iter().zip(rest.chunks_exact(DIMENSIONS)).collect())
}

/// The vector of a word (folded and stemmed); none if it is not in the table.
pub(super) fn of(stem: &str) -> Option<&'static [u8]> {
    TABLE.get(stem).copied()
}

/// Adds a word's vector, `weight` times, to `sum`.
pub(super) fn add(sum: &mut [f32; DIMENSIONS], word: &[u8], weight: f32) {
    for (total, byte) in sum.iter_mut().zip(word) {
        *total += weight * f32::from(byte.cast_signed());
    }
}

/// `sum` at a length that fits in bytes; all 0 if it has no direction.
pub(super) fn shrink(sum: &[f32; DIMENSIONS]) -> Vector {
    let longest = sum.iter().fold(0.0_f32, |longest, value| longest.max(value.abs()));
    let mut numbers = [0; DIMENSIONS];
    if longest > 0.0 {
        for (small, value) in numbers.iter_mut().zip(sum) {
            *small = byte(value / longest * 127.0);
        }
    }
    Vector { numbers, length: dot(&numbers, &numbers).sqrt() }
}

#[expect(clippy::cast_possible_truncation, reason = "between -127 and 127 by construction")]
fn byte(value: f32) -> i8 {
    value.round().clamp(-127.0, 127.0) as i8
}

/// The cosine of two vectors; 0 if one has no direction.
pub(super) fn cosine(a: &Vector, b: &Vector) -> f32 {
    let lengths = a.length * b.length;
    if lengths > 0.0 { dot(&a.numbers, &b.numbers) / lengths } else { 0.0 }
}

fn dot(a: &[i8; DIMENSIONS], b: &[i8; DIMENSIONS]) -> f32 {
    small(a.iter().zip(b).map(|(&x, &y)| i32::from(x) * i32::from(y)).sum())
}

/// A sum of at most 48 products of bytes.
#[expect(clippy::cast_precision_loss, reason = "at most 48 * 127 * 127, which 24 bits hold")]
fn small(n: i32) -> f32 {
    n as f32
}

#[cfg(test)]
mod tests {
    use super::{DIMENSIONS, add, cosine, of, shrink};

    #[test]
    fn the_table_that_ships_is_whole() {
        let vector = |word: &str| {
            let mut sum = [0.0; DIMENSIONS];
            if let Some(bytes) = of(word) {
                add(&mut sum, bytes, 1.0);
            }
            shrink(&sum)
        };
        let near = cosine(&vector("hurrican"), &vector("storm"));
        let far = cosine(&vector("hurrican"), &vector("parliament"));
        assert!(near > 0.5 && near > far + 0.3, "{near} {far}");
        assert!(cosine(&vector("no such word"), &vector("storm")).abs() < f32::EPSILON);
    }
}
