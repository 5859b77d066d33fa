//! Links of the built book: each leads to a page, a place on it or a file that is there, and nothing
//! is fetched from a network.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use anyhow::{ensure, Context, Result};
use html5gum::{Token, Tokenizer};

/// A page as far as links go.
#[derive(Default)]
struct Page {
    /// Names of places on it.
    places: BTreeSet<String>,
    /// Links that a reader may click on.
    clicked: Vec<String>,
    /// Files that a browser loads by itself.
    loaded: Vec<String>,
}

/// Checks all pages below a folder; gives the number of links inside.
pub fn check(folder: &Path) -> Result<usize> {
    let files = files(folder)?;
    let mut pages = BTreeMap::new();
    for path in files.iter().filter(|path| is(path, "html")) {
        pages.insert(path.clone(), page(&read(path)?));
    }
    ensure!(!pages.is_empty(), "`{}` has no pages", folder.display());
    let mut breaches = Vec::new();
    let mut count = 0;
    for (path, page) in &pages {
        for link in page.clicked.iter().chain(&page.loaded) {
            let shown = path.strip_prefix(folder).unwrap_or(path).display();
            if is_outside(link) {
                if page.loaded.contains(link) {
                    breaches.push(format!("{shown}: `{link}` is loaded from a network"));
                }
                continue;
            }
            count += 1;
            if let Err(problem) = inside(path, link, &pages) {
                breaches.push(format!("{shown}: `{link}` {problem}"));
            }
        }
    }
    for path in files.iter().filter(|path| is(path, "css")) {
        let text = read(path)?;
        if ["url(http", "url(\"http", "url('http", "url(//"]
            .iter()
            .any(|far| text.contains(far))
        {
            breaches.push(format!("{} is styled from a network", path.display()));
        }
    }
    ensure!(breaches.is_empty(), "{}", breaches.join("\n"));
    Ok(count)
}

fn is(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|end| end == ending)
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("reading `{}`", path.display()))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(path),
            }
        }
    }
    Ok(found)
}

fn page(html: &str) -> Page {
    let mut page = Page::default();
    for token in Tokenizer::new(html).flatten() {
        let Token::StartTag(tag) = token else {
            continue;
        };
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        for (key, value) in &tag.attributes {
            let value = String::from_utf8_lossy(value).into_owned();
            match (name.as_str(), &key[..]) {
                (_, b"id") | ("a", b"name") => {
                    page.places.insert(value);
                }
                ("a", b"href") => page.clicked.push(value),
                (_, b"href" | b"src" | b"data" | b"poster") => page.loaded.push(value),
                _ => {}
            }
        }
    }
    page
}

/// Returns whether a link leaves the book.
fn is_outside(link: &str) -> bool {
    let scheme = link.split(['/', '?', '#']).next().unwrap_or_default();
    link.starts_with("//") || scheme.contains(':')
}

fn inside(from: &Path, link: &str, pages: &BTreeMap<PathBuf, Page>) -> Result<(), String> {
    let (file, place) = link.split_once('#').unwrap_or((link, ""));
    let (file, place) = (decoded(file), decoded(place));
    let target = match file.as_str() {
        "" => from.to_owned(),
        file => normal(&from.with_file_name("").join(file)),
    };
    if !target.is_file() {
        return Err("leads to no file".to_owned());
    }
    match pages.get(&target) {
        Some(page) if !place.is_empty() && !page.places.contains(&place) => {
            Err("leads to no place on that page".to_owned())
        }
        _ => Ok(()),
    }
}

/// Percent signs in addresses are bytes.
fn decoded(text: &str) -> String {
    let bytes = percent_encoding::percent_decode_str(text);
    bytes.decode_utf8_lossy().into_owned()
}

/// A path without steps upwards.
fn normal(path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                whole.pop();
            }
            Component::CurDir => {}
            part => whole.push(part),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(index: &str) -> Result<usize> {
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("index.html"), index)?;
        std::fs::write(
            folder.path().join("other page.html"),
            "<h1 id='head'>x</h1>",
        )?;
        check(folder.path())
    }

    #[test]
    fn links_that_lead_somewhere_are_counted() {
        let index = "<a href='other%20page.html#head'>a</a><a href='#x' id='x'>b</a>\
                     <a href='https://toml.io'>c</a><img src='other page.html'>";
        assert_eq!(found(index).expect("all are there"), 3);
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        for (index, problem) in [
            ("<a href='missing.html'>a</a>", "no file"),
            ("<a href='other%20page.html#tail'>a</a>", "no place"),
            ("<a href='#tail'>a</a>", "no place"),
            ("<img src='missing.png'>", "no file"),
            (
                "<script src='https://example.org/x.js'></script>",
                "network",
            ),
            (
                "<link href='//example.org/x.css' rel='stylesheet'>",
                "network",
            ),
        ] {
            let said = found(index).expect_err(index).to_string();
            assert!(said.contains(problem), "{index}: {said}");
        }
    }
}
