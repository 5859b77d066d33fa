//! Clicks from a fresh window to what a musician wants to hear.

#![allow(clippy::print_stdout)] // the counts, with --nocapture

use super::bench::Bench;
use super::perform::{click_at, stage_at};
use bodypack::rig::{links, presets, Link, PerformerRole};
use egui::Pos2;
use egui_kittest::kittest::Queryable;

/// A hand that counts its clicks on a fresh window.
struct Hand {
    bench: Bench,
    clicks: usize,
}

impl Hand {
    fn new() -> Self {
        Self {
            bench: Bench::fresh(),
            clicks: 0,
        }
    }

    /// A click on what is seen under a name; nothing scrolls into view for it.
    fn click(&mut self, name: &str) {
        let found = self.bench.harness.query_by_label(name);
        let at = found.unwrap_or_else(|| panic!("{name} is not in view"));
        let window = self.bench.harness.ctx.content_rect();
        assert!(window.contains_rect(at.rect()), "{name} is cut off");
        self.at(at.rect().center());
    }

    fn at(&mut self, at: Pos2) {
        click_at(&mut self.bench, at);
        self.clicks += 1;
    }

    /// Panics if it took more clicks than allowed.
    fn within(self, task: &str, most: usize) -> Bench {
        assert!(self.clicks <= most, "{task}: {} clicks", self.clicks);
        self.bench
    }
}

#[test]
fn the_drummers_mix_with_one_ear_out_takes_two_clicks() {
    let mut hand = Hand::new();
    hand.click("Wear Drummer: on a cable behind the kit");
    hand.click("Left out");
    let rig = hand
        .within("drummer's mix with one ear out", 2)
        .params
        .rig();
    assert_eq!(rig.about.role, PerformerRole::Drummer);
    assert!(rig.earphone.left_out && !rig.earphone.right_out);
    assert!(rig.ambient.stage.drums_dbspl > 95.0, "beside the kit");
}

#[test]
fn entry_fm_on_cymbals_takes_two_clicks() {
    let mut hand = Hand::new();
    hand.click("Show Links");
    hand.click("Wear Guitarist: club, entry FM");
    let rig = hand.within("entry FM on cymbals", 2).params.rig();
    let entry = links::find("entry-fm-stereo").expect("a factory link");
    assert_eq!(rig.about.link_tier, entry.id);
    assert!(matches!(rig.link, Link::AnalogFm(_)));
    assert!(rig.about.listen_for.contains("cymbals"));
}

#[test]
fn a_stage_at_100_db_takes_one_click() {
    let mut hand = Hand::new();
    hand.at(stage_at(&hand.bench, 100.0));
    let bench = hand.within("stage at 100 dB", 2);
    let shown = bench.harness.get_by_label("Stage around you").value();
    assert_eq!(shown.as_deref(), Some("100 dB"));
    let rig = bench.params.rig();
    let stage = &rig.ambient.stage;
    let levels = [
        stage.crowd_dbspl,
        stage.drums_dbspl,
        stage.wedges_dbspl,
        stage.hall_dbspl,
        rig.ambient.spill.level_dbspl,
    ];
    let power: f64 = levels.iter().map(|dbspl| 10f64.powf(0.1 * dbspl)).sum();
    assert!((10.0 * power.log10() - 100.0).abs() < 0.2, "{levels:?}");
}

#[test]
fn two_rigs_at_one_loudness_take_three_clicks() {
    let mut hand = Hand::new();
    hand.click("Wear Singer: club stage beside the kit");
    hand.click("Slot B");
    hand.click("Wear Drummer: on a cable behind the kit");
    let mut bench = hand.within("two rigs at one loudness", 3);
    let matched = |bench: &Bench| {
        let listening = bench.params.rig().listening;
        let mut anew = bench.params.rig();
        bodypack::chain::loudness::take(&mut anew);
        let off_db = listening.match_db - anew.listening.match_db;
        assert!(
            listening.loudness_matched && off_db.abs() < 0.05,
            "{off_db}"
        );
    };
    let second = presets::find("drummer-wired-behind-the-kit").expect("a factory rig");
    assert_eq!(bench.params.rig().earphone.drivers, second.earphone.drivers);
    matched(&bench);
    bench.click("Slot A");
    assert_eq!(bench.params.rig().about.role, PerformerRole::Singer);
    matched(&bench);
}

#[test]
fn the_other_tasks_take_as_few() {
    // Walking behind the public address, without a click more than the tile.
    let mut hand = Hand::new();
    hand.click("Show What goes wrong");
    hand.click("Wear Poor seal beside the kit");
    hand.within("poor seal beside the kit", 2);

    let mut hand = Hand::new();
    hand.click("Show Places");
    hand.click("Wear Stadium: touring FM far out");
    hand.within("far out in a stadium", 2);

    let mut hand = Hand::new();
    hand.click("Budget link");
    let bench = hand.within("my own rig on the cheapest link", 1);
    assert!(matches!(bench.params.rig().link, Link::AnalogFm(_)));

    let mut hand = Hand::new();
    hand.click("Right out");
    let bench = hand.within("one ear out", 1);
    assert!(bench.params.rig().earphone.right_out);

    let mut hand = Hand::new();
    hand.click("I am listening on");
    hand.click("Over-ear target");
    hand.within("other headphones of my own", 2);

    let mut hand = Hand::new();
    hand.click("Wear Singer: club stage beside the kit");
    hand.click("I turn up until I hear it");
    let bench = hand.within("turned up against the stage", 2);
    assert!(bench.params.rig().performer.turns_up);
}
