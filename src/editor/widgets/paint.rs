//! Small pieces of drawing that many parts share.

#[cfg(test)]
mod tests;

use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    pos2, vec2, Align2, Color32, FontId, Id, Painter, Pos2, Rect, Response, Sense, Shape, Stroke,
    StrokeKind, Ui, WidgetInfo,
};

use crate::editor::theme::{self, Palette};

/// A panel with a heading; what is inside its padding.
pub fn panel(ui: &Ui, rect: Rect, heading: &str) -> Rect {
    let palette = theme::of(ui);
    background(ui, rect);
    let inner = rect.shrink2(vec2(theme::PADDING, theme::GAP));
    text(
        ui.painter(),
        pos2(inner.left(), inner.top() + 10.0),
        Align2::LEFT_CENTER,
        heading,
        theme::title(),
        palette.text,
    );
    inner
}

/// Surface and outline of a panel.
pub fn background(ui: &Ui, rect: Rect) {
    let palette = theme::of(ui);
    ui.painter().rect(
        rect,
        theme::PANEL_RADIUS,
        palette.panel,
        theme::outline(palette),
        StrokeKind::Inside,
    );
}

/// A line of text.
pub fn text(
    painter: &Painter,
    at: Pos2,
    align: Align2,
    text: impl ToString,
    font: FontId,
    color: Color32,
) -> Rect {
    painter.text(at, align, text, font, color)
}

/// A line of text that a screen reader reads, too.
pub fn spoken(ui: &Ui, rect: Rect, id: Id, text: &str, ink: Color32) -> Response {
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, text));
    let align = Align2::LEFT_CENTER;
    text_within(ui.painter(), rect, align, text, theme::label(), ink);
    response
}

/// A line of text that is cut with an ellipsis where the room ends. Returns its place.
pub fn text_within(
    painter: &Painter,
    rect: Rect,
    align: Align2,
    text: &str,
    font: FontId,
    color: Color32,
) -> Rect {
    rows_within(painter, rect, align, text, font, color, 1)
}

/// A line of text in a somewhat smaller type where the room needs it; cut when that is not enough.
pub fn text_fitted(
    painter: &Painter,
    rect: Rect,
    align: Align2,
    text: &str,
    font: FontId,
    color: Color32,
) -> Rect {
    const SMALLEST: f32 = 11.0;
    let mut font = font;
    let width = |font: &FontId| {
        let galley = painter.layout_no_wrap(text.to_owned(), font.clone(), color);
        galley.size().x
    };
    while font.size > SMALLEST && width(&font) > rect.width() {
        font.size = (font.size - 0.5).max(SMALLEST);
    }
    text_within(painter, rect, align, text, font, color)
}

/// A few lines of text that are cut with an ellipsis where the room ends. Returns their place.
pub fn rows_within(
    painter: &Painter,
    rect: Rect,
    align: Align2,
    text: &str,
    font: FontId,
    color: Color32,
    rows: usize,
) -> Rect {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, color));
    job.halign = align.x();
    job.wrap = TextWrapping {
        max_width: rect.width(),
        max_rows: rows,
        break_anywhere: rows == 1,
        ..TextWrapping::default()
    };
    let galley = painter.layout_job(job);
    let size = galley.size();
    let left = match align.x() {
        egui::Align::Min => rect.left(),
        egui::Align::Center => rect.center().x,
        egui::Align::Max => rect.right(),
    };
    let top = match align.y() {
        egui::Align::Min => rect.top(),
        egui::Align::Center => rect.center().y - 0.5 * size.y,
        egui::Align::Max => rect.bottom() - size.y,
    };
    let place = galley.rect.translate(vec2(left, top));
    painter.galley(pos2(left, top), galley, color);
    place
}

/// The ring around whatever the keyboard acts on; what scrolls brings it into view.
pub fn focus_ring(ui: &Ui, rect: Rect, response: &Response) {
    if response.gained_focus() {
        ui.scroll_to_rect(rect.expand(4.0), None);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect.expand(3.0),
            theme::BUTTON_RADIUS,
            Stroke::new(2.0, theme::of(ui).text),
            StrokeKind::Middle,
        );
    }
}

/// The fill of something that can be pressed, in its present state.
pub fn surface(palette: &Palette, response: &Response) -> Color32 {
    if response.is_pointer_button_down_on() {
        palette.line
    } else if response.hovered() {
        palette.hovered
    } else {
        palette.raised
    }
}

/// A small triangle that points down: more is behind this.
pub fn chevron(painter: &Painter, at: Pos2, color: Color32) {
    let points = vec![
        at + vec2(-4.0, -2.0),
        at + vec2(0.0, 2.0),
        at + vec2(4.0, -2.0),
    ];
    painter.add(Shape::line(points, Stroke::new(1.5, color)));
}

