use std::fs;
use std::path::{Path, PathBuf};

use hound::{SampleFormat, WavSpec};

use crate::curve::wave::EXTENSIBLE_GUID_TAIL;

use super::*;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join("x.wav");
        fs::write(&path, bytes).unwrap();
        path
    }
}

fn read_all(path: &Path) -> (WavInfo, Vec<f32>, Vec<f32>) {
    let mut reader = WavReader::open(path).unwrap();
    let frames = reader.info().frames as usize;
    // Two more than there are, and in two goes: what is missing has to be silence.
    let (mut left, mut right) = (vec![9.0; frames + 2], vec![9.0; frames + 2]);
    let first = reader.read(&mut left[..1], &mut right[..1]).unwrap();
    let rest = reader.read(&mut left[1..], &mut right[1..]).unwrap();
    assert_eq!(first + rest, frames);
    assert_eq!((left.pop(), left.pop()), (Some(0.0), Some(0.0)));
    right.truncate(frames);
    (reader.info(), left, right)
}

fn chunk(id: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut out = id.to_vec();
    out.extend((body.len() as u32).to_le_bytes());
    out.extend(body);
    out.extend(vec![0; body.len() % 2]);
    out
}

fn format(tag: u16, channels: u16, bits: u16) -> Vec<u8> {
    let align = channels * bits / 8;
    let mut body = tag.to_le_bytes().to_vec();
    body.extend(channels.to_le_bytes());
    body.extend(48_000u32.to_le_bytes());
    body.extend((48_000 * u32::from(align)).to_le_bytes());
    body.extend(align.to_le_bytes());
    body.extend(bits.to_le_bytes());
    chunk(b"fmt ", &body)
}

fn riff(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = [b"WAVE".to_vec(), chunks.concat()].concat();
    chunk(b"RIFF", &body)
}

/// Every integer width as an independent writer has it, both ends of the scale included.
#[test]
fn integers_keep_their_value() {
    for bits in [8u16, 16, 24, 32] {
        let folder = Folder::new();
        let path = folder.0.path().join("x.wav");
        let spec = WavSpec {
            channels: 2,
            sample_rate: 44_100,
            bits_per_sample: bits,
            sample_format: SampleFormat::Int,
        };
        let full = 1i64 << (bits - 1);
        let values = [-full, full - 1, 0, 1, -full / 2, full / 4].map(|v| v as i32);
        let mut writer = hound::WavWriter::create(&path, spec).unwrap();
        values.iter().for_each(|v| writer.write_sample(*v).unwrap());
        writer.finalize().unwrap();

        let (info, left, right) = read_all(&path);
        assert_eq!(
            (info.channels, info.sample_rate_hz, info.frames),
            (2, 44_100, 3)
        );
        let scaled = values.map(|v| (f64::from(v) / full as f64) as f32);
        assert_eq!(left, [scaled[0], scaled[2], scaled[4]], "{bits} bits");
        assert_eq!(right, [scaled[1], scaled[3], scaled[5]], "{bits} bits");
    }
}

#[test]
fn floats_of_both_widths_are_read_and_mono_goes_to_both_ears() {
    let values = [0.25f64, -3.5, f64::MIN_POSITIVE, 1e-7];
    let wide = values
        .iter()
        .flat_map(|v| v.to_le_bytes())
        .collect::<Vec<_>>();
    let narrow = values
        .iter()
        .flat_map(|v| (*v as f32).to_le_bytes())
        .collect::<Vec<_>>();
    for (bits, encoding, body) in [(64, Encoding::F64, wide), (32, Encoding::F32, narrow)] {
        let bytes = riff(&[format(tag::FLOAT, 1, bits), chunk(b"data", &body)]);
        let (info, left, right) = read_all(&Folder::new().write(&bytes));
        assert_eq!(info.encoding, encoding);
        assert_eq!(left, values.map(|v| v as f32));
        assert_eq!(left, right);
    }
}

