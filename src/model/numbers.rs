//! Numbers for people: percents, thousands and decimals in a language, and back from what people type.
//!
//! English writes `13.5 %` and `1,029`; Spanish writes `13,5 %`, `1029` and `12.345`. Every other language
//! is written like English. CSV and JSON never come through here: their numbers are plain.

use crate::model::text::Lang;

/// A share as percent to one decimal: 0.135083 is `13.5 %`, 0.6 is `60.0 %`.
pub fn percent(share: f64, lang: &Lang) -> String {
    format!("{} %", decimal(share * 100.0, 1, lang))
}

/// A round share as percent, without a decimal where it is 0: 0.12 is `12 %`. For bounds and axes.
pub fn round_percent(share: f64, lang: &Lang) -> String {
    format!("{} %", up_to(share * 100.0, 1, lang))
}

/// A difference of two shares in percentage points, always with its sign and without a unit: 0.045 is `+4.5`.
pub fn points(difference: f64, lang: &Lang) -> String {
    let words = up_to(difference * 100.0, 1, lang);
    if words.starts_with('−') || words == "0" {
        words
    } else {
        format!("+{words}")
    }
}

/// A whole number with its thousands set apart: `1,029` and `12,345`; in Spanish `1029` and `12.345`.
pub fn thousands(number: u64, lang: &Lang) -> String {
    group(&number.to_string(), Marks::of(lang))
}

/// A number rounded to exactly that many decimals, its thousands set apart and a true minus sign: `−2.22`.
pub fn decimal(value: f64, digits: u8, lang: &Lang) -> String {
    written(&format!("{value:.*}", usize::from(digits)), lang)
}

/// A plain number such as `-1234.50` as the language writes it, as exact as it came: `−1,234.50`.
pub fn written(plain: &str, lang: &Lang) -> String {
    let marks = Marks::of(lang);
    let digits = plain.trim_start_matches('-');
    let is_zero = digits.bytes().all(|b| b == b'0' || b == b'.');
    let sign = if plain.starts_with('-') && !is_zero {
        "−"
    } else {
        ""
    };
    match digits.split_once('.') {
        Some((whole, rest)) => format!("{sign}{}{}{rest}", group(whole, marks), marks.decimal),
        None => format!("{sign}{}", group(digits, marks)),
    }
}

/// A number with at most that many decimals: 2.5 with two is `2.5`.
pub fn up_to(value: f64, digits: u8, lang: &Lang) -> String {
    let words = decimal(value, digits, lang);
    match words.rsplit_once(Marks::of(lang).decimal) {
        Some((whole, rest)) if digits > 0 => {
            let rest = rest.trim_end_matches('0');
            if rest.is_empty() {
                whole.to_owned()
            } else {
                format!("{whole}{}{rest}", Marks::of(lang).decimal)
            }
        }
        Some(_) | None => words,
    }
}

/// Reads a percentage as a share, with a point or a comma and with or without the sign: `16.5`, `16,5`, `16.5 %`.
///
/// Whether it lies between 0 and 100 is for the caller to ask.
pub fn parse_percent(text: &str) -> Option<f64> {
    let text = text.trim();
    let text = text.strip_suffix('%').unwrap_or(text).trim_end();
    plain_number(&text.replace(',', ".")).map(|percent| percent / 100.0)
}

/// Reads a number as the language writes it, with or without thousands set apart: `1,200.5`, in Spanish `1.200,5`.
///
/// The other language's decimal mark is understood where it cannot mean thousands: `2,5` in English.
pub fn parse_number(text: &str, lang: &Lang) -> Option<f64> {
    let marks = Marks::of(lang);
    let spaceless: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (sign, digits) = match spaceless.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", spaceless.as_str()),
    };
    let (whole, rest) = match digits.split_once(marks.decimal) {
        Some((whole, rest)) => (whole, Some(rest)),
        None => (digits, None),
    };
    let whole = match ungroup(whole, marks.thousands) {
        Some(whole) => whole,
        // A single mark that does not set three digits apart can only be the other language's decimal mark.
        None if rest.is_none() && whole.matches(marks.thousands).count() == 1 => {
            whole.replace(marks.thousands, ".")
        }
        None => return None,
    };
    match rest {
        Some(rest) => plain_number(&format!("{sign}{whole}.{rest}")),
        None => plain_number(&format!("{sign}{whole}")),
    }
}

/// Reads a whole number of 0 or more, with or without thousands set apart by a comma, point or space.
pub fn parse_count(text: &str) -> Option<u64> {
    let text = text.trim();
    [',', '.', ' ', '\u{a0}', '\u{202f}']
        .into_iter()
        .filter_map(|mark| ungroup(text, mark))
        .find(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|digits| digits.parse().ok())
}

/// The marks a language writes numbers with.
#[derive(Clone, Copy)]
struct Marks {
    decimal: char,
    thousands: char,
    /// The most digits that stand without thousands being set apart.
    ungrouped: usize,
}

