//! Link: transmission of the mix from the transmitter to the pack.

mod analog;
mod radio;

pub use analog::{
    AnalogLink, AnalogMode, BandLimit, Compander, CompanderKind, DetectorKind, Emphasis,
    ExpanderMatch, LimiterPlace, Tolerance,
};
pub use radio::{Radio, Sight};

use super::schema::{choice, choices, described, number, switch, table, tagged, whole};

tagged! {
    /// The transmission between the desk and the pack.
    #[allow(clippy::large_enum_variant)] // one rig holds one link
    pub enum Link {
        /// A cable: transparent.
        "wired" = Wired,
        /// A digital radio link.
        "digital" = Digital(DigitalLink),
        /// Analog frequency modulation with a compander: hiss, breathing and fades.
        "analog-fm" = AnalogFm(AnalogLink),
        /// Bluetooth with its coder, as a warning: nobody performs on it.
        "bluetooth" = Bluetooth(BluetoothLink),
        /// A cable into a pack with an input stage and an amplifier of its own.
        "wired-pack" = WiredPack(Converters),
    }
}

impl Link {
    /// The way through the air; none on a cable.
    pub fn radio(&self) -> Option<&Radio> {
        match self {
            Self::Wired | Self::WiredPack(_) => None,
            Self::Digital(link) => Some(&link.radio),
            Self::AnalogFm(link) => Some(&link.radio),
            Self::Bluetooth(link) => Some(&link.radio),
        }
    }

    /// The way through the air; none on a cable.
    pub fn radio_mut(&mut self) -> Option<&mut Radio> {
        match self {
            Self::Wired | Self::WiredPack(_) => None,
            Self::Digital(link) => Some(&mut link.radio),
            Self::AnalogFm(link) => Some(&mut link.radio),
            Self::Bluetooth(link) => Some(&mut link.radio),
        }
    }

    /// Packet settings; none without packets.
    pub fn packets(&self) -> Option<&Packets> {
        match self {
            Self::Digital(link) => Some(&link.packets),
            Self::Bluetooth(link) => Some(&link.packets),
            _ => None,
        }
    }

    /// Packet settings; none without packets.
    pub fn packets_mut(&mut self) -> Option<&mut Packets> {
        match self {
            Self::Digital(link) => Some(&mut link.packets),
            Self::Bluetooth(link) => Some(&mut link.packets),
            _ => None,
        }
    }

    /// Charge of the receiver's battery, %; full on a cable.
    pub fn battery_percent(&self) -> f64 {
        match self {
            Self::Wired | Self::WiredPack(_) => 100.0,
            Self::Digital(link) => link.battery_percent,
            Self::AnalogFm(link) => link.battery_percent,
            Self::Bluetooth(link) => link.battery_percent,
        }
    }

    /// Charges the receiver's battery; a cable has none.
    pub fn set_battery_percent(&mut self, percent: f64) {
        match self {
            Self::Wired | Self::WiredPack(_) => {}
            Self::Digital(link) => link.battery_percent = percent,
            Self::AnalogFm(link) => link.battery_percent = percent,
            Self::Bluetooth(link) => link.battery_percent = percent,
        }
    }

    /// The delay that the link is set to, ms; none on a cable.
    pub fn latency_ms(&self) -> f64 {
        match self {
            Self::Wired | Self::WiredPack(_) => 0.0,
            Self::Digital(link) => link.latency_ms,
            Self::AnalogFm(link) => link.latency_ms,
            Self::Bluetooth(link) => link.latency_ms,
        }
    }
}

described! {
    /// Converters at both ends of a link without compander; with defaults they add nothing.
    pub struct Converters {
        /// Lower edge of the audio band (−3 dB); 0 is none.
        pub low_cut_hz: f64 = 0.0, number(0.0, 200.0, "Hz");
        /// Upper edge of the audio band; 0 is none.
        pub high_cut_hz: f64 = 0.0, number(0.0, 22_000.0, "Hz");
        /// Full scale over the noise, A-weighted; 0 is without noise.
        pub signal_to_noise_db: f64 = 0.0, number(0.0, 140.0, "dB");
        /// Third-order distortion 9 dB below full scale.
        pub distortion_percent: f64 = 0.0, number(0.0, 5.0, "%");
        /// Separation of the channels; 0 is perfect.
        pub separation_db: f64 = 0.0, number(0.0, 120.0, "dB");
        /// Level at which the input clips, relative to digital full scale; 40 is out of reach.
        pub clip_dbfs: f64 = 40.0, number(-40.0, 40.0, "dBFS");
        /// True if only one channel is sent, to both ears.
        pub mono: bool = false, switch();
    }
}

