//! Warnings about valid rigs.

use super::{Rig, Transducer};

impl Rig {
    /// Sentences about parts that stay silent or do not fit each other.
    pub fn notices(&self) -> Vec<String> {
        let electrostatic =
            |driver: &&super::Driver| matches!(driver.motor, Transducer::Electrostatic(_));
        let drivers = &self.earphone.drivers;
        let unbiased = drivers.iter().filter(electrostatic).count();
        let mut notices = Vec::new();
        if !self.pack.energizer && unbiased > 0 {
            notices.push(if unbiased == drivers.len() {
                "the energizer is off: the earphone is silent".to_owned()
            } else {
                "the energizer is off: the electrostatic way is silent".to_owned()
            });
        }
        notices
    }
}
