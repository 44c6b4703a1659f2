//! The words that lean on a sentence before, and those by which an outlet speaks of itself, a list a language.
//!
//! By language, because "il", "o" and "du" are pronouns in one language and articles in another. Where the language is
//! not known, English stands in, as it does for stop words.

use super::language::Language;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// The lists of one language; all in lower case.
pub(crate) struct Tongue {
    code: &'static str,
    /// Openings that need the sentence before.
    pub(crate) leaning: FxHashSet<&'static str>,
    /// Openings of several words that do, or, in writing without spaces, of any length.
    pub(crate) phrases: Vec<&'static str>,
    /// First and second person: the outlet speaks of itself or to the reader.
    pub(crate) persons: FxHashSet<&'static str>,
    /// "The company": what only the sentence before can have named.
    pub(crate) things: Vec<&'static str>,
}

fn tongue(code: &'static str, leaning: &'static str, phrases: &'static str, persons: &'static str) -> Tongue {
    let words = |list: &'static str| list.split_ascii_whitespace().collect();
    let of = |list: &'static str| list.split(" | ").filter(|phrase| !phrase.is_empty()).collect();
    let things = THINGS.iter().find(|(known, _)| *known == code).map_or("", |(_, list)| list);
    Tongue { code, leaning: words(leaning), phrases: of(phrases), persons: words(persons), things: of(things) }
}

static TONGUES: LazyLock<Vec<Tongue>> = LazyLock::new(|| {
    vec![
        tongue(
            "en",
            "he she they it his hers her theirs their its him them this that these those but and or so yet however \
             also then still instead meanwhile moreover furthermore additionally nevertheless nonetheless otherwise \
             similarly likewise thus hence therefore consequently indeed besides finally afterwards afterward later \
             earlier both neither such another others here because which who whose plus nor even again elsewhere \
             conversely alternatively yes no well ok okay sure accordingly",
            "in addition | on the other hand | for example | for instance | in contrast | by contrast | as a result | \
             at the same time | in other words | the former | the latter | the two | the three | the pair | the move | \
             the decision | the incident | the statement | the comments | the remarks | the announcement | the news | \
             in response | of course | that said | after that | by then | at that time | not only | in turn | \
             to that end | in the meantime | why it matters | the big picture | go deeper | what they're saying | \
             what’s next | what's next | the bottom line | be smart | the other | on top of that | in fact | in that | \
             the first was | the first is | the second | the third | one of them | some of them | most of them | \
             all of them | none of them | among them | among its | among their | the same | the reason | the result | \
             on that | since then | until then | from there | beyond that | with that | as such | to be clear | \
             to be fair | more specifically | put another way | simply put | to make matters worse | the catch | \
             the greater issue | the problem is | the good news | the bad news | more on that",
            "we our ours ourselves my mine me myself you your yours yourself i'm i’m i've i’ve i'd i’d i'll i’ll we're \
             we’re we've we’ve we'll we’ll you're you’re you'll you’ll you've you’ve let's let’s",
        ),
        tongue(
            "de",
            "er sie es ihr ihre ihm ihnen sein seine dies diese dieser dieses diesem diesen aber und oder doch auch \
             dann dabei damit dazu deshalb daher zudem außerdem jedoch allerdings darüber davon darauf dagegen \
             trotzdem dennoch deswegen stattdessen zuvor danach anschließend hingegen somit folglich ferner \
             schließlich ebenso sonst beide beides solche denn",
            "im gegensatz dazu | zum beispiel | auf der anderen seite | unter anderem | gleichzeitig | darüber hinaus | \
             der grund | die beiden | im gegenzug | nicht nur | in diesem | in dieser",
            "wir uns unser unsere unserer unserem unseren ich mich mir mein meine du dich dein deine",
        ),
        tongue(
            "fr",
            "il elle ils elles ce cet cette ces cela ça celui celle ceux mais et ou donc puis aussi ainsi cependant \
             toutefois néanmoins pourtant enfin ensuite également lui leur leurs son sa ses c'est c’est c",
            "par ailleurs | en outre | en revanche | de plus | par exemple | en effet | au contraire | d'autre part | \
             dans ce | dans cette | les deux | pour autant | du coup",
            "nous notre nos vous votre vos je moi mon ma mes tu ton",
        ),
        tongue(
            "es",
            "él ella ellos ellas eso esto este esta estos estas ese esa esos esas pero y o además también entonces \
             luego sino asimismo igualmente finalmente tampoco aunque ambos ambas su sus",
            "sin embargo | por ejemplo | por otro lado | por su parte | no obstante | en cambio | de hecho | \
             por lo tanto | en este sentido | al mismo tiempo | los dos | las dos",
            "nosotros nuestro nuestra nuestros nuestras yo mi tú tu ustedes usted vosotros",
        ),
        tongue(
            "it",
            "lui lei loro questo questa questi queste quello quella ma e o però inoltre anche quindi poi infatti \
             tuttavia intanto invece dunque entrambi ciò così",
            "per esempio | ad esempio | d'altra parte | allo stesso tempo | di conseguenza | nel frattempo | \
             al contrario | i due | le due",
            "noi nostro nostra nostri nostre io mio mia voi vostro vostra tu tuo tua",
        ),
        tongue(
            "pt",
            "ele ela eles elas isso isto este esta estes estas esse essa esses essas aquele aquela mas e ou porém \
             também então depois assim além entretanto contudo todavia ambos portanto seu sua seus suas",
            "por exemplo | por outro lado | no entanto | ao mesmo tempo | além disso | por isso | os dois | as duas",
            "nós nosso nossa nossos nossas eu meu minha você vocês",
        ),
        tongue(
            "nl",
            "hij zij ze hun haar dit dat deze die maar en of ook toch echter bovendien daarom daarnaast dan daarna \
             daarbij intussen niettemin verder zo beide",
            "aan de andere kant | bijvoorbeeld | tegelijkertijd | in plaats daarvan | de twee",
            "wij we ons onze ik mijn jij je jouw u uw",
        ),
        tongue(
            "sv",
            "han hon de dem hans hennes deras detta denna dessa men och eller också dock dessutom därför sedan därefter \
             samtidigt däremot ändå båda",
            "till exempel | å andra sidan | som följd | i stället | de två",
            "vi oss vår vårt våra jag mig min mitt mina du dig din ditt",
        ),
        tongue(
            "da",
            "han hun de dem hans hendes deres dette denne disse men og eller også dog derfor desuden derefter siden \
             samtidig derimot imidlertid begge",
            "for eksempel | til gengæld | på den anden side | på den andre siden | de to",
            "vi os oss vores vår vårt våre jeg mig meg min mit mitt du dig deg din",
        ),
        tongue(
            "pl",
            "on ona oni one ono jego jej ich to ten ta te ale i lub oraz jednak również także ponadto dlatego potem \
             następnie tymczasem natomiast zaś obaj",
            "na przykład | z drugiej strony | w związku z tym | w tym czasie | mimo to",
            "my nas nam nasz nasza nasze ja mój moja wy wasz wasza ty twój",
        ),
        tongue(
            "tr",
            "o onlar bu bunlar şu ama ve veya ancak ayrıca fakat sonra böylece öte bununla",
            "öte yandan | bunun üzerine | buna göre | bu arada",
            "biz bizim ben benim siz sizin",
        ),
        tongue(
            "tl",
            "siya sila ito iyon ngunit pero at o subalit gayunman",
            "sa kabilang banda",
            "kami tayo ako ikaw kayo",
        ),
        tongue(
            "ru",
            "он она они оно его её их это этот эта эти но и а или также однако затем потом поэтому тоже кроме впрочем \
             зато причём",
            "кроме того | при этом | в то же время | с другой стороны | например | по его | по её | по их | таким образом",
            "мы нас нам наш наша наше наши я мне мой моя вы вам ваш ваша ты твой",
        ),
        tongue(
            "uk",
            "він вона вони воно його її їх це цей ця ці але і та або також однак потім тому проте крім втім",
            "крім того | при цьому | водночас | з іншого боку | наприклад | за його | за її | таким чином",
            "ми нас нам наш наша наше наші я мені мій моя ви вам ваш ваша ти твій",
        ),
        tongue(
            "ar",
            "هو هي هم هذا هذه ذلك تلك لكن لكنه ولكن كما أيضا وهو وهي",
            "في المقابل | من جهة أخرى | على سبيل المثال",
            "نحن أنا أنت",
        ),
        tongue(
            "ja",
            "",
            "しかし | だが | また、 | そして | さらに | 一方 | これ | それ | その | この | こうした | そうした | 彼 | なお、 | \
             ただ、 | ただし | ところが | そのため | つまり | だから | ここ | 同氏 | 同社",
            "",
        ),
        tongue(
            "zh",
            "",
            "但 | 然而 | 不过 | 此外 | 另外 | 同时 | 而且 | 因此 | 所以 | 他 | 她 | 它 | 这 | 該 | 该 | 其中 | 對此 | 对此",
            "",
        ),
        tongue(
            "ko",
            "그러나 하지만 또 또한 그는 그녀는 그들은 이는 이에 그리고 한편 이어 이들은 이를 특히 다만 따라서 그래서",
            "이에 따라 | 이와 관련해 | 이 때문에",
            "우리는 우리 저는 나는 제가",
        ),
    ]
});

