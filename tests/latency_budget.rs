//! The latency budget against the limits of Lester and Boley (AES 7198, 2007, table 1).

use bodypack::analysis::latency_budget::{Budget, Role, Verdict};
use bodypack::chain::Chain;
use bodypack::rig::{desks, links, Rig};

#[test]
fn singer_delay_ratings() {
    for (latency_ms, verdict) in [
        (0.9, Verdict::Good),
        (1.0, Verdict::Good),
        (3.0, Verdict::Fair),
        (6.5, Verdict::Fair),
        (7.0, Verdict::Worse),
    ] {
        assert_eq!(Role::Voice.verdict(latency_ms, true), verdict);
    }
}

#[test]
fn every_role_has_its_row_of_the_table() {
    let rows = [
        (Role::Sax, 0.0, 3.0),
        (Role::Voice, 1.0, 6.5),
        (Role::Guitar, 4.5, 14.5),
        (Role::Drums, 8.0, 24.5),
        (Role::Bass, 4.5, 25.5),
        (Role::Keys, 27.0, 43.0),
    ];
    for (role, good_ms, fair_ms) in rows {
        assert_eq!(role.limits_ms(true), [good_ms, fair_ms]);
    }
    assert_eq!(rows.len(), Role::ALL.len());
}

#[test]
fn without_the_own_sound_beside_it_a_link_may_be_later() {
    assert_eq!(Role::Voice.verdict(7.0, true), Verdict::Worse);
    assert_eq!(Role::Voice.verdict(7.0, false), Verdict::Good);
    assert_eq!(Role::Voice.verdict(15.0, false), Verdict::Fair);
    assert_eq!(Role::Voice.verdict(150.0, false), Verdict::Worse);
    // It is never judged more strictly.
    for role in Role::ALL {
        let [with, without] = [true, false].map(|own| role.limits_ms(own));
        assert!(without[0] >= with[0] && without[1] >= with[1]);
    }
}

#[test]
fn a_rig_adds_up_and_the_chain_delays_by_as_much() {
    let mut rig = Rig::default();
    desks::find("digital-large")
        .expect("a desk")
        .apply(&mut rig.feed);
    rig.link = links::find("mono-2g4").expect("a tier").link.clone();
    rig.pack.latency_ms = 1.5;
    rig.own_voice.enabled = true;
    let budget = Budget::of(&rig);
    assert!((budget.total_ms() - (3.11 + 2.0 + 5.0 + 1.5)).abs() < 1e-9);
    assert_eq!(budget.verdict(Role::Voice), Verdict::Worse);
    assert_eq!(budget.verdict(Role::Drums), Verdict::Fair);
    let chain = Chain::new(&rig, 48_000.0, 0).expect("a chain");
    let chain_ms = chain.emulated_latency_samples() / 48.0;
    assert!((chain_ms - budget.total_ms()).abs() < 1e-3, "{chain_ms}");
}

#[test]
fn the_published_example_is_a_fair_one_for_a_singer() {
    // Digital microphone 2.9, network 1, desk 0.83, network 1, analog link 0.3: 6.0 ms.
    let budget = Budget {
        desk_ms: 0.83,
        network_ms: 2.9 + 1.0 + 1.0,
        link_ms: 0.3,
        pack_ms: 0.0,
        own_sound: true,
        ..Budget::default()
    };
    assert!((budget.total_ms() - 6.03).abs() < 0.01);
    assert_eq!(budget.verdict(Role::Voice), Verdict::Fair);
    let late = Budget {
        link_ms: 5.0,
        ..budget
    };
    assert_eq!(late.verdict(Role::Voice), Verdict::Worse);
    assert_eq!(late.verdict(Role::Drums), Verdict::Fair);
    let bluetooth = Budget {
        link_ms: 150.0,
        ..budget
    };
    assert!(Role::ALL
        .iter()
        .all(|role| bluetooth.verdict(*role) == Verdict::Worse));
}
