use super::*;

#[test]
fn a_column_is_named_as_a_spreadsheet_does() {
    for (source, letter) in [
        (0, "A"),
        (25, "Z"),
        (26, "AA"),
        (51, "AZ"),
        (52, "BA"),
        (701, "ZZ"),
        (702, "AAA"),
    ] {
        assert_eq!(Place::of(source, "x").letter, letter);
    }
}

#[test]
fn a_shown_value_cannot_harm_a_terminal() {
    assert_eq!(shown("a\u{1b}[31m\u{202e}"), "a<U+001B>[31m<U+202E>");
    assert_eq!(shown(&"x".repeat(41)), format!("{}...", "x".repeat(40)));
    assert_eq!(shown(&"x".repeat(40)), "x".repeat(40));
}

#[test]
fn all_faults_are_counted_and_only_the_first_are_kept() {
    let mut faults = Faults::keeping(2);
    for row in 1..=5 {
        faults.add(|| Fault {
            row,
            column: None,
            value: String::new(),
            rule: Rule::Required,
        });
    }
    assert_eq!((faults.count(), faults.kept().len()), (5, 2));
    assert_eq!(faults.kept()[1].row, 2);
}
