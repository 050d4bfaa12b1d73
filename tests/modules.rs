//! Who needs whom: the modules as their sources name one another.
//!
//! At every level of the tree no module needs, by whatever way round, a sibling that needs it; and the stages of the pipeline
//! keep to the order that `src/lib.rs` tells. What a module's tests need does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, iter};

/// A module by its path from the root of the library, whose own is empty.
type Module = Vec<String>;

/// What each stage of the pipeline may never need.
const FORBIDDEN: [(&str, &[&str]); 9] = [
    ("photo", &["nets", "provenance", "evidence", "measure", "rules", "judge", "batch", "report", "input"]),
    ("nets", &["photo", "provenance", "evidence", "measure", "rules", "judge", "batch", "report", "input", "text"]),
    ("provenance", &["nets", "evidence", "measure", "rules", "judge", "batch", "report", "input", "reading", "text"]),
    ("evidence", &["measure", "rules", "judge", "batch", "report", "input"]),
    ("measure", &["rules", "judge", "batch", "report", "input"]),
    ("rules", &["photo", "nets", "provenance", "evidence", "judge", "batch", "report", "input"]),
    ("judge", &["photo", "nets", "provenance", "evidence", "batch", "report", "input"]),
    ("batch", &["nets", "report"]),
    ("report", &["nets", "evidence", "measure"]),
];

/// The library's sources by module, without comments and tests.
fn sources() -> BTreeMap<Module, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap);
    let mut sources = BTreeMap::new();
    for file in files.filter(|file| file.path().extension().is_some_and(|extension| extension == "rs")) {
        let within = file.path().strip_prefix(&root).unwrap().with_extension("");
        let mut module: Module = within.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        if module.last().is_some_and(|last| last == "mod") || module == ["lib"] {
            module.pop();
        }
        let is_test = module.last().is_some_and(|last| last == "tests" || last == "sample");
        if is_test || module.first().is_some_and(|first| first == "main" || first == "cli") {
            continue;
        }
        let text = fs::read_to_string(file.path()).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
        sources.insert(module, code.collect::<Vec<_>>().join("\n"));
    }
    sources
}

/// The paths of a `use` tree: `a::{b, c::d}` names `a::b` and `a::c::d`.
fn paths(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((before, inner)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap_or_default().trim().to_owned()];
    };
    let inner = inner.trim().strip_suffix('}').unwrap_or(inner);
    let mut depth = 0;
    let parts = inner.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    let parts = parts.filter(|part| !part.trim().is_empty());
    parts.flat_map(paths).map(|path| format!("{}{path}", before.trim())).collect()
}

/// The modules, and what each is known by elsewhere because another one hands it on (`pub use`).
struct Tree {
    sources: BTreeMap<Module, String>,
    handed_on: BTreeMap<Module, Module>,
}

impl Tree {
    fn read() -> Self {
        let mut tree = Self { sources: sources(), handed_on: BTreeMap::new() };
        let mut handed_on = BTreeMap::new();
        for (module, text) in &tree.sources {
            for path in uses(text).into_iter().filter(|(is_public, _)| *is_public).flat_map(|(_, body)| paths(body)) {
                if let Some((full, name)) = tree.full(module, &path).zip(path.rsplit("::").next()) {
                    handed_on.insert(module.iter().cloned().chain([name.to_owned()]).collect(), full);
                }
            }
        }
        tree.handed_on = handed_on;
        tree
    }

    /// A path as it is from the root of the library; `None` for another crate's.
    fn full(&self, module: &Module, path: &str) -> Option<Module> {
        let mut parts = path.split("::").map(str::trim).peekable();
        let mut full = match parts.peek()? {
            &"crate" => Module::new(),
            &("self" | "super") => module.clone(),
            first if self.sources.contains_key(&joined(module, first)) => module.clone(),
            _ => return None,
        };
        parts.next_if(|first| matches!(*first, "crate" | "self"));
        while parts.next_if_eq(&"super").is_some() {
            full.pop()?;
        }
        full.extend(parts.map(str::to_owned));
        Some(full)
    }

    /// The module that what stands at this path is defined in.
    fn home(&self, full: &[String]) -> Module {
        let length =
            (0..=full.len()).rev().find(|length| self.sources.contains_key(&full[..*length])).unwrap_or_default();
        let known = full.get(..=length).and_then(|name| self.handed_on.get(name));
        match known {
            Some(elsewhere) if elsewhere[..] != full[..=length] => {
                self.home(&elsewhere.iter().chain(&full[length + 1..]).cloned().collect::<Module>())
            }
            _ => full[..length].to_vec(),
        }
    }

