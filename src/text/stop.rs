//! Words too common in a language to tell stories apart, folded.

use super::language::Language;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Languages written in Latin letters whose stop words are known.
pub(crate) const LATIN: [&str; 12] = ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl", "da", "tl", "tr"];

const LISTS: [&[&str]; 15] = [EN, DE, FR, ES, IT, PT, NL, SV, DA, PL, TL, RU, UK, AR, TR];

/// The bit of a language's list; none if it has no list. English stands in where the language is not known.
fn bit(language: Language) -> Option<u32> {
    let list = match language.code() {
        "en" | "und" => 0,
        "de" => 1,
        "fr" => 2,
        "es" => 3,
        "it" => 4,
        "pt" => 5,
        "nl" => 6,
        "sv" => 7,
        "da" | "no" => 8,
        "pl" => 9,
        "tl" | "fil" => 10,
        "ru" => 11,
        "uk" => 12,
        "ar" => 13,
        "tr" => 14,
        _ => return None,
    };
    Some(1 << list)
}

/// Every stop word with the bits of the lists it is in: every word of every entry is looked up.
static WORDS: LazyLock<FxHashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for (at, list) in LISTS.iter().enumerate() {
        for word in *list {
            *words.entry(*word).or_default() |= 1 << at;
        }
    }
    words
});

/// Whether `word` (folded) is a stop word of `language`; of English where the language is not known.
pub(crate) fn is_stop(word: &str, language: Language) -> bool {
    // Nothing longer is in any list, and most words are.
    if word.len() > 14 {
        return false;
    }
    bit(language).is_some_and(|bit| WORDS.get(word).is_some_and(|lists| lists & bit != 0))
}

#[rustfmt::skip]
const EN: &[&str] = &[
    "a", "about", "above", "after", "again", "against", "all", "also", "am", "amid", "an", "and", "any", "are",
    "aren't", "as", "at", "be", "because", "been", "before", "being", "below", "between", "both", "but", "by", "can",
    "can't", "cannot", "could", "couldn't", "did", "didn't", "do", "does", "doesn't", "doing", "don't", "down",
    "during", "each", "even", "ever", "every", "few", "for", "from", "further", "had", "has", "have", "haven't",
    "having", "he", "he's", "her", "here", "here's", "hers", "herself", "him", "himself", "his", "how", "however",
    "i", "i'm", "i've", "if", "in", "into", "is", "isn't", "it", "it's", "its", "itself", "just", "let", "like",
    "may", "me", "might", "more", "most", "much", "must", "my", "myself", "no", "nor", "not", "now", "of", "off",
    "on", "once", "one", "only", "or", "other", "our", "ours", "out", "over", "own", "said", "same", "say", "saying",
    "says", "she", "she's", "should", "so", "some", "still", "such", "than", "that", "that's", "the", "their",
    "theirs", "them", "themselves", "then", "there", "there's", "these", "they", "they're", "this", "those",
    "through", "to", "too", "two", "under", "until", "up", "upon", "us", "very", "via", "was", "wasn't", "we",
    "we're", "well", "were", "weren't", "what", "what's", "when", "where", "which", "while", "who", "who's", "whom",
    "why", "will", "with", "won't", "would", "yet", "you", "you're", "your", "yours",
];

