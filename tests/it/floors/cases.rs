//! What the tests of the floors must find, and what they must let pass, on small crates that exist only here.

use super::circles::{circles, graph, remove};
use super::source::Tree;
use super::{imports_not_pointing_down, impurities};
use std::collections::BTreeSet;

fn tree(files: &[(&str, &str)]) -> Tree {
    Tree::read(&files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect::<Vec<_>>())
}

/// A crate with a room above `compose`, and `text` as the file `compose/rank.rs`.
fn with_rank(text: &str) -> Tree {
    tree(&[
        ("model/mod.rs", "mod entry; pub use entry::Entry;"),
        ("model/entry.rs", "pub struct Entry;"),
        ("pipeline/mod.rs", "mod gather; pub use gather::Options as GatherOptions; pub use crate::model::Entry;"),
        ("pipeline/gather.rs", "pub struct Options; pub fn gather() {}"),
        ("compose/mod.rs", "mod rank; mod words;"),
        ("compose/words.rs", "pub fn fold() {}"),
        ("compose/rank.rs", text),
    ])
}

#[test]
fn an_import_that_points_up_is_found_however_it_is_written() {
    for text in [
        "use crate::pipeline::GatherOptions;",
        "use crate::{model::Entry, pipeline::{GatherOptions, gather}};",
        "use crate::{pipeline};",
        "use crate::pipeline::{self};",
        "use super::super::pipeline::GatherOptions;",
        "use super::super::{pipeline as work};",
        "use self::super::super::pipeline;",
        "use crate::pipeline::*;",
        "use crate::r#pipeline::r#gather;",
        "use super::super as top; use top::pipeline as work; fn f() { work::gather() }",
        "use crate as all; fn f(_: all::pipeline::GatherOptions) {}",
        "pub use crate::pipeline::GatherOptions;",
        "pub(super) use crate::{pipeline::GatherOptions as Options};",
        // What it is, is the nouns'; who hands it over is above all the same.
        "use crate::pipeline::Entry;",
        "fn f(_: &crate::pipeline::GatherOptions) {}",
        "struct A { b: Vec<Option<crate::pipeline::GatherOptions>> }",
        "impl From<super::super::pipeline::GatherOptions> for A {}",
        "fn f() { crate::pipeline::gather() }",
        "fn f() { use crate::pipeline; pipeline::gather() }",
        "fn f(x: u8) { match x { crate::pipeline::LIMIT => {} _ => {} } }",
        "fn f<T: crate::pipeline::Stage>(_: T) {}",
        "fn f() { assert!(crate::pipeline::ready(), \"{}\", 1) }",
        "fn f() { vec![1, super::super::pipeline::limit()]; }",
        "macro_rules! m { () => { use crate::{model::Entry, pipeline::gather}; } }",
        "macro_rules! m { () => { $crate::pipeline::gather() } }",
        "fn f() { crate::pipeline::say!(1) }",
        "#[derive(crate::pipeline::Derive)] struct A;",
        "#[derive(Serialize)] struct A { #[serde(with = \"crate::pipeline::moment\")] b: u8 }",
        "mod inner { use super::super::super::pipeline; }",
        "#[cfg(test)] mod tests { use crate::pipeline::GatherOptions; }",
        "fn f() { fn g() { use crate::{pipeline::gather as h}; h() } }",
        "fn f() -> impl Fn(&crate::pipeline::Options) { |_| () }",
        "impl crate::pipeline::Stage for A { type Of = u8; }",
        "fn f() { <u8 as crate::pipeline::Stage>::run() }",
        "const A: &str = crate::pipeline::NAME;",
        "type A = dyn Fn(crate::pipeline::Options) -> u8;",
    ] {
        let found = imports_not_pointing_down(&with_rank(text));
        assert!(found.iter().any(|line| line.ends_with(": compose imports pipeline")), "{text}: {found:?}");
        assert!(found.iter().all(|line| line.starts_with("src/compose/rank.rs:1: ")), "{text}: {found:?}");
    }
}

