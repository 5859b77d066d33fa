//! Hosts that choose a rig and set values before anything is played: what comes behind the rig is
//! meant for it, even a value that was there before, and what came before it is replaced.

use bodypack::rig::presets;
use bodypack::session::{clap_state_of, number_of, vst3_state_of, MOST_RIGS};
use nice_plug::wrapper::vst3::vst3::Steinberg::kResultOk;

use super::careless::{clap_ids, vst3_id, vst3_ids};
use super::raw_clap::{call, Events, Heard, RawClap};
use super::raw_vst3::RawVst3;

const RIG: &str = "drummer-wired-behind-the-kit";

/// Two parameters at which a rig is not as a fresh instance is, with the value of the first in the
/// fresh instance and of the second in the rig.
fn two_that_differ(
    ids: &[u32],
    fresh: impl Fn(u32) -> f64,
    with_rig: impl Fn(u32) -> f64,
) -> [(u32, f64); 2] {
    let mut differ = ids
        .iter()
        .filter(|id| (fresh(**id) - with_rig(**id)).abs() > 0.05);
    let kept = *differ.next().expect("one");
    let replaced = *differ.next_back().expect("another");
    [(kept, fresh(kept)), (replaced, with_rig(replaced))]
}

#[test]
fn values_told_behind_a_rig_hold_in_vst3() {
    needs_bundles!();
    let rig = presets::find(RIG).expect("a factory rig");
    let vst3 = RawVst3::new();
    let with_rig = RawVst3::new();
    assert_eq!(with_rig.load(&vst3_state_of(&rig)), kResultOk);
    let ids = vst3_ids(&vst3);
    let [(kept, before), (replaced, in_rig)] =
        two_that_differ(&ids, |id| vst3.value(id), |id| with_rig.value(id));
    vst3.start(64);
    let number = f64::from(number_of(RIG)) / f64::from(MOST_RIGS);
    let choice = vst3_id(&vst3, "Rig");
    for (id, value) in [(replaced, 0.4), (choice, number), (kept, before)] {
        assert_eq!(vst3.set(id, value), kResultOk);
    }
    let check = |vst3: &RawVst3, when: &str| {
        let found = [kept, replaced, choice].map(|id| vst3.value(id));
        for (found, expected) in found.into_iter().zip([before, in_rig, number]) {
            assert!(
                (found - expected).abs() < 1e-3,
                "{when}: {found} {expected}"
            );
        }
    };
    let restored = RawVst3::new();
    assert_eq!(restored.load(&vst3.save()), kResultOk);
    check(&restored, "from the state");
    vst3.run(false);
    assert_eq!(vst3.activate(false), kResultOk);
    check(&vst3, "when the sound has ended");
    assert_eq!(vst3.activate(true), kResultOk);
    check(&vst3, "when it begins again");
}

#[test]
fn values_set_behind_a_rig_hold_in_clap() {
    needs_bundles!();
    let rig = presets::find(RIG).expect("a factory rig");
    let clap = RawClap::new(Heard::default());
    let with_rig = RawClap::new(Heard::default());
    assert!(with_rig.load(&clap_state_of(&rig)));
    let all = clap_ids(&clap);
    let [(kept, before), (replaced, in_rig)] =
        two_that_differ(&all, |id| clap.value(id), |id| with_rig.value(id));
    let choice = call!(clap.params(), count, clap.plugin);
    let choice = (0..choice)
        .filter_map(|index| {
            // SAFETY: a structure of numbers and text.
            let mut info: clap_sys::ext::params::clap_param_info = unsafe { std::mem::zeroed() };
            let found = call!(clap.params(), get_info, clap.plugin, index, &mut info);
            found.then_some(info.id)
        })
        .find(|id| !all.contains(id))
        .expect("the choice of a rig");
    let number = f64::from(number_of(RIG));
    let events = Events::of(&[(0, replaced, 0.4), (0, choice, number), (0, kept, before)]);
    let nobody = std::ptr::null();
    call!(clap.params(), flush, clap.plugin, &events.list, nobody);
    let restored = RawClap::new(Heard::default());
    assert!(restored.load(&clap.save()));
    for clap in [&clap, &restored] {
        let found = [kept, replaced, choice].map(|id| clap.value(id));
        for (found, expected) in found.into_iter().zip([before, in_rig, number]) {
            assert!((found - expected).abs() < 1e-3, "{found} {expected}");
        }
    }
}
