//! A small painter on the processor, so that pictures need no graphics stack.

use egui::epaint::{Primitive, Vertex};
use egui::{ClippedPrimitive, Color32, ColorImage, Context, FullOutput};
use image::{Rgba, RgbaImage};

/// Paints what a frame put out. The font atlas is asked for as a whole.
pub fn render(context: &Context, output: &FullOutput) -> RgbaImage {
    let scale = output.pixels_per_point;
    let size = context.viewport_rect().size() * scale;
    let mut picture = RgbaImage::new(size.x.round() as u32, size.y.round() as u32);
    let atlas = context.fonts(|fonts| fonts.image());
    for ClippedPrimitive {
        clip_rect,
        primitive,
    } in context.tessellate(output.shapes.clone(), scale)
    {
        let Primitive::Mesh(mesh) = primitive else {
            continue;
        };
        let clip = clip_rect * scale;
        for corners in mesh.indices.chunks_exact(3) {
            let corner = |at: usize| mesh.vertices[corners[at] as usize];
            triangle(
                &mut picture,
                &atlas,
                scale,
                clip,
                [corner(0), corner(1), corner(2)],
            );
        }
    }
    picture
}

fn triangle(
    picture: &mut RgbaImage,
    atlas: &ColorImage,
    scale: f32,
    clip: egui::Rect,
    corners: [Vertex; 3],
) {
    let [a, b, c] = corners.map(|vertex| vertex.pos * scale);
    let area = (b - a).x * (c - a).y - (b - a).y * (c - a).x;
    if area == 0.0 {
        return;
    }
    let box_of = egui::Rect::from_points(&[a, b, c]).intersect(clip);
    let columns =
        box_of.left().max(0.0) as u32..(box_of.right().ceil() as u32).min(picture.width());
    for x in columns {
        let rows =
            box_of.top().max(0.0) as u32..(box_of.bottom().ceil() as u32).min(picture.height());
        for y in rows {
            let p = egui::pos2(x as f32 + 0.5, y as f32 + 0.5);
            if !clip.contains(p) {
                continue;
            }
            let share = |u: egui::Pos2, v: egui::Pos2| {
                ((v - u).x * (p - u).y - (v - u).y * (p - u).x) / area
            };
            let weights = [share(b, c), share(c, a), share(a, b)];
            if weights.iter().all(|&weight| weight >= 0.0) {
                let pixel = picture.get_pixel_mut(x, y);
                *pixel = over(*pixel, ink(atlas, &corners, weights));
            }
        }
    }
}

/// Color of a point of a triangle, premultiplied, 0 to 1.
fn ink(atlas: &ColorImage, corners: &[Vertex; 3], weights: [f32; 3]) -> [f32; 4] {
    let mut color = [0.0; 4];
    let mut uv = egui::Vec2::ZERO;
    for (vertex, weight) in corners.iter().zip(weights) {
        uv += weight * vertex.uv.to_vec2();
        for (sum, part) in color.iter_mut().zip(vertex.color.to_array()) {
            *sum += weight * f32::from(part) / 255.0;
        }
    }
    let texel = sample(atlas, uv);
    for (part, texel) in color.iter_mut().zip(texel) {
        *part *= texel;
    }
    color
}

/// The atlas between its texels.
fn sample(atlas: &ColorImage, uv: egui::Vec2) -> [f32; 4] {
    let [width, height] = atlas.size;
    let x = uv.x * width as f32 - 0.5;
    let y = uv.y * height as f32 - 0.5;
    let texel = |column: f32, row: f32| -> Color32 {
        let column = (column.max(0.0) as usize).min(width - 1);
        let row = (row.max(0.0) as usize).min(height - 1);
        atlas.pixels[row * width + column]
    };
    let (left, top) = (x.floor(), y.floor());
    let (right_share, low_share) = (x - left, y - top);
    let mut mixed = [0.0; 4];
    for (column, row, share) in [
        (left, top, (1.0 - right_share) * (1.0 - low_share)),
        (left + 1.0, top, right_share * (1.0 - low_share)),
        (left, top + 1.0, (1.0 - right_share) * low_share),
        (left + 1.0, top + 1.0, right_share * low_share),
    ] {
        for (sum, part) in mixed.iter_mut().zip(texel(column, row).to_array()) {
            *sum += share * f32::from(part) / 255.0;
        }
    }
    mixed
}

fn over(below: Rgba<u8>, above: [f32; 4]) -> Rgba<u8> {
    let mut mixed = [255; 4];
    for (channel, mixed) in mixed.iter_mut().enumerate() {
        let kept = f32::from(below.0[channel]) * (1.0 - above[3]);
        *mixed = (255.0 * above[channel] + kept).round().clamp(0.0, 255.0) as u8;
    }
    Rgba(mixed)
}
