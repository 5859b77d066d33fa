//! Small pictures: a part of a PNG file with at most 256 colors, which is plenty for plots and windows.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;

use anyhow::{ensure, Context, Result};
use color_quant::NeuQuant;

/// Colors of a picture.
const COLORS: usize = 256;
/// Share of the pixels that the colors are chosen by: 1 is all.
const SAMPLED: i32 = 3;

/// A picture in memory: four bytes a pixel.
struct Picture {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

/// Writes the whole of a picture small.
pub fn whole(from: &Path, to: &Path) -> Result<()> {
    write(&read(from)?, to)
}

/// Writes a part of a picture small: left, top, width, height, pixels.
pub fn cut(from: &Path, [left, top, width, height]: [u32; 4], to: &Path) -> Result<()> {
    let picture = read(from)?;
    ensure!(
        left + width <= picture.width && top + height <= picture.height,
        "`{}` is smaller than the part that is wanted of it",
        from.display()
    );
    let row = |y: u32| {
        let begin = 4 * (y * picture.width + left) as usize;
        &picture.pixels[begin..begin + 4 * width as usize]
    };
    let pixels = (top..top + height).flat_map(row).copied().collect();
    let part = Picture {
        width,
        height,
        pixels,
    };
    write(&part, to)
}

fn read(path: &Path) -> Result<Picture> {
    let shown = path.display();
    let file = File::open(path).with_context(|| format!("opening `{shown}`"))?;
    let mut decoder = png::Decoder::new(BufReader::new(file));
    decoder.set_transformations(png::Transformations::ALPHA | png::Transformations::EXPAND);
    let mut reader = decoder
        .read_info()
        .with_context(|| format!("reading `{shown}`"))?;
    let size = reader
        .output_buffer_size()
        .context("the picture is too large")?;
    let mut pixels = vec![0; size];
    let info = reader.next_frame(&mut pixels)?;
    ensure!(
        info.color_type == png::ColorType::Rgba && info.bit_depth == png::BitDepth::Eight,
        "`{shown}` has other pixels than four bytes"
    );
    Ok(Picture {
        width: info.width,
        height: info.height,
        pixels,
    })
}

fn write(picture: &Picture, path: &Path) -> Result<()> {
    let colors = NeuQuant::new(SAMPLED, COLORS, &picture.pixels);
    let table = colors.color_map_rgb();
    // Many pixels are alike, and a search is slow.
    let mut known = std::collections::HashMap::new();
    let indices: Vec<u8> = picture
        .pixels
        .chunks_exact(4)
        .map(|pixel| {
            *known
                .entry(pixel)
                .or_insert_with(|| colors.index_of(pixel) as u8)
        })
        .collect();
    let shown = path.display();
    let file = File::create(path).with_context(|| format!("writing `{shown}`"))?;
    let mut encoder = png::Encoder::new(BufWriter::new(file), picture.width, picture.height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_palette(table);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&indices)?;
    writer
        .finish()
        .with_context(|| format!("writing `{shown}`"))
}
