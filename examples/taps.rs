use bodypack::design::design;
use bodypack::rig::presets;
fn main() {
    for p in presets::all() {
        let d = design(&p.rig, 48000.0).unwrap();
        let t = |r: &bodypack::dsp::stereo_convolution::Responses| r[0].taps();
        println!(
            "{:40} prog {} amb {} list {} through {} jaw {} own {}",
            p.id,
            t(d.programme()),
            t(d.ambient()),
            t(d.listening()),
            t(d.around().through()),
            t(&d.around().jaw()[0]),
            t(d.around().own_voice())
        );
    }
}
