//! Files that the commands of the manual work on: a mix, the room, a voice, and curves as people have
//! them.

use std::path::Path;

use anyhow::{Context, Result};

use crate::mix::{self, Song};
use crate::sound::Stereo;
use crate::wav;

/// The whole band plays here, seconds.
const FROM_S: f64 = 8.0;
const LENGTH_S: f64 = 6.0;

/// A measured earphone, as databases have it: frequency in Hz and level in dB SPL.
const EARPHONE: &str =
    "frequency,level\n20,104.1\n50,103.2\n100,101.0\n200,98.4\n500,96.2\n1000,96.5\n\
                        2000,101.8\n3000,106.2\n5000,103.0\n8000,101.4\n10000,96.0\n20000,84.0\n";
/// A correction for headphones, as programs have it.
const CORRECTION: &str = "Preamp: -6.1 dB\nFilter 1: ON LSC Fc 105 Hz Gain 5.2 dB Q 0.70\n\
                          Filter 2: ON PK Fc 1850 Hz Gain -2.4 dB Q 1.60\n\
                          Filter 3: ON HSC Fc 10000 Hz Gain -1.5 dB Q 0.70\n";

/// A short song.
pub fn song() -> Song {
    let song = mix::song();
    Song {
        main: cut(&song.main),
        ambient: cut(&song.ambient),
        own_voice: cut(&song.own_voice),
    }
}

fn cut(sound: &Stereo) -> Stereo {
    let at = |time_s: f64| ((time_s * mix::SAMPLE_RATE_HZ) as usize).min(sound.left.len());
    let range = at(FROM_S)..at(FROM_S + LENGTH_S);
    Stereo {
        left: sound.left[range.clone()].to_vec(),
        right: sound.right[range].to_vec(),
    }
}

/// Puts the files into a folder.
pub fn set(folder: &Path, song: &Song) -> Result<()> {
    let rate_hz = mix::SAMPLE_RATE_HZ as u32;
    wav::write(&folder.join("mix.wav"), rate_hz, &song.main)?;
    wav::write(&folder.join("stage.wav"), rate_hz, &song.ambient)?;
    wav::write(&folder.join("vocal.wav"), rate_hz, &song.own_voice)?;
    for (name, text) in [
        ("My earphone L.csv", EARPHONE),
        ("My earphone R.csv", EARPHONE),
        ("My headphones ParametricEQ.txt", CORRECTION),
    ] {
        std::fs::write(folder.join(name), text).with_context(|| format!("writing `{name}`"))?;
    }
    Ok(())
}
