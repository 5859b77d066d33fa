//! Cycles between files: each names items of the next, and the last those of the first.
//!
//! A file depends on the file that defines an item, by whatever re-exports it came: an import of a
//! module, and a re-export, are no dependencies by themselves. Tests do not count.

use std::collections::{BTreeMap, BTreeSet};

use super::module_of;
use super::paths::{items_defined, paths_named, test_modules, Named};
use super::source::{read, sources};

type Module = Vec<String>;

/// The most files that a cycle may have.
const MOST: usize = 3;

#[test]
fn no_cycle_of_imports_has_more_than_three_files() {
    let cycles = cycles(&library().dependencies());
    let shown: Vec<String> = cycles.iter().map(|cycle| show(cycle)).collect();
    eprintln!("{} cycles:\n{}", cycles.len(), shown.join("\n"));
    let long = cycles.iter().filter(|cycle| cycle.len() > MOST);
    assert_eq!(long.count(), 0, "{}", shown.join("\n"));
}

#[test]
fn the_search_for_cycles_can_fail() {
    let mut graph = Graph::default();
    let module = |path: &str| path.split("::").map(str::to_owned).collect::<Module>();
    for (path, text) in [
        // A parent that re-exports its children, one of which uses another by way of the parent.
        (
            "a",
            "mod b; mod c; mod d; pub use b::B; pub use c::*; fn f() { d::g() }",
        ),
        ("a::b", "use super::C; pub struct B;"),
        ("a::c", "use crate::a::d; pub struct C; fn f() { d::g() }"),
        ("a::d", "pub fn g() { let _ = crate::a::B; }"),
        // Outside the cycle, and tests do not count.
        (
            "e",
            "use crate::a::B; #[cfg(test)] mod tests { use crate::f::F; }",
        ),
        ("f", "pub struct F; use super::e; fn f() { e::x() }"),
    ] {
        graph.add(&module(path), text);
    }
    let found = cycles(&graph.dependencies());
    let expected = ["a::b", "a::c", "a::d"].map(module);
    assert_eq!(found, [expected]);
}

/// The files of the library.
fn library() -> Graph {
    let texts: Vec<(Module, String)> = (sources().iter())
        .filter(|path| !path.ends_with("src/main.rs"))
        .map(|path| (module_of(path), read(path)))
        .collect();
    let for_tests: Vec<Module> = (texts.iter())
        .flat_map(|(module, text)| test_modules(module, text))
        .collect();
    let mut graph = Graph::default();
    for (module, text) in &texts {
        if !for_tests.iter().any(|test| module.starts_with(test)) {
            graph.add(module, text);
        }
    }
    assert!(graph.files.len() > 300, "the sources were not found");
    graph
}

fn show(cycle: &[Module]) -> String {
    let names: Vec<String> = cycle.iter().map(|module| module.join("::")).collect();
    format!("{}: {}", names.len(), names.join(", "))
}

/// Files of a crate, and what each names.
#[derive(Default)]
struct Graph {
    /// Items that each file defines.
    files: BTreeMap<Module, BTreeSet<String>>,
    named: Vec<(Module, Named)>,
    /// Names bound by imports, by module.
    bound: BTreeMap<Module, BTreeMap<String, Target>>,
    /// Modules of which all names are imported, by module.
    globs: BTreeMap<Module, Vec<Target>>,
}

/// A path, and the module that it is relative to when it is not one of the crate's root.
#[derive(Clone)]
struct Target {
    path: Vec<String>,
    from: Option<Module>,
}

impl Graph {
    fn add(&mut self, module: &Module, text: &str) {
        self.files.insert(module.clone(), items_defined(text));
        for named in paths_named(module, text) {
            if named.is_test {
                continue;
            }
            if let Some(import) = &named.import {
                let target = Target {
                    path: named.path.clone(),
                    from: (!named.is_own).then(|| named.module.clone()),
                };
                let from = named.module.clone();
                if import.name == "*" {
                    self.globs.entry(from).or_default().push(target);
                } else {
                    let bound = self.bound.entry(from).or_default();
                    bound.insert(import.name.clone(), target);
                }
            }
            self.named.push((module.clone(), named));
        }
    }

