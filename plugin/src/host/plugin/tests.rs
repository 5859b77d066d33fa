use super::*;

#[test]
fn a_panic_in_the_chain_ends_in_silence_for_a_block_and_then_the_mix_passes() {
    let mut plugin = Bodypack::default();
    plugin.make_engine(48_000.0, true);
    let mix = [0.25_f32; 64];
    let (mut left, mut right) = (mix, mix);
    plugin.hear(&mut [&mut left, &mut right], [None; 2], 64);
    assert_ne!(left, mix, "the chain is heard");
    // The chain relies on inputs of one length, which `stereo_of` sees to.
    let short: [&[f32]; 2] = [&[], &[]];
    let (mut left, mut right) = (mix, mix);
    plugin.hear(&mut [&mut left, &mut right], [Some(short), None], 64);
    assert_eq!([left, right], [[0.0; 64]; 2]);
    let (mut left, mut right) = (mix, mix);
    plugin.hear(&mut [&mut left, &mut right], [Some(short), None], 64);
    assert_eq!([left, right], [mix; 2]);
    // And a new activation starts anew.
    plugin.make_engine(48_000.0, true);
    plugin.hear(&mut [&mut left, &mut right], [None; 2], 64);
    assert_ne!(left, mix);
}
