//! A notice of a broken cable, which a curve of the earphone does not hold.

use bodypack::files::terminal::tell;
use bodypack::rig::{BrokenConductor, Rig};

/// Says on standard error what a broken conductor leaves to be heard, where a curve shows the earphone on a cable
/// that is whole.
pub fn tell_broken(rig: &Rig) {
    let heard = match rig.cable.broken {
        BrokenConductor::None => return,
        BrokenConductor::Left => "the left conductor of the cable is broken: the left ear hears nothing",
        BrokenConductor::Right => "the right conductor of the cable is broken: the right ear hears nothing",
        BrokenConductor::Return => {
            "the return of the cable is broken: both ears hear half of what left and right differ in"
        }
    };
    tell(format_args!(
        "notice: {heard}; the curve is that of a cable that is whole"
    ));
}
