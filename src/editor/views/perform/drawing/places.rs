//! Places: each by the one thing that nobody takes for another place.

use super::Drawing;
use crate::rig::Venue;

/// A roof over four walls, and an armchair's worth of sound.
const HOME: Drawing = &[
    "M -40 44 L -40 -6 M 40 44 L 40 -6 M -40 44 L 40 44",
    "M -50 2 L 0 -42 L 50 2",
    "M -10 22 L -10 -2 L 12 -8 L 12 16 D -14 22 5 D 8 16 5",
];

/// A kick drum and an amplifier between thick walls.
const REHEARSAL_ROOM: Drawing = &[
    "quiet M -56 46 L -56 -46 L 56 -46 L 56 46 Z M -56 -30 L -48 -22 M -56 -10 L -48 -2 M -56 10 L -48 18 M 48 -22 L 56 -30 M 48 -2 L 56 -10 M 48 18 L 56 10",
    "ink O -16 18 24 O -16 18 8 M -34 36 L -40 44 M -2 36 L 4 44",
    "M 14 6 L 46 6 L 46 44 L 14 44 Z M 14 14 L 46 14 O 30 29 10 D 20 10 1.5 D 26 10 1.5 D 32 10 1.5",
    "M -16 -8 L -16 -30 E -16 -30 15 4",
];

/// A glass on a counter, and a small loudspeaker above it.
const BAR: Drawing = &[
    "M -56 30 L 56 30 M -50 30 L -50 46 M 50 30 L 50 46",
    "M -40 -8 L -36 30 L -14 30 L -10 -8 Z M -10 0 C 4 0 4 20 -12 20",
    "M -42 -8 C -44 -18 -32 -22 -28 -16 C -24 -22 -12 -20 -10 -8 Z",
    "M 18 -44 L 48 -44 L 48 -4 L 18 -4 Z O 33 -18 9 O 33 -36 4",
    "room M 10 -34 C 4 -30 4 -16 10 -12 M 2 -40 C -6 -32 -6 -16 0 -8",
];

/// A low stage, a loudspeaker on either side, lamps above.
const CLUB: Drawing = &[
    "M -54 34 L 54 34 L 54 46 L -54 46 Z M -54 -44 L 54 -44",
    "quiet M -26 -36 L -40 30 M -18 -36 L -8 30 M 18 -36 L 8 30 M 26 -36 L 40 30",
    "ink D -22 -40 5 D 22 -40 5",
    "M -52 2 L -36 2 L -36 34 L -52 34 Z O -44 22 5 O -44 9 3",
    "M 36 2 L 52 2 L 52 34 L 36 34 Z O 44 22 5 O 44 9 3",
    "M -9 34 L -9 18 C -9 6 9 6 9 18 L 9 34 O 0 0 7",
];

/// Curtains, drawn aside, with a valance.
const THEATER: Drawing = &[
    "M -54 46 L -54 -44 L 54 -44 L 54 46",
    "M -54 -34 C -44 -22 -28 -22 -18 -34 C -12 -24 12 -24 18 -34 C 28 -22 44 -22 54 -34",
    "M -54 30 C -36 26 -28 0 -30 -27 M -46 -27 C -46 -6 -48 12 -54 20 M -38 -26 C -38 0 -44 18 -54 26",
    "M 54 30 C 36 26 28 0 30 -27 M 46 -27 C 46 -6 48 12 54 20 M 38 -26 C 38 0 44 18 54 26",
    "M -54 40 L 54 40 O 0 -2 7 M -10 40 L -10 22 C -10 8 10 8 10 22 L 10 40",
];

/// Tiers on both sides of a stage, under a roof with trusses.
const ARENA: Drawing = &[
    "M -58 44 L -58 -8 C -36 -48 36 -48 58 -8 L 58 44 M -58 44 L 58 44",
    "quiet M -58 -8 L 58 -8 M -44 -8 L -36 -24 L -26 -8 L -16 -34 L 0 -8 L 16 -34 L 26 -8 L 36 -24 L 44 -8",
    "ink M -58 8 L -46 8 L -46 18 L -36 18 L -36 28 L -26 28 L -26 44",
    "M 58 8 L 46 8 L 46 18 L 36 18 L 36 28 L 26 28 L 26 44",
    "M -18 36 L 18 36 L 18 44 L -18 44 Z M -7 36 L -7 26 C -7 16 7 16 7 26 L 7 36 O 0 11 6",
];

