//! Table of all kinds of findings with their limits.

use super::super::findings::{Fix, Kind};
use super::{limit, Limit};

const FITTED: &str = "fitted: above what normal mixes have";
const CHOSEN: &str = "chosen";

/// Identifier, title, side of the change and limit of each kind.
pub(in crate::report) const fn of(kind: Kind) -> (&'static str, &'static str, Fix, Limit) {
    use Fix::{Mix, Performer};
    match kind {
        Kind::Silence => (
            "silence",
            "Silent mix",
            Mix,
            limit(-70.0, -10.0, "dBFS", "level of the whole mix", CHOSEN),
        ),
        Kind::OneChannel => (
            "one-channel",
            "A channel is missing",
            Mix,
            limit(
                12.0,
                6.0,
                "dB",
                "level of one channel over the other",
                CHOSEN,
            ),
        ),
        Kind::Offset => (
            "dc-offset",
            "Constant offset",
            Mix,
            limit(
                -46.0,
                6.0,
                "dBFS",
                "constant part of a channel",
                "chosen: half a percent of full scale",
            ),
        ),
        Kind::Clipped => (
            "clipped-bus",
            "Clipped bus",
            Mix,
            limit(
                0.5,
                2.0,
                "a second",
                "flat tops of the wave",
                "fitted: unclipped mixes and sines of every pitch have none",
            ),
        ),
        Kind::Gap => (
            "gap",
            "Gaps in the mix",
            Mix,
            limit(
                0.5,
                1.0,
                "gaps",
                "silences of 10 ms to 1 s within the music",
                CHOSEN,
            ),
        ),
        Kind::Hot => (
            "too-loud",
            "Mix too hot",
            Mix,
            limit(
                -9.0,
                2.0,
                "dBFS",
                "RMS level of the mix",
                "9 dB over nominal line level, −18 dBFS RMS: no peaks of music fit above \
                 it",
            ),
        ),
        Kind::Faint => (
            "too-quiet",
            "Mix too low",
            Mix,
            limit(
                -33.0,
                -4.0,
                "dBFS",
                "RMS level of the mix",
                "15 dB under nominal line level: the noise of a link comes as much \
                 nearer",
            ),
        ),
        Kind::OneSided => (
            "hard-panned",
            "Heard in one ear only",
            Mix,
            limit(
                0.06,
                0.03,
                "of the music",
                "loudness that stands in one channel by 10 dB or more, without its \
                 counterpart",
                FITTED,
            ),
        ),
        Kind::OutOfPhase => (
            "out-of-phase",
            "Lost in mono",
            Mix,
            limit(
                0.04,
                0.04,
                "of the music",
                "loudness that falls by more than 6 dB when the channels are added",
                "fitted; independent channels fall by 3 dB",
            ),
        ),
        Kind::ThinKick => (
            "thin-kick",
            "Kick without fundamental",
            Mix,
            limit(
                3.0,
                -2.0,
                "dB",
                "50 to 100 Hz over 125 to 315 Hz where it hits",
                FITTED,
            ),
        ),
        Kind::Sibilance => (
            "sibilance",
            "Sharp sibilants",
            Mix,
            limit(
                -11.5,
                2.0,
                "dB",
                "5 to 9 kHz in the sharpest moments, against the mean of the voice",
                "an s is 13 dB below the mean of the vowels (relative phonetic powers, \
                 Fletcher 1953), recalled; 1.5 dB over it",
            ),
        ),
        Kind::StemMasked => (
            "stem-masked",
            "Masked in the mix",
            Mix,
            limit(
                0.45,
                0.05,
                "of its time",
                "time that a region of the stem is below −4 dB of the rest of the mix",
                "masked threshold of a band in its critical band, −2 to −6 dB (Zwicker \
                 and Fastl); share fitted to normal mixes",
            ),
        ),
        Kind::MixHum => (
            "mix-hum",
            "Hum in the mix",
            Mix,
            limit(
                -56.0,
                6.0,
                "dB",
                "steady lines at multiples of 50 or 60 Hz, re the mix",
                "fitted: less is under the threshold of hearing at 85 dB SPL",
            ),
        ),
        Kind::MixHiss => (
            "mix-hiss",
            "Hiss in the mix",
            Mix,
            limit(
                -56.0,
                6.0,
                "dB",
                "steady noise from 2 to 16 kHz in the quiet passages, re the mix",
                "fitted: at 85 dB SPL less is below 30 dB",
            ),
        ),
        Kind::Balance => (
            "balance",
            "Out of balance",
            Mix,
            limit(
                12.0,
                3.0,
                "dB",
                "an octave's level against the usual one",
                "fitted: mean spectrum of normal mixes, whose octaves stray by 10 dB",
            ),
        ),
        Kind::RoomOverMix => (
            "room",
            "Room over the mix",
            Performer,
            limit(
                3.0,
                -3.0,
                "dB",
                "mix over room at the better drum, A-weighted, median",
                "3 dB: distance at which listeners turn up in noise (the model of the \
                 hand on the volume)",
            ),
        ),
        Kind::BassLost => (
            "bass-lost",
            "Bass lost",
            Performer,
            limit(
                3.0,
                3.0,
                "dB",
                "loss from 50 to 125 Hz re 400 to 1000 Hz, desk to drum",
                "fitted: sealed earphones lose less",
            ),
        ),
        Kind::BassUnderRoom => (
            "bass-under-room",
            "Bass under the room",
            Performer,
            limit(
                0.0,
                -5.0,
                "dB",
                "kick and bass over the room from 50 to 125 Hz at the drum, in the \
                 louder quarter",
                "equal levels",
            ),
        ),
        Kind::StemUnderRoom => (
            "stem-masked-at-ear",
            "Masked at the ear",
            Performer,
            limit(
                0.15,
                0.15,
                "of its time",
                "more time than at the desk that a region of the stem is below −4 dB of \
                 mix and room",
                "masked threshold of a band in its critical band, −2 to −6 dB (Zwicker \
                 and Fastl)",
            ),
        ),
        Kind::TrebleLost => (
            "treble-lost",
            "Cymbals lost",
            Performer,
            limit(
                12.0,
                6.0,
                "dB",
                "loss from 10 to 16 kHz re 1 to 4 kHz, desk to drum",
                "fitted: open earphones lose less",
            ),
        ),
        Kind::Breathing => (
            "breathing",
            "Noise breathes",
            Performer,
            limit(
                10.0,
                5.0,
                "dB",
                "swing of the link's noise from 2 to 10 kHz where the mix does not mask \
                 it",
                "twice as loud is 10 dB (ISO 532)",
            ),
        ),
        Kind::Hiss => (
            "hiss",
            "Hiss in the pauses",
            Performer,
            limit(
                35.0,
                7.5,
                "dB(A)",
                "noise at the drum in the quiet passages",
                "35 dB(A): a quiet room (ISO 1996 practice)",
            ),
        ),
        Kind::Limiter => (
            "limiter",
            "Ear limiter at work",
            Performer,
            limit(
                0.02,
                0.09,
                "of the time",
                "time with a reduction of 1 dB or more",
                CHOSEN,
            ),
        ),
        Kind::Clipping => (
            "clipping",
            "Amplifier clips",
            Performer,
            limit(
                0.005,
                0.02,
                "of the time",
                "frames in which the pack runs out of volts",
                CHOSEN,
            ),
        ),
        Kind::Ceiling => (
            "ceiling",
            "Over the ceiling",
            Performer,
            limit(
                3.0,
                3.0,
                "dB",
                "highest peak over the output ceiling",
                CHOSEN,
            ),
        ),
        Kind::SideLost => (
            "image-lost",
            "A side is lost",
            Performer,
            limit(
                0.05,
                0.05,
                "of the music",
                "loudness that falls by more than 6 dB against the rest",
                FITTED,
            ),
        ),
        Kind::Late => (
            "late",
            "Late",
            Performer,
            limit(
                1.0,
                0.5,
                "× the limit",
                "delay against the fair limit of the player with one's own sound beside it",
                "Lester and Boley, AES 7198 (2007), table 1, after a transcription",
            ),
        ),
        Kind::Dose => (
            "dose",
            "Too loud for the set",
            Performer,
            limit(
                1.0,
                1.0,
                "of a day",
                "dose of two hours",
                "NIOSH 98-126: 85 dB(A) for 8 h, 3 dB",
            ),
        ),
        Kind::DropOuts => (
            "drop-outs",
            "Drop-outs",
            Performer,
            limit(0.5, 2.0, "a minute", "drop-outs of the link", CHOSEN),
        ),
    }
}
