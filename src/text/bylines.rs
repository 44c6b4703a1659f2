//! Who signs: agencies and persons.

use super::fold::fold;
use super::letters::is_word_part;
use super::lexicon::Lexicon;
use super::lists::{Bylines, Words};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// How agencies sign, in all languages, with the label of their site: an agency is one wherever it is named.
static AGENCIES: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let agencies = Lexicon::all().flat_map(|(_, lexicon)| &lexicon.agencies);
    agencies.flat_map(|(site, signs)| signs.iter().map(move |sign| (&**sign, site.as_str()))).collect()
});

/// Words that name nobody, that stand before who signs, and between two who do, in all languages.
static NOBODY: LazyLock<FxHashSet<&str>> = LazyLock::new(|| of_all(|bylines| &bylines.nobody));
static BY: LazyLock<FxHashSet<&str>> = LazyLock::new(|| of_all(|bylines| &bylines.by));
static AND: LazyLock<FxHashSet<&str>> = LazyLock::new(|| of_all(|bylines| &bylines.and));

fn of_all(list: fn(&Bylines) -> &Words) -> FxHashSet<&'static str> {
    Lexicon::all().flat_map(|(_, lexicon)| list(&lexicon.bylines).iter()).map(|word| &**word).collect()
}

/// The agency that `signed` names, by the label of its site: "Jo Doe, Reuters", "AP/Daily", "By The Associated Press".
pub(crate) fn agency(signed: &str) -> Option<&'static str> {
    let of = |name: &str| AGENCIES.get(name).copied();
    if let Some(agency) = of(&name(signed)) {
        return Some(agency);
    }
    let parts: Vec<&str> = signed.split([',', '/', '|', '(', ')', ';', '-']).map(str::trim).collect();
    // "Sharma, Ani": a surname, a given name.
    let given = |part: &str| {
        let inside = part.chars().skip(1);
        part.starts_with(char::is_uppercase)
            && inside.clone().next().is_some()
            && inside.clone().all(char::is_lowercase)
    };
    if parts.len() == 2 && parts.iter().all(|part| given(part)) {
        return None;
    }
    parts.into_iter().find_map(|part| {
        let name = name(part);
        let words: Vec<&str> = name.split(' ').collect();
        of(&name).or_else(|| words.split(|word| AND.contains(word)).find_map(|words| of(&words.join(" "))))
    })
}

/// The name of a person, folded, as far as it can be told from "Staff" and "Town Desk".
pub(crate) fn person(author: &str) -> Option<String> {
    let name = name(author);
    let words = name.split(' ').count();
    let is_somebody = (2..=4).contains(&words) && !name.split(' ').any(|word| NOBODY.contains(word));
    (is_somebody && agency(author).is_none()).then_some(name)
}

/// What is signed, without "by".
fn name(signed: &str) -> String {
    let name = words(signed);
    match name.split_once(' ') {
        Some((by, rest)) if BY.contains(by) => rest.to_owned(),
        _ => name,
    }
}

/// Letters and digits, folded, words separated by one space.
pub(crate) fn words(text: &str) -> String {
    let folded = fold(text);
    folded.split(|c: char| !is_word_part(c)).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{agency, person};

    #[test]
    fn an_agency_is_known_by_all_its_names() {
        for (signed, expected) in [
            ("Reuters", Some("reuters")),
            ("Jo Doe, REUTERS", Some("reuters")),
            ("By The Associated Press", Some("apnews")),
            ("AP and AFP", Some("apnews")),
            ("Agence France-Presse", Some("afp")),
            ("Deutsche Presse-Agentur", Some("dpa")),
            ("AP Photo/Kari Berg", Some("apnews")),
            ("Von dpa", Some("dpa")),
            ("avec AFP et Reuters", Some("afp")),
            ("Sharma, Ani", None),
            ("Ann Other", None),
            ("Apology", None),
        ] {
            assert_eq!(agency(signed), expected, "{signed}");
        }
    }

    #[test]
    fn a_person_is_no_desk() {
        let known = |author: &str| person(author);
        assert_eq!(known("By Ann Other").as_deref(), Some("ann other"));
        for nobody in ["Staff Writer", "Town Desk", "Reuters", "Jo Doe, Reuters", "Ann"] {
            assert_eq!(known(nobody), None, "{nobody}");
        }
    }
}