#[test]
fn what_points_down_passes_and_so_do_words_that_are_no_paths() {
    for text in [
        "use crate::model::Entry;",
        "use super::super::model::{self, Entry};",
        "use super::words::fold; pub use fold as folded;",
        "fn f() { super::words::fold() }",
        "// use crate::pipeline::gather;\n",
        "//! See `crate::pipeline::gather`.\n",
        "/// As [`crate::pipeline::gather`] does.\nfn f() {}",
        "#[doc = \"crate::pipeline::gather\"] fn f() {}",
        "const A: &str = \"use crate::pipeline::gather;\";",
        "fn f() { println!(\"crate::pipeline::gather\") }",
        // Another crate's, and a module of this file.
        "use other::pipeline::gather;",
        "mod pipeline { pub fn gather() {} } fn f() { pipeline::gather() }",
        "pub(in crate::compose) struct A;",
        "fn f(pipeline: u8) -> u8 { let crate_pipeline = pipeline; crate_pipeline }",
    ] {
        let found = imports_not_pointing_down(&with_rank(text));
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn a_room_imports_no_neighbour_and_the_program_only_the_terminal() {
    let sideways = tree(&[("store/mod.rs", "use crate::{fetch};"), ("fetch/mod.rs", "")]);
    assert_eq!(imports_not_pointing_down(&sideways), ["src/store/mod.rs:1: crate::fetch: store imports fetch"]);

    let program = [("main.rs", "fn main() { tidings::cli::run(tidings::store::open()) }")];
    let program = tree(&[program.as_slice(), &[("cli/mod.rs", ""), ("store/mod.rs", "")]].concat());
    assert_eq!(imports_not_pointing_down(&program), ["src/main.rs:1: tidings::store::open: main imports store"]);

    let root = tree(&[("lib.rs", "pub struct Everything;"), ("model/mod.rs", "use crate::Everything;")]);
    assert_eq!(imports_not_pointing_down(&root), ["src/model/mod.rs:1: crate::Everything: model imports lib"]);

    let unknown = tree(&[("attic/mod.rs", "")]);
    assert_eq!(imports_not_pointing_down(&unknown), ["attic/mod.rs: the room is not in the table"]);
}

#[test]
fn a_pure_room_is_held_to_it_however_it_comes_by_the_world() {
    for (text, what) in [
        ("use std::fs;", "std::fs"),
        ("use std::{fs};", "std::fs"),
        ("use std::{fmt, fs::{self, File}};", "std::fs"),
        ("use std::{collections::BTreeMap, net::{IpAddr, TcpStream}};", "std::net"),
        ("use std as s; fn f() { s::env::var(\"A\"); }", "std::env"),
        ("use std::{self as s, fmt}; fn f() { s::process::exit(1) }", "std::process"),
        ("extern crate std as s; use s::thread::spawn;", "std::thread"),
        ("use std::time::{Duration, Instant as Moment};", "std::time::Instant"),
        ("use std::time; fn f() -> time::SystemTime { panic!() }", "std::time::SystemTime"),
        ("use std::time::*;", "std::time::Instant"),
        ("use std::*;", "std::fs"),
        ("use core::net::IpAddr;", "std::net"),
        ("fn f() -> ::std::io::Result<::std::fs::File> { panic!() }", "std::fs"),
        ("fn f() { let _ = Some(std::env::args()); }", "std::env"),
        ("fn f() { use std::fs as disk; disk::read(\"a\"); }", "std::fs"),
        ("fn f() { assert!(std::fs::exists(\"a\").is_ok()) }", "std::fs"),
        ("pub use tokio::sync::Mutex;", "tokio"),
        ("use tracing as log_of; fn f() { log_of::info!(\"a\") }", "tracing"),
        ("#[tracing::instrument] fn f() {}", "tracing"),
        ("#[derive(sqlx::FromRow)] struct A;", "sqlx"),
        ("fn f(_: &reqwest::Client) {}", "reqwest"),
        ("use rand::random;", "rand"),
        ("use jiff::{Timestamp, Span}; fn f() -> Timestamp { Timestamp::now() }", "jiff::Timestamp::now"),
        ("async fn f() {}", "async"),
        ("impl A { pub async fn f(&self) {} }", "async"),
        ("trait A { async fn f(&self); }", "async"),
        ("fn f() -> impl Sized { async { 1 } }", "async"),
        ("fn f() { g(async || 1) }", "async"),
        ("use super::words::disk; fn f() { disk::read(\"a\"); }", "std::fs"),
    ] {
        let crate_of = tree(&[
            ("compose/mod.rs", "mod rank;"),
            ("compose/words.rs", "pub(super) use std::fs as disk;"),
            ("compose/rank.rs", text),
        ]);
        let found = impurities(&crate_of);
        assert!(found.iter().any(|(file, is, _)| (*file, *is) == ("compose/rank.rs", what)), "{text}: {found:?}");
    }
}

#[test]
fn a_pure_room_may_name_what_touches_nothing_and_its_tests_may_do_more() {
    for text in [
        "use std::path::{Path, PathBuf};",
        "use std::{fmt, io};",
        "use std::time::Duration;",
        "use std::time; fn f(_: time::Duration) {}",
        "use jiff::Timestamp; fn f(_: Timestamp) {}",
        "use std::fmt::*;",
        "/// Neither `std::fs` nor tokio::spawn.\nfn f() { g(\"use std::fs;\") }",
        "fn fs() {} fn f(net: u8) { fs(); h(net) }",
        "mod fs { pub fn read() {} } fn f() { fs::read() }",
        "#[cfg(test)] mod tests { use std::fs; #[test] fn t() { fs::read(\"a\"); } }",
        "#[cfg(all(test, unix))] mod tests { use std::{env, net}; }",
        "#[cfg(test)] use std::fs;",
        "#[cfg(test)] fn f() { std::fs::read(\"a\"); }",
        "impl A { #[cfg(test)] fn f() { std::fs::read(\"a\"); } }",
        "#[test] fn f() { std::fs::read(\"a\"); }",
    ] {
        let found = tree(&[("compose/rank.rs", text)]);
        assert_eq!(impurities(&found), [], "{text}");
    }
    let elsewhere = tree(&[
        ("compose/mod.rs", "#[cfg(test)] mod tests;"),
        ("compose/tests/mod.rs", "mod more; use std::fs;"),
        ("compose/tests/more.rs", "use std::fs;"),
        ("deliver/mod.rs", "use std::fs;"),
    ]);
    assert_eq!(impurities(&elsewhere), []);
}

#[test]
fn what_only_looks_like_a_test_is_held_to_the_rule() {
    for text in [
        "#[cfg(not(test))] use std::fs;",
        "#[cfg(any(test, unix))] use std::fs;",
        "#[cfg(unix)] mod tests { use std::fs; }",
        "mod tests { use std::fs; }",
    ] {
        assert_eq!(impurities(&tree(&[("compose/rank.rs", text)])).len(), 1, "{text}");
    }
}

#[test]
fn circles_of_files_are_found() {
    let two = [
        ("render/mod.rs", "mod a; mod b;"),
        ("render/a.rs", "use super::b::B; pub struct A;"),
        ("render/b.rs", "pub struct B(crate::render::a::A);"),
    ];
    let three = [
        ("render/mod.rs", "mod a; mod b; mod c; pub use c::C;"),
        ("render/a.rs", "use super::b::{self}; pub struct A(b::B);"),
        ("render/b.rs", "struct B(crate::render::C);"),
        ("render/c.rs", "use super::{a as first}; pub struct C; pub fn c() -> first::A { panic!() }"),
    ];
    let glob = [("render/mod.rs", "mod a; pub struct Page;"), ("render/a.rs", "use super::*;")];
    // A file that takes from its parent what the parent defines: the parent has the child, the child needs the parent.
    let parent = [("render/mod.rs", "mod a; pub struct Page;"), ("render/a.rs", "use super::Page;")];
    let grandparent = [
        ("render/mod.rs", "mod a; pub fn f() {}"),
        ("render/a.rs", "mod b;"),
        ("render/a/b.rs", "use super::super::f;"),
    ];
    let between_folders = [
        ("render/mod.rs", "mod a; mod b;"),
        ("render/a/mod.rs", "mod one; pub use one::One;"),
        ("render/a/one.rs", "use crate::render::b::Two; pub struct One;"),
        ("render/b/mod.rs", "mod two; pub use two::Two;"),
        ("render/b/two.rs", "fn f(_: super::super::a::One) {} pub struct Two;"),
    ];
    for (files, circle) in [
        (&two[..], &["render/a.rs", "render/b.rs"][..]),
        (&three, &["render/a.rs", "render/b.rs", "render/c.rs"]),
        (&glob, &["render/a.rs", "render/mod.rs"]),
        (&parent, &["render/a.rs", "render/mod.rs"]),
        (&grandparent, &["render/a.rs", "render/a/b.rs", "render/mod.rs"]),
        (&between_folders, &["render/a/one.rs", "render/b/two.rs"]),
    ] {
        let tree = tree(files);
        let wanted: BTreeSet<&str> = circle.iter().copied().collect();
        assert_eq!(circles(&graph(&tree)), [wanted], "{files:?}");
    }
}

#[test]
fn what_is_handed_on_by_a_parent_makes_no_circle() {
    let siblings = tree(&[
        ("render/mod.rs", "mod a; mod b; pub use b::B; pub(crate) use b::b as shown; fn f(_: a::A) {}"),
        ("render/a.rs", "use super::B; use crate::render::shown; pub struct A;"),
        ("render/b.rs", "pub struct B; pub fn b() {}"),
    ]);
    assert!(circles(&graph(&siblings)).is_empty());

    let in_tests = tree(&[
        ("render/mod.rs", "mod a; pub struct Page;"),
        ("render/a.rs", "#[cfg(test)] mod tests { use super::super::Page; }"),
    ]);
    assert!(circles(&graph(&in_tests)).is_empty());
}

#[test]
fn an_arrow_taken_out_opens_its_circle_and_no_other() {
    let tree = tree(&[
        ("render/mod.rs", "mod a; mod b; mod c; pub struct Page;"),
        ("render/a.rs", "use super::b::B; use super::Page; pub struct A;"),
        ("render/b.rs", "use super::a::A; pub struct B;"),
        ("render/c.rs", "use super::a::A;"),
    ]);
    let mut arrows = graph(&tree);
    assert_eq!(circles(&arrows), [BTreeSet::from(["render/a.rs", "render/b.rs", "render/mod.rs", "render/c.rs"])]);
    assert!(remove(&mut arrows, "render/a.rs", "render/mod.rs"));
    assert_eq!(circles(&arrows), [BTreeSet::from(["render/a.rs", "render/b.rs"])]);
    assert!(remove(&mut arrows, "render/b.rs", "render/a.rs"));
    assert!(circles(&arrows).is_empty());
    assert!(!remove(&mut arrows, "render/b.rs", "render/a.rs"));
}