impl Marks {
    fn of(lang: &Lang) -> Self {
        if lang.primary() == "es" {
            Self {
                decimal: ',',
                thousands: '.',
                ungrouped: 4,
            }
        } else {
            Self {
                decimal: '.',
                thousands: ',',
                ungrouped: 3,
            }
        }
    }
}

/// `digits` with their thousands set apart.
fn group(digits: &str, marks: Marks) -> String {
    if digits.len() <= marks.ungrouped {
        return digits.to_owned();
    }
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            grouped.push(marks.thousands);
        }
        grouped.push(digit);
    }
    grouped
}

/// The digits without their thousands marks, if each mark sets exactly three apart.
fn ungroup(text: &str, mark: char) -> Option<String> {
    let mut groups = text.split(mark);
    let first = groups.next().filter(|first| !first.is_empty())?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

/// A number in digits with at most one point and one sign, nothing like `1e9` or `inf`.
fn plain_number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let shaped = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().any(|b| b.is_ascii_digit());
    shaped
        .then(|| text.parse().ok())
        .flatten()
        .filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn es() -> Lang {
        Lang::parse("es-mx").unwrap()
    }

    #[test]
    fn numbers_are_written_as_the_language_does() {
        let en = Lang::english();
        for (share, english, spanish) in [
            (0.135_083, "13.5 %", "13,5 %"),
            (0.6, "60.0 %", "60,0 %"),
            (0.0, "0.0 %", "0,0 %"),
            (-0.000_01, "0.0 %", "0,0 %"),
            (1.0, "100.0 %", "100,0 %"),
            (-0.25, "−25.0 %", "−25,0 %"),
        ] {
            assert_eq!(percent(share, &en), english);
            assert_eq!(percent(share, &es()), spanish);
        }
        for (number, english, spanish) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1029, "1,029", "1029"),
            (12_345, "12,345", "12.345"),
            (1_234_567, "1,234,567", "1.234.567"),
        ] {
            assert_eq!(thousands(number, &en), english);
            assert_eq!(thousands(number, &es()), spanish);
        }
        assert_eq!(round_percent(0.12, &en), "12 %");
        assert_eq!(round_percent(0.125, &es()), "12,5 %");
        assert_eq!(decimal(-12_345.678, 2, &en), "−12,345.68");
        assert_eq!(decimal(2.0, 2, &es()), "2,00");
        assert_eq!(up_to(100.0, 0, &en), "100");
        assert_eq!(up_to(2.50, 2, &es()), "2,5");
        assert_eq!(points(0.045, &en), "+4.5");
        assert_eq!(points(-0.045, &es()), "−4,5");
        assert_eq!(points(0.0, &en), "0");
    }

    #[test]
    fn percentages_are_read_however_they_are_typed() {
        for typed in ["16.5", "16,5", " 16.5 % ", "16,5%"] {
            assert_eq!(parse_percent(typed), Some(0.165), "{typed}");
        }
        for bad in [
            "", "%", "a", "16.5.1", "1,600.5", "1e1", "inf", "NaN", "--1", "16 5",
        ] {
            assert_eq!(parse_percent(bad), None, "{bad}");
        }
    }

    #[test]
    fn numbers_and_counts_are_read_with_their_thousands() {
        let en = Lang::english();
        for (typed, lang, value) in [
            ("1,200", &en, Some(1200.0)),
            ("1,200.5", &en, Some(1200.5)),
            ("2,5", &en, Some(2.5)),
            ("−2.5", &en, Some(-2.5)),
            ("1.200", &es(), Some(1200.0)),
            ("1.200,5", &es(), Some(1200.5)),
            ("2.5", &es(), Some(2.5)),
            ("12.3456", &es(), Some(12.3456)),
            ("1,2,3", &en, None),
            ("1,20,000", &en, None),
            ("twelve", &en, None),
            ("", &en, None),
        ] {
            assert_eq!(parse_number(typed, lang), value, "{typed}");
        }
        for (typed, count) in [
            ("1029", Some(1029)),
            ("1,029", Some(1029)),
            ("1.029", Some(1029)),
            ("12 345", Some(12_345)),
            ("1,02", None),
            ("1.5", None),
            ("-3", None),
            ("", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(parse_count(typed), count, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(number in 0u64..1_000_000_000, hundredths in -5_000_000i32..5_000_000) {
            for lang in [Lang::english(), es()] {
                prop_assert_eq!(parse_count(&thousands(number, &lang)), Some(number));
                let value = f64::from(hundredths) / 100.0;
                prop_assert_eq!(parse_number(&decimal(value, 2, &lang), &lang), Some(value));
            }
        }

        #[test]
        fn nothing_typed_makes_it_panic(typed in any::<String>()) {
            let _ = (parse_percent(&typed), parse_number(&typed, &es()), parse_count(&typed));
        }
    }
}