/// A chunk of odd length in front of the audio is padded; who forgets it reads noise.
#[test]
fn odd_chunks_are_padded_and_what_follows_the_audio_is_left_alone() {
    let audio = [1000i16, -2000]
        .iter()
        .flat_map(|v| v.to_le_bytes())
        .collect::<Vec<_>>();
    let bytes = riff(&[
        chunk(b"bext", b"odd"),
        format(tag::PCM, 2, 16),
        chunk(b"LIST", b"x"),
        chunk(b"data", &audio),
        chunk(b"id3 ", b"not audio"),
    ]);
    let (info, left, right) = read_all(&Folder::new().write(&bytes));
    assert_eq!(info.frames, 1);
    assert_eq!((left[0], right[0]), (1000.0 / 32_768.0, -2000.0 / 32_768.0));
}

/// EBU Tech 3306: sizes of all ones stand in `ds64`.
#[test]
fn rf64_takes_its_length_from_ds64() {
    let audio = [0.5f32, 0.25, -0.5]
        .iter()
        .flat_map(|v| v.to_le_bytes())
        .collect::<Vec<_>>();
    let mut sizes = 0u64.to_le_bytes().to_vec();
    sizes.extend((audio.len() as u64).to_le_bytes());
    sizes.extend([0; 12]);
    let mut bytes = b"RF64\xff\xff\xff\xffWAVE".to_vec();
    bytes.extend(chunk(b"ds64", &sizes));
    bytes.extend(format(tag::FLOAT, 1, 32));
    bytes.extend(b"data\xff\xff\xff\xff");
    bytes.extend(&audio);
    bytes.extend(chunk(b"LIST", b"more"));
    let (info, left, _) = read_all(&Folder::new().write(&bytes));
    assert_eq!(info.frames, 3);
    assert_eq!(left, [0.5, 0.25, -0.5]);
}

/// Programs that write to a pipe cannot go back to fill in the length.
#[test]
fn an_unfinished_header_means_all_that_follows() {
    let mut bytes = b"RIFF\xff\xff\xff\xffWAVE".to_vec();
    bytes.extend(format(tag::PCM, 1, 16));
    bytes.extend(b"data\xff\xff\xff\xff\x00\x40\x00\xc0");
    let (_, left, _) = read_all(&Folder::new().write(&bytes));
    assert_eq!(left, [0.5, -0.5]);
}

#[test]
fn an_extensible_header_is_looked_through() {
    let mut body = format(tag::EXTENSIBLE, 1, 32)[8..].to_vec();
    body.extend(22u16.to_le_bytes());
    body.extend(32u16.to_le_bytes());
    body.extend(0u32.to_le_bytes());
    body.extend(tag::FLOAT.to_le_bytes());
    body.extend(EXTENSIBLE_GUID_TAIL);
    let bytes = riff(&[
        chunk(b"fmt ", &body),
        chunk(b"data", &0.75f32.to_le_bytes()),
    ]);
    let (info, left, _) = read_all(&Folder::new().write(&bytes));
    assert_eq!(info.encoding, Encoding::F32);
    assert_eq!(left, [0.75]);
}

/// Sizes that programs leave behind when they write to a pipe, and a size that was never filled in:
/// the audio goes on to the end of the file.
#[test]
fn sizes_that_were_never_filled_in_mean_the_rest_of_the_file() {
    for size in [
        0u32,
        0x7fff_f000,
        0x7fff_ffff,
        0x8000_0000,
        0xffff_f000,
        0xffff_ffff,
    ] {
        let mut bytes = b"RIFF\0\0\0\0WAVE".to_vec();
        bytes.extend(format(tag::PCM, 1, 16));
        bytes.extend(b"data");
        bytes.extend(size.to_le_bytes());
        let samples = [0x4000i16, -0x4000, 0x2000, 1, 2, 3, 4];
        samples.iter().for_each(|s| bytes.extend(s.to_le_bytes()));
        let (info, left, _) = read_all(&Folder::new().write(&bytes));
        assert_eq!(info.frames, 7, "{size:#x}");
        assert_eq!(left[..3], [0.5, -0.5, 0.25], "{size:#x}");
    }
    // Nothing behind it, or another chunk: there is no audio.
    for behind in [Vec::new(), chunk(b"LIST", b"more")] {
        let bytes = riff(&[format(tag::PCM, 1, 16), chunk(b"data", &[]), behind]);
        assert!(WavReader::open(&Folder::new().write(&bytes)).is_err());
    }
}

