//! What outlets write around their articles: to the reader, about themselves, about pictures, players and prices.
//!
//! Whole phrases, in every language at once: what is long enough to be a formula in one is no news in another.

use crate::text::language::Language;
use crate::text::{lexicon, terms};
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// Wherever they stand in a sentence.
const ANYWHERE: &[&str] = &[
    // Where to go on reading.
    "read more | continue reading | keep reading | read the full | read the rest | full story | click here | click to | \
     tap here | tap to | see also | find out more | learn more | visit the website | visit our | see the full | \
     view the full | more of this story | rest of this | this story | this article | this post | this piece | \
     this content | this newsletter | this episode | this podcast | this material may not be | weiterlesen | \
     mehr lesen | lesen sie | mehr zum thema | zum vollständigen artikel | den ganzen artikel | hier klicken | \
     lire la suite | lire aussi | cliquez ici | à lire aussi | leer más | seguir leyendo | lea también | haga clic | \
     leggi anche | leggi l'articolo | leggi l’articolo | continua a leggere | leia mais | leia também | \
     leia a matéria | lees verder | lees meer | lees ook | läs mer | läs också | les mer | læs mere | les også | \
     czytaj więcej | czytaj też | czytaj także | zobacz też | zobacz także | читать далее | читайте также | \
     читати далі | читайте також | 続きを読む | 続きを見る | 点击链接 | 查看全文 | 阅读全文 | 阅读原文 | \
     자세한 내용은 홈페이지 | 기사 더보기",
    // Subscriptions and walls.
    "sign up | subscribe | newsletter | newsletters | unsubscribe | free trial | log in | sign in | register to | paywall | \
     exclusive to subscribers | subscribers only | members only | only paid members | only paid subscribers | \
     for paid subscribers | become a member | become a premium | premium member today | upgrade to paid | \
     reader-supported | thanks for reading | thank you for reading | feel free to share | jetzt abonnieren | \
     nur für abonnenten | für abonnenten lesbar | abonnenten vorbehalten | testabo | dieser artikel | diesen artikel | \
     diesem artikel | abonnez-vous | inscrivez-vous | réservé aux abonnés | réservée aux abonnés | réservés aux abonnés | \
     de cet article | cet article | suscríbete | exclusivo para suscriptores | solo para suscriptores | \
     solo los suscriptores | este artículo | riservato agli abbonati | questo articolo | exclusivo para assinantes | \
     este artigo | esta matéria | alleen voor abonnees | dit artikel | den här artikeln | denne artikkelen | \
     dla prenumeratorów | dla subskrybentów | ten artykuł | для подписчиков | 有料会員 | 会員限定 | この記事 | \
     유료 회원 | 이 기사는 | 本文转载 | 关注公众号 | 公众号 | 责任编辑 | 責任編輯",
    // Letters.
    "viewing this email | this email | in your inbox | welcome back to the | e-mail us | email us | contact us | \
     brought to you by | brought to readers by | sponsored by | and earn a | letters to the editor | have a tip | \
     got a tip | tell us | leave a comment | comments section | view comments | comments have been | \
     comments are closed | there are no comments | no comments yet | share this | join us",
    // Where it appeared, who made it.
    "appeared first on | first appeared on | originally appeared | originally published | erschien zuerst | \
     est apparu en premier | est apparue en premier | se publicó primero | apareció primero | apareceu primeiro | \
     apparso per primo | verscheen eerst | dök först upp | dukket først opp | опубликован сначала | появились сначала | \
     появилось сначала | appears in print | version of the article | earlier version of | is a reporter at | \
     is a staff writer | is a correspondent | is an editor | contributed to this report | contributed reporting | \
     additional reporting | reporting by | reporting from | editing by | editing from | written by | compiled by | \
     with files from | mit material | all rights reserved | copyright © | © | may not be published, broadcast | \
     terms of service | privacy policy | privacy information | translated by machine | read on substack | \
     photos you | today's paper | updated at | last updated | last modified | reading time | min read | lesezeit | \
     temps de lecture | tiempo de lectura | announce type",
    // Pictures, players and programmes.
    "getty images | ap photo | file photo | photo by | photo courtesy | photograph courtesy | image courtesy | \
     picture courtesy | video courtesy | photo: | photograph: | image credit | image: | image source | picture: | \
     credit: | illustration by | pictured: | (pictured | pictured) | symbolfoto | symbolbild | archivbild | archivfoto | foto: | fotos: | \
     crédit photo | photo : | imagen: | watch: | listen: | video: | watch live | live blog | live updates | follow live | \
     follow the latest | here's what | here’s what | what you need to know | in this episode | episode of | \
     view gallery | adchoices | hosted on acast | apple podcasts | on patreon | bell icon | listen to the article | \
     part of the spreaker | cannot be played | can not be played | play video | embedded video | embedded videos | enable javascript | \
     javascript is disabled | javascript is required | der podcast erscheint | error occurred while",
    // Following and selling.
    "follow us | follow him on | follow her on | follow me on | on google news | preferred source | download our | \
     download the app | our app | our free | get our | get the latest | breaking news alerts | all the latest | \
     stay up to date | stay informed | stay ahead | support our | promo code | use code | best deals | limited time | \
     while stocks last | while supplies last | amazon associate | affiliate link | affiliate links | affiliate-links | \
     earn a commission | qualifying purchases | owns shares of | views expressed | opinions expressed | \
     continues below | continues after the ad | continues after the advertisement | continues after advertisement | related: | retrouvez toute l'actualité | retrouvez toute l’actualité | suivez-nous | \
     síguenos | síganos | segui il canale | seguici | siga o canal | siga-nos | folgen sie uns | folge uns | volg ons | \
     följ oss | følg oss | подписывайтесь | подпишитесь | підписуйтесь",
];