/// A bar that is filled from the left to a share from 0 to 1.
pub fn bar(painter: &Painter, rect: Rect, share: f32, color: Color32, track: Color32) {
    let radius = 0.5 * rect.height();
    painter.rect_filled(rect, radius, track);
    let width = rect.width() * share.clamp(0.0, 1.0);
    if width >= 1.0 {
        let full = rect.with_max_x(rect.left() + width.max(rect.height()));
        painter.rect_filled(full, radius, color);
    }
}

/// A number with a real minus sign.
pub fn signed(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| c == '0' || c == '.') => rest.to_owned(),
        Some(rest) => format!("\u{2212}{rest}"),
        None => text,
    }
}

/// A color on the way from one to another.
pub fn mix(from: Color32, to: Color32, share: f32) -> Color32 {
    let part = |a: u8, b: u8| {
        let (a, b) = (f32::from(a), f32::from(b));
        (a + (b - a) * share).round() as u8
    };
    Color32::from_rgb(
        part(from.r(), to.r()),
        part(from.g(), to.g()),
        part(from.b(), to.b()),
    )
}

/// A text whose numbers get a real minus sign, while words keep their hyphens.
pub fn minus(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    let mut letters = text.chars().peekable();
    let mut last = ' ';
    while let Some(letter) = letters.next() {
        let number = letters.peek().is_some_and(char::is_ascii_digit);
        let starts = letter == '-' && number && !last.is_alphanumeric();
        out.push(if starts { '\u{2212}' } else { letter });
        last = letter;
    }
    out
}

/// Fills the area between a line and a height.
pub fn area(painter: &Painter, line: &[Pos2], to: f32, fill: Color32) {
    let mut mesh = Mesh::default();
    for point in line {
        for y in [point.y, to] {
            mesh.vertices.push(Vertex {
                pos: pos2(point.x, y),
                uv: WHITE_UV,
                color: fill,
            });
        }
    }
    for index in 0..line.len().saturating_sub(1) as u32 {
        let at = 2 * index;
        mesh.add_triangle(at, at + 1, at + 2);
        mesh.add_triangle(at + 1, at + 2, at + 3);
    }
    painter.add(Shape::mesh(mesh));
}

/// A smooth closed line through some points: a closed Catmull–Rom spline.
pub fn smooth(points: &[Pos2]) -> Vec<Pos2> {
    const STEPS: usize = 8;
    let count = points.len();
    let at = |index: usize| points[index % count].to_vec2();
    let mut line = Vec::with_capacity(count * STEPS);
    for index in 0..count {
        let (a, b) = (at(index + count - 1), at(index));
        let (c, d) = (at(index + 1), at(index + 2));
        for step in 0..STEPS {
            let t = step as f32 / STEPS as f32;
            let (t2, t3) = (t * t, t * t * t);
            let point = 2.0 * b
                + (c - a) * t
                + (2.0 * a - 5.0 * b + 4.0 * c - d) * t2
                + (3.0 * b - a - 3.0 * c + d) * t3;
            line.push((0.5 * point).to_pos2());
        }
    }
    line
}

/// A form with an outline, filled from a point that sees all of it.
pub fn form(painter: &Painter, outline: Vec<Pos2>, from: Pos2, fill: Color32, edge: Stroke) {
    let mut mesh = Mesh::default();
    let mut add = |pos| {
        mesh.vertices.push(Vertex {
            pos,
            uv: WHITE_UV,
            color: fill,
        });
    };
    add(from);
    outline.iter().for_each(|&pos| add(pos));
    let count = outline.len() as u32;
    for index in 0..count {
        mesh.add_triangle(0, 1 + index, 1 + (index + 1) % count);
    }
    painter.add(Shape::mesh(mesh));
    painter.add(Shape::closed_line(outline, edge));
}

/// Mirrors a shape at an upright line; words stay readable in their mirrored place.
pub fn mirror(shape: &mut Shape, axis: f32) {
    let flip = |at: &mut Pos2| at.x = 2.0 * axis - at.x;
    match shape {
        Shape::Vec(shapes) => shapes.iter_mut().for_each(|shape| mirror(shape, axis)),
        Shape::Circle(circle) => flip(&mut circle.center),
        Shape::Ellipse(ellipse) => flip(&mut ellipse.center),
        Shape::LineSegment { points, .. } => points.iter_mut().for_each(flip),
        Shape::Path(path) => path.points.iter_mut().for_each(flip),
        Shape::Rect(rect) => {
            let (left, right) = (rect.rect.min.x, rect.rect.max.x);
            rect.rect.min.x = 2.0 * axis - right;
            rect.rect.max.x = 2.0 * axis - left;
        }
        Shape::Text(text) => {
            let place = text.galley.rect.translate(text.pos.to_vec2());
            text.pos.x += 2.0 * (axis - place.center().x);
        }
        Shape::Mesh(mesh) => {
            let mesh = std::sync::Arc::make_mut(mesh);
            mesh.vertices
                .iter_mut()
                .for_each(|vertex| flip(&mut vertex.pos));
        }
        // Nothing that is drawn here.
        _ => {}
    }
}
