//! An independent LC3: Google's `liblc3`, as Debian packages it, loaded where it is installed.

use std::ffi::c_void;

use libloading::{Library, Symbol};

/// Floating-point samples, in the library's numbering.
const FLOATS: i32 = 3;
const RATE_HZ: i32 = 48_000;

type Size = unsafe extern "C" fn(i32, i32) -> u32;
type Setup = unsafe extern "C" fn(i32, i32, i32, *mut c_void) -> *mut c_void;
type Encode = unsafe extern "C" fn(*mut c_void, i32, *const c_void, i32, i32, *mut c_void) -> i32;
type Decode = unsafe extern "C" fn(*mut c_void, *const c_void, i32, i32, *mut c_void, i32) -> i32;

pub struct Liblc3 {
    library: Library,
    frame_us: i32,
}

/// One channel's encoder or decoder with its memory.
pub struct Handle {
    _memory: Vec<u64>,
    pointer: *mut c_void,
}

impl Liblc3 {
    /// The library for a length of frames, or nothing and a sentence that says so.
    pub fn load(frame_ms: f64) -> Option<Self> {
        let names = ["liblc3.so.1", "liblc3.so.0"];
        // Loading runs the library's initializers; Debian's has none of its own.
        let library = names
            .iter()
            .find_map(|name| unsafe { Library::new(name) }.ok());
        if library.is_none() {
            eprintln!("skipped: Debian's liblc3 is not installed (apt install liblc3-0)");
        }
        Some(Self {
            library: library?,
            frame_us: (1e3 * frame_ms) as i32,
        })
    }

    fn get<T>(&self, name: &[u8]) -> Symbol<'_, T> {
        // The types above are those of the library's header.
        unsafe { self.library.get(name) }.expect("the library's function")
    }

    fn set_up(&self, size: &[u8], setup: &[u8]) -> Handle {
        let (size, setup): (Symbol<'_, Size>, Symbol<'_, Setup>) =
            (self.get(size), self.get(setup));
        let bytes = unsafe { size(self.frame_us, RATE_HZ) } as usize;
        let mut memory = vec![0; bytes.div_ceil(8)];
        let pointer = unsafe { setup(self.frame_us, RATE_HZ, RATE_HZ, memory.as_mut_ptr().cast()) };
        assert!(!pointer.is_null());
        Handle {
            _memory: memory,
            pointer,
        }
    }

    pub fn encoder(&self) -> Handle {
        self.set_up(b"lc3_encoder_size", b"lc3_setup_encoder")
    }

    pub fn decoder(&self) -> Handle {
        self.set_up(b"lc3_decoder_size", b"lc3_setup_decoder")
    }

    pub fn encode(&self, encoder: &mut Handle, samples: &[f32], bytes: usize) -> Vec<u8> {
        let encode: Symbol<'_, Encode> = self.get(b"lc3_encode");
        let mut out = vec![0; bytes];
        let (input, output) = (samples.as_ptr().cast(), out.as_mut_ptr().cast());
        let length = bytes as i32;
        let result = unsafe { encode(encoder.pointer, FLOATS, input, 1, length, output) };
        assert_eq!(result, 0);
        out
    }

    pub fn decode(&self, decoder: &mut Handle, frame: &[u8], samples: usize) -> Vec<f32> {
        let decode: Symbol<'_, Decode> = self.get(b"lc3_decode");
        let mut out = vec![0.0; samples];
        let (input, output) = (frame.as_ptr().cast(), out.as_mut_ptr().cast());
        let length = frame.len() as i32;
        let result = unsafe { decode(decoder.pointer, input, length, FLOATS, output, 1) };
        assert_eq!(result, 0, "the frame is refused");
        out
    }
}