/// At the very beginning of a sentence.
const FIRST: &[&str] = &[
    "watch | see more | file - | file – | file — | produced by | edited by | hosted by | presented by | directed by | \
     published on | published at | posted on | updated on | publié le | mis à jour le | publicado el | pubblicato il | \
     veröffentlicht am | veröffentlicht: | filed under | tagged with | tags: | topics: | disclosure: | correction: | \
     clarification: | editor's note | editor’s note | disclaimer: | anzeige: | werbung: | hinweis: | publicité | \
     publicidad: | photo | foto | bild: | image | caption: | avec afp | avec reuters | mit dpa | con información de | \
     con informazioni | welcome to the | welcome to our | good morning | good evening | hello and welcome | \
     refer a | refer five | follow the | support the channel | find the show | visit the | add the | \
     for more information | for more on | to read more | to learn more | in case you missed",
];

/// Whether a sentence, in lower case, is something outlets add to their articles.
pub(crate) fn is_boilerplate(folded: &str) -> bool {
    static ALL: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(phrases(ANYWHERE)).ok());
    static OPENINGS: LazyLock<Vec<&str>> = LazyLock::new(|| phrases(FIRST).collect());
    let opening = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let opens = |phrase: &&str| {
        // "Photo" and not "Photographers": a formula ends where a word does.
        opening.strip_prefix(*phrase).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let whole = |start: usize, end: usize| {
        // "Log in" and not "blog in"; in Chinese, Japanese and Korean endings stand close.
        let inside = |c: Option<char>| {
            c.is_some_and(|c| c.is_alphanumeric() && !terms::is_unspaced(c) && !('가'..='힣').contains(&c))
        };
        let at_edge = |c: Option<char>| !inside(c);
        (at_edge(folded[start..].chars().next()) || at_edge(folded[..start].chars().next_back()))
            && (at_edge(folded[..end].chars().next_back()) || at_edge(folded[end..].chars().next()))
    };
    let anywhere = |all: &AhoCorasick| all.find_overlapping_iter(folded).any(|found| whole(found.start(), found.end()));
    ALL.as_ref().is_some_and(anywhere) || OPENINGS.iter().any(opens)
}

fn phrases(lists: &'static [&'static str]) -> impl Iterator<Item = &'static str> {
    lists.iter().flat_map(|list| list.split(" | "))
}

