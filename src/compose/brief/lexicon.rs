//! The small word lists that judging sentences needs: English, German, French, Spanish first.
//!
//! Lists, not rules, because a reader can check a list. All are lower case.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// A list of words, written with spaces between them.
fn words(list: &'static str) -> FxHashSet<&'static str> {
    list.split_ascii_whitespace().collect()
}

/// A list of phrases, written with bars between them.
fn phrases(list: &'static str) -> Vec<&'static str> {
    list.split(" | ").collect()
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

/// Openings that need the sentence before.
static LEANING: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    words(
        "he she they it his her hers their theirs its him them this that these those but and or so yet however also \
     then still instead meanwhile moreover furthermore additionally nevertheless nonetheless otherwise similarly \
     likewise thus hence therefore consequently indeed besides finally afterwards afterward later earlier both \
     neither such another others here because which who whose plus nor even again elsewhere conversely \
     alternatively yes no well ok okay sure er sie es ihr ihre sein seine dies diese dieser dieses aber und oder \
     doch auch dann dabei damit dazu deshalb daher zudem außerdem jedoch allerdings il elle ils elles ce cet \
     cette ces cela ça mais et ou donc puis aussi ainsi cependant toutefois él ella ellos ellas eso esto este \
     esta estos estas ese esa pero y o además también entonces luego sin asimismo",
    )
});

/// Openings of several words that need the sentence before.
static LEANING_PHRASES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    phrases(
        "in addition | on the other hand | for example | for instance | in contrast | by contrast | as a result | \
     at the same time | in other words | the former | the latter | the two | the three | the pair | the move | \
     the decision | the incident | the statement | the comments | the remarks | the announcement | the news | \
     in response | of course | that said | after that | by then | at that time | not only | in turn | to that end | \
     in the meantime | why it matters | the big picture | go deeper | what they're saying | what’s next | \
     what's next | the bottom line | be smart | the other | on top of that | in fact | in that",
    )
});

/// First and second person: the outlet speaks of itself or to the reader.
static PERSONS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    words(
        "we our ours ourselves my mine me myself you your yours yourself i'm i’m i've i’ve i'd i’d i'll i’ll we're \
     we’re we've we’ve we'll we’ll you're you’re you'll you’ll you've you’ve let's let’s wir uns unser unsere \
     unserer unserem unseren ich mich mir mein meine du dich dein deine nous notre vous votre vos je moi nosotros \
     nuestro nuestra nuestros nuestras yo tú usted ustedes vosotros",
    )
});

/// What outlets add to their articles, wherever it stands in the sentence.
static BOILERPLATE: LazyLock<Vec<&str>> = LazyLock::new(|| {
    phrases(
        "read more | continue reading | keep reading | read the full | read the rest | full story | click here | \
     click to | sign up | subscribe | newsletter | appeared first on | first appeared on | originally appeared | \
     originally published | getty images | photo by | photo: | photograph: | image credit | image: | image source | \
     picture: | credit: | is a reporter at | is a staff writer | is a correspondent | is an editor | follow us | \
     follow him on | follow her on | follow me on | join us | download our | download the app | our app | \
     all rights reserved | copyright © | © | terms of service | privacy policy | promo code | best deals | \
     free trial | limited time | this story | this article | this post | this material may not be | \
     may not be published, broadcast | contributed to this report | contributed reporting | reporting by | \
     editing by | written by | compiled by | updated at | last updated | related: | watch: | listen: | video: | \
     watch live | live blog | live updates | follow the latest | here's what | here’s what | \
     what you need to know | in this episode | episode of | support our | leave a comment | comments section | \
     share this | tell us | e-mail us | email us | contact us | sponsored by | exclusive to subscribers | log in | \
     register to | weiterlesen | mehr lesen | lesen sie | jetzt abonnieren | hier klicken | lire la suite | \
     lire aussi | abonnez-vous | cliquez ici | inscrivez-vous | leer más | seguir leyendo | suscríbete | \
     haga clic | 続きを読む | today's paper | photos you | find out more | learn more | see also | view comments | \
     view gallery | all the latest | our free | get the latest | get our | breaking news alerts | stay up to date | \
     stay informed | stay ahead",
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

/// Whether a sentence that opens with these words needs the one before it.
pub(crate) fn leans_back(first: &str, folded_sentence: &str) -> bool {
    LEANING.contains(first) || LEANING_PHRASES.iter().any(|phrase| folded_sentence.starts_with(phrase))
}

/// First or second person, in lower case; "I" and "us" need their case and are the caller's.
pub(crate) fn is_person(folded: &str) -> bool {
    PERSONS.contains(folded)
}

/// Whether the sentence, in lower case, is something outlets add to their articles.
pub(crate) fn is_boilerplate(folded_sentence: &str) -> bool {
    BOILERPLATE.iter().any(|phrase| folded_sentence.contains(phrase))
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

#[cfg(test)]
mod tests {
    use super::{is_boilerplate, leans_back, writes_ordinals_with_a_stop};

    #[test]
    fn lists_are_asked_in_lower_case() {
        let lists = [
            &super::BEFORE_A_NAME,
            &super::MAY_END,
            &super::OPENERS,
            &super::SPEECH,
            &super::LEANING,
            &super::PERSONS,
            &super::STOP,
        ];
        let words = lists.iter().flat_map(|list| list.iter());
        for word in words.chain(super::BOILERPLATE.iter()).chain(super::LEANING_PHRASES.iter()) {
            assert_eq!(*word, word.to_lowercase());
            assert!(!word.is_empty());
        }
    }

    #[test]
    fn judgements() {
        assert!(is_boilerplate("the post dam breaks appeared first on daily."));
        assert!(!is_boilerplate("the dam broke at noon."));
        assert!(leans_back("he", "he left."));
        assert!(leans_back("in", "in addition, taxes rise."));
        assert!(!leans_back("in", "in oslo, taxes rise."));
        assert!(writes_ordinals_with_a_stop("Am 3. Mai kam der Zug und die Leute."));
        assert!(!writes_ordinals_with_a_stop("On May 3 the train came."));
    }
}
