//! Names of formats that are no WAV files.

/// Name of an audio format other than WAV, as it stands behind "not a WAV file".
pub fn looks_like(start: &[u8; 12]) -> &'static str {
    match start {
        [b'f', b'L', b'a', b'C', ..] => "; it looks like FLAC",
        [b'O', b'g', b'g', b'S', ..] => "; it looks like Ogg",
        [b'F', b'O', b'R', b'M', _, _, _, _, b'A', b'I', b'F', b'F' | b'C'] => {
            "; it looks like AIFF"
        }
        [b'F', b'O', b'R', b'M', ..] => "; it looks like IFF",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "; it looks like MPEG-4",
        [b'r', b'i', b'f', b'f', ..] => "; it looks like Wave64 (W64)",
        [b'c', b'a', b'f', b'f', ..] => "; it looks like a Core Audio file (CAF)",
        [b'.', b's', b'n', b'd', ..] | [b'd', b'n', b's', b'.', ..] => {
            "; it looks like a Sun audio file (AU)"
        }
        [b'w', b'v', b'p', b'k', ..] => "; it looks like WavPack",
        [b'M', b'A', b'C', b' ', ..] => "; it looks like Monkey's Audio (APE)",
        [0x1a, 0x45, 0xdf, 0xa3, ..] => "; it looks like Matroska or WebM",
        [b'R', b'I', b'F', b'X', ..] => "; it looks like RIFX, a WAV file with its bytes swapped",
        [b'R', b'I', b'F', b'F', ..] => "; it is a RIFF file of another kind",
        [0x30, 0x26, 0xb2, 0x75, ..] => "; it looks like Windows Media",
        [b'D', b'S', b'D', b' ', ..] => "; it looks like DSD",
        [b'I', b'D', b'3', ..] => "; it looks like MP3",
        [b'A', b'D', b'I', b'F', ..] => "; it looks like AAC (ADIF)",
        // ADTS has no layer, MPEG audio has one of three.
        [0xff, second, ..] if second & 0xf6 == 0xf0 => "; it looks like AAC (ADTS)",
        [0xff, second, ..] if second & 0xe0 == 0xe0 && second & 0x06 == 0x02 => {
            "; it looks like MP3"
        }
        [0xff, second, ..] if second & 0xe0 == 0xe0 && second & 0x06 != 0 => {
            "; it looks like MPEG audio (layer 1 or 2)"
        }
        [0x0b, 0x77, ..] => "; it looks like AC-3",
        [b'T', b'T', b'A', b'1' | b'2', ..] => "; it looks like True Audio (TTA)",
        [b'M', b'P', b'C', b'K', ..] | [b'M', b'P', b'+', ..] => "; it looks like Musepack",
        [b'#', b'!', b'A', b'M', b'R', ..] => "; it looks like AMR",
        [b'M', b'T', b'h', b'd', ..] => "; it looks like MIDI, which holds notes and no sound",
        [b'P', b'K', 3, 4, ..] => "; it looks like a ZIP archive",
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] | [b'G', b'I', b'F', b'8', ..] => {
            "; it looks like a picture"
        }
        [b'%', b'P', b'D', b'F', ..] => "; it looks like PDF",
        _ => "",
    }
}