/// "The Daily's Anna Moe reports from Oslo": the outlet presents its people, not the news; also "Anna Moe covers
/// energy for The Daily".
pub(crate) fn presents_a_reporter(sentence: &str) -> bool {
    let capital = |word: &&str| word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
    let words = || sentence.split_whitespace().skip_while(|word| !word.contains(char::is_alphanumeric));
    let named = words().take(9).take_while(capital).count();
    if named < 2 {
        return false;
    }
    let words: Vec<&str> = words().collect();
    if words.first().is_some_and(|first| *first == "By") && named >= 3 {
        let outlet = words.get(named + 1).is_some_and(|word| word.starts_with(char::is_uppercase));
        return outlet && matches!(words.get(named), Some(&("of" | "for"))); // "By Anna Moe of The Daily The dam broke."
    }
    if !(2..=7).contains(&named) || words[..named].iter().any(|word| word.ends_with([',', ';', ':'])) {
        return false;
    }
    let rest: Vec<String> =
        words[named..].iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    let next = |at: usize| rest.get(at).map_or("", String::as_str);
    let owned = words[..named - 1].iter().any(|word| ["'s", "’s", "s'", "s’"].iter().any(|end| word.ends_with(end)));
    let from = |word: &str| matches!(word, "from" | "on" | "live" | "in" | "for" | "");
    let presents = match next(0) {
        "reports" => from(next(1)),
        "has" => {
            matches!(next(1), "more" | "details")
                || next(1) == "the" && matches!(next(2), "story" | "latest" | "details")
        }
        "explains" | "unpacks" | "discusses" | "joins" => owned,
        "breaks" => next(1) == "down",
        "takes" => next(1) == "a" && next(2) == "look",
        "looks" => matches!(next(1), "at" | "back"),
        "gives" => matches!(next(1), "his" | "her" | "their"),
        "hears" | "speaks" | "talks" | "sits" => owned && matches!(next(1), "to" | "with" | "from" | "down"),
        _ => false,
    };
    presents && (owned || next(0) == "reports") || !owned && named <= 4 && is_a_byline(&rest)
}

/// "... covers energy", "... reported from Oslo", "... is senior editor at": what follows the name of a reporter.
fn is_a_byline(rest: &[String]) -> bool {
    let next = |at: usize| rest.get(at).map_or("", String::as_str);
    let desk = || {
        let job = |word: &String| {
            matches!(word.as_str(), "correspondent" | "reporter" | "editor" | "columnist" | "journalist" | "writer")
        };
        let place = rest.iter().take(6).position(job);
        let fresh =
            rest.iter().take(6).any(|word| matches!(word.as_str(), "new" | "first" | "named" | "former" | "not"));
        place.is_some_and(|at| {
            !fresh && matches!(next(at + 1), "at" | "for" | "of" | "with" | "covering" | "based" | "")
        })
    };
    match next(0) {
        "reported" => next(1) == "from",
        "covers" => rest.len() <= 14 && !rest.iter().any(|word| word.chars().any(|c| c.is_ascii_digit())),
        "is" => desk(),
        _ => false,
    }
}

/// A scrap of a list: an item with its number, parts set side by side, or words without a verb.
pub(crate) fn is_scrap(sentence: &str, language: Language) -> bool {
    let mut words = sentence.split_whitespace();
    let first = words.next().unwrap_or_default();
    let number = first.strip_suffix(['.', ')']).is_some_and(|n| n.len() <= 2 && n.chars().all(|c| c.is_ascii_digit()));
    let month = words.next().is_some_and(|word| lexicon::is_month(&word.to_lowercase()));
    if !first.is_empty() && number && first.len() > 1 && !month {
        return true;
    }
    let parts = |mark: &str| {
        let parts: Vec<usize> = sentence.split(mark).map(terms::count).collect();
        parts.len() >= 3 && parts.iter().sum::<usize>() <= parts.len() * 4
    };
    let listed = sentence.contains([';', '|', '/', '›', '>', '→', '·', '•', '–']);
    if listed && ["; ", " | ", " / ", " › ", " > ", " → ", " · ", " • ", " – "].iter().any(|mark| parts(mark))
    {
        return true;
    }
    let doubled = [",.", ";.", ":.", " ."].iter().any(|end| sentence.ends_with(end) && !sentence.ends_with(". ."))
        && !sentence.ends_with(" .");
    doubled || language.code() == "en" && !has_verb(sentence)
}

