//! Letters that were written as files, taken apart by `mailparse`.

use super::allowed::Allowed;
use super::discrepancy::Discrepancy;
use super::judge::shown;
use super::reading::Reading;
use super::stored::Stored;
use crate::model::fingerprint;
use mailparse::ParsedMail;

/// Everything that is wrong with the letter in `bytes`. Its parts have to be those that its boundary bears the print of,
/// and may show what `allowed` has, where that is known.
#[must_use]
pub fn letter(bytes: &[u8], allowed: Option<&Allowed>, stored: &Stored) -> Vec<Discrepancy> {
    let mail = match mailparse::parse_mail(bytes) {
        Ok(mail) => mail,
        Err(cause) => return vec![Discrepancy::whole(format!("cannot be read as a letter: {cause}"))],
    };
    let (Some(text), Some(html)) = (part(&mail, "text/plain"), part(&mail, "text/html")) else {
        return vec![Discrepancy::whole("is no letter with a part of plain text and one of HTML")];
    };
    let mut findings = allowed.map(|allowed| shown(&Reading::uncited(&html), allowed, stored)).unwrap_or_default();
    let print = format!("={}=", fingerprint(&[&text, &html]));
    if mail.ctype.params.get("boundary") != Some(&print) && findings.is_empty() {
        findings.push(Discrepancy::whole("is not what was written: its words have another print than it bears"));
    }
    findings
}

/// The part of `mail` of this kind, with line ends as they were before it was made a letter.
fn part(mail: &ParsedMail<'_>, kind: &str) -> Option<String> {
    let part = mail.subparts.iter().find(|part| part.ctype.mimetype == kind)?;
    Some(part.get_body().ok()?.replace("\r\n", "\n"))
}
