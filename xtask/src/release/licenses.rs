//! Licenses of everything that is inside the archive, from what cargo knows and what the packages bring.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, Metadata, Package, PackageId};

use crate::build;

/// Beginnings of names of files with licenses, in lower case.
const NAMES: &[&str] = &[
    "license",
    "licence",
    "copying",
    "notice",
    "copyright",
    "unlicense",
    "ofl",
    "ufl",
];
/// Endings of files that are no text of a license, though they are called like one.
const CODE: &[&str] = &["rs", "py", "ttf", "toml", "yml", "json"];

/// The packages that the plugin or the command line is made of, sorted, without the project's own.
pub fn packages(metadata: &Metadata) -> Result<Vec<&Package>> {
    let resolve = metadata
        .resolve
        .as_ref()
        .context("cargo gives no tree of packages")?;
    let find = |id: &PackageId| metadata.packages.iter().find(|package| package.id == *id);
    let own = metadata
        .packages
        .iter()
        .filter(|package| package.source.is_none());
    let mut waiting: Vec<&PackageId> = own
        .filter(|package| package.name.starts_with("bodypack"))
        .map(|package| &package.id)
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        let node = resolve.nodes.iter().find(|node| node.id == *id);
        for dependency in &node.context("a package is not in the tree")?.deps {
            let is_inside = dependency
                .dep_kinds
                .iter()
                .any(|kind| kind.kind == DependencyKind::Normal);
            if is_inside && !find(&dependency.pkg).is_some_and(is_macro) {
                waiting.push(&dependency.pkg);
            }
        }
    }
    let mut found: Vec<&Package> = seen
        .into_iter()
        .filter_map(find)
        .filter(|package| package.source.is_some())
        .collect();
    found.sort_by(|a, b| (a.name.as_str(), &a.version).cmp(&(b.name.as_str(), &b.version)));
    Ok(found)
}

/// Macros run in the compiler; nothing of them is in the program.
fn is_macro(package: &Package) -> bool {
    package.targets.iter().any(|target| target.is_proc_macro())
}

/// The whole text: each license once, with the packages that bring it.
pub fn text(metadata: &Metadata) -> Result<String> {
    let packages = packages(metadata)?;
    let mut by_text: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut without = Vec::new();
    for package in &packages {
        let name = format!("{} {}", package.name, package.version);
        let texts = texts_of(package)?;
        if texts.is_empty() {
            without.push(*package);
        }
        for text in texts {
            by_text.entry(text).or_default().insert(name.clone());
        }
    }
    let mut out = String::from(
        "Bodypack is made with the work of others. Each package below is named with its license; the texts follow, each\n\
         once, as the packages bring them. Where a package offers a choice of licenses, all that it brings are printed.\n\n",
    );
    for package in &packages {
        let license = license_of(package);
        writeln!(out, "{} {}: {license}", package.name, package.version)?;
    }
    writeln!(out, "The Rust standard library: MIT OR Apache-2.0")?;
    for package in without {
        let text = standard_text(package)?;
        let name = format!("{} {}", package.name, package.version);
        by_text.entry(text).or_default().insert(name);
    }
    for (text, names) in by_text {
        let names: Vec<String> = names.into_iter().collect();
        write!(
            out,
            "\n{}\n\n{}\n\n{}\n",
            "=".repeat(100),
            names.join(", "),
            text.trim_end()
        )?;
    }
    Ok(out)
}

/// The license by its short names.
pub fn license_of(package: &Package) -> String {
    package
        .license
        .as_deref()
        .unwrap_or("see the text")
        .replace('/', " OR ")
}

/// Texts that a package brings, in its top folder and in folders of fonts and licenses.
fn texts_of(package: &Package) -> Result<BTreeSet<String>> {
    let root = package
        .manifest_path
        .parent()
        .context("a package has a folder")?;
    let mut paths = Vec::new();
    for folder in [
        ".", "fonts", "font", "licenses", "LICENSES", "assets", "src",
    ] {
        paths.extend(named_like_one(&root.as_std_path().join(folder)));
    }
    if let Some(file) = &package.license_file {
        paths.push(root.join(file).into_std_path_buf());
    }
    let mut texts = BTreeSet::new();
    for path in paths {
        let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        texts.insert(text.trim().to_owned());
    }
    Ok(texts)
}

fn named_like_one(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_file());
    let is_one = |path: &PathBuf| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        let ending = path
            .extension()
            .and_then(|ending| ending.to_str())
            .unwrap_or_default();
        let says_so = NAMES.iter().any(|start| name.starts_with(start));
        let is_font =
            name.ends_with("ofl.txt") || name.ends_with("ufl.txt") || name.contains("license");
        (says_so || is_font) && !CODE.contains(&ending)
    };
    paths.filter(is_one).collect()
}

/// The text of the license that a package names without bringing it: MIT with its authors where it may be that one,
/// which most are, else Apache 2.0; others are only named.
fn standard_text(package: &Package) -> Result<String> {
    let license = license_of(package);
    let read =
        |name: &str| fs::read_to_string(build::root().join(name)).context("reading a license");
    if license.contains("MIT") {
        let authors = match package.authors.join(", ") {
            names if names.is_empty() => format!("the authors of {}", package.name),
            names => names,
        };
        let own = read("LICENSE-MIT")?;
        let line = own.lines().find(|line| line.starts_with("Copyright"));
        let line = line.context("LICENSE-MIT has no line of copyright")?;
        return Ok(own.replace(line, &format!("Copyright (c) {authors}")));
    }
    if license.contains("Apache-2.0") {
        return read("LICENSE-APACHE");
    }
    Ok(format!(
        "{}: its text is at {}",
        license,
        package
            .repository
            .as_deref()
            .unwrap_or("the package's page on crates.io")
    ))
}