/// Verbs whose past, or whose form after a plural, shows no ending; and those that make up the rest.
const VERBS: &str = "is are was were be been am has have had do does did will would can could shall should may might must \
    won't can't cannot isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't wouldn't couldn't shouldn't \
    say said told tell went go came come got get gave give took take made make found find saw see knew know thought think \
    left leave felt feel put kept keep let began begin seem showed show heard hear played ran run moved held hold brought \
    bring wrote write stood stand lost lose paid pay met meet set led lead grew grow won win bought buy sent send built \
    build fell fall cut rose rise drove drive broke break spent spend hit became become sat sit spoke speak sold sell \
    threw throw caught catch dealt deal fought fight struck strike shot shoot sank sink sought seek swore tore wore shut \
    split spread hurt cost beat burst bet quit bid cast read rode ride rang sang slept slid stuck swam swept swung taught \
    thrust woke wound flew fly fled flee froze hid hung laid lay lit meant mean shook shrank stole strove drew draw drank \
    ate eat bent bit blew bred chose choose clung crept dug dove fed forgave forgot got ground knelt leapt lent overtook \
    want need help use plan hope call ask try face remain continue appear expect allow offer open close start stop warn \
    claim hail vow demand agree fear back join reveal report live die work kill let rule urge launch may it's that's \
    there's he's she's they're we're who's what's it’s that’s there’s he’s she’s they’re who’s what’s isn’t aren’t wasn’t \
    weren’t hasn’t haven’t hadn’t don’t doesn’t didn’t won’t can’t wouldn’t couldn’t shouldn’t ain't gonna like believe \
    love hate look wait enter reach return turn vote carry grapple struggle search gather prepare pour head";

/// Whether an English sentence may have a verb: an ending or a word of [`VERBS`]. In doubt it has.
fn has_verb(sentence: &str) -> bool {
    static KNOWN: LazyLock<rustc_hash::FxHashSet<&str>> = LazyLock::new(|| VERBS.split_ascii_whitespace().collect());
    let mut words = sentence.split_whitespace().peekable();
    let mut start = true;
    while let Some(word) = words.next() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if KNOWN.contains(bare) {
            return true;
        }
        let folded = bare.to_lowercase();
        // "Warns" may follow a name; a plural at the end of the sentence is none.
        let ends = words.peek().is_none();
        let lower = bare.starts_with(char::is_lowercase) || start;
        let ending = folded.ends_with("ed") && folded.len() > 3
            || folded.ends_with('s') && !folded.ends_with("ss") && folded.len() > 2 && !ends && !is_small(&folded);
        if KNOWN.contains(folded.as_str()) || lower && ending {
            return true;
        }
        start = false;
    }
    false
}

fn is_small(folded: &str) -> bool {
    matches!(
        folded,
        "as" | "its"
            | "his"
            | "this"
            | "hers"
            | "ours"
            | "yours"
            | "theirs"
            | "thus"
            | "plus"
            | "versus"
            | "across"
            | "less"
            | "us"
    )
}

#[cfg(test)]
mod tests {
    use super::Language;
    use super::{ANYWHERE, FIRST, is_boilerplate, is_scrap, phrases, presents_a_reporter};