/// An open bowl under floodlights.
const STADIUM: Drawing = &[
    "E 0 14 56 26 E 0 18 38 15",
    "M -56 14 L -56 24 C -50 52 50 52 56 24 L 56 14",
    "M -44 -2 L -44 -34 M 44 -2 L 44 -34 M -54 -46 L -34 -46 L -34 -34 L -54 -34 Z M 34 -46 L 54 -46 L 54 -34 L 34 -34 Z",
    "D -49 -40 2 D -44 -40 2 D -39 -40 2 D 39 -40 2 D 44 -40 2 D 49 -40 2",
    "M -12 14 L 12 14 L 12 22 L -12 22 Z",
];

/// A gable, a spire, a door.
const CHURCH: Drawing = &[
    "M -40 46 L -40 10 L 0 -16 L 40 10 L 40 46 Z",
    "M -12 -8 L -12 -22 L 0 -36 L 12 -22 L 12 -8",
    "M 0 -36 L 0 -49 M -5 -44 L 5 -44",
    "M -9 46 L -9 30 C -9 18 9 18 9 30 L 9 46 Z O 0 4 5",
    "M -30 34 L -30 24 C -30 18 -20 18 -20 24 L -20 34 Z M 20 34 L 20 24 C 20 18 30 18 30 24 L 30 34 Z",
];

/// A large microphone in its ring, a filter before it, foam on the wall.
const STUDIO: Drawing = &[
    "quiet M -54 -44 L -46 -34 L -38 -44 L -30 -34 L -22 -44 M -54 -24 L -46 -14 L -38 -24 L -30 -14 L -22 -24",
    "ink M 12 -36 C 12 -46 36 -46 36 -36 L 36 -2 C 36 8 12 8 12 -2 Z",
    "M 12 -26 L 36 -26 M 12 -18 L 36 -18 M 18 -42 L 18 -26 M 24 -44 L 24 -26 M 30 -42 L 30 -26",
    "M 6 -14 C 4 24 44 24 42 -14 M 24 15 L 24 46 M 8 46 L 40 46",
    "E -16 -12 7 20 M -16 8 C -14 22 4 24 24 26",
];

/// A sign that says that the microphone is live.
const BROADCAST: Drawing = &[
    "M -50 -46 L 50 -46 L 50 -14 L -50 -14 Z",
    "room D -34 -30 6 ink M -20 -36 L 36 -36 M -20 -24 L 22 -24",
    "M -8 4 C -8 -6 14 -6 14 4 L 14 20 C 14 30 -8 30 -8 20 Z M -8 12 L 14 12",
    "M -16 14 C -16 40 22 40 22 14 M 3 34 L 3 46 M -16 46 L 22 46",
    "room M -24 4 C -30 10 -30 20 -24 26 M 30 4 C 36 10 36 20 30 26",
];

/// Trees, the sun, no walls.
const STREET: Drawing = &[
    "M -58 44 L 58 44",
    "O 38 -30 10 M 38 -48 L 38 -45 M 38 -15 L 38 -12 M 20 -30 L 23 -30 M 53 -30 L 56 -30 M 25 -43 L 27 -41 M 51 -43 L 49 -41 M 25 -17 L 27 -19 M 51 -17 L 49 -19",
    "M -34 44 L -34 14 M -34 28 L -26 20 M -34 20 C -58 20 -60 -2 -48 -8 C -48 -30 -18 -30 -18 -8 C -8 -2 -12 20 -34 20 Z",
    "M 8 44 L 8 26 C 8 12 32 12 32 26 L 32 44 O 20 4 8 M 12 2 L 12 6 M 28 2 L 28 6 D 12 4 3 D 28 4 3",
];

/// The picture of a venue.
pub fn of(venue: Venue) -> Option<Drawing> {
    Some(match venue {
        Venue::Any => return None,
        Venue::Home => HOME,
        Venue::RehearsalRoom => REHEARSAL_ROOM,
        Venue::Bar => BAR,
        Venue::Club => CLUB,
        Venue::Theater => THEATER,
        Venue::Arena => ARENA,
        Venue::Stadium => STADIUM,
        Venue::Church => CHURCH,
        Venue::Studio => STUDIO,
        Venue::Broadcast => BROADCAST,
        Venue::Street => STREET,
    })
}
