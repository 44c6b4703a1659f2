//! Reads digits and signs from the front of a text.

/// What is left of the text.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a>(pub(super) &'a [u8]);

impl Cursor<'_> {
    pub(super) fn digits(&mut self, min: usize, max: usize) -> Option<i64> {
        let count = self.0.iter().take(max).take_while(|byte| byte.is_ascii_digit()).count();
        if count < min {
            return None;
        }
        let value = self.0[..count].iter().fold(0_i64, |value, byte| value * 10 + i64::from(byte - b'0'));
        self.0 = &self.0[count..];
        Some(value)
    }

    pub(super) fn eat(&mut self, any: &[u8]) -> bool {
        let found = self.0.first().is_some_and(|byte| any.contains(byte));
        if found {
            self.0 = &self.0[1..];
        }
        found
    }

    pub(super) fn skip_spaces(&mut self) {
        while self.eat(b" \t\n\r") {}
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }
}