    #[test]
    fn outlets_speak_of_themselves_in_formulas() {
        let formulas = [
            "The post Dam breaks appeared first on Daily.",
            "Sign up for the newsletter of the Daily.",
            "Thanks for reading and see you on Friday!",
            "The Mill is a reader-supported letter from the valley.",
            "Unsubscribe from these notes whenever it suits.",
            "Welcome to the Thursday round of news from the valley.",
            "The Daily may earn a commission on what readers buy.",
            "Some of the addresses are affiliate links.",
            "Hinweis: Der Text enthält bezahlte Verweise.",
            "Nur für Abonnenten gibt es den ganzen Bericht.",
            "La suite est réservée aux abonnés du journal.",
            "Un contenido exclusivo para suscriptores del diario.",
            "Un testo riservato agli abbonati del giornale.",
            "Leia também: barragem rompe perto de Moss.",
            "Lees ook het verhaal over de dam.",
            "Zobacz także zdjęcia znad tamy.",
            "Читайте также о плотине над городом.",
            "この記事は有料会員限定です。",
            "기사 전문은 유료 회원만 볼 수 있다.",
            "点击链接查看全文。",
            "Photo courtesy of the town of Moss.",
            "Pictured: the dam above the town of Moss.",
            "FILE - The dam above Moss is seen in 2019.",
            "The dam above Moss (AP Photo/Kari Berg).",
            "Archivbild: Der Damm über der Stadt.",
            "Crédit photo : la mairie de Moss.",
            "Watch the dam break in slow motion.",
            "Filed under: dams, rivers and towns.",
            "Published on March 2, 2026 at 9:15.",
            "Publié le 2 mars 2026 à 9h15.",
            "Correction: The dam was built in 1931.",
            "Comments are closed for the night.",
        ];
        for sentence in formulas {
            assert!(is_boilerplate(&sentence.to_lowercase()), "{sentence}");
        }
        let news = [
            "The dam broke at noon.",
            "Photographers saw the dam break.",
            "Netflix lost 200,000 subscribers in spring.",
            "Netflix verlor 200.000 Abonnenten im Frühjahr.",
            "The firm will resign in May and its blog in June.",
            "Four apps were hit by the broken dam.",
            "A watchman saw the dam break at noon.",
            "The editor of the Daily was arrested on Monday.",
            "Imagery of the dam shows two cracks.",
            "Fotografen sahen den Damm brechen.",
            "The town added the dam to its list of risks.",
            "Visitors to the dam were led to safety.",
        ];
        for sentence in news {
            assert!(!is_boilerplate(&sentence.to_lowercase()), "{sentence}");
        }
    }

    #[test]
    fn a_reporter_is_no_news() {
        let table = [
            ("The Daily’s Anna Moe reports from Oslo.", true),
            ("Daily News' Anna Moe has more on the flood.", true),
            ("Daily TV’s Anna Moe explains what is at stake for the valley.", true),
            ("🎧 #Dams’s Anna Moe speaks to the mayor.", true),
            ("Anna Moe reports from Oslo.", true),
            ("Anna Moe covers dams and rivers for the paper.", true),
            ("Anna Moe is senior dam correspondent at The Daily.", true),
            ("By Anna Moe of The Daily The dam broke at noon.", true),
            ("The Daily’s Anna Moe reports that the dam broke.", false),
            ("Acme’s Anna Moe says the dam will hold.", false),
            ("Anna Moe is the new editor of The Daily.", false),
            ("Anna Moe has more votes than Kari Berg.", false),
            ("Acme covers 40 percent of the costs.", false),
            ("By New Year Anna Moe had left the town.", false),
        ];
        for (sentence, expected) in table {
            assert_eq!(presents_a_reporter(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn scraps_of_lists_are_no_sentences() {
        let table = [
            ("4. Human care of dams.", true),
            ("2) The dam and who pays for it.", true),
            ("Dams; Rivers; Towns of the valley.", true),
            ("Home | News | Weather | Dams.", true),
            ("A short history of the dam above Moss.", true),
            ("With music by the band of the valley.", true),
            ("Names, streets and numbers of phones,.", true),
            ("19 March was the day the dam broke.", false),
            ("The dam broke; the river rose; the town of Moss with all its people fled before noon.", false),
            ("Police say the dam broke.", false),
            ("The mayor wants more money for the dam.", false),
            ("Two men ran from the dam.", false),
            ("More than 40 people fled.", false),
            ("Anna Moe to lead the town; she is 40.", false),
        ];
        for (sentence, expected) in table {
            assert_eq!(is_scrap(sentence, Language::declared("en")), expected, "{sentence}");
        }
        assert!(!is_scrap("Dammbruch über der Stadt Moss.", Language::declared("de")), "only English verbs are known");
        assert!(!is_scrap("2. Mai war der Tag des Dammbruchs.", Language::declared("de")), "a date");
    }

    #[test]
    fn phrases_are_in_lower_case() {
        for phrase in phrases(ANYWHERE).chain(phrases(FIRST)) {
            assert_eq!(phrase, phrase.to_lowercase());
            assert!(!phrase.trim().is_empty());
        }
    }
}
