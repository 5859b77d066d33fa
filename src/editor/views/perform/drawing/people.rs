//! People: one head and one pair of shoulders, and what each of them does with them.

use super::Drawing;
use crate::rig::PerformerRole;

/// Head and shoulders.
const BODY: &str = "M -20 26 L -20 6 C -20 -14 20 -14 20 6 L 20 26 O 0 -30 12";
/// The same, lower: behind a table.
const SEATED: &str = "M -20 18 L -20 6 C -20 -14 20 -14 20 6 L 20 18 O 0 -30 12";

const SINGER: Drawing = &[
    "M -28 26 L -28 6 C -28 -14 12 -14 12 6 L 12 26 O -8 -30 12",
    "M 30 46 L 30 -18 L 14 -25 M 18 46 L 42 46 D 10 -27 5",
];

const GUITARIST: Drawing = &[
    BODY,
    "M 2 12 L 50 -18 M 46 -21 L 52 -11",
    "M 2 8 C -6 0 -22 0 -24 12 C -38 14 -38 38 -20 38 C -6 38 -4 28 2 26 C 12 22 8 12 2 8 Z",
    "O -15 22 5",
];

const BASSIST: Drawing = &[
    BODY,
    "M -2 16 L 54 -26 M 50 -30 L 57 -21 D 44 -24 2 D 49 -28 2 D 52 -16 2 D 56 -20 2",
    "M 4 6 C -2 8 -8 4 -14 2 C -12 10 -18 14 -26 16 C -40 20 -38 42 -22 40 C -10 38 -8 30 0 32 C 10 34 14 26 12 22 C 4 24 2 18 4 6 Z",
    "M -24 24 L -16 32",
];

const KEYS: Drawing = &[
    SEATED,
    "M -34 34 L -44 48 M 34 34 L 44 48",
    "M -48 14 L 48 14 L 48 34 L -48 34 Z",
    "M -36 22 L -36 34 M -24 22 L -24 34 M -12 22 L -12 34 M 0 22 L 0 34 M 12 22 L 12 34 M 24 22 L 24 34 M 36 22 L 36 34",
];

const DRUMMER: Drawing = &[
    "M -20 20 L -20 4 C -20 -16 20 -16 20 4 L 20 20 O 0 -32 12",
    "M -44 -6 L -44 46 M 44 -6 L 44 46",
    "M -26 24 L -26 38 C -26 50 26 50 26 38 L 26 24 Z E 0 24 26 9",
    "M -18 2 L -40 -12 M 18 2 L 40 -12",
    "E -44 -6 15 4 E 44 -6 15 4",
];

const HORN: Drawing = &[
    "M -32 26 L -32 6 C -32 -14 8 -14 8 6 L 8 26 O -12 -30 12",
    "M 0 -26 L 42 -26 M 8 -26 C 6 -10 32 -10 30 -26 M 14 -32 L 14 -18 M 20 -32 L 20 -18 M 26 -32 L 26 -18",
    "M 42 -26 C 50 -26 54 -32 57 -38 L 57 -14 C 54 -20 50 -26 42 -26 Z",
    "M 6 8 C 14 2 16 -6 18 -14",
];

const CHOIR: Drawing = &[
    "quiet M -50 26 L -50 10 C -50 -8 -18 -8 -18 10 L -18 26 O -34 -22 10 D -33 -18 2",
    "M 18 26 L 18 10 C 18 -8 50 -8 50 10 L 50 26 O 34 -22 10 D 33 -18 2",
    "ink M -20 36 L -20 12 C -20 -8 20 -8 20 12 L 20 36 O 0 -22 12 O 0 -17 3",
    "M -14 22 L 0 26 L 14 22 L 14 40 L 0 44 L -14 40 Z M 0 26 L 0 44",
];

const WORSHIP: Drawing = &[
    "M -20 40 L -20 14 C -20 -4 20 -4 20 14 L 20 40 O 0 -18 12",
    "M -20 14 C -34 8 -38 -10 -36 -30 M 20 14 C 34 8 38 -10 36 -30",
    "M -36 -30 L -41 -39 M -36 -30 L -35 -41 M -36 -30 L -30 -38 M 36 -30 L 41 -39 M 36 -30 L 35 -41 M 36 -30 L 30 -38",
    "quiet M 0 -48 L 0 -34 M -5 -43 L 5 -43",
];

