//! Chinese, Japanese and Korean: what is a word where no spaces or only some part them.

/// Whether `c` belongs to these scripts.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Whether `c` only ties words together: hiragana, in which particles and endings are written, and the commonest
/// Chinese particles.
pub(crate) fn is_function(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x309F) || "的了在是和与與及也而被把这這那".contains(c)
}

/// Particles that Korean words end with, longest first.
const PARTICLES: [&str; 24] = [
    "에서는",
    "으로는",
    "에서",
    "으로",
    "까지",
    "부터",
    "에게",
    "한테",
    "처럼",
    "보다",
    "라고",
    "이라",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "로",
    "도",
    "와",
    "과",
];

/// A Korean word without its particle, where two syllables or more are left; any other word as it is.
pub(crate) fn without_particle(word: &str) -> &str {
    if !word.chars().all(|c| matches!(u32::from(c), 0xAC00..=0xD7AF)) {
        return word;
    }
    let rest = PARTICLES.iter().filter_map(|particle| word.strip_suffix(particle));
    rest.into_iter().find(|rest| rest.chars().nth(1).is_some()).unwrap_or(word)
}

/// What else may stand behind a Korean noun in the same word: further particles and the forms of "to be", "to say".
/// A text is read for words without these, as many end other words too; a word that is asked for is known to be one.
#[rustfmt::skip]
const TAILS: [&str; 66] = [
    "에게서", "한테서", "께서", "으로서", "으로써", "로서", "로써", "로부터", "에서", "만", "마저", "조차", "밖에", "뿐", "이나", "나", "이든",
    "든", "이며", "며", "이고", "고", "이랑", "랑", "이란", "란", "하고", "같은", "같이", "대로", "마다", "만큼", "들", "께", "다", "이다",
    "입니다", "이었다", "였다", "인데", "이라도", "라도", "이라며", "라며", "이라는", "라는", "이라면", "라면", "이야", "이자", "이지만", "지만",
    "인가", "일까", "이냐", "냐", "씨", "님", "여서", "이어서", "이던", "던",
    "에선", "에겐", "론", "으론",
];

/// Nouns that are written behind a name without a space: one sign of Chinese origin each (person, made in, army,
/// city, language ...), then what institutions, offices and businesses are called.
#[rustfmt::skip]
const HEADS: [&str; 106] = [
    "인", "산", "군", "시", "국", "어", "말", "계", "식", "형", "제", "측", "전", "후", "내", "외", "발", "행", "팀", "당", "사", "별", "등",
    "중", "상", "령", "화", "판", "권", "값", "률", "법", "안", "구", "역", "청", "부", "원", "회", "장", "급", "용", "대", "차", "항", "생", "적인", "적으로",
    "정부", "정권", "대통령", "총리", "장관", "의원", "의회", "국회", "대사", "대사관", "당국", "법원", "검찰", "경찰", "은행", "증권", "증시",
    "전자", "그룹", "생명", "화재", "물산", "건설", "화학", "카드", "중공업", "자동차", "반도체", "디스플레이", "기업", "회사", "산업", "시장",
    "경제", "대학", "대학교", "병원", "공항", "지역", "지방", "여행", "축구", "야구", "대표팀", "선수", "리그", "사람", "위원회", "협회", "연구원",
    "연구소", "전력", "가스", "통신", "텔레콤", "항공", "방송", "신문",
];

