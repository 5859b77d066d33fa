//! Canvas: three times as large in each direction as the picture, then averaged, so that thick
//! lines have smooth edges; `plotters` smooths only thin ones.

use plotters::backend::BitMapBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{PathElement, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    register_font, Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle,
};

/// Drawn pixels per pixel of the picture, in each direction.
const FINENESS: u32 = 3;
/// The name under which the font is known to `plotters`.
const FONT: &str = "bodypack";

/// Red, green and blue.
#[derive(Clone, Copy, Debug)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    fn rgb(self) -> RGBColor {
        RGBColor(self.0, self.1, self.2)
    }
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PlotError {
    /// The font or a shape could not be drawn.
    #[error("the picture cannot be drawn: {0}")]
    Draw(String),
    /// The PNG encoder refused.
    #[error("the picture cannot be written as PNG: {0}")]
    Encode(#[from] png::EncodingError),
}

impl<E: std::error::Error + Send + Sync> From<DrawingAreaErrorKind<E>> for PlotError {
    fn from(error: DrawingAreaErrorKind<E>) -> Self {
        Self::Draw(error.to_string())
    }
}

/// Alignment of a text to its point: below it, or beside its middle.
#[derive(Clone, Copy, Debug)]
pub enum Align {
    /// Below and to the right.
    Left,
    /// Below, centered.
    Center,
    /// Below and to the left.
    Right,
    /// To the left, at the same height.
    RightMiddle,
    /// To the right, at the same height.
    LeftMiddle,
}

impl Align {
    fn pos(self) -> Pos {
        match self {
            Self::Left => Pos::new(HPos::Left, VPos::Top),
            Self::Center => Pos::new(HPos::Center, VPos::Top),
            Self::Right => Pos::new(HPos::Right, VPos::Top),
            Self::RightMiddle => Pos::new(HPos::Right, VPos::Center),
            Self::LeftMiddle => Pos::new(HPos::Left, VPos::Center),
        }
    }
}

/// The pixels.
pub struct Canvas {
    width: u32,
    height: u32,
    fine: Vec<u8>,
}

impl Canvas {
    /// A picture of one color.
    pub fn new(width: u32, height: u32, color: Rgb) -> Self {
        let pixels = (width * height * FINENESS * FINENESS) as usize;
        Self {
            width,
            height,
            fine: [color.0, color.1, color.2].repeat(pixels),
        }
    }

    /// Something to draw with; coordinates are pixels of the picture from its upper left corner.
    ///
    /// # Errors
    ///
    /// When the font cannot be read.
    pub fn brush(&mut self) -> Result<Brush<'_>, PlotError> {
        register_font(FONT, FontStyle::Normal, epaint_default_fonts::UBUNTU_LIGHT)
            .map_err(|_| PlotError::Draw("the font cannot be read".into()))?;
        let size = (self.width * FINENESS, self.height * FINENESS);
        let area = BitMapBackend::with_buffer(&mut self.fine, size).into_drawing_area();
        Ok(Brush { area })
    }

    /// The averaged picture as the bytes of a PNG file.
    ///
    /// # Errors
    ///
    /// When the encoder refuses.
    pub fn into_png(self) -> Result<Vec<u8>, PlotError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.averaged())?;
        writer.finish()?;
        Ok(bytes)
    }

    fn averaged(&self) -> Vec<u8> {
        let (width, fineness) = (self.width as usize, FINENESS as usize);
        let row_bytes = 3 * width * fineness;
        let mut picture = Vec::with_capacity(3 * width * self.height as usize);
        for rows in self.fine.chunks_exact(row_bytes * fineness) {
            for i in 0..3 * width {
                let (pixel, channel) = (i / 3, i % 3);
                let column = 3 * pixel * fineness + channel;
                let sum: u32 = (0..fineness * fineness)
                    .map(|k| rows[(k / fineness) * row_bytes + column + 3 * (k % fineness)])
                    .map(u32::from)
                    .sum();
                picture.push((sum / (FINENESS * FINENESS)) as u8);
            }
        }
        picture
    }
}

/// Draws on a [`Canvas`].
pub struct Brush<'a> {
    area: DrawingArea<BitMapBackend<'a>, Shift>,
}

impl Brush<'_> {
    /// A filled rectangle between two corners.
    pub fn fill(&self, a: (f64, f64), b: (f64, f64), color: Rgb) -> Result<(), PlotError> {
        let shape = Rectangle::new([fine(a), fine(b)], color.rgb().filled());
        Ok(self.area.draw(&shape)?)
    }

    /// A line through the points, `width` pixels thick.
    pub fn line(&self, points: &[(f64, f64)], width: f64, color: Rgb) -> Result<(), PlotError> {
        let points: Vec<_> = points.iter().map(|p| fine(*p)).collect();
        let style =
            ShapeStyle::from(color.rgb()).stroke_width((width * f64::from(FINENESS)) as u32);
        Ok(self.area.draw(&PathElement::new(points, style))?)
    }

    /// A text of the given height in pixels.
    pub fn text(
        &self,
        text: &str,
        at: (f64, f64),
        size: f64,
        color: Rgb,
        align: Align,
    ) -> Result<(), PlotError> {
        let style = font(size).color(&color.rgb()).pos(align.pos());
        Ok(self.area.draw(&Text::new(text, fine(at), style))?)
    }

    /// Width of a text in pixels.
    pub fn text_width(&self, text: &str, size: f64) -> f64 {
        let width = font(size).box_size(text).map_or(0, |(width, _)| width);
        f64::from(width) / f64::from(FINENESS)
    }
}

fn font(size: f64) -> FontDesc<'static> {
    FontDesc::new(
        FontFamily::Name(FONT),
        size * f64::from(FINENESS),
        FontStyle::Normal,
    )
}

fn fine(point: (f64, f64)) -> (i32, i32) {
    let scaled = |v: f64| (v * f64::from(FINENESS)).round() as i32;
    (scaled(point.0), scaled(point.1))
}
