//! Walks the syntax of one file and notes every path in it: in `use`, types, expressions, patterns, attributes, macros.

use super::source::{Mention, ModulePath, Name, Tree};
use proc_macro2::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, Meta, UseTree};

/// Stands for "asynchronous code" among the paths: no path is called so, since it is a word of the language.
pub(super) const ASYNC: &str = "async";

pub(super) struct Mentions<'t> {
    tree: &'t mut Tree,
    file: usize,
    module: ModulePath,
    /// How deep in code that only a test build has.
    tests: usize,
    /// How deep in the bodies of functions, whose imports nobody else sees.
    bodies: usize,
    /// Modules in files of their own that only a test build has.
    test_files: Vec<ModulePath>,
}

impl<'t> Mentions<'t> {
    pub(super) fn new(tree: &'t mut Tree, module: ModulePath, file: usize) -> Self {
        Self { tree, file, module, tests: 0, bodies: 0, test_files: Vec::new() }
    }

    pub(super) fn into_test_files(self) -> Vec<ModulePath> {
        self.test_files
    }

    fn note(&mut self, path: Vec<String>, at: Span) {
        self.tree.mentions.push(Mention {
            module: self.module.clone(),
            path,
            line: at.start().line,
            in_test: self.tests > 0,
        });
    }

    fn name(&mut self, name: &Ident, stands_for: Name) {
        let module = self.tree.modules.entry(self.module.clone()).or_default();
        match stands_for {
            Name::Import(path) if self.bodies > 0 => {
                module.in_bodies.insert(plain(name), path);
            }
            Name::Item if self.bodies > 0 => {}
            // A definition wins: a macro is defined first and then named by a `use` of itself.
            Name::Item => {
                module.names.insert(plain(name), Name::Item);
            }
            Name::Import(path) => {
                module.names.entry(plain(name)).or_insert(Name::Import(path));
            }
        }
    }

    /// Every leaf of a `use`: what it names and under which name.
    fn import(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: &Ident| before.iter().cloned().chain([plain(name)]).collect::<Vec<_>>();
        match tree {
            UseTree::Path(path) => self.import(&path.tree, &with(&path.ident)),
            UseTree::Group(group) => group.items.iter().for_each(|item| self.import(item, before)),
            UseTree::Name(leaf) if leaf.ident == "self" => {
                self.note(before.to_vec(), leaf.ident.span());
                if let Some(last) = before.last() {
                    self.name(&Ident::new(last, leaf.ident.span()), Name::Import(before.to_vec()));
                }
            }
            UseTree::Name(leaf) => {
                self.note(with(&leaf.ident), leaf.ident.span());
                self.name(&leaf.ident, Name::Import(with(&leaf.ident)));
            }
            UseTree::Rename(leaf) => {
                let path = if leaf.ident == "self" { before.to_vec() } else { with(&leaf.ident) };
                self.note(path.clone(), leaf.ident.span());
                self.name(&leaf.rename, Name::Import(path));
            }
            UseTree::Glob(star) => {
                let everything = before.iter().cloned().chain(["*".to_owned()]).collect();
                self.note(everything, star.star_token.spans[0]);
                let module = self.tree.modules.entry(self.module.clone()).or_default();
                module.globs.push(before.to_vec());
            }
        }
    }

    /// The paths among tokens that have no syntax yet: what macros and attributes are given. Names alone are not noted:
    /// they may be anything, and what brought them in is noted already.
    fn scan(&mut self, tokens: TokenStream, before: &[String]) {
        let mut path: Vec<String> = before.to_vec();
        let mut at = None;
        let mut tokens = tokens.into_iter().peekable();
        let mut joined = false;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(ident) => {
                    if !joined {
                        self.end(&mut path, &mut at, before);
                    }
                    path.push(plain(&ident));
                    at.get_or_insert(ident.span());
                    joined = false;
                }
                TokenTree::Punct(colon) if colon.as_char() == ':' && colon.spacing() == Spacing::Joint => {
                    joined = matches!(tokens.next(), Some(TokenTree::Punct(second)) if second.as_char() == ':');
                    if at.is_none() {
                        joined = false;
                    }
                }
                // `use` inside a macro: the names of a group belong to the path before it.
                TokenTree::Group(group) if joined && group.delimiter() == Delimiter::Brace => {
                    self.scan(group.stream(), &path);
                    path = before.to_vec();
                    at = None;
                    joined = false;
                }
                TokenTree::Punct(star) if joined && star.as_char() == '*' => {
                    path.push("*".to_owned());
                    joined = false;
                }
                TokenTree::Group(group) => {
                    self.end(&mut path, &mut at, before);
                    joined = false;
                    self.scan(group.stream(), &[]);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {
                    self.end(&mut path, &mut at, before);
                    joined = false;
                }
            }
        }
        self.end(&mut path, &mut at, before);
    }

    fn end(&mut self, path: &mut Vec<String>, at: &mut Option<Span>, before: &[String]) {
        let found = std::mem::replace(path, before.to_vec());
        if let Some(at) = at.take()
            && found.len() > 1
        {
            self.note(found, at);
        }
    }

    /// `#[serde(with = "path")]` is the one place where a path hides in a string.
    fn scan_serde(&mut self, tokens: TokenStream) {
        for token in tokens {
            if let TokenTree::Literal(literal) = token
                && let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string())
                && let Ok(path) = text.parse_with(syn::Path::parse_mod_style)
                && path.segments.len() > 1
            {
                self.note(path.segments.iter().map(|segment| plain(&segment.ident)).collect(), literal.span());
            }
        }
    }
}

