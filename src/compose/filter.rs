//! scaffold
#![allow(missing_docs, reason = "scaffold")]
use crate::model::{Entry, Matcher, Outlet, OutletId, Pattern, Topic};
use serde::{Deserialize, Serialize};
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reason {
    NoTopic,
}
#[derive(Debug)]
pub struct Filter {
    topics: Vec<Topic>,
}
#[derive(Debug, Clone)]
pub struct TopicMatch {
    pub topic: usize,
    pub score: f64,
}
#[derive(Debug, Clone)]
pub struct Judgement {
    pub topics: Vec<TopicMatch>,
    pub dropped: Option<Reason>,
}
impl Filter {
    pub fn new(topics: &[Topic], _nots: &[(OutletId, Vec<Matcher>)], _outlets: &[Outlet]) -> Self {
        Self { topics: topics.to_vec() }
    }
    pub fn judge(&self, entry: &Entry) -> Judgement {
        let text = format!(" {} {} ", &*entry.title, &*entry.summary).to_lowercase();
        let hit = |m: &Matcher| match &m.pattern {
            Pattern::Words(w) => {
                let w = w.to_lowercase();
                if let Some(p) = w.strip_suffix('*') {
                    text.contains(&format!(" {p}"))
                } else {
                    text.contains(&format!(" {w}"))
                }
            }
            Pattern::Regex(_) => false,
        };
        let topics: Vec<TopicMatch> = self
            .topics
            .iter()
            .enumerate()
            .filter_map(|(topic, t)| {
                if t.not.iter().any(hit) {
                    return None;
                }
                let score: f64 = t.any.iter().filter(|m| hit(m)).map(|m| m.weight).sum();
                if t.any.is_empty() && t.all.is_empty() {
                    return Some(TopicMatch { topic, score: 1.0 });
                }
                (score >= t.min_score && score > 0.0).then_some(TopicMatch { topic, score })
            })
            .collect();
        let dropped = topics.is_empty().then_some(Reason::NoTopic);
        Judgement { topics, dropped }
    }
}
