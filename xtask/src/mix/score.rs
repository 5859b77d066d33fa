//! Score: ten bars of four beats, a count-in with one guitar, a verse, a chorus and a last chord.

/// 100 beats a minute.
pub const BEAT_S: f64 = 0.6;
pub const BARS: usize = 10;
/// The last chord rings over the end of its bar.
pub const LENGTH_S: f64 = BARS as f64 * 4.0 * BEAT_S + 1.5;

const FIRST_CHORUS_BAR: usize = 5;
const LAST_BAR: usize = BARS - 1;

/// When a beat of a bar (both from 0) begins.
pub fn time_s(bar: usize, beat: f64) -> f64 {
    (bar as f64 * 4.0 + beat) * BEAT_S
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    CountIn,
    Verse,
    Chorus,
    End,
}

pub fn part(bar: usize) -> Part {
    match bar {
        0 => Part::CountIn,
        LAST_BAR => Part::End,
        _ if bar >= FIRST_CHORUS_BAR => Part::Chorus,
        _ => Part::Verse,
    }
}

/// A chord: the bass note and the six strings of a guitar, low to high, as piano keys (−1: not
/// played).
pub struct Chord {
    pub bass: f64,
    pub strings: [i32; 6],
}

const A_MINOR: Chord = Chord {
    bass: 33.0,
    strings: [-1, 45, 52, 57, 60, 64],
};
const F_MAJOR: Chord = Chord {
    bass: 29.0,
    strings: [41, 48, 53, 57, 60, 65],
};
const C_MAJOR: Chord = Chord {
    bass: 36.0,
    strings: [-1, 48, 52, 55, 60, 64],
};
const G_MAJOR: Chord = Chord {
    bass: 31.0,
    strings: [43, 47, 50, 55, 59, 67],
};

pub fn chord(bar: usize) -> &'static Chord {
    match bar {
        0 | 1 | 7 | LAST_BAR => &A_MINOR,
        2 | 5 => &F_MAJOR,
        3 => &C_MAJOR,
        _ => &G_MAJOR,
    }
}

#[derive(Clone, Copy)]
pub enum Vowel {
    A,
    E,
    I,
    O,
    U,
}

/// Onset of a sung note.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Onset {
    /// Straight into the vowel.
    Open,
    /// Through the nose.
    M,
    /// A hiss.
    S,
    /// A closure and a burst.
    T,
    /// Bound to the note before.
    Tied,
}

/// A sung note: bar, beat, length in beats, piano key, onset, vowel, loudness from 0 to 1.
pub struct Sung {
    pub bar: usize,
    pub beat: f64,
    pub beats: f64,
    pub midi: f64,
    pub onset: Onset,
    pub vowel: Vowel,
    pub effort: f64,
}

const fn sung(bar: usize, beat: f64, beats: f64, midi: u8, onset: Onset, vowel: Vowel) -> Sung {
    let effort = if bar >= FIRST_CHORUS_BAR { 1.0 } else { 0.6 };
    Sung {
        bar,
        beat,
        beats,
        midi: midi as f64,
        onset,
        vowel,
        effort,
    }
}

pub const MELODY: &[Sung] = &[
    sung(1, 0.0, 1.0, 64, Onset::S, Vowel::O),
    sung(1, 1.0, 0.5, 64, Onset::M, Vowel::E),
    sung(1, 1.5, 0.5, 62, Onset::Tied, Vowel::I),
    sung(1, 2.0, 1.6, 60, Onset::T, Vowel::A),
    sung(2, 0.0, 1.0, 57, Onset::Open, Vowel::U),
    sung(2, 1.0, 1.0, 60, Onset::M, Vowel::A),
    sung(2, 2.0, 0.5, 62, Onset::T, Vowel::E),
    sung(2, 2.5, 1.2, 60, Onset::Tied, Vowel::A),
    sung(3, 0.0, 1.0, 67, Onset::S, Vowel::E),
    sung(3, 1.0, 0.5, 64, Onset::T, Vowel::I),
    sung(3, 1.5, 0.5, 62, Onset::M, Vowel::O),
    sung(3, 2.0, 1.6, 64, Onset::Tied, Vowel::A),
    sung(4, 0.0, 1.5, 62, Onset::M, Vowel::O),
    sung(4, 1.5, 0.5, 59, Onset::S, Vowel::E),
    sung(4, 2.0, 1.8, 62, Onset::T, Vowel::I),
    sung(5, 0.0, 2.0, 69, Onset::Open, Vowel::A),
    sung(5, 2.0, 1.0, 67, Onset::M, Vowel::I),
    sung(5, 3.0, 1.0, 65, Onset::T, Vowel::E),
    sung(6, 0.0, 1.5, 67, Onset::S, Vowel::A),
    sung(6, 1.5, 0.5, 62, Onset::T, Vowel::O),
    sung(6, 2.0, 1.8, 67, Onset::Tied, Vowel::A),
    sung(7, 0.0, 1.0, 69, Onset::M, Vowel::E),
    sung(7, 1.0, 1.5, 72, Onset::Open, Vowel::A),
    sung(7, 2.5, 0.5, 71, Onset::Tied, Vowel::O),
    sung(7, 3.0, 0.9, 69, Onset::T, Vowel::U),
    sung(8, 0.0, 1.5, 67, Onset::S, Vowel::I),
    sung(8, 1.5, 0.5, 64, Onset::M, Vowel::E),
    sung(8, 2.0, 1.8, 62, Onset::T, Vowel::O),
    sung(9, 0.0, 3.4, 64, Onset::M, Vowel::A),
];