impl<'ast> Visit<'ast> for Mentions<'_> {
    fn visit_file(&mut self, file: &'ast syn::File) {
        self.tests = usize::from(file.attrs.iter().any(only_in_tests));
        visit::visit_file(self, file);
    }

    fn visit_item(&mut self, item: &'ast Item) {
        let (name, attributes) = name_and_attributes(item);
        let test = attributes.iter().any(only_in_tests);
        self.tests += usize::from(test);
        if let Some(name) = name {
            self.name(name, Name::Item);
        }
        visit::visit_item(self, item);
        self.tests -= usize::from(test);
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let attributes = match item {
            syn::ImplItem::Fn(item) => &item.attrs,
            syn::ImplItem::Const(item) => &item.attrs,
            _ => &Vec::new(),
        };
        let test = attributes.iter().any(only_in_tests);
        self.tests += usize::from(test);
        visit::visit_impl_item(self, item);
        self.tests -= usize::from(test);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let mut inside = self.module.clone();
        inside.push(plain(&item.ident));
        if item.content.is_none() {
            let moved = item.attrs.iter().any(|attribute| attribute.path().is_ident("path"));
            assert!(!moved, "a module lies where its name says: `{}` has a #[path]", item.ident);
            if item.attrs.iter().any(only_in_tests) {
                self.test_files.push(inside);
            }
            // A module has its files: the parent names the child.
            self.note(vec!["self".to_owned(), plain(&item.ident)], item.ident.span());
            return;
        }
        self.tree.modules.entry(inside.clone()).or_default().file = self.file;
        let outside = std::mem::replace(&mut self.module, inside);
        visit::visit_item_mod(self, item);
        self.module = outside;
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.import(&item.tree, &[]);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        let path = vec![plain(&item.ident)];
        self.note(path.clone(), item.ident.span());
        if let Some((_, rename)) = &item.rename {
            self.name(rename, Name::Import(path));
        }
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.bodies += 1;
        visit::visit_block(self, block);
        self.bodies -= 1;
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        // A name alone is local or was brought in by a `use`, which is noted.
        if path.segments.len() > 1
            && let Some(first) = path.segments.first()
        {
            let names = path.segments.iter().map(|segment| plain(&segment.ident)).collect();
            self.note(names, first.ident.span());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        assert!(!call.path.is_ident("include"), "code is read as a module, not with include!");
        visit::visit_macro(self, call);
        self.scan(call.tokens.clone(), &[]);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        visit::visit_attribute(self, attribute);
        if let Meta::List(list) = &attribute.meta {
            self.scan(list.tokens.clone(), &[]);
            if list.path.is_ident("serde") {
                self.scan_serde(list.tokens.clone());
            }
        }
    }

    /// `pub(in crate::compose)` says who may see an item, not what it needs.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        if let Some(word) = &signature.asyncness {
            self.note(vec![ASYNC.to_owned()], word.span);
        }
        visit::visit_signature(self, signature);
    }

    fn visit_expr_async(&mut self, block: &'ast syn::ExprAsync) {
        self.note(vec![ASYNC.to_owned()], block.async_token.span);
        visit::visit_expr_async(self, block);
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        if let Some(word) = &closure.asyncness {
            self.note(vec![ASYNC.to_owned()], word.span);
        }
        visit::visit_expr_closure(self, closure);
    }
}

/// A name without the `r#` that lets it be a word of the language.
fn plain(name: &Ident) -> String {
    name.unraw().to_string()
}

/// Whether an attribute keeps what it stands on out of all but test builds.
fn only_in_tests(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return attribute.path().is_ident("test") };
    if !list.path.is_ident("cfg") {
        return false;
    }
    let words: Vec<String> = list.tokens.clone().into_iter().map(|token| token.to_string()).collect();
    match words.as_slice() {
        [word] => word == "test",
        [word, within] => {
            word == "all" && within.trim_matches(['(', ')']).split(',').any(|condition| condition.trim() == "test")
        }
        _ => false,
    }
}

fn name_and_attributes(item: &Item) -> (Option<&Ident>, &[Attribute]) {
    match item {
        Item::Const(item) => (Some(&item.ident), &item.attrs),
        Item::Enum(item) => (Some(&item.ident), &item.attrs),
        Item::Fn(item) => (Some(&item.sig.ident), &item.attrs),
        Item::Macro(item) => (item.ident.as_ref(), &item.attrs),
        Item::Static(item) => (Some(&item.ident), &item.attrs),
        Item::Struct(item) => (Some(&item.ident), &item.attrs),
        Item::Trait(item) => (Some(&item.ident), &item.attrs),
        Item::TraitAlias(item) => (Some(&item.ident), &item.attrs),
        Item::Type(item) => (Some(&item.ident), &item.attrs),
        Item::Union(item) => (Some(&item.ident), &item.attrs),
        Item::Impl(item) => (None, &item.attrs),
        Item::Mod(item) => (None, &item.attrs),
        Item::Use(item) => (None, &item.attrs),
        Item::ExternCrate(item) => (None, &item.attrs),
        _ => (None, &[]),
    }
}
