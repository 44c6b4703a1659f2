//! Subscriptions: feeds as readers pass them to one another in a list.

use super::Link;
use std::collections::BTreeMap;

/// One feed of a list that goes from reader to reader: what OPML can say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The folders it lies in, outermost first; empty at the top.
    pub folder: Vec<String>,
    /// What its reader calls it. One line.
    pub name: String,
    /// Where the feed is.
    pub feed: Link,
    /// The page it accompanies.
    pub page: Option<Link>,
}

/// Brings a list into the order of its folders: a folder stands where its first feed stood, and all that lies in it
/// follows. A list in this order can be written folder by folder, and stays as it is when it is brought into it again.
#[must_use]
pub fn shelved(list: Vec<Subscription>) -> Vec<Subscription> {
    let mut first: BTreeMap<&[String], usize> = BTreeMap::new();
    for (at, subscription) in list.iter().enumerate() {
        for depth in 1..=subscription.folder.len() {
            first.entry(&subscription.folder[..depth]).or_insert(at);
        }
    }
    let place = |at: usize, subscription: &Subscription| -> Vec<usize> {
        let folders = (1..=subscription.folder.len()).map(|depth| first[&subscription.folder[..depth]]);
        folders.chain([at]).collect()
    };
    let mut places: Vec<Vec<usize>> =
        list.iter().enumerate().map(|(at, subscription)| place(at, subscription)).collect();
    // The last number of a place is where the subscription stood, and no other has it.
    places.sort_unstable();
    let mut list: Vec<Option<Subscription>> = list.into_iter().map(Some).collect();
    places.iter().filter_map(|place| list.get_mut(*place.last()?)?.take()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Subscription, shelved};
    use crate::model::Link;

    fn listed(folder: &[&str], name: &str) -> Subscription {
        Subscription {
            folder: folder.iter().map(|&name| name.to_owned()).collect(),
            name: name.to_owned(),
            feed: Link::parse("https://a.example/", None).expect("an address"),
            page: None,
        }
    }

    #[test]
    fn a_folder_is_in_one_piece_where_it_began() {
        let list =
            [(&["A"][..], "1"), (&[], "2"), (&["A", "B"], "3"), (&["C"], "4"), (&["A"], "5"), (&["A", "B"], "6")];
        let list = list.map(|(folder, name)| listed(folder, name)).to_vec();
        let names = |list: &[Subscription]| list.iter().map(|one| one.name.clone()).collect::<Vec<_>>().join(" ");
        let once = shelved(list);
        assert_eq!(names(&once), "1 3 6 5 2 4");
        assert_eq!(names(&shelved(once)), "1 3 6 5 2 4");
    }
}
