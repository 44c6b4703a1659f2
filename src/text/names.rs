//! The names and quotations of a sentence.

use super::fold::fold;
use super::lexicon::Lexicon;
use super::terms;

/// All words of `text` in lower case, with those that are too common to be terms.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The names of a sentence: runs of capitals that do not only stand there because the sentence begins.
pub(crate) fn names(sentence: &str, lexicon: &Lexicon) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::new();
    let mut run: Vec<String> = Vec::new();
    let mut first = true;
    for word in sentence.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        let common = first && (lexicon.opens_sentences(bare) || !bare.chars().skip(1).any(char::is_uppercase));
        if lexicon.speech.honorifics.contains(bare) {
            first = false;
            continue; // "Mr. Hale" is called by his surname alone.
        }
        let is_name = || {
            let small = bare.to_lowercase();
            // "US" is a country, "Us" is not.
            (bare == "US" || !lexicon.is_stop(&fold(bare))) && !lexicon.is_calendar(&small)
        };
        if capital && is_name() {
            // A capital at the start is a name only if more of the name follows.
            if !(common && run.is_empty() && lexicon.opens_sentences(bare)) {
                run.push(if common { format!("?{}", bare.to_lowercase()) } else { bare.to_lowercase() });
            }
        } else {
            flush(&mut run, &mut out);
        }
        if word.ends_with([',', ';', '.', ':', '”', '"'])
            && !lexicon.abbreviations().titles.contains(bare.to_lowercase().as_str())
        {
            flush(&mut run, &mut out);
        }
        first = false;
    }
    flush(&mut run, &mut out);
    out
}

fn flush(run: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    let certain = run.iter().any(|word| !word.starts_with('?'));
    if certain {
        out.push(run.drain(..).map(|word| word.trim_start_matches('?').to_owned()).collect());
    }
    run.clear();
}

/// The quotations of a sentence, of four words or more.
pub(crate) fn quotations(sentence: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut open: Option<(usize, &[char])> = None;
    for (at, c) in sentence.char_indices() {
        match open {
            Some((start, closing)) if closing.contains(&c) => {
                let inside = &sentence[start..at];
                if terms::count(inside) >= 4 {
                    out.push(inside);
                }
                open = None;
            }
            Some(_) => {}
            None => open = closing(c).map(|marks| (at + c.len_utf8(), marks)),
        }
    }
    out
}

/// The marks that close what `opening` opens, if it opens a quotation: German closes with the mark that English opens with,
/// Polish with the one that English closes with.
pub(crate) fn closing(opening: char) -> Option<&'static [char]> {
    match opening {
        '"' => Some(&['"']),
        '“' => Some(&['”', '"']),
        '„' => Some(&['“', '”', '"']),
        '«' => Some(&['»']),
        '「' => Some(&['」']),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::quotations;
    use crate::text::lexicon::Lexicon;

    fn names(sentence: &str) -> Vec<Vec<String>> {
        super::names(sentence, Lexicon::english())
    }

    #[test]
    fn names_and_quotations() {
        assert_eq!(names("The mayor, Anna Moe, left Oslo on Monday."), [vec!["anna", "moe"], vec!["oslo"]]);
        assert_eq!(names("Police left."), Vec::<Vec<String>>::new());
        assert_eq!(names("Boris Johnson left."), [["boris", "johnson"]]);
        assert_eq!(names("They met Mr. Hale."), [["hale"]]);
        assert_eq!(quotations("“We saw it break,” said Moe of the “dam”."), ["We saw it break,"]);
        assert_eq!(quotations("„Wir sahen ihn alle brechen“, sagte Moe."), ["Wir sahen ihn alle brechen"]);
        assert_eq!(quotations("„Widzieliśmy, jak pękła ściana”, mówi Kowal."), ["Widzieliśmy, jak pękła ściana"]);
    }
}
