//! Where links lead.

/// Whether `link` leads to an edition or a story of the same site, or within the page.
pub(super) fn is_of_site(link: &str) -> bool {
    let below = link.trim_start_matches("../");
    below.is_empty()
        || below.starts_with('#')
        || below.starts_with("story/")
        || below.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether `link` leads to another site, or to anything but a page. Browsers take no notice of tabs and line ends in it.
pub(super) fn is_outward(link: &str) -> bool {
    let link: String = link.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let link = link.trim_start_matches(|c: char| c.is_ascii_control() || c == ' ').replace('\\', "/");
    let scheme = link.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
    scheme || link.starts_with("//")
}