#[test]
fn a_frame_size_of_zero_is_taken_from_the_bits() {
    let mut head = format(tag::PCM, 2, 16);
    head[20..22].copy_from_slice(&[0, 0]);
    let bytes = riff(&[head, chunk(b"data", &[0, 0x40, 0, 0xc0])]);
    let folder = Folder::new();
    let path = folder.write(&bytes);
    let reader = WavReader::open(&path).unwrap();
    assert!(
        reader.remarks()[0].contains("size of a frame"),
        "{:?}",
        reader.remarks()
    );
    let (info, left, right) = read_all(&path);
    assert_eq!((info.frames, left[0], right[0]), (1, 0.5, -0.5));
}

#[test]
fn a_cut_file_is_read_as_far_as_it_goes_and_says_so() {
    let mut bytes = riff(&[
        format(tag::PCM, 1, 16),
        chunk(b"data", &[0, 0x40, 0, 0xc0, 1, 1]),
    ]);
    bytes.truncate(bytes.len() - 3);
    let folder = Folder::new();
    let path = folder.write(&bytes);
    let reader = WavReader::open(&path).unwrap();
    assert_eq!(reader.info().frames, 1);
    assert!(reader.remarks()[0].starts_with("truncated: the header says 3 frames"));
}

#[test]
fn samples_that_are_no_numbers_are_counted() {
    let samples = [f32::NAN, 0.5, f32::INFINITY, f32::NEG_INFINITY];
    let body: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
    for (channels, frames) in [(1, 4), (2, 2)] {
        let bytes = riff(&[format(tag::FLOAT, channels, 32), chunk(b"data", &body)]);
        let folder = Folder::new();
        let mut reader = WavReader::open(&folder.write(&bytes)).unwrap();
        let mut buffer = [[0.0; 4]; 2];
        let [left, right] = &mut buffer;
        assert_eq!(reader.read(left, right).unwrap(), frames);
        assert_eq!(reader.not_numbers(), 3);
    }
}

