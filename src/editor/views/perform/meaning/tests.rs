use super::*;
use crate::rig::presets;

#[test]
fn bass_is_judged_by_the_ear_that_lost_more() {
    let ear = |bass_db, out| Ear {
        out,
        bass_db,
        room_db: -20.0,
    };
    let said = bass(Some([ear(-9.0, false), ear(0.0, false)]));
    assert_eq!(said.sign, Sign::Bad);
    assert_eq!(said.head, "Kick and bass gone on the left");
    assert_eq!(said.line, "\u{2212}9 dB below 120 Hz");
    let said = bass(Some([ear(-30.0, true), ear(-0.5, false)]));
    assert_eq!(
        (said.sign, said.head.as_str()),
        (Sign::Good, "Bass is whole on the right")
    );
    assert_eq!(bass(Some([ear(0.0, true), ear(0.0, true)])).sign, Sign::Bad);
}

#[test]
fn a_delay_is_judged_by_who_wears_it() {
    let said = |id: &str| late(&presets::find(id).unwrap(), None);
    let wired = said("drummer-wired-behind-the-kit");
    assert_eq!(wired.sign, Sign::Good);
    assert!(wired.line.ends_with("fine for a drummer"), "{}", wired.line);
    let bluetooth = said("fault-bluetooth-on-stage");
    assert_eq!(bluetooth.sign, Sign::Bad);
    assert!(
        bluetooth.line.ends_with("in the way for a singer"),
        "{}",
        bluetooth.line
    );
}
/// Each verdict on the bass on both sides of its bounds; ears within 1 dB are one.
#[test]
fn bass_is_judged_within_bounds() {
    let said = |left_db: f64, right_db: f64| {
        let ear = |bass_db| Ear {
            out: false,
            bass_db,
            room_db: -20.0,
        };
        let said = bass(Some([ear(left_db), ear(right_db)]));
        (said.sign, said.head)
    };
    for (bass_db, sign, head) in [
        (-1.4, Sign::Good, "Bass is whole"),
        (-1.6, Sign::Good, "Bass is nearly whole"),
        (-2.9, Sign::Good, "Bass is nearly whole"),
        (-3.1, Sign::Fair, "Bass is thin"),
        (-6.9, Sign::Fair, "Bass is thin"),
        (-7.1, Sign::Bad, "Kick and bass gone"),
    ] {
        assert_eq!(said(bass_db, bass_db), (sign, head.to_owned()), "{bass_db}");
    }
    assert_eq!(said(-4.0, -4.9).1, "Bass is thin");
    assert_eq!(said(-4.0, -5.1).1, "Bass is thin on the right");
    assert_eq!(said(-5.1, -4.0).1, "Bass is thin on the left");
    assert_eq!(bass(None).line, "being computed");
}

#[test]
fn the_mix_is_judged_by_how_far_it_is_over_the_stage() {
    let said = |levels_dba| {
        let said = over_the_stage(levels_dba);
        (said.sign, said.head, said.line)
    };
    for (levels_dba, sign, head, line) in [
        (
            [90.0, 39.0],
            Sign::Good,
            "No stage gets in",
            "only the mix is heard",
        ),
        (
            [90.0, 81.0],
            Sign::Good,
            "Voice clear of the stage",
            "9 dB over it",
        ),
        (
            [90.0, 82.0],
            Sign::Fair,
            "Voice close to the stage",
            "8 dB over it",
        ),
        (
            [90.0, 90.0],
            Sign::Fair,
            "Voice close to the stage",
            "0 dB over it",
        ),
        (
            [90.0, 91.0],
            Sign::Bad,
            "Stage covers the voice",
            "1 dB under it",
        ),
    ] {
        let expected = (sign, head.to_owned(), line.to_owned());
        assert_eq!(said(Some(levels_dba)), expected);
    }
    assert_eq!(said(None).2, "being computed");
}

/// NIOSH allows 85 dB(A) for eight hours, and half of the time for each 3 dB more.
#[test]
fn a_level_is_judged_by_the_time_that_is_allowed() {
    let said = |level_dba| {
        let said = loud(level_dba);
        (said.sign, said.line)
    };
    let all_day = (Sign::Good, "85 dB(A): all day long".to_owned());
    assert_eq!(said(85.0), all_day);
    assert_eq!(said(88.0).0, Sign::Fair);
    assert!(
        said(88.0).1.starts_with("88 dB(A): 4 h"),
        "{:?}",
        said(88.0)
    );
    assert_eq!(said(92.0).0, Sign::Fair);
    assert_eq!(said(93.0).0, Sign::Bad);
    for silent in [f64::NEG_INFINITY, f64::NAN, 19.0] {
        assert_eq!(loud(silent).head, "Silent");
    }
    assert_eq!(loud(21.0).head, "Not loud");
}

#[test]
fn each_performer_judges_a_delay_as_the_players_of_that_instrument() {
    use crate::analysis::latency_budget::Role;
    for (role, judged) in [
        (PerformerRole::Guitarist, Role::Guitar),
        (PerformerRole::Bassist, Role::Bass),
        (PerformerRole::Drummer, Role::Drums),
        (PerformerRole::Keys, Role::Keys),
        (PerformerRole::Dj, Role::Keys),
        (PerformerRole::Horn, Role::Sax),
        (PerformerRole::Singer, Role::Voice),
    ] {
        assert_eq!(judge(role), judged);
    }
}

#[test]
fn a_round_trip_of_the_machine_adds_to_the_delay() {
    let rig = presets::find("drummer-wired-behind-the-kit").unwrap();
    let alone_ms = Budget::of(&rig).total_ms();
    let said = late(&rig, Some(30.0));
    let figure = format!("{:.1} ms, 30.0 of it here: ", alone_ms + 30.0);
    assert!(said.line.starts_with(&figure), "{}", said.line);
    assert_eq!((said.sign, said.head.as_str()), (Sign::Bad, "Too late"));
}
