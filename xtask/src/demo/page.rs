//! The page of the demonstration: a player, a picture and a line for each situation.

use std::fmt::Write;

use bodypack::analysis::latency_budget::Budget;
use bodypack::rig::Rig;

/// A situation on the page.
pub struct Entry {
    pub id: &'static str,
    pub rig: Rig,
}

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Bodypack: one mix, twelve performers</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1d2329; background: #f6f7f8; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; margin: 0; }
ol { list-style: none; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(22rem, 1fr)); }
li, .mix { background: #ffffff; border: 1px solid #d5dade; border-radius: 8px; padding: 1rem; }
img { width: 100%; height: auto; display: block; margin: .5rem 0; }
audio { width: 100%; }
p { margin: .4rem 0; }
.small { color: #59626b; font-size: .85rem; }
.key { display: inline-block; width: 1.6em; height: .25em; vertical-align: middle; margin-right: .3em; }
</style>
</head>
<body>
<h1>One mix, twelve performers</h1>
<p>The same mix as twelve people hear it on in-ear monitors, from the wire to Bluetooth. Listen on
good headphones. Only one player plays at a time, and the next one goes on where the last one was.</p>
<p class="small"><span class="key" style="background:#1b6ac9"></span>the mix at the eardrum, dB re its
mean from 300 to 1000 Hz &ensp; <span class="key" style="background:#c2571a"></span>the room at the
eardrum, dB re the open ear &ensp; dashed: the right ear, where it differs &ensp; all pictures have one
scale, in Hz and dB.</p>
<div class="mix"><h2>The mix as it leaves the desk</h2><audio controls preload="metadata" src="mix.wav"></audio></div>
<ol>
"#;

const TAIL: &str = r#"</ol>
<script>
const players = Array.from(document.querySelectorAll("audio"));
players.forEach(function (player) {
  player.addEventListener("play", function () {
    players.filter(function (other) { return other !== player && !other.paused; })
      .forEach(function (other) { player.currentTime = other.currentTime; other.pause(); });
  });
});
</script>
</body>
</html>
"#;

/// The page.
pub fn html(entries: &[Entry]) -> String {
    let mut out = HEAD.to_owned();
    for (number, entry) in (1..).zip(entries) {
        let rig = &entry.rig;
        // Writing to a text cannot fail.
        let _ = writeln!(
            out,
            "<li>\n<h2>{number}. {}</h2>\n<p>{}</p>\n<p><strong>Listen for:</strong> {}</p>\n\
             <audio controls preload=\"none\" src=\"{id}.wav\"></audio>\n\
             <img src=\"{id}.svg\" alt=\"Mix and room at the drum on a scale of frequency\" loading=\"lazy\">\n\
             <p class=\"small\">{id} &middot; {:.1} ms from the desk to the pack</p>\n</li>",
            escaped(&rig.name),
            escaped(&rig.notes),
            escaped(&rig.about.listen_for),
            Budget::of(rig).total_ms(),
            id = entry.id,
        );
    }
    out + TAIL
}

/// A text as HTML shows it.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use bodypack::rig::presets;

    #[test]
    fn the_page_has_a_player_a_picture_and_a_line_for_each_situation() {
        let entries: Vec<Entry> = super::super::RIGS
            .map(|id| Entry {
                id,
                rig: presets::find(id).unwrap(),
            })
            .into();
        let html = html(&entries);
        assert_eq!(html.matches("<audio").count(), entries.len() + 1);
        assert_eq!(html.matches("<img").count(), entries.len());
        assert_eq!(html.matches("Listen for:").count(), entries.len());
        for entry in &entries {
            assert!(!entry.rig.about.listen_for.is_empty(), "{}", entry.id);
            let picture = super::super::picture::svg(&entry.rig).unwrap();
            assert!(picture.matches("<polyline").count() >= 2, "{}", entry.id);
        }
    }
}
