//! Warnings about valid rigs.

use super::{BluetoothLink, Coder, Link, Rig};

impl Rig {
    /// Sentences about parts that stay silent or do not fit each other.
    pub fn notices(&self) -> Vec<String> {
        let drivers = &self.earphone.drivers;
        let biased = |driver: &&super::Driver| driver.motor.kind().is_biased();
        let unbiased = drivers.iter().filter(biased).count();
        let mut notices = Vec::new();
        if !self.pack.energizer && unbiased > 0 {
            notices.push(if unbiased == drivers.len() {
                "the energizer is off: the earphone is silent".to_owned()
            } else {
                "the energizer is off: the electrostatic way is silent".to_owned()
            });
        }
        if let Link::Bluetooth(link) = &self.link {
            notices.extend(coder(link));
        }
        notices
    }
}

/// Sentences about what the coder of LE Audio makes of a link's settings.
fn coder(link: &BluetoothLink) -> Vec<String> {
    if link.coder != Coder::Lc3 {
        return Vec::new();
    }
    let packet_ms = link.packets.frame_ms;
    // Either frame and what the transform looks ahead.
    let (frame_ms, delay_ms) = if packet_ms < 8.75 {
        (7.5, 11.5)
    } else {
        (10.0, 12.5)
    };
    let mut notices = Vec::new();
    if packet_ms != frame_ms {
        notices.push(format!(
            "LC3 has frames of 7.5 and 10 ms: with packets of {packet_ms} ms it takes {frame_ms} ms"
        ));
    }
    if link.latency_ms < delay_ms {
        notices.push(format!(
            "LC3 alone takes {delay_ms} ms in frames of {frame_ms} ms: the link has that instead of \
             {} ms",
            link.latency_ms
        ));
    }
    notices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_and_latencies_that_lc3_does_not_have_are_said() {
        let said = |frame_ms: f64, latency_ms: f64| {
            let mut link = BluetoothLink {
                coder: Coder::Lc3,
                latency_ms,
                ..BluetoothLink::default()
            };
            link.packets.frame_ms = frame_ms;
            coder(&link)
        };
        assert!(said(7.5, 11.5).is_empty());
        assert!(said(10.0, 12.5).is_empty());
        assert_eq!(said(8.0, 11.0).len(), 2);
        assert!(
            said(9.0, 20.0)[0].contains("takes 10 ms"),
            "{:?}",
            said(9.0, 20.0)
        );
        assert!(said(10.0, 12.4)[0].contains("12.5 ms"));
        assert!(coder(&BluetoothLink::default()).is_empty());
    }
}