#[rustfmt::skip]
const DE: &[&str] = &[
    "aber", "alle", "allem", "allen", "aller", "alles", "als", "also", "am", "an", "andere", "anderen", "auch", "auf",
    "aus", "bei", "beide", "beim", "bereits", "bis", "bleibt", "da", "dabei", "damit", "dann", "das", "dass", "dazu",
    "dem", "den", "denn", "der", "deren", "des", "dessen", "die", "dies", "diese", "diesem", "diesen", "dieser",
    "dieses", "doch", "dort", "du", "durch", "ein", "eine", "einem", "einen", "einer", "eines", "er", "es", "etwa",
    "etwas", "fur", "gegen", "gibt", "haben", "hat", "hatte", "hatten", "hier", "ich", "ihm", "ihn", "ihr", "ihre",
    "ihrem", "ihren", "ihrer", "im", "in", "ins", "ist", "ja", "jede", "jeder", "jetzt", "kann", "kaum", "kein",
    "keine", "keinen", "konnen", "konnte", "konnten", "man", "mehr", "mit", "muss", "mussen", "nach", "nicht", "noch",
    "nun", "nur", "ob", "oder", "ohne", "sehr", "sei", "seien", "sein", "seine", "seinem", "seinen", "seiner", "seit",
    "sich", "sie", "sind", "so", "sogar", "soll", "sollen", "sollte", "sowie", "uber", "um", "und", "uns", "unter",
    "vom", "von", "vor", "war", "waren", "warum", "was", "wegen", "weil", "weiter", "wenn", "wer", "werde", "werden",
    "wie", "wieder", "will", "wir", "wird", "wo", "wollen", "wurde", "wurden", "zu", "zum", "zur", "zwischen",
];

#[rustfmt::skip]
const FR: &[&str] = &[
    "a", "afin", "alors", "apres", "au", "aucun", "aussi", "autre", "aux", "avait", "avant", "avec", "avoir", "c'est",
    "car", "ce", "cela", "ces", "cet", "cette", "ceux", "chez", "comme", "comment", "contre", "d'un", "d'une", "dans",
    "de", "depuis", "des", "deux", "donc", "dont", "du", "elle", "elles", "en", "encore", "entre", "est", "et",
    "etait", "ete", "etre", "eux", "fait", "il", "ils", "je", "jusqu", "l", "la", "le", "les", "leur", "leurs", "lui",
    "mais", "meme", "mes", "moins", "mon", "ne", "ni", "non", "nos", "notre", "nous", "on", "ont", "ou", "par",
    "parce", "pas", "peut", "plus", "pour", "pourquoi", "qu'elle", "qu'il", "quand", "que", "quel", "quelle", "qui",
    "quoi", "sa", "sans", "se", "selon", "sera", "ses", "si", "son", "sont", "sous", "sur", "ta", "tous", "tout",
    "toute", "toutes", "tres", "trop", "tu", "un", "une", "vers", "vos", "votre", "vous", "y",
];

#[rustfmt::skip]
const ES: &[&str] = &[
    "a", "al", "algo", "alguna", "algunas", "algunos", "ante", "antes", "asi", "aun", "aunque", "cada", "como", "con",
    "contra", "cual", "cuando", "cuya", "de", "del", "desde", "donde", "dos", "durante", "e", "el", "ella", "ellas",
    "ellos", "en", "entre", "era", "es", "esa", "ese", "eso", "esta", "estaba", "estan", "estar", "este", "esto",
    "estos", "fue", "fueron", "ha", "habia", "hace", "han", "hasta", "hay", "la", "las", "le", "les", "lo", "los",
    "mas", "me", "mi", "mientras", "muy", "nada", "ni", "no", "nos", "o", "otra", "otras", "otro", "otros", "para",
    "pero", "por", "porque", "pues", "que", "quien", "quienes", "se", "sea", "segun", "ser", "si", "sido", "sin",
    "sobre", "son", "su", "sus", "tal", "tambien", "tan", "tanto", "te", "tiene", "tienen", "todo", "todos", "tras",
    "un", "una", "unas", "uno", "unos", "y", "ya", "yo",
];

#[rustfmt::skip]
const IT: &[&str] = &[
    "a", "ad", "agli", "ai", "al", "alla", "alle", "allo", "anche", "ancora", "c'e", "che", "chi", "ci", "come",
    "con", "contro", "cui", "da", "dagli", "dai", "dal", "dalla", "dalle", "degli", "dei", "del", "dell", "della",
    "delle", "dello", "di", "dopo", "due", "e", "ed", "era", "essere", "fa", "fra", "gli", "ha", "hanno", "i", "il",
    "in", "io", "l", "la", "le", "lei", "lo", "loro", "lui", "ma", "mentre", "mi", "nei", "nel", "nella", "nelle",
    "no", "noi", "non", "o", "ogni", "ora", "per", "perche", "piu", "poi", "prima", "quale", "quando", "quanto",
    "quella", "quelle", "quelli", "quello", "questa", "queste", "questi", "questo", "qui", "se", "sei", "senza", "si",
    "sia", "sono", "stata", "stato", "su", "sua", "sue", "sugli", "sui", "sul", "sulla", "sulle", "suo", "suoi",
    "tra", "tu", "tutti", "tutto", "un", "un'altra", "una", "uno",
];