    /// Which modules each one needs.
    fn needs(&self) -> BTreeSet<(Module, Module)> {
        let mut needs = BTreeSet::new();
        for (module, text) in &self.sources {
            let used = uses(text).into_iter().flat_map(|(_, body)| paths(body));
            let named = named(text);
            let homes = used.chain(named).filter_map(|path| self.full(module, &path)).map(|full| self.home(&full));
            needs.extend(homes.filter(|home| home != module).map(|home| (module.clone(), home)));
        }
        needs
    }
}

fn joined(module: &Module, name: &str) -> Module {
    module.iter().cloned().chain([name.to_owned()]).collect()
}

/// The bodies of the `use` declarations of a text, and whether what they name is handed on.
fn uses(text: &str) -> Vec<(bool, &str)> {
    let starts = text.match_indices("use ").filter(|(at, _)| {
        let before = text[..*at].rsplit(['\n', ';', '}']).next().unwrap_or_default().trim();
        before.is_empty() || before.starts_with("pub")
    });
    let body = |(at, start): (usize, &str)| {
        let before = text[..at].rsplit(['\n', ';', '}']).next().unwrap_or_default();
        Some((before.contains("pub"), text[at + start.len()..].split(';').next()?))
    };
    starts.filter_map(body).collect()
}

/// The paths that a text names where it needs them.
fn named(text: &str) -> Vec<String> {
    let starts = ["crate::", "super::"].into_iter().flat_map(|start| text.match_indices(start)).map(|(at, _)| at);
    let outermost = starts.filter(|at| !text[..*at].ends_with("::"));
    let path = |at: usize| {
        let rest = &text[at..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(rest.len());
        rest[..end].trim_end_matches(':').to_owned()
    };
    outermost.map(path).collect()
}

/// A way that comes back to where it was.
fn circle(edges: &BTreeSet<(String, String)>) -> Option<Vec<String>> {
    let follow = |from: &String| -> Vec<String> {
        let next = edges.range((from.clone(), String::new())..).take_while(|(start, _)| start == from);
        next.map(|(_, to)| to.clone()).collect()
    };
    let mut open: BTreeSet<String> = edges.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
    // What needs nothing that is left, or is needed by nothing that is left, lies on no circle.
    let is_end = |node: &String, open: &BTreeSet<String>| {
        let leads_on = edges.iter().any(|(from, to)| from == node && open.contains(to));
        let is_led_to = edges.iter().any(|(from, to)| to == node && open.contains(from));
        !leads_on || !is_led_to
    };
    while let Some(end) = open.iter().find(|node| is_end(node, &open)).cloned() {
        open.remove(&end);
    }
    let start = open.first()?.clone();
    let on = |node: &String| follow(node).into_iter().find(|to| open.contains(to));
    let way: Vec<String> = iter::successors(Some(start), on).take(open.len() + 1).collect();
    Some(way)
}

#[test]
fn no_module_needs_one_that_needs_it() {
    let tree = Tree::read();
    let needs = tree.needs();
    assert!(needs.len() > 400, "the sources were not understood: {} needs", needs.len());
    let parents: BTreeSet<&[String]> =
        tree.sources.keys().filter(|it| !it.is_empty()).map(|it| &it[..it.len() - 1]).collect();
    for parent in parents {
        let child = |module: &Module| module.strip_prefix(parent)?.first().cloned();
        let edges = needs.iter().filter_map(|(from, to)| child(from).zip(child(to)));
        let edges = edges.filter(|(from, to)| from != to).collect();
        let circle = circle(&edges).map(|way| way.join(" → "));
        assert_eq!(circle, None, "in crate::{}", parent.join("::"));
    }
}

#[test]
fn stages_need_none_that_comes_later() {
    for (from, to) in Tree::read().needs() {
        let Some((from_stage, to_stage)) = from.first().zip(to.first()) else { continue };
        let is_forbidden =
            FORBIDDEN.iter().any(|(stage, never)| stage == from_stage && never.contains(&to_stage.as_str()));
        assert!(!is_forbidden, "{} needs {}", from.join("::"), to.join("::"));
    }
}

#[test]
fn circles_are_found() {
    let edges = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    assert_eq!(circle(&edges(&[("a", "b"), ("b", "c"), ("a", "c")])), None);
    assert!(circle(&edges(&[("a", "b"), ("b", "c"), ("c", "b")])).is_some_and(|way| way == ["b", "c", "b"]));
    assert_eq!(paths("a::{b, c::{d, e as f}}"), ["a::b", "a::c::d", "a::c::e"]);
    assert_eq!(
        named("let x = crate::rules::Set::of(super::super::y::z);"),
        ["crate::rules::Set::of", "super::super::y::z"]
    );
}
