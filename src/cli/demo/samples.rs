//! The sample feeds, in the program itself: the demo needs nothing but the binary.
//!
//! Every text was written for the demo. Outlets under a `.example` name and what they report are invented;
//! the lead retells real events, in our words.

/// The demo's own `feeds.toml`.
pub(super) const FEEDS_TOML: &str = include_str!("feeds.toml");

/// The sample feeds as they were on one morning.
pub(super) struct Day {
    /// What a person calls it.
    pub(super) name: &'static str,
    /// When its edition is made.
    pub(super) at: &'static str,
    /// File name and body of each feed.
    pub(super) feeds: &'static [(&'static str, &'static str)],
}

/// The mornings, in order.
pub(super) fn days() -> [Day; 2] {
    [
        Day { name: "Day one", at: "2026-05-06T06:30:00Z", feeds: DAY_ONE },
        Day { name: "Day two", at: "2026-05-07T06:30:00Z", feeds: DAY_TWO },
    ]
}

const DAY_ONE: &[(&str, &str)] = &[
    ("circuit.atom", include_str!("day1/circuit.atom")),
    ("climate.json", include_str!("day1/climate.json")),
    ("commit.json", include_str!("day1/commit.json")),
    ("courier.xml", include_str!("day1/courier.xml")),
    ("fieldnotes.xml", include_str!("day1/fieldnotes.xml")),
    ("geekwire.xml", include_str!("day1/geekwire.xml")),
    ("hafenblatt.xml", include_str!("day1/hafenblatt.xml")),
    ("herald.xml", include_str!("day1/herald.xml")),
    ("ledger.xml", include_str!("day1/ledger.xml")),
    ("lighthouse.xml", include_str!("day1/lighthouse.xml")),
    ("meridian.atom", include_str!("day1/meridian.atom")),
    ("northwire.xml", include_str!("day1/northwire.xml")),
    ("patch.atom", include_str!("day1/patch.atom")),
    ("tidewater.xml", include_str!("day1/tidewater.xml")),
    ("verge.atom", include_str!("day1/verge.atom")),
    ("ward.xml", include_str!("day1/ward.xml")),
    ("westbay.xml", include_str!("day1/westbay.xml")),
    ("wired.xml", include_str!("day1/wired.xml")),
];

const DAY_TWO: &[(&str, &str)] = &[
    ("circuit.atom", include_str!("day2/circuit.atom")),
    ("climate.json", include_str!("day2/climate.json")),
    ("commit.json", include_str!("day2/commit.json")),
    ("courier.xml", include_str!("day2/courier.xml")),
    ("fieldnotes.xml", include_str!("day2/fieldnotes.xml")),
    ("geekwire.xml", include_str!("day2/geekwire.xml")),
    ("hafenblatt.xml", include_str!("day2/hafenblatt.xml")),
    ("herald.xml", include_str!("day2/herald.xml")),
    ("ledger.xml", include_str!("day2/ledger.xml")),
    ("lighthouse.xml", include_str!("day2/lighthouse.xml")),
    ("meridian.atom", include_str!("day2/meridian.atom")),
    ("northwire.xml", include_str!("day2/northwire.xml")),
    ("patch.atom", include_str!("day2/patch.atom")),
    ("tidewater.xml", include_str!("day2/tidewater.xml")),
    ("verge.atom", include_str!("day2/verge.atom")),
    ("ward.xml", include_str!("day2/ward.xml")),
    ("westbay.xml", include_str!("day2/westbay.xml")),
    ("wired.xml", include_str!("day2/wired.xml")),
];
