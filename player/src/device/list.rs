//! The devices that there are, and the one that is meant.

use cpal::traits::{DeviceTrait, HostTrait};

use super::{Backend, DeviceChoice};
use crate::error::PlayerError;

/// A device in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Identifier, which chooses it.
    pub id: String,
    /// Name.
    pub name: String,
    /// True if it can be played on.
    pub plays: bool,
    /// True if it can be listened to.
    pub listens: bool,
}

/// All devices of a system of sound.
///
/// # Errors
/// When the system does not answer.
pub fn devices(backend: Backend) -> Result<Vec<Listed>, PlayerError> {
    let all = all(backend)?;
    let listed = all.iter().map(|device| Listed {
        id: id_of(device),
        name: name_of(device),
        plays: device.supports_output(),
        listens: device.supports_input(),
    });
    Ok(listed.collect())
}

fn all(backend: Backend) -> Result<Vec<cpal::Device>, PlayerError> {
    let unheard = |error: cpal::Error| none(&error.to_string());
    match backend {
        Backend::System => {
            let devices = cpal::default_host().devices().map_err(unheard)?;
            Ok(devices.collect())
        }
        Backend::Jack => Ok([jack_output(), jack_input()]
            .into_iter()
            .flatten()
            .collect()),
    }
}

fn jack_output() -> Option<cpal::Device> {
    jack_host()?.default_output_device()
}

fn jack_input() -> Option<cpal::Device> {
    jack_host()?.default_input_device()
}

fn jack_host() -> Option<cpal::Host> {
    cpal::host_from_id(cpal::HostId::Jack).ok()
}

/// The one sentence where there is no sound.
fn none(why: &str) -> PlayerError {
    PlayerError::Said(format!(
        "no sound device can be used ({why}); plug one in, choose another one (--devices lists them), or \
         render into files with --render"
    ))
}

/// Why a device cannot be used.
pub fn refused(name: &str, error: &cpal::Error) -> PlayerError {
    let words = match error.kind() {
        cpal::ErrorKind::DeviceBusy => {
            "another program is using it; close that one, or choose another device".to_owned()
        }
        cpal::ErrorKind::DeviceNotAvailable => return none(&format!("{name}: {error}")),
        cpal::ErrorKind::PermissionDenied => "the system does not permit it".to_owned(),
        _ => error.to_string(),
    };
    PlayerError::Said(format!("the device \"{name}\" cannot be used: {words}"))
}

/// Name for the user.
pub fn name_of(device: &cpal::Device) -> String {
    match device.description() {
        Ok(description) => description.name().to_owned(),
        Err(_) => id_of(device),
    }
}

fn id_of(device: &cpal::Device) -> String {
    device.id().map(|id| id.id().to_owned()).unwrap_or_default()
}

/// The device to play on.
pub fn output(choice: &DeviceChoice) -> Result<cpal::Device, PlayerError> {
    match (choice.backend, &choice.output) {
        (Backend::Jack, _) => jack_output().ok_or_else(|| none("no JACK server is running")),
        (Backend::System, None) => cpal::default_host()
            .default_output_device()
            .ok_or_else(|| none("the system has none")),
        (Backend::System, Some(name)) => named(name, cpal::Device::supports_output),
    }
}

/// The device to listen to; without a choice, the one that is played on.
pub fn input(choice: &DeviceChoice) -> Result<cpal::Device, PlayerError> {
    match (
        choice.backend,
        choice.input.as_ref().or(choice.output.as_ref()),
    ) {
        (Backend::Jack, _) => jack_input().ok_or_else(|| none("no JACK server is running")),
        (Backend::System, None) => cpal::default_host()
            .default_input_device()
            .ok_or_else(|| none("the system has none to listen to")),
        (Backend::System, Some(name)) => named(name, cpal::Device::supports_input),
    }
}

/// A device by its identifier, else by a part of its name.
fn named(name: &str, suits: impl Fn(&cpal::Device) -> bool) -> Result<cpal::Device, PlayerError> {
    let all = all(Backend::System)?;
    let lower = name.to_lowercase();
    let is_id = |device: &&cpal::Device| id_of(device) == name;
    let is_like = |device: &&cpal::Device| name_of(device).to_lowercase().contains(&lower);
    let mut found = all.iter().filter(is_id).chain(all.iter().filter(is_like));
    let device = found.find(|device| suits(device)).cloned();
    device.ok_or_else(|| {
        PlayerError::Said(format!(
            "there is no device \"{name}\"; --devices lists those that there are"
        ))
    })
}
