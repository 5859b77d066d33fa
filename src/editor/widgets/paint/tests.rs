use super::*;

#[test]
fn numbers_have_a_minus_and_words_a_hyphen() {
    assert_eq!(minus("-3.5 dB"), "\u{2212}3.5 dB");
    assert_eq!(minus("In-ear target"), "In-ear target");
    assert_eq!(minus("L -6, R-2"), "L \u{2212}6, R-2");
    assert_eq!(signed(-0.04, 1), "0.0");
}

/// The corners of a square.
fn square(side: f32) -> [Pos2; 4] {
    [[0.0, 0.0], [side, 0.0], [side, side], [0.0, side]].map(Pos2::from)
}

#[test]
fn a_smooth_line_goes_through_its_points() {
    let points = square(4.0);
    let line = smooth(&points);
    for point in points {
        assert!(line.iter().any(|at| at.distance(point) < 1e-4));
    }
}

/// Between two corners of a square, a Catmull–Rom spline bulges by an eighth of the side.
#[test]
fn a_smooth_line_is_a_catmull_rom_spline() {
    let points = square(8.0);
    let line = smooth(&points);
    assert_eq!(line.len(), 32);
    for middle in [
        pos2(4.0, -1.0),
        pos2(9.0, 4.0),
        pos2(4.0, 9.0),
        pos2(-1.0, 4.0),
    ] {
        assert!(line.iter().any(|at| at.distance(middle) < 1e-4), "{line:?}");
    }
}

#[test]
fn colors_mix_by_their_shares() {
    let (dark, light) = (
        Color32::from_rgb(0, 100, 200),
        Color32::from_rgb(100, 100, 0),
    );
    assert_eq!(mix(dark, light, 0.0), dark);
    assert_eq!(mix(dark, light, 1.0), light);
    assert_eq!(mix(dark, light, 0.25), Color32::from_rgb(25, 100, 150));
}

/// The shapes that a frame draws with a painter.
fn drawn(draw: impl Fn(&Painter)) -> Vec<Shape> {
    let context = egui::Context::default();
    let mut output = context.run_ui(egui::RawInput::default(), |ui| draw(ui.painter()));
    output.textures_delta.clear();
    output
        .shapes
        .drain(..)
        .map(|clipped| clipped.shape)
        .collect()
}

/// Area of a mesh's triangles.
fn covered(shape: &Shape) -> Option<f32> {
    let Shape::Mesh(mesh) = shape else {
        return None;
    };
    let at = |index: &u32| mesh.vertices[*index as usize].pos.to_vec2();
    let triangles = mesh.indices.chunks_exact(3).map(|corners| {
        let [a, b, c] = [at(&corners[0]), at(&corners[1]), at(&corners[2])];
        let (u, v) = (b - a, c - a);
        0.5 * (u.x * v.y - u.y * v.x).abs()
    });
    Some(triangles.sum())
}

#[test]
fn an_area_is_filled_from_its_line_to_a_height() {
    let line = [pos2(0.0, 2.0), pos2(4.0, 4.0), pos2(6.0, 1.0)];
    let shapes = drawn(|painter| area(painter, &line, 10.0, Color32::WHITE));
    let found: f32 = shapes.iter().filter_map(covered).sum();
    // Two trapezoids: 4 · (8 + 6) / 2 and 2 · (6 + 9) / 2.
    assert!((found - 43.0).abs() < 1e-3, "{found}");
}

#[test]
fn a_form_is_filled_as_a_whole() {
    let corners = vec![
        pos2(0.0, 0.0),
        pos2(4.0, 0.0),
        pos2(4.0, 3.0),
        pos2(0.0, 3.0),
    ];
    let shapes = drawn(|painter| {
        let edge = Stroke::new(1.0, Color32::BLACK);
        form(
            painter,
            corners.clone(),
            pos2(1.0, 1.0),
            Color32::WHITE,
            edge,
        );
    });
    let found: f32 = shapes.iter().filter_map(covered).sum();
    assert!((found - 12.0).abs() < 1e-3, "{found}");
}

#[test]
fn a_bar_is_filled_to_its_share() {
    let rect = Rect::from_min_size(pos2(10.0, 0.0), vec2(100.0, 4.0));
    let widths = |share| -> Vec<f32> {
        let shapes = drawn(|painter| bar(painter, rect, share, Color32::WHITE, Color32::BLACK));
        let of = |shape: &Shape| match shape {
            Shape::Rect(shape) => Some(shape.rect.width()),
            _ => None,
        };
        shapes.iter().filter_map(of).collect()
    };
    assert_eq!(widths(0.25), [100.0, 25.0]);
    assert_eq!(widths(3.0), [100.0, 100.0]);
    assert_eq!(widths(0.0), [100.0]);
    // Round ends need their height.
    assert_eq!(widths(0.02), [100.0, 4.0]);
}

/// The place of a shape; of words, that of their lines and not of their ink.
fn place(shape: &Shape) -> Rect {
    match shape {
        Shape::Text(text) => text.galley.rect.translate(text.pos.to_vec2()),
        other => other.visual_bounding_rect(),
    }
}

/// Every shape, mirrored at 10: what was at 2 is at 18.
#[test]
fn shapes_are_mirrored_and_words_stay_readable() {
    let ink = Stroke::new(1.0, Color32::WHITE);
    let mirrored = |mut shape: Shape| {
        mirror(&mut shape, 10.0);
        shape.visual_bounding_rect()
    };
    let at = |left: f32, right: f32| Rect::from_min_max(pos2(left, 3.0), pos2(right, 5.0));
    let line = vec![pos2(2.0, 3.0), pos2(6.0, 5.0)];
    let fill = Color32::WHITE;
    for shape in [
        Shape::rect_filled(at(2.0, 6.0), 0.0, fill),
        Shape::Vec(vec![Shape::rect_filled(at(2.0, 6.0), 0.0, fill)]),
        Shape::circle_filled(pos2(4.0, 4.0), 2.0, fill),
        Shape::ellipse_filled(pos2(4.0, 4.0), vec2(2.0, 1.0), fill),
        Shape::line_segment([line[0], line[1]], ink),
        Shape::line(line, ink),
    ] {
        let before = shape.visual_bounding_rect();
        let after = mirrored(shape);
        assert!((after.left() - (20.0 - before.right())).abs() < 1e-4);
        assert!((after.right() - (20.0 - before.left())).abs() < 1e-4);
        assert_eq!(after.top(), before.top());
    }
    let shapes = drawn(|painter| {
        area(painter, &[pos2(2.0, 3.0), pos2(6.0, 3.0)], 5.0, fill);
        let at = pos2(2.0, 3.0);
        text(painter, at, Align2::LEFT_TOP, "word", theme::label(), fill);
    });
    let mut kinds = 0;
    for shape in shapes {
        if !matches!(shape, Shape::Mesh(_) | Shape::Text(_)) {
            continue;
        }
        kinds += 1;
        let mut other = shape.clone();
        mirror(&mut other, 10.0);
        let [before, after] = [place(&shape), place(&other)];
        assert!((after.center().x - (20.0 - before.center().x)).abs() < 1e-3);
        assert!((after.width() - before.width()).abs() < 1e-3);
    }
    assert_eq!(kinds, 2);
}