/// For each language what only the sentence before can have named. English needs no list: there capitals show names.
const THINGS: [(&str, &str); 8] = [
    (
        "de",
        "das unternehmen | der konzern | die firma | der hersteller | die behörde | das update | der mann | die frau",
    ),
    ("fr", "l'entreprise | l’entreprise | la société | le groupe | la compagnie | le constructeur | cette entreprise"),
    ("es", "la empresa | la compañía | el grupo | la firma | el fabricante | la entidad | el organismo"),
    ("it", "l'azienda | l’azienda | la società | il gruppo | la compagnia | l'uomo | l’uomo"),
    ("pt", "a empresa | a companhia | o grupo | a fabricante | a entidade"),
    ("nl", "het bedrijf | de fabrikant | het concern | de man"),
    ("sv", "företaget | bolaget | mannen | koncernen"),
    ("da", "selskabet | virksomheden | selskapet | manden | mannen"),
];

/// The lists of a language; none of one that has none.
pub(crate) fn tongue_of(language: Language) -> Option<&'static Tongue> {
    let code = match language.code() {
        "und" => "en",
        "no" => "da",
        "fil" => "tl",
        code => code,
    };
    TONGUES.iter().find(|tongue| tongue.code == code)
}

#[cfg(test)]
mod tests {
    use super::TONGUES;

    #[test]
    fn lists_are_asked_in_lower_case() {
        for tongue in TONGUES.iter() {
            let words = tongue.leaning.iter().chain(&tongue.persons).chain(&tongue.phrases).chain(&tongue.things);
            for word in words {
                assert_eq!(*word, word.to_lowercase(), "{}", tongue.code);
                assert!(!word.trim().is_empty(), "{}", tongue.code);
            }
        }
    }
}
