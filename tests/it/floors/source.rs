//! Reads source files: which modules there are, what each names, and which paths its code mentions.

use super::mentions::Mentions;
use std::collections::BTreeMap;
use syn::visit::Visit as _;

/// The names from the crate's root to a module: `compose::group::link`; `main.rs` is the crate `main` of its own.
pub(super) type ModulePath = Vec<String>;

/// A path somewhere in the code, as written.
#[derive(Debug)]
pub(super) struct Mention {
    /// The module it is written in.
    pub(super) module: ModulePath,
    pub(super) path: Vec<String>,
    pub(super) line: usize,
    /// Whether only a test build has it.
    pub(super) in_test: bool,
}

/// What a name of a module stands for.
#[derive(Debug)]
pub(super) enum Name {
    /// Something that the module defines.
    Item,
    /// Something that a `use` brings in, by its path as written.
    Import(Vec<String>),
}

#[derive(Debug, Default)]
pub(super) struct Module {
    /// The number of the file it stands in.
    pub(super) file: usize,
    /// What other modules can name through it, as far as it is visible to them.
    pub(super) names: BTreeMap<String, Name>,
    /// What a `use` inside a function brings in: only code of this module sees it.
    pub(super) in_bodies: BTreeMap<String, Vec<String>>,
    /// `use path::*`.
    pub(super) globs: Vec<Vec<String>>,
}

/// All the source of a crate.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Below `src`: `compose/group/link.rs`.
    pub(super) files: Vec<String>,
    pub(super) modules: BTreeMap<ModulePath, Module>,
    pub(super) mentions: Vec<Mention>,
}

impl Tree {
    /// Reads files, each with its path below `src` and its text.
    pub(super) fn read(sources: &[(String, String)]) -> Self {
        let mut tree = Self::default();
        let mut only_in_tests = Vec::new();
        for (file, text) in sources {
            let syntax = syn::parse_file(text).unwrap_or_else(|error| {
                panic!("{file}:{}: {error}", error.span().start().line);
            });
            let module = module_of(file);
            let number = tree.files.len();
            tree.files.push(file.clone());
            tree.modules.entry(module.clone()).or_default().file = number;
            let mut reader = Mentions::new(&mut tree, module, number);
            reader.visit_file(&syntax);
            only_in_tests.extend(reader.into_test_files());
        }
        // `#[cfg(test)] mod tests;` makes a test of another file.
        for mention in &mut tree.mentions {
            mention.in_test |= only_in_tests.iter().any(|test: &ModulePath| mention.module.starts_with(test));
        }
        tree
    }
}

/// The module that a file is: `compose/mod.rs` is `compose`, as `compose.rs` would be.
pub(super) fn module_of(file: &str) -> ModulePath {
    let mut names: ModulePath = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if names.last().is_some_and(|name| name == "mod") || names == ["lib"] {
        names.pop();
    }
    names
}