#[rustfmt::skip]
const PT: &[&str] = &[
    "a", "ainda", "ao", "aos", "apos", "aquela", "aquele", "as", "ate", "cada", "com", "como", "contra", "da", "das",
    "de", "dela", "dele", "deles", "depois", "do", "dois", "dos", "e", "ela", "elas", "ele", "eles", "em", "entre",
    "era", "essa", "esse", "esta", "estao", "estava", "este", "eu", "faz", "foi", "foram", "ha", "isso", "isto", "ja",
    "lhe", "mais", "mas", "me", "mesmo", "meu", "minha", "muito", "na", "nao", "nas", "nem", "no", "nos", "nossa",
    "nosso", "num", "numa", "o", "os", "ou", "para", "pela", "pelas", "pelo", "pelos", "pode", "por", "porque",
    "qual", "quando", "que", "quem", "sao", "se", "segundo", "seja", "sem", "ser", "sera", "seu", "seus", "sido",
    "so", "sob", "sobre", "sua", "suas", "tambem", "tem", "tinha", "todo", "todos", "tudo", "um", "uma", "umas",
    "uns", "vai", "voce",
];

#[rustfmt::skip]
const NL: &[&str] = &[
    "aan", "al", "alle", "als", "bij", "daar", "dan", "dat", "de", "deze", "die", "dit", "doen", "door", "dus", "een",
    "eens", "en", "er", "gaan", "geen", "haar", "had", "hebben", "heeft", "hem", "het", "hier", "hij", "hoe", "hun",
    "ik", "in", "is", "ja", "je", "kan", "kon", "maar", "meer", "men", "met", "mij", "mijn", "moet", "na", "naar",
    "niet", "niets", "nog", "nu", "of", "om", "omdat", "onder", "ons", "ook", "op", "over", "te", "tegen", "toch",
    "toen", "tot", "tussen", "u", "uit", "van", "veel", "voor", "waar", "was", "wat", "we", "wel", "werd", "werden",
    "wie", "wij", "wil", "worden", "wordt", "zal", "ze", "zei", "zich", "zij", "zijn", "zo", "zou",
];

#[rustfmt::skip]
const SV: &[&str] = &[
    "alla", "ar", "att", "av", "bara", "blev", "bli", "blir", "da", "dar", "de", "dem", "den", "denna", "deras",
    "det", "detta", "dig", "din", "dina", "du", "efter", "ej", "eller", "en", "er", "ett", "for", "fore", "fran",
    "ha", "hade", "han", "hans", "har", "hela", "henne", "hennes", "hon", "honom", "hur", "i", "icke", "in", "inga",
    "ingen", "inte", "ja", "jag", "kan", "kommer", "kunde", "man", "mang", "med", "mellan", "men", "mer", "min",
    "mot", "mycket", "nagon", "nagra", "nar", "ni", "nu", "och", "om", "oss", "over", "pa", "sa", "sade", "samma",
    "sedan", "sig", "sin", "sina", "sitt", "ska", "skall", "skulle", "som", "till", "under", "upp", "ut", "utan",
    "vad", "var", "vara", "varit", "vi", "vid", "vilket", "vill",
];