choices! {
    /// Concealment of a lost packet.
    pub enum Concealment {
        /// It repeats the last period of the sound, fading, and mutes if more are lost.
        "repeat" = Repeat,
        /// It mutes with a short ramp.
        "mute" = Mute,
    }
}

described! {
    /// Packet loss and its concealment.
    pub struct Packets {
        /// Length of one packet.
        pub frame_ms: f64 = 1.0, number(0.25, 15.0, "ms");
        /// Share of packets that are lost whatever the radio does.
        pub loss_percent: f64 = 0.0, number(0.0, 100.0, "%");
        /// Mean length of a burst of losses.
        pub burst_ms: f64 = 4.0, number(0.25, 500.0, "ms");
        /// Share of the time that others in the band are on air.
        pub congestion_percent: f64 = 0.0, number(0.0, 100.0, "%");
        /// Swing of the congestion over time: at 1, up to eight times more and less.
        pub congestion_swing: f64 = 0.0, number(0.0, 1.0, "");
        /// Carrier over noise below which packets get lost.
        pub required_cnr_db: f64 = 12.0, number(0.0, 40.0, "dB");
        /// Replacement signal for lost packets.
        pub concealment: Concealment = Concealment::Repeat, choice::<Concealment>();
    }
}

described! {
    /// A digital radio link; as it is by default it adds nothing but its delay.
    pub struct DigitalLink {
        /// Delay of the link from in to out, converters included.
        pub latency_ms: f64 = 3.0, number(0.0, 300.0, "ms");
        /// Converters at both ends.
        pub converters: Converters = Converters::default(), table::<Converters>();
        /// Packets on air.
        pub packets: Packets = Packets::default(), table::<Packets>();
        /// The way through the air.
        pub radio: Radio = Radio::default(), table::<Radio>();
        /// Charge of the receiver's battery.
        pub battery_percent: f64 = 100.0, number(0.0, 100.0, "%");
    }
}

choices! {
    /// Bit allocation of the coder.
    pub enum Allocation {
        /// By the level in each band, less where the ear is less keen.
        "loudness" = Loudness,
        /// By the level in each band.
        "snr" = Snr,
    }
}

choices! {
    /// Coder of a Bluetooth link.
    pub enum Coder {
        /// The sub-band coder of the classic audio profile.
        "sbc" = Sbc,
        /// LE Audio's coder, with frames as long as a packet: 7.5 or 10 ms.
        "lc3" = Lc3,
    }
}

described! {
    /// A Bluetooth link with its coder.
    pub struct BluetoothLink {
        /// Delay of the link from in to out, buffers included.
        pub latency_ms: f64 = 150.0, number(10.0, 300.0, "ms");
        /// Coder.
        pub coder: Coder = Coder::Sbc, choice::<Coder>();
        /// LC3: bits of each channel in a second.
        pub bit_rate_kbps: f64 = 96.0, number(32.0, 320.0, "kbit/s");
        /// SBC: bits that the bands of one block share; 53 is the usual best quality in stereo.
        pub bitpool: u32 = 53, whole(2, 250);
        /// SBC: bands, 4 or 8.
        pub subbands: u32 = 8, whole(4, 8);
        /// SBC: blocks in a frame, 4, 8, 12 or 16.
        pub blocks: u32 = 16, whole(4, 16);
        /// SBC: bit allocation.
        pub allocation: Allocation = Allocation::Loudness, choice::<Allocation>();
        /// SBC: true if bands may be sent as sum and difference.
        pub joint: bool = true, switch();
        /// Converters at both ends.
        pub converters: Converters = Converters::default(), table::<Converters>();
        /// Packets on air.
        pub packets: Packets = Packets::default(), table::<Packets>();
        /// The way through the air.
        pub radio: Radio = Radio::default(), table::<Radio>();
        /// Charge of the receiver's battery.
        pub battery_percent: f64 = 100.0, number(0.0, 100.0, "%");
        /// Packets that the second of two wireless buds, the right one, loses on its way from the
        /// first; 0 is one receiver for both ears.
        pub relay_loss_percent: f64 = 0.0, number(0.0, 50.0, "%");
    }
}
