use bodypack::chain::{Chain, Io};
use bodypack::dsp::noise::Pink;
use bodypack::rig::{presets, AnalogLink, Link};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let mut rig = presets::all()
        .iter()
        .find(|p| p.id == args[1])
        .expect("id")
        .rig
        .clone();
    for a in &args[2..] {
        match a.as_str() {
            "nodist" => rig.earphone.distortion = 0.0,
            "fm" => rig.link = Link::AnalogFm(AnalogLink::default()),
            "all" => {
                rig.link = Link::AnalogFm(AnalogLink::default());
                let s = &mut rig.ambient.stage;
                s.crowd_dbspl = 80.0;
                s.drums_dbspl = 95.0;
                s.wedges_dbspl = 90.0;
                s.hall_dbspl = 75.0;
                rig.ambient.spill.level_dbspl = 90.0;
                rig.ambient.microphones.enabled = true;
                rig.pack.limiter = true;
            }
            _ => {}
        }
    }
    let silent = args.iter().any(|a| a == "silent");
    let aux = args.iter().any(|a| a == "aux");
    let mut noise = Pink::new(1, 48000.0);
    let mut other = Pink::new(2, 48000.0);
    let n = 64 * 20000;
    let left: Vec<f32> = (0..n).map(|_| 0.126 * noise.tick()).collect();
    let right: Vec<f32> = (0..n).map(|_| 0.126 * other.tick()).collect();
    let mut chain = Chain::new(&rig, 48000.0, 1).unwrap();
    use bodypack::dsp::biquad::{Biquad, Coefficients};
    let mut bands: Vec<Biquad> = (0..20)
        .map(|k| {
            Biquad::new(Coefficients::peak(
                50.0 * 1.3_f64.powi(k),
                1.4,
                3.0,
                48000.0,
            ))
        })
        .collect();
    let mut ratios = Vec::new();
    for at in (0..20000).step_by(500) {
        let t = cpu_time::ThreadTime::now();
        for at in at..at + 500 {
            let r = at * 64..at * 64 + 64;
            let mut l: [f32; 64] = left[r.clone()].try_into().unwrap();
            let mut q: [f32; 64] = right[r.clone()].try_into().unwrap();
            if silent && at > 500 {
                l = [0.0; 64];
                q = [0.0; 64];
            }
            let a = [&left[r.clone()], &right[r]];
            chain.process(Io {
                main: [&mut l, &mut q],
                ambient: aux.then_some(a),
                own_voice: aux.then_some(a),
            });
            std::hint::black_box((&l, &q));
        }
        let own = t.elapsed().as_secs_f64();
        let t = cpu_time::ThreadTime::now();
        for at in at..at + 500 {
            let mut l: [f32; 64] = left[at * 64..at * 64 + 64].try_into().unwrap();
            bands.iter_mut().for_each(|b| b.process(&mut l));
            std::hint::black_box(&l);
        }
        ratios.push(own / t.elapsed().as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    println!("{:.3} ({:.3} {:.3})", ratios[20], ratios[4], ratios[36]);
}