const ACTOR: Drawing = &[
    "quiet M -58 -46 C -40 -34 -40 16 -56 46 M 58 -46 C 40 -34 40 16 56 46 M -58 -46 L 58 -46",
    "ink M -18 44 L -18 10 C -18 -6 18 -6 18 10 L 18 44 O 0 -20 12",
    "M -18 12 C -30 14 -36 6 -38 -6 M 18 12 C 30 18 34 26 36 34",
    "M 12 -20 C 12 -12 8 -12 5 -13 D 5 -13 2.5",
];

const DJ: Drawing = &[
    SEATED,
    "M -12 -32 C -12 -50 12 -50 12 -32 M -13 -34 L -13 -24 M 13 -34 L 13 -24",
    "M -52 16 L 52 16 L 56 42 L -56 42 Z",
    "E -30 28 17 8 E 30 28 17 8 D -30 28 2 D 30 28 2",
    "M -4 22 L -4 36 M 4 22 L 4 36 D -4 31 2.5 D 4 26 2.5",
];

const FOH_ENGINEER: Drawing = &[
    SEATED,
    "M -44 14 L 44 14 L 56 44 L -56 44 Z",
    "M -34 20 L -38 36 M -20 20 L -22 36 M -7 20 L -8 36 M 7 20 L 8 36 M 20 20 L 22 36 M 34 20 L 38 36",
    "D -36 28 3 D -21 24 3 D -7 32 3 D 7 26 3 D 21 30 3 D 36 25 3",
];

const MONITOR_ENGINEER: Drawing = &[
    "M -36 18 L -36 4 C -36 -16 4 -16 4 4 L 4 18 O -16 -32 12",
    "M 4 4 C 12 -4 8 -20 -3 -28",
    "D -4 -31 3",
    "M -44 18 L 16 18 L 24 44 L -52 44 Z",
    "M -34 26 L -34 36 M -22 26 L -22 36 M -10 26 L -10 36 M 2 26 L 2 36 D -34 32 2.5 D -22 28 2.5 D -10 33 2.5 D 2 29 2.5",
    "M 30 4 L 50 4 L 50 34 L 30 34 Z M 44 4 L 44 -20 O 37 14 3",
    "quiet M 38 -24 C 34 -20 34 -12 38 -8 M 50 -24 C 54 -20 54 -12 50 -8",
];

const PRESENTER: Drawing = &[
    SEATED,
    "M -12 -34 C -12 -50 12 -50 12 -34",
    "M 12 -36 C 20 -36 20 -22 12 -22 Z",
    "M 14 -22 C 14 -14 10 -16 5 -20 D 4 -20 3",
    "M -48 18 L 48 18 L 44 44 L -44 44 Z",
    "quiet M -22 28 L 22 28 M -14 36 L 14 36",
];

const ORCHESTRA: Drawing = &[
    BODY,
    "M 6 -14 L 50 -24 M 47 -29 L 51 -19",
    "M 22 -22 C 14 -24 10 -20 8 -20 C -2 -22 -6 -8 4 -6 C 10 -2 16 -6 16 -10 C 22 -10 26 -18 22 -22 Z",
    "quiet M 2 22 L 40 -36 M 20 10 C 26 0 28 -6 27 -14",
    "M -46 8 L -26 8 M -46 8 L -46 24 L -26 24 M -36 24 L -36 46",
];

const LISTENER: Drawing = &[
    BODY,
    "M -13 -32 L -13 -26 M 13 -32 L 13 -26 D -13 -29 3.5 D 13 -29 3.5",
    "M -13 -26 C -14 -8 -4 0 2 6 M 13 -26 C 14 -10 8 0 2 6 L 2 14",
    "M -6 14 L 12 14 L 12 42 L -6 42 Z M 0 37 L 6 37",
];

/// The picture of a performer.
pub fn of(role: PerformerRole) -> Option<Drawing> {
    Some(match role {
        PerformerRole::Any => return None,
        PerformerRole::Singer => SINGER,
        PerformerRole::Guitarist => GUITARIST,
        PerformerRole::Bassist => BASSIST,
        PerformerRole::Keys => KEYS,
        PerformerRole::Drummer => DRUMMER,
        PerformerRole::Horn => HORN,
        PerformerRole::Choir => CHOIR,
        PerformerRole::Worship => WORSHIP,
        PerformerRole::Actor => ACTOR,
        PerformerRole::Dj => DJ,
        PerformerRole::FohEngineer => FOH_ENGINEER,
        PerformerRole::MonitorEngineer => MONITOR_ENGINEER,
        PerformerRole::Presenter => PRESENTER,
        PerformerRole::Orchestra => ORCHESTRA,
        PerformerRole::Listener => LISTENER,
    })
}