    /// The files that each file names an item of.
    fn dependencies(&self) -> BTreeMap<Module, BTreeSet<Module>> {
        let mut all: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
        for (file, named) in &self.named {
            let found = all.entry(file.clone()).or_default();
            if named.import.as_ref().is_some_and(|import| import.is_public) {
                continue;
            }
            // A word alone is bound by an import, which is there as well, or is somebody's own.
            if !named.is_own && named.path.len() < 2 {
                continue;
            }
            let from = (!named.is_own).then_some(&named.module);
            if let Some(definer) = self.definer(&named.path, from, 0) {
                if definer != *file {
                    found.insert(definer);
                }
            }
        }
        all
    }

    /// The file that defines what a path names; `None` for a module, and for what is another crate's.
    fn definer(&self, path: &[String], from: Option<&Module>, depth: usize) -> Option<Module> {
        if depth > 16 {
            return None;
        }
        let mut at = from.cloned().unwrap_or_default();
        for (n, part) in path.iter().enumerate() {
            let inside = [at.as_slice(), std::slice::from_ref(part)].concat();
            let target = self.bound.get(&at).and_then(|bound| bound.get(part));
            let is_last = n + 1 == path.len();
            if self.is_module(&inside) && !(is_last && target.is_some()) {
                at = inside;
                continue;
            }
            if let Some(target) = target {
                let mut whole = target.path.clone();
                whole.extend_from_slice(&path[n + 1..]);
                return self.definer(&whole, target.from.as_ref(), depth + 1);
            }
            let all = self.globs.get(&at).into_iter().flatten();
            let mut through = all.filter_map(|glob| {
                let mut whole = glob.path.clone();
                whole.pop_if(|last| last == "*");
                whole.extend_from_slice(&path[n..]);
                self.definer(&whole, glob.from.as_ref(), depth + 1)
            });
            if let Some(found) = through.find(|file| self.files[file].contains(part)) {
                return Some(found);
            }
            // The first word of a relative path that nothing here binds: another crate, or a type.
            let is_unknown = from.is_some() && n == 0;
            return (!is_unknown).then(|| self.file_of(&at)).flatten();
        }
        None
    }

    fn is_module(&self, module: &Module) -> bool {
        self.files.contains_key(module)
    }

    /// The file that a module stands in.
    fn file_of(&self, module: &Module) -> Option<Module> {
        (0..=module.len())
            .rev()
            .map(|length| module[..length].to_vec())
            .find(|known| self.files.contains_key(known))
    }
}

/// Strongly connected components of at least two files, the largest first.
fn cycles(graph: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<Vec<Module>> {
    let reached: BTreeMap<&Module, BTreeSet<&Module>> = (graph.keys())
        .map(|file| (file, reachable(graph, file)))
        .collect();
    let mut found: Vec<Vec<Module>> = Vec::new();
    for (file, below) in &reached {
        let mutual: Vec<Module> = (below.iter())
            .filter(|other| reached.get(*other).is_some_and(|back| back.contains(*file)))
            .map(|other| (*other).clone())
            .collect();
        if mutual.len() > 1 && !found.contains(&mutual) {
            found.push(mutual);
        }
    }
    found.sort_by_key(|cycle| std::cmp::Reverse(cycle.len()));
    found
}

/// Everything that one or more steps lead to.
fn reachable<'a>(
    graph: &'a BTreeMap<Module, BTreeSet<Module>>,
    from: &Module,
) -> BTreeSet<&'a Module> {
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<&Module> = graph.get(from).into_iter().flatten().collect();
    while let Some(file) = waiting.pop() {
        if seen.insert(file) {
            waiting.extend(graph.get(file).into_iter().flatten());
        }
    }
    seen
}