/// Syllables that Chinese characters are read as in Korean. Two of them behind a noun are nearly always a noun of their
/// own (관세전쟁, "tariff war"), while names from elsewhere go on in others.
const READINGS: &str = "\
    가각간갈감갑강개객갱거건걸검겁게격견결겸경계고곡곤골공과곽관괄광괘괴굉교구국군굴궁권궐궤귀규균귤극근글금급긍기긴길김끽나낙난날남납낭내냉녀년념녕노농뇌뇨누눈눌뉴능니닉다단달담답당대댁덕도독돈돌동두둔득\
    등라락란랄람랍랑래랭략량려력련렬렴령례로록론롱뢰료룡루류륙륜률륭륵름릉리린림립막만말망매맥맹면멸명모목몰몽묘무묵문물미민밀박반발방배백번벌범법벽변별병보복본봉부북분불붕비빈빙사삭산살삼삽상새색생서석선\
    설섬섭성세소속손솔송쇄쇠수숙순술숭슬습승시식신실심십쌍씨아악안알암압앙애액야약양어억언엄업여역연열염엽영예오옥온옹와완왕왜외요욕용우욱운울웅원월위유육윤율융은을음읍응의이익인일임입자작잔잠잡장재쟁저적\
    전절점접정제조족존졸종좌죄주죽준줄중즉즐증지직진질짐집징차착찬찰참창채책처척천철첨첩청체초촉촌총최추축춘출충취측층치칙친칠침칩칭쾌타탁탄탈탐탑탕태택토통퇴투특파판팔패팽편평폐포폭표품풍피필핍하학한할함\
    합항해핵행향허헌험혁현혈혐협형혜호혹혼홀홍화확환활황회획횡효후훈훼휘휴흉흑흔흘흠흡흥희";

/// What makes a Korean noun a verb or an adjective: to do, to be done, to make do.
const VERBS: [&str; 18] = [
    "하", "한", "할", "함", "합", "해", "했", "되", "된", "될", "됨", "됩", "돼", "됐", "시키", "시킨", "시켜", "시켰",
];

/// Whether what follows `noun` in the same Korean word leaves it the same noun: nothing, particles, a noun of its own
/// that is commonly written behind without a space, the forms of "to do". The first particle must suit how `noun` ends.
pub(crate) fn follows_noun(noun: char, rest: &str) -> bool {
    // Longer chains are not written.
    const LONGEST: usize = 12;
    rest.is_empty() || (rest.chars().count() <= LONGEST && follows(noun, rest, 3))
}

fn follows(noun: char, rest: &str, nouns: u8) -> bool {
    if rest.is_empty() || VERBS.iter().any(|verb| rest.starts_with(verb)) || particles(noun, rest, 4) {
        return true;
    }
    let head = |head: &&str| {
        let (last, rest) = (head.chars().next_back(), rest.strip_prefix(*head));
        last.zip(rest).is_some_and(|(last, rest)| follows(last, rest, nouns.saturating_sub(1)))
    };
    if nouns > 0 && HEADS.iter().any(head) {
        return true;
    }
    let mut letters = rest.char_indices();
    match (letters.next(), letters.next(), letters.next()) {
        (Some((_, one)), Some((_, two)), end) => {
            let rest = end.map_or("", |(at, _)| &rest[at..]);
            READINGS.contains(one) && READINGS.contains(two) && particles(two, rest, 4)
        }
        _ => false,
    }
}

fn particles(before: char, rest: &str, most: u8) -> bool {
    rest.is_empty()
        || (most > 0
            && PARTICLES.iter().chain(&TAILS).filter(|particle| suits(before, particle)).any(|particle| {
                let last = particle.chars().next_back().unwrap_or(before);
                rest.strip_prefix(particle).is_some_and(|rest| particles(last, rest, most - 1))
            }))
}

/// Whether a particle can stand behind a syllable: some have one form for those with a final consonant and another for
/// those without.
fn suits(before: char, particle: &str) -> bool {
    const SYLLABLES: std::ops::RangeInclusive<u32> = 0xAC00..=0xD7A3;
    /// Final consonants a syllable may have, none included, and the number of ㄹ.
    const FINALS: u32 = 28;
    const RIEUL: u32 = 8;
    let before = u32::from(before);
    if !SYLLABLES.contains(&before) {
        return true;
    }
    let last = (before - SYLLABLES.start()) % FINALS;
    match particle {
        "은" | "을" | "과" | "이" => last != 0,
        "는" | "를" | "와" | "가" | "나" | "란" | "랑" | "며" => last == 0,
        "로" | "로서" | "로써" | "로부터" => last == 0 || last == RIEUL,
        _ if particle.starts_with("으로") => last != 0 && last != RIEUL,
        _ => true,
    }
}
