//! The dose that the ears have had goes with the project.

use super::player;
use bodypack::analysis::noise_dose::Exposure;
use nice_plug::prelude::Params;
use player::{noise, Player};

const SECOND: usize = 48_000;

fn saved(player: &Player) -> String {
    player.params.serialize_fields()["exposure"].clone()
}

fn restore(player: &Player, field: &str) {
    let fields = [("exposure".to_owned(), field.to_owned())];
    player.params.deserialize_fields(&fields.into());
}

#[test]
fn a_project_goes_on_where_it_ended_and_a_reset_forgets() {
    let mut first = Player::offline();
    assert_eq!(first.params.exposure.get().seconds, 0.0);
    first.play(&noise(4 * SECOND, 0.3));
    let before = first.params.exposure.get();
    assert!(before.seconds > 3.0 && before.weekly[0] > 0.0, "{before:?}");

    let mut second = Player::offline();
    second.play(&noise(SECOND, 0.3));
    restore(&second, &saved(&first));
    assert_eq!(second.params.exposure.get(), before);
    second.play(&noise(2 * SECOND, 0.3));
    let after = second.params.exposure.get();
    let more_s = after.seconds - before.seconds;
    assert!((1.5..=2.1).contains(&more_s), "{more_s}");
    assert!(after.weekly[0] > before.weekly[0]);

    second.params.exposure.replace(&Exposure::default());
    assert_eq!(second.params.exposure.get().seconds, 0.0);
    second.play(&noise(SECOND, 0.3));
    assert!(second.params.exposure.get().seconds < 1.1);
}

#[test]
fn numbers_that_cannot_be_are_forgotten() {
    let player = Player::offline();
    for field in [
        r#"{"seconds":-1.0}"#,
        r#"{"seconds":1e999}"#,
        r#""none""#,
        r#"{"weekly":[1.0]}"#,
    ] {
        restore(&player, field);
        assert_eq!(player.params.exposure.get().seconds, 0.0, "{field}");
    }
}
