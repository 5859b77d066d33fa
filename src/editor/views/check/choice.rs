//! The rigs to measure, by tags and names as in the command line.

use std::sync::Arc;

use crate::editor::context::View;
use crate::report::choice::is_meant;
use crate::report::is_usual;
use crate::rig::nearest;
use crate::session::library::Item;
use crate::worker::check::Chosen;

/// Words that mean something else than a tag, and what for.
pub const SPECIAL: [(&str, &str); 4] = [
    ("all", "All rigs"),
    ("mine", "My own rigs"),
    ("favorites", "My favorites"),
    ("present", "The present set-up"),
];

/// Words of a list.
pub fn split(words: &str) -> impl Iterator<Item = &str> {
    words
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
}

/// The rigs that the words ask for, each once; without a word, every performer's that shows no fault.
///
/// # Errors
/// In one line, when a word means no rig, or the ones that it means cannot be read.
pub fn chosen(view: &View<'_>, words: &str) -> Result<Vec<Chosen>, String> {
    let items = &view.listing.items;
    let mut wanted = vec![false; items.len()];
    let mut present = false;
    for word in split(words) {
        let lower = word.to_lowercase();
        let mut any = false;
        for (wanted, item) in wanted.iter_mut().zip(items) {
            let meant = match lower.as_str() {
                "mine" => item.is_user(),
                "favorites" => item.favorite,
                _ => {
                    let tags = item.tags.iter().map(String::as_str);
                    is_meant(word, plain_id(item), &item.name, tags)
                }
            };
            *wanted |= meant;
            any |= meant;
        }
        match lower.as_str() {
            "present" => present = true,
            "mine" if !any => return Err("you have no rigs of your own yet".to_owned()),
            "favorites" if !any => return Err("none of the rigs is a favorite yet".to_owned()),
            _ if !any => return Err(unknown(view, word)),
            _ => {}
        }
    }
    if split(words).next().is_none() {
        for (wanted, item) in wanted.iter_mut().zip(items) {
            let usual = item.rig.as_ref().is_ok_and(|rig| is_usual(rig));
            *wanted = usual && !item.is_user();
        }
    }
    let meant = items.iter().zip(&wanted).filter(|(_, wanted)| **wanted);
    let mut chosen: Vec<Chosen> = meant.filter_map(|(item, _)| of(item)).collect();
    if present {
        chosen.push(Chosen {
            origin: String::new(),
            id: "present".to_owned(),
            rig: Arc::new(view.params.effective_rig().0),
            is_factory: false,
        });
    }
    match chosen.is_empty() {
        true => Err("none of these rigs can be read".to_owned()),
        false => Ok(chosen),
    }
}

fn of(item: &Item) -> Option<Chosen> {
    Some(Chosen {
        origin: item.id.clone(),
        id: plain_id(item).to_owned(),
        rig: Arc::clone(item.rig.as_ref().ok()?),
        is_factory: !item.is_user(),
    })
}

/// The identifier as the command line has it.
fn plain_id(item: &Item) -> &str {
    item.id
        .split_once(':')
        .map_or(item.id.as_str(), |(_, id)| id)
}

fn unknown(view: &View<'_>, word: &str) -> String {
    let names = view.listing.items.iter().map(|item| item.name.as_str());
    let special = SPECIAL.iter().map(|(word, _)| *word);
    let known = view.listing.tags().into_iter().chain(names).chain(special);
    let near = nearest(word, known);
    let question = near.map_or(String::new(), |near| {
        format!(", did you mean \u{201c}{near}\u{201d}?")
    });
    format!("There is no tag and no rig \u{201c}{word}\u{201d}{question}")
}
