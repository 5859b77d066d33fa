//! Streams whose counts can be relied on: none moves more than it was asked to.

use std::ffi::c_void;

use clap_sys::stream::{clap_istream, clap_ostream};

/// A host's stream to read from.
pub struct Input<'a>(&'a clap_istream);

impl<'a> Input<'a> {
    /// Stands in front of a host's stream; `None` for one that cannot be read.
    ///
    /// # Safety
    /// `stream` is null or the host's, for the time of the call.
    pub unsafe fn new(stream: *const clap_istream) -> Option<Self> {
        // SAFETY: promised by the caller.
        let stream = unsafe { stream.as_ref() }?;
        stream.read.is_some().then_some(Self(stream))
    }

    /// The stream as the framework reads it.
    pub fn shown(&self) -> clap_istream {
        clap_istream {
            ctx: std::ptr::from_ref(self).cast_mut().cast(),
            read: Some(read),
        }
    }
}

unsafe extern "C" fn read(stream: *const clap_istream, to: *mut c_void, size: u64) -> i64 {
    // SAFETY: the framework hands over what it was given, and a place of that size.
    unsafe {
        let Input(host) = &*(*stream).ctx.cast::<Input>();
        let done = host.read.map_or(-1, |read| read(*host, to, size));
        if u64::try_from(done).is_ok_and(|done| done <= size) {
            done
        } else {
            -1
        }
    }
}

/// A host's stream to write to.
pub struct Output<'a>(&'a clap_ostream);

impl<'a> Output<'a> {
    /// Stands in front of a host's stream; `None` for one that cannot be written to.
    ///
    /// # Safety
    /// `stream` is null or the host's, for the time of the call.
    pub unsafe fn new(stream: *const clap_ostream) -> Option<Self> {
        // SAFETY: promised by the caller.
        let stream = unsafe { stream.as_ref() }?;
        stream.write.is_some().then_some(Self(stream))
    }

    /// The stream as the framework writes it.
    pub fn shown(&self) -> clap_ostream {
        clap_ostream {
            ctx: std::ptr::from_ref(self).cast_mut().cast(),
            write: Some(write),
        }
    }
}

unsafe extern "C" fn write(stream: *const clap_ostream, from: *const c_void, size: u64) -> i64 {
    // SAFETY: as above.
    unsafe {
        let Output(host) = &*(*stream).ctx.cast::<Output>();
        let done = host.write.map_or(-1, |write| write(*host, from, size));
        if u64::try_from(done).is_ok_and(|done| done <= size) {
            done
        } else {
            -1
        }
    }
}
