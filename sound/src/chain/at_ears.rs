//! The chain from the earphones' input to the user's headphones: mix, room and own voice come together
//! at the drums, and are metered there.

use super::ears::Input;
use super::meters::Source;
use super::parts::{add, copy_input, is_silent, parts, PART};
use super::rest::Rest;
use super::Chain;
use crate::dsp::stage::{self, Stage};

impl Chain {
    /// Turns a part of the earphones' input, own voice and room into what the user's headphones are to
    /// play, and meters it at the drums.
    pub(super) fn process_at_ears(
        &mut self,
        main: &mut stage::Stereo<'_>,
        own_voice: Option<[&[f32]; 2]>,
        ambient: Option<[&[f32]; 2]>,
    ) {
        let length = main[0].len();
        if is_silent(own_voice) {
            self.own_voice.skip(length);
        } else {
            let mut own = self.ears.input(Input::OwnVoice, length);
            copy_input(own_voice, &mut own);
            self.own_voice.process(&mut own);
        }
        if is_silent(ambient) && self.ambient.is_at_rest() {
            self.ambient.skip(length);
        } else {
            (self.ears).hear_room(&mut self.ambient, ambient, length);
            if let Some(arose) = self.ambient.at_drum() {
                let arose = arose.each_ref().map(|ear| &ear[..]);
                copy_input(Some(arose), &mut self.arising.part(Source::Ambient, length));
            }
        }
        if !self.cable.is_at_rest() {
            let mut noise = self.arising.part(Source::OwnVoice, length);
            self.cable.process_finite(&mut noise);
        }
        self.ears.process_part(main);
        self.meter_at_drums(length);
        self.listening
            .add(main, self.arising.together(length).as_mut());
    }

    /// Meters a part at the drums: what has come there by the ears, and what arose there.
    fn meter_at_drums(&mut self, length: usize) {
        const SOURCES: [Source; 3] = [Source::Programme, Source::Ambient, Source::OwnVoice];
        let drum = &mut self.readings.drum;
        drum.begin(length);
        for (source, came) in SOURCES.into_iter().zip(self.ears.at_drum(length)) {
            match (came, self.arising.late(source, length)) {
                (None, None) if !drum.is_awake(source) => {}
                (Some(came), None) => drum.add(source, &came),
                (None, Some(arose)) => drum.add(source, &arose),
                (Some(mut came), Some(arose)) => {
                    add(&mut came, &arose);
                    drum.add(source, &came);
                }
                (None, None) => {
                    let mut silence = [[0.0; PART]; 2];
                    drum.add(source, &parts(&mut silence, length));
                }
            }
        }
        drum.end();
    }
}
