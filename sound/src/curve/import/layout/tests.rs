use super::super::numbers::Decimal;
use super::super::text::lines;
use super::*;

fn chosen(text: &str) -> Option<(Delimiter, Decimal)> {
    match choose(&lines(text)) {
        Choice::Clear(fit) => Some((fit.layout.delimiter, fit.layout.decimal)),
        _ => None,
    }
}

#[test]
fn layouts_are_told_apart_by_what_they_make_of_the_whole_file() {
    use Decimal::{Comma, Point};
    use Delimiter as D;
    for (text, expected) in [
        ("20\t1.5\n1000\t5\n12500\t-3\n", (D::Tab, Point)),
        ("20\t1,5\n1000\t5,0\n12500\t-3\n", (D::Tab, Comma)),
        ("20;1,5\n1000;5\n12500;-3\n", (D::Semicolon, Comma)),
        ("20,1.5\n1000,5\n12500,-3\n", (D::Comma, Point)),
        (
            "20,0, 1,5\n1000,0, 5,0\n12500,0, -3,0\n",
            (D::CommaBlank, Comma),
        ),
        ("\"20,0\",\"1,5\"\n\"1000,0\",\"5,0\"\n", (D::Comma, Comma)),
        (
            "20,0 1,5\n1 000,0 5,0\n12 500,0 -3,0\n",
            (D::BlanksAndGroups, Comma),
        ),
        ("20 1.5 7\n1000 5 8\n12500 -3 9\n", (D::Blanks, Point)),
        ("1,000\t5\n2,000\t6\n20,000\t7\n", (D::Tab, Point)),
        (
            "20,000\t65,1\n1000,000\t66,2\n20000,000\t67,0\n",
            (D::Tab, Comma),
        ),
    ] {
        assert_eq!(chosen(text), Some(expected), "{text:?}");
    }
}

#[test]
fn apostrophes_quote_fields_and_group_digits() {
    let fields = |line| -> Vec<String> {
        let decimal = Decimal::Comma;
        let layout = Layout {
            delimiter: Delimiter::Comma,
            decimal,
        };
        layout.fields(line).iter().map(|f| f.to_string()).collect()
    };
    assert_eq!(fields("'20,0','65,5'"), ["'20,0'", "'65,5'"]);
    assert_eq!(fields("1'000,70"), ["1'000", "70"]);
    assert_eq!(fields("'20,65"), ["'20", "65"]);
}

#[test]
fn whole_numbers_between_commas_are_doubtful_without_a_heading() {
    let rows = "20,000,65,100,-12,345\n1000,000,66,200,-12,345\n20000,000,60,100,-12,345\n";
    assert_eq!(chosen(rows), None);
    let three = format!("* Freq(Hz), SPL(dB), Phase(degrees)\n{rows}");
    assert_eq!(
        chosen(&three),
        Some((Delimiter::PairedComma, Decimal::Comma))
    );
    let six = format!("freq,spl,phase,a,b,c\n{rows}");
    assert_eq!(chosen(&six), Some((Delimiter::Comma, Decimal::Point)));
}