#[rustfmt::skip]
const DA: &[&str] = &[
    "af", "alle", "alt", "anden", "at", "ble", "blev", "blive", "bliver", "da", "de", "dem", "den", "denne", "der",
    "deres", "det", "dette", "dig", "din", "dog", "du", "efter", "eller", "en", "end", "er", "et", "etter", "fik",
    "for", "fra", "ha", "had", "ham", "han", "hans", "har", "have", "hende", "hendes", "her", "hos", "hun", "hvad",
    "hvis", "hvor", "i", "ikke", "ind", "jeg", "jo", "kan", "kom", "kun", "kunne", "man", "mange", "med", "meget",
    "mellom", "men", "mig", "min", "mod", "ned", "noget", "nogle", "norsk", "nu", "og", "ogsa", "om", "op", "os",
    "over", "pa", "sa", "sadan", "selv", "sig", "sin", "sine", "sit", "skal", "skulle", "som", "thi", "til", "ud",
    "under", "vaere", "vaeret", "var", "ved", "vi", "vil", "ville", "vor",
];

#[rustfmt::skip]
const PL: &[&str] = &[
    "a", "aby", "ale", "bardzo", "bez", "bo", "byc", "byl", "byla", "bylo", "byly", "co", "czy", "dla", "do", "gdy",
    "gdzie", "go", "i", "ich", "ile", "im", "inne", "ja", "jak", "jako", "je", "jego", "jej", "jest", "jeszcze",
    "juz", "kiedy", "kto", "ktora", "ktore", "ktory", "ktorych", "ktorzy", "lub", "ma", "maja", "mi", "mnie", "moze",
    "mozna", "na", "nad", "nam", "nas", "nawet", "nic", "nie", "niz", "o", "od", "oraz", "po", "pod", "podczas",
    "ponad", "poniewaz", "przed", "przez", "przy", "roku", "sa", "sie", "sobie", "ta", "tak", "takze", "tam", "te",
    "tego", "tej", "ten", "to", "tu", "tych", "tylko", "tym", "u", "w", "we", "wiec", "wszystko", "z", "za", "ze",
    "zeby", "zostal",
];

#[rustfmt::skip]
const RU: &[&str] = &[
    "а", "без", "более", "бы", "был", "была", "были", "было", "быть", "в", "вам", "вас", "весь", "во", "вот", "все",
    "всего", "всех", "вы", "где", "да", "даже", "для", "до", "его", "ее", "если", "есть", "еще", "же", "за", "и",
    "из", "или", "им", "их", "к", "как", "когда", "которая", "которые", "которыи", "которых", "кто", "ли", "между",
    "меня", "мне", "может", "можно", "мы", "на", "над", "надо", "нас", "не", "него", "нее", "нет", "ни", "них", "но",
    "ну", "о", "об", "один", "он", "она", "они", "оно", "от", "по", "под", "после", "при", "про", "раз", "с", "сам",
    "себя", "со", "так", "также", "такои", "там", "тем", "теперь", "то", "того", "тоже", "только", "том", "тот", "у",
    "уже", "хотя", "чего", "чем", "через", "что", "чтобы", "эта", "эти", "это", "этого", "этои", "этом", "этот", "я",
];

#[rustfmt::skip]
const UK: &[&str] = &[
    "а", "але", "би", "бо", "був", "була", "були", "було", "бути", "в", "вже", "вона", "вони", "воно", "все", "всі",
    "від", "він", "для", "до", "з", "за", "зі", "и", "иого", "кого", "коли", "ми", "може", "між", "на", "над", "не",
    "немає", "ні", "о", "об", "один", "по", "при", "про", "під", "після", "та", "так", "також", "там", "те", "ти",
    "тим", "то", "тобто", "того", "тому", "тут", "у", "уже", "усі", "це", "цеи", "цього", "ця", "ці", "через", "чи",
    "що", "щоб", "як", "яка", "якии", "яких", "які", "і", "із", "інші", "іх", "іі",
];

