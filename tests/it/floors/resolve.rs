//! Finds what a path names: a file of this crate, through all re-exports, or something outside.

use super::source::{Mention, ModulePath, Name, Tree};

/// Re-exports of re-exports of ... : more than the language allows by far.
const DEEPEST: usize = 32;

/// What a path names.
#[derive(Debug, PartialEq)]
pub(super) enum Named {
    /// A module itself.
    Module(ModulePath),
    /// Something defined in a module.
    Item(ModulePath),
    /// Another crate's, by its full path.
    Outside(Vec<String>),
}

/// What a mention leads to.
#[derive(Debug)]
pub(super) struct Arrow {
    pub(super) named: Named,
    /// The modules whose re-exports it went through.
    pub(super) through: Vec<ModulePath>,
}

impl Tree {
    pub(super) fn follow(&self, mention: &Mention) -> Arrow {
        let mut through = Vec::new();
        let named = self.resolve(&mention.module, &mention.path, None, 0, &mut through);
        Arrow { named, through }
    }

    /// The file of a module: that of the nearest module around it that has one.
    pub(super) fn file_of(&self, module: &[String]) -> Option<usize> {
        (0..=module.len()).rev().find_map(|length| self.modules.get(&module[..length])).map(|module| module.file)
    }

    /// `importing` is the name that a `use` is about to bring in: it does not stand for itself.
    fn resolve(
        &self,
        from: &ModulePath,
        path: &[String],
        importing: Option<&str>,
        depth: usize,
        through: &mut Vec<ModulePath>,
    ) -> Named {
        let Some((first, rest)) = path.split_first() else { return Named::Module(from.clone()) };
        match first.as_str() {
            "crate" => {
                let root = if from.first().is_some_and(|name| name == "main") { &from[..1] } else { &[] };
                self.descend(root.to_vec(), rest, depth, through)
            }
            "self" if rest.first().is_some_and(|next| next == "super") => {
                self.resolve(from, rest, None, depth, through)
            }
            "self" => self.descend(from.clone(), rest, depth, through),
            "super" => {
                let supers = path.iter().take_while(|name| *name == "super").count();
                let above = from[..from.len().saturating_sub(supers)].to_vec();
                self.descend(above, &path[supers..], depth, through)
            }
            name => {
                let child = below(from, name);
                if !rest.is_empty() && self.modules.contains_key(&child) {
                    return self.descend(child, rest, depth, through);
                }
                if importing != Some(name)
                    && let Some(found) = self.lookup(from, name, true, depth, through)
                {
                    return self.go_on(found, rest, depth, through);
                }
                if self.modules.contains_key(&child) {
                    return Named::Module(child);
                }
                match name {
                    "tidings" => self.descend(Vec::new(), rest, depth, through),
                    // What both have is the same.
                    "core" | "alloc" => Named::Outside([&["std".to_owned()], rest].concat()),
                    _ => Named::Outside(path.to_vec()),
                }
            }
        }
    }

    fn descend(&self, module: ModulePath, path: &[String], depth: usize, through: &mut Vec<ModulePath>) -> Named {
        let Some((name, rest)) = path.split_first() else { return Named::Module(module) };
        let child = below(&module, name);
        // A name may be both a module and a function; only a module has something behind it.
        if self.modules.contains_key(&child)
            && (!rest.is_empty() || !self.modules.get(&module).is_some_and(|within| within.names.contains_key(name)))
        {
            return self.descend(child, rest, depth, through);
        }
        if name == "*" {
            return Named::Module(module);
        }
        let before = through.len();
        match self.lookup(&module, name, false, depth, through) {
            Some(Named::Item(place)) if place == module => Named::Item(module),
            Some(found) => {
                through.insert(before, module);
                self.go_on(found, rest, depth, through)
            }
            // What a macro defines has no name in the source.
            None => Named::Item(module),
        }
    }

    fn go_on(&self, found: Named, rest: &[String], depth: usize, through: &mut Vec<ModulePath>) -> Named {
        match found {
            Named::Module(module) => self.descend(module, rest, depth, through),
            Named::Item(module) => Named::Item(module),
            Named::Outside(path) => Named::Outside([&path, rest].concat()),
        }
    }

    /// What `name` stands for in `module`; for its own code (`within`) that includes the imports of its functions.
    fn lookup(
        &self,
        module: &ModulePath,
        name: &str,
        within: bool,
        depth: usize,
        through: &mut Vec<ModulePath>,
    ) -> Option<Named> {
        let here = self.modules.get(module)?;
        if depth > DEEPEST {
            return None;
        }
        match here.names.get(name) {
            Some(Name::Item) => return Some(Named::Item(module.clone())),
            Some(Name::Import(path)) => return Some(self.resolve(module, path, Some(name), depth + 1, through)),
            None => {}
        }
        if within && let Some(path) = here.in_bodies.get(name) {
            return Some(self.resolve(module, path, Some(name), depth + 1, through));
        }
        here.globs.iter().find_map(|glob| {
            let Named::Module(all_of) = self.resolve(module, glob, Some(name), depth + 1, &mut Vec::new()) else {
                return None;
            };
            let child = below(&all_of, name);
            self.lookup(&all_of, name, false, depth + 1, through)
                .or_else(|| self.modules.contains_key(&child).then_some(Named::Module(child)))
        })
    }
}

fn below(module: &ModulePath, name: &str) -> ModulePath {
    let mut child = module.clone();
    child.push(name.to_owned());
    child
}
