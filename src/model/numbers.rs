//! Numbers for people: percents, thousands and decimals in a language, and back from what people type.

use crate::model::text::Lang;

/// A share as percent with one decimal: 0.135 is `13.5 %`, in Spanish `13,5 %`.
pub fn percent(share: f64, lang: &Lang) -> String {
    format!("{} %", decimal(share * 100.0, 1, lang))
}

/// A whole number with its thousands set apart: `1,029` and `12,345`; in Spanish `1029` and `12.345`.
pub fn thousands(number: u64, lang: &Lang) -> String {
    let spanish = is_spanish(lang);
    let digits = number.to_string();
    if spanish && digits.len() <= 4 {
        return digits;
    }
    let separator = if spanish { '.' } else { ',' };
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

/// A number rounded to `digits` decimals, a half away from zero: `2.22`, in Spanish `2,22`.
pub fn decimal(value: f64, digits: u8, lang: &Lang) -> String {
    let _ = (value, digits, lang);
    unimplemented!()
}

fn is_spanish(lang: &Lang) -> bool {
    lang.as_str().split('-').next() == Some("es")
}