#[test]
fn what_is_no_wav_file_is_named() {
    for (bytes, words) in [
        (
            &[0xff, 0xf1, 0x50, 0x80, 0, 0x1f, 0xfc, 0, 0, 0, 0, 0][..],
            "AAC (ADTS)",
        ),
        (b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb", "Wave64"),
        (b"caff\0\x01\0\0desc", "Core Audio"),
        (b".snd\0\0\0\x18\0\0\0\0", "Sun audio"),
        (b"wvpk\0\0\0\0\0\0\0\0", "WavPack"),
        (b"RIFX\0\0\0\0WAVE", "RIFX"),
        (b"\x1a\x45\xdf\xa3\0\0\0\0\0\0\0\0", "Matroska"),
    ] {
        let folder = Folder::new();
        let error = WavReader::open(&folder.write(bytes))
            .err()
            .expect("refused");
        assert!(error.to_string().contains(words), "{error}");
    }
    let mp3 = riff(&[format(0x55, 2, 16), chunk(b"data", &[0; 64])]);
    let error = WavReader::open(&Folder::new().write(&mp3))
        .err()
        .expect("refused");
    assert!(
        error.to_string().contains("holds MP3 (format 0x0055"),
        "{error}"
    );
}

/// Headers as libsndfile and SoX read them: 16 bits in a frame of 4 bytes are 16 bits, 24 of 32 are the upper ones,
/// and a size that was never filled in is none.
#[test]
fn headers_that_contradict_themselves_are_read_as_others_read_them() {
    let folder = Folder::new();
    let mut wide = format(tag::PCM, 1, 16);
    wide[8 + 12] = 4;
    let file = folder.write(&riff(&[wide, chunk(b"data", &[0, 64].repeat(20))]));
    let mut reader = WavReader::open(&file).unwrap();
    assert_eq!(reader.info().frames, 20);
    assert!(reader.remarks()[0].contains("the size of a frame"));
    let mut buffer = [[0.0; 20]; 2];
    let [left, right] = &mut buffer;
    reader.read(left, right).unwrap();
    assert_eq!(left, &[0.5; 20]);

    let mut padded = format(tag::PCM, 1, 24);
    padded[8 + 12] = 4;
    let file = folder.write(&riff(&[padded, chunk(b"data", &[0, 0, 0, 64].repeat(20))]));
    let mut reader = WavReader::open(&file).unwrap();
    let [left, right] = &mut buffer;
    assert_eq!(reader.read(left, right).unwrap(), 20);
    assert_eq!(left, &[0.5; 20]);

    let mut open = riff(&[
        chunk(b"ds64", &[0; 28]),
        format(tag::PCM, 1, 16),
        chunk(b"data", &[0, 64].repeat(20)),
    ]);
    open[..4].copy_from_slice(b"RF64");
    let size_at = open.len() - 44;
    open[size_at..size_at + 4].fill(0xff);
    let reader = WavReader::open(&folder.write(&open)).unwrap();
    assert_eq!(reader.info().frames, 20);
}

/// Number of damaged headers are tried; a long run is asked for with BODYPACK_FUZZ_HEADERS=100000.
fn headers() -> usize {
    let asked = std::env::var("BODYPACK_FUZZ_HEADERS").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(2000)
}

/// Several bytes of a header at once are changed, cut out or put in; nothing may come of it but an error
/// or other audio.
#[test]
fn headers_damaged_at_random_never_panic() {
    let folder = Folder::new();
    let good = [
        riff(&[format(tag::PCM, 2, 16), chunk(b"data", &[7; 40])]),
        riff(&[
            chunk(b"ds64", &[0; 28]),
            format(tag::FLOAT, 1, 32),
            chunk(b"data", &[0; 64]),
        ]),
        riff(&[
            chunk(b"LIST", &[1; 9]),
            format(tag::PCM, 1, 24),
            chunk(b"data", &[3; 33]),
        ]),
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut roll = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let mut read = 0;
    for _ in 0..headers() {
        let mut bytes = good[roll(good.len())].clone();
        for _ in 0..1 + roll(6) {
            let at = roll(bytes.len());
            match roll(4) {
                0 => bytes.insert(at, roll(256) as u8),
                1 if bytes.len() > 1 => drop(bytes.remove(at)),
                _ => bytes[at] = [0, 1, 0x7f, 0x80, 0xff, roll(256) as u8][roll(6)],
            }
        }
        if let Ok(mut reader) = WavReader::open(&folder.write(&bytes)) {
            let mut buffer = [[0.0; 64]; 2];
            let [left, right] = &mut buffer;
            assert!(reader.read(left, right).unwrap() <= 64);
            read += 1;
        }
    }
    assert!(read * 20 > headers(), "{read} of {} were read", headers());
}

/// No cut and no flipped byte of a header may do more than give an error or other audio.
#[test]
fn damaged_headers_never_panic() {
    let folder = Folder::new();
    let good = riff(&[
        format(tag::PCM, 2, 16),
        chunk(b"fact", &[1, 0, 0, 0]),
        chunk(b"data", &[7; 8]),
    ]);
    // Less than a frame of audio is none.
    for length in 0..=good.len() - 8 + 3 {
        assert!(
            WavReader::open(&folder.write(&good[..length])).is_err(),
            "cut at {length}"
        );
    }
    for at in 0..good.len() {
        for byte in [0, 1, 0x7f, 0xff] {
            let mut bytes = good.clone();
            bytes[at] = byte;
            if let Ok(mut reader) = WavReader::open(&folder.write(&bytes)) {
                let mut buffer = [[0.0; 64]; 2];
                let [left, right] = &mut buffer;
                assert!(reader.read(left, right).unwrap() <= 64);
            }
        }
    }
}
