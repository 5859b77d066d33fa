//! A song on the track of a session of Ardour 7, whose own import needs its window.

use std::path::Path;

use anyhow::{ensure, Context, Result};

/// Numbers of what is added, above all that a fresh session has.
const FIRST_ID: u32 = 90_000;

/// Puts a stereo WAV file on the track "song" of the session "t" in a folder.
pub fn put_song(folder: &Path, song: &Path, frames: usize) -> Result<()> {
    let file = folder.join("t.ardour");
    let text =
        std::fs::read_to_string(&file).with_context(|| format!("reading `{}`", file.display()))?;
    let name = song.file_name().context("a file")?.to_string_lossy();
    let session = folder.file_name().context("a folder")?;
    let sounds = folder.join("interchange").join(session).join("audiofiles");
    std::fs::create_dir_all(&sounds)?;
    std::fs::copy(song, sounds.join(&*name))?;
    let clock: usize = attribute(&text, "superclocks-per-second")?.parse()?;
    let rate_hz: usize = attribute(&text, "sample-rate")?.parse()?;
    let length = frames * clock / rate_hz;
    let text = with_song(&text, &name, length)?;
    std::fs::write(&file, text)?;
    Ok(())
}

/// The first value of an attribute.
fn attribute<'a>(text: &'a str, name: &str) -> Result<&'a str> {
    let key = format!("{name}=\"");
    let from = text
        .find(&key)
        .with_context(|| format!("the session has no {name}"))?
        + key.len();
    let length = text[from..].find('"').context("a quote")?;
    Ok(&text[from..from + length])
}

fn with_song(text: &str, name: &str, length: usize) -> Result<String> {
    let sources: String = (0..2)
        .map(|channel| {
            let id = FIRST_ID + channel;
            format!(
                r#"<Source name="{name}" take-id="" type="audio" flags="" id="{id}" channel="{channel}" origin="" gain="1"/>"#
            )
        })
        .collect();
    let whole = region(1, true, length);
    let played = region(2, false, length);
    let location = format!(
        r#"<Locations><Location id="{}" name="session" start="a0" end="a{length}" flags="IsSessionRange" locked="0" timestamp="0"/></Locations>"#,
        FIRST_ID + 50
    );
    let mut text = text.to_owned();
    for (from, to) in [
        ("<Sources/>", format!("<Sources>{sources}</Sources>")),
        ("<Regions/>", format!("<Regions>{whole}</Regions>")),
        ("<Locations/>", location),
    ] {
        ensure!(
            text.contains(from),
            "the session is not a fresh one: no {from}"
        );
        text = text.replace(from, &to);
    }
    let start = text.find("name=\"song\" type=\"audio\"").or_else(|| {
        let list = text.find("<Playlists>")?;
        text[list..].find("name=\"song").map(|at| list + at)
    });
    let start = start.context("the track has no playlist")?;
    let end = text[start..]
        .find("/>")
        .context("the playlist is not empty")?
        + start;
    text.replace_range(end..end + 2, &format!(">{played}</Playlist>"));
    let counter = attribute(&text, "id-counter")?.to_owned();
    let counter = format!("id-counter=\"{counter}\"");
    Ok(text.replace(&counter, "id-counter=\"100000\""))
}

fn region(number: u32, whole: bool, length: usize) -> String {
    let (left, right) = (FIRST_ID, FIRST_ID + 1);
    let id = FIRST_ID + 10 + number;
    let whole = u8::from(whole);
    format!(
        "<Region name=\"song.{number}\" muted=\"0\" opaque=\"1\" locked=\"0\" automatic=\"0\" \
         whole-file=\"{whole}\" import=\"0\" external=\"0\" hidden=\"0\" position-locked=\"0\" \
         start=\"a0\" length=\"a{length}@a0\" sync-position=\"a0\" ancestral-start=\"a0\" \
         ancestral-length=\"a0@a0\" stretch=\"1\" shift=\"1\" layering-index=\"0\" \
         default-fade-in=\"0\" default-fade-out=\"0\" fade-in-active=\"0\" fade-out-active=\"0\" \
         scale-amplitude=\"1\" id=\"{id}\" type=\"audio\" first-edit=\"nothing\" \
         source-0=\"{left}\" source-1=\"{right}\" master-source-0=\"{left}\" \
         master-source-1=\"{right}\" channels=\"2\"/>"
    )
}
