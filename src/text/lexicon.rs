//! The small word lists that judging sentences needs: English, German, French, Spanish first.
//!
//! Lists, not rules, because a reader can check a list. All are lower case.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// A list of words, written with spaces between them.
fn words(list: &'static str) -> FxHashSet<&'static str> {
    list.split_ascii_whitespace().collect()
}

/// Titles and the like, which are always followed by a name or a thing, so that the stop ends nothing.
static BEFORE_A_NAME: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    words(
        "mr mrs ms mx dr prof cong sen sens rep reps gov govs gen lt col sgt capt cmdr adm maj pvt cpl st ste rev hon pres \
     supt det insp messrs mt ft vs v fig figs vol ch pp nos nr approx est cf eg ie viz dept asst jan feb apr jun \
     jul aug sept sep oct nov dec bzw ca z d u o abs str evtl ggf inkl exkl sog vgl hl dipl ing mag geb gest tel \
     mm mlle mme me mgr env av bd sr sra srta sres dra ud uds vd lic ingº núm num pág ee ff aa jj sig dott avv on \
     sta sto dhr mevr nn bros",
    )
});

/// Abbreviations that are also words: only a number after them shows the abbreviation.
static ALSO_A_WORD: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| words("no art mar may on me fig sun sat est sig mag num av"));

/// Abbreviations that may close a sentence.
static MAY_END: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    words(
        "inc co corp ltd llc plc jr sr etc usw usf esq ave blvd rd al mio mrd mill tsd bn uu dc cía ltda lb lbs oz hr \
     hrs min sec sq dist",
    )
});

/// States and the like, as newspapers shorten them; written with a capital, since many are words too.
static PLACES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    words(
        "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa \
         Tenn Tex Va Vt Wash Wis Wyo Ont Que Alta",
    )
});

/// Words that open sentences far more often than they are names.
static OPENERS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    words(
        "the a an in on at it its he she they his her their we i you this that these those there but and or so yet if \
     when while after before as for from with by to of some many most all one two more no not what who how why \
     where since until however meanwhile officials police both under over among according although though because \
     once such then now here few several der die das ein eine er sie es wir im am und aber auch bei nach dann le \
     la les un une il elle ils elles ce cette dans en mais et el los las una se su pero y por",
    )
});

/// Verbs of speaking, as they stand beside a quotation.
static SPEECH: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    words(
        "said says say asked asks told tells added adds wrote writes tweeted tweets announced replied warned warns \
     argued argues insisted insists explained explains declared stated states noted notes claimed claims \
     testified responded called vowed posted acknowledged conceded predicted urged according sagte sagt erklärte \
     erklärt schrieb schreibt fragte betonte betont warnte warnt teilte dit déclaré affirmé affirme explique \
     expliqué écrit demande estime annoncé ajouté dijo dice afirmó aseguró explicó escribió declaró señaló añadió \
     anunció preguntó advirtió",
    )
});

/// Words too common to tell what a sentence is about.
static STOP: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    words(
        "the a an and or but if of at by for with about against between into through during before after above below \
     to from up down in out on off over under again further then once here there when where why how all any both \
     each few more most other some such no nor not only own same so than too very s t can will just don should \
     now i me my we our you your he him his she her it its they them their what which who whom this that these \
     those am is are was were be been being have has had having do does did doing would could as until while \
     because also may might must said says say new one us like according told der die das den dem des ein eine \
     einer einen einem und oder aber im auf aus bei mit nach von vom zu zum zur für über ist sind war hat haben \
     wird werden nicht sich auch als wie dass er sie es le la les un une du de et ou en à au aux dans par pour \
     sur avec est sont ont été qui que ne pas il elle se son sa ses ce cette el los las una y o del al con por \
     para su sus ha han lo como más este esta",
    )
});

/// "Dr", "Sen": the stop after it ends no sentence.
pub(crate) fn stands_before_a_name(folded: &str) -> bool {
    BEFORE_A_NAME.contains(folded)
}

