//! The memory that a chain takes where there is little: on the stack of whoever makes it.

use bodypack::chain::Chain;
use bodypack::rig::presets::all;

use super::depth::{of, on_stack, LARGE_STACK};

const RATE_HZ: f64 = 48_000.0;

/// The stack that making a chain may take, bytes; an audio client's thread often has 512 KiB.
const STACK_BYTES: usize = 320 << 10;

#[test]
fn a_chain_is_handed_on_in_a_page_or_two() {
    let size = size_of::<Chain>();
    assert!(size <= 8 << 10, "{size} bytes");
}

/// Pass by rig: designed with the ears alike and apart, with every kind of link.
#[test]
fn every_factory_rig_becomes_a_chain_on_a_small_stack() {
    for preset in all() {
        let (chain, used) = on_stack(LARGE_STACK, || of(|| Chain::new(&preset.rig, RATE_HZ, 1)));
        assert!(chain.is_ok(), "{}", preset.id);
        assert!(used <= STACK_BYTES, "{}: {used} bytes", preset.id);
    }
}