#[rustfmt::skip]
const AR: &[&str] = &[
    "اذا", "الا", "التي", "الذي", "الذين", "الي", "اما", "ان", "انه", "انها", "او", "اي", "ايضا", "بان", "بعد", "بل",
    "بين", "تم", "ثم", "حتي", "حيث", "خلال", "ذلك", "سوف", "علي", "عليه", "عليها", "عن", "عند", "غير", "في", "فيه",
    "فيها", "قال", "قبل", "قد", "كان", "كانت", "كل", "كما", "لا", "لكن", "لم", "لن", "له", "لها", "ليس", "ما", "مع",
    "من", "منذ", "منه", "منها", "هذا", "هذه", "هل", "هم", "هناك", "هو", "هي", "و", "وفي", "وقال", "وقد", "ولا", "يتم",
    "يكون",
];

#[rustfmt::skip]
const TL: &[&str] = &[
    "ako", "ang", "ay", "ba", "dahil", "dalawang", "dapat", "daw", "din", "habang", "hindi", "ikaw", "ilang", "isang",
    "ito", "iyon", "kami", "kaniyang", "kanyang", "kapag", "kasi", "kay", "kaya", "kina", "kung", "lamang", "lang",
    "mag", "matapos", "may", "mayroon", "mga", "muling", "muna", "na", "nag", "naman", "namin", "nang", "nasa", "ng",
    "ni", "nila", "niya", "pa", "pala", "para", "pero", "po", "raw", "rin", "sa", "si", "sila", "siya", "tayo",
    "umano", "wala", "walang",
];

#[rustfmt::skip]
const TR: &[&str] = &[
    "acaba", "ama", "artik", "asla", "bana", "bazi", "belki", "ben", "beni", "benim", "bile", "bir", "biri", "birkac",
    "biz", "bize", "bizim", "bu", "buna", "bunu", "bunun", "burada", "butun", "cok", "cunku", "da", "daha", "de",
    "degil", "diye", "dolayi", "edecek", "eden", "ederek", "edildi", "en", "etti", "gibi", "gore", "hem", "hep",
    "her", "hic", "icin", "ile", "ilgili", "ise", "iste", "kadar", "karsi", "ki", "kim", "mi", "mu", "nasil", "ne",
    "neden", "o", "olan", "olarak", "oldu", "oldugu", "olmak", "olmasi", "ona", "onlar", "onu", "onun", "sen", "siz",
    "sonra", "su", "tarafindan", "tum", "uzere", "var", "ve", "veya", "ya", "yani", "yapilan", "yeni", "yine", "yok",
    "zaman",
];

#[cfg(test)]
mod tests {
    use super::{AR, DA, DE, EN, ES, FR, IT, LISTS, NL, PL, PT, RU, SV, TL, TR, UK, is_stop};
    use crate::text::fold::fold;
    use crate::text::language::Language;

    #[test]
    fn lists_are_sorted_and_folded() {
        for list in LISTS {
            assert!(list.is_sorted());
            for word in list {
                assert_eq!(fold(word), *word);
            }
        }
    }

    #[test]
    fn every_list_is_found_by_its_languages() {
        let lists = [
            ("en", EN),
            ("und", EN),
            ("de", DE),
            ("fr", FR),
            ("es", ES),
            ("it", IT),
            ("pt", PT),
            ("nl", NL),
            ("sv", SV),
            ("da", DA),
            ("no", DA),
            ("pl", PL),
            ("tl", TL),
            ("fil", TL),
            ("ru", RU),
            ("uk", UK),
            ("ar", AR),
            ("tr", TR),
        ];
        for (code, list) in lists {
            let language = Language::declared(code);
            assert!(list.iter().all(|word| is_stop(word, language)), "{code}");
            let others = LISTS.iter().flat_map(|list| *list).filter(|word| !list.contains(word));
            assert!(others.into_iter().all(|word| !is_stop(word, language)), "{code}");
        }
    }

    #[test]
    fn each_language_has_its_own() {
        let check =
            |word, language, expected| assert_eq!(is_stop(word, Language::declared(language)), expected, "{word}");
        check("the", "en", true);
        check("the", "und", true);
        check("the", "fr", false);
        check("uber", "de", true);
        check("dam", "en", false);
    }
}
