//! Words that newsrooms use for one another, as stems: nationality for country, short for long.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The word that stands for `stem` (folded, stemmed English) and its like. `raw` tells `US` from `us`.
pub(crate) fn alias<'a>(stem: &'a str, raw: &str) -> &'a str {
    if stem == "us" {
        return if raw == "US" { "america" } else { stem };
    }
    TABLE.get(stem).copied().unwrap_or(stem)
}

/// By hash, since every word is looked up.
static TABLE: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| ALIASES.iter().copied().collect());

#[rustfmt::skip]
const ALIASES: &[(&str, &str)] = &[
    ("afghan", "afghanistan"), ("african", "africa"), ("american", "america"), ("arrested", "arrest"),
    ("asian", "asia"), ("australian", "australia"), ("austrian", "austria"), ("belarusian", "belaru"),
    ("belgian", "belgium"), ("blaz", "fir"), ("brazilian", "brazil"), ("british", "britain"), ("briton", "britain"),
    ("californian", "california"), ("canadian", "canada"), ("chilean", "chile"), ("chinese", "china"),
    ("cop", "polic"), ("covid", "coronavirus"), ("covid19", "coronavirus"), ("cuban", "cuba"), ("danish", "denmark"),
    ("dead", "death"), ("deadly", "death"), ("dem", "democrat"), ("democratic", "democrat"),
    ("demonstrator", "protest"), ("die", "death"), ("died", "death"), ("dies", "death"), ("dutch", "netherland"),
    ("dy", "death"), ("economic", "econom"), ("economy", "econom"), ("egyptian", "egypt"), ("elected", "elect"),
    ("election", "elect"), ("eu", "europ"), ("european", "europ"), ("fatal", "death"), ("filipino", "philippin"),
    ("financial", "financ"), ("finnish", "finland"), ("french", "france"), ("german", "germany"),
    ("gop", "republican"), ("greek", "greece"), ("gunman", "shoot"), ("indian", "india"), ("indonesian", "indonesia"),
    ("infected", "infect"), ("infection", "infect"), ("iranian", "iran"), ("iraqi", "iraq"), ("irish", "ireland"),
    ("israeli", "israel"), ("italian", "italy"), ("jab", "vaccin"), ("jailed", "jail"), ("japanese", "japan"),
    ("kenyan", "kenya"), ("kille", "kill"), ("korean", "korea"), ("lawsuit", "su"), ("lebanes", "lebanon"),
    ("malaysian", "malaysia"), ("mexican", "mexico"), ("minister", "minist"), ("ministry", "minist"),
    ("murder", "kill"), ("n.z", "zealand"), ("nigerian", "nigeria"), ("norwegian", "norway"), ("nz", "zealand"),
    ("pakistani", "pakistan"), ("palestinian", "palestin"), ("parliamentary", "parliament"), ("polish", "poland"),
    ("postpon", "delay"), ("presidential", "president"), ("prison", "jail"), ("protester", "protest"),
    ("quak", "earthquak"), ("resignation", "resign"), ("russian", "russia"), ("schoolchildren", "school"),
    ("scot", "scotland"), ("scottish", "scotland"), ("scotus", "court"), ("shooting", "shoot"), ("shot", "shoot"),
    ("singaporean", "singapor"), ("slain", "kill"), ("spanish", "spain"), ("sued", "su"), ("swedish", "sweden"),
    ("swiss", "switzerland"), ("syrian", "syria"), ("texan", "texa"), ("thai", "thailand"), ("turkish", "turkey"),
    ("u.k", "britain"), ("u.s", "america"), ("u.s.a", "america"), ("uk", "britain"), ("ukrainian", "ukraine"),
    ("usa", "america"), ("vaccinat", "vaccin"), ("vaccination", "vaccin"), ("vaccine", "vaccin"),
    ("vietnames", "vietnam"), ("voter", "vot"), ("welsh", "wale"), ("wildfir", "fir"),
];

#[cfg(test)]
mod tests {
    use super::{ALIASES, alias};

    #[test]
    fn aliases_are_sorted_and_lead_to_an_end() {
        assert!(ALIASES.is_sorted());
        for (from, to) in ALIASES {
            assert_eq!(alias(to, to), *to, "{from}");
        }
        assert_eq!(alias("us", "US"), "america");
        assert_eq!(alias("us", "us"), "us");
    }
}