/// "no", "art": an abbreviation only before a number.
pub(crate) fn also_a_word(folded: &str) -> bool {
    ALSO_A_WORD.contains(folded)
}

/// "Inc", "etc": the stop after it may end a sentence.
pub(crate) fn may_end_a_sentence(folded: &str) -> bool {
    MAY_END.contains(folded)
}

/// "Ariz", "Calif": the stop after it may end a sentence.
pub(crate) fn is_short_place(word: &str) -> bool {
    PLACES.contains(word)
}

/// A word that opens sentences more often than it is a name, written with a capital.
pub(crate) fn opens_sentences(word: &str) -> bool {
    OPENERS.contains(word.to_lowercase().as_str())
}

/// A verb of speaking.
pub(crate) fn is_speech(word: &str) -> bool {
    SPEECH.contains(word.to_lowercase().as_str())
}

/// A word that says when: "this week", "this summer".
pub(crate) fn is_span(folded: &str) -> bool {
    matches!(
        folded,
        "week"
            | "weekend"
            | "month"
            | "year"
            | "quarter"
            | "season"
            | "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "summer"
            | "winter"
            | "spring"
            | "autumn"
            | "fall"
            | "decade"
            | "century"
            | "time"
            | "day"
            | "days"
            | "term"
            | "session"
            | "one"
            | "century's"
            | "year's"
            | "year’s"
            | "week's"
            | "week’s"
            | "month's"
            | "month’s"
    ) || is_calendar(folded)
}

/// A month, a day of the week, or what newspapers of a year wrote with a capital all the time.
pub(crate) fn is_calendar(folded: &str) -> bool {
    is_month(folded)
        || matches!(
            folded,
            "monday"
                | "tuesday"
                | "wednesday"
                | "thursday"
                | "friday"
                | "saturday"
                | "sunday"
                | "covid"
                | "covid-19"
                | "coronavirus"
                | "montag"
                | "dienstag"
                | "mittwoch"
                | "donnerstag"
                | "freitag"
                | "samstag"
                | "sonntag"
        )
}

/// Too common to tell what a sentence is about.
pub(crate) fn is_stop(folded: &str) -> bool {
    STOP.contains(folded)
}

/// Whether `text` is in a language that writes "3." for "third": German, by its commonest words.
pub(crate) fn writes_ordinals_with_a_stop(text: &str) -> bool {
    let mut german = 0;
    for word in text.split_whitespace().take(400) {
        if matches!(
            word,
            "der"
                | "die"
                | "das"
                | "und"
                | "den"
                | "dem"
                | "ist"
                | "nicht"
                | "mit"
                | "für"
                | "ein"
                | "eine"
                | "im"
                | "auf"
                | "von"
                | "Die"
                | "Der"
                | "Das"
        ) {
            german += 1;
        } else if matches!(word, "the" | "of" | "and" | "to" | "is") {
            german -= 1;
        }
    }
    german >= 1
}

const MONTHS: &str = "january february march april may june july august september october november december jan feb mar \
    apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember janvier février mars avril \
    juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre \
    octubre noviembre diciembre";

/// Whether the word is a month, in any of the languages known here.
pub(crate) fn is_month(folded: &str) -> bool {
    MONTHS.split_ascii_whitespace().any(|month| month == folded)
}

#[cfg(test)]
mod tests {
    use super::writes_ordinals_with_a_stop;

    #[test]
    fn lists_are_asked_in_lower_case() {
        let lists = [&super::BEFORE_A_NAME, &super::MAY_END, &super::OPENERS, &super::SPEECH, &super::STOP];
        for word in lists.iter().flat_map(|list| list.iter()) {
            assert_eq!(*word, word.to_lowercase());
            assert!(!word.is_empty());
        }
    }

    #[test]
    fn german_writes_ordinals_with_a_stop() {
        assert!(writes_ordinals_with_a_stop("Am 3. Mai kam der Zug und die Leute."));
        assert!(!writes_ordinals_with_a_stop("On May 3 the train came."));
    }
}
