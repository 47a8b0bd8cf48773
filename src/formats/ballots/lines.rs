//! The lines of a text, whichever way it ends them.

/// Every line with its number from 1; a line ends with LF, CRLF or, in files of old, with CR alone.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    let mut rest = Some(text);
    let all = std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return (!text.is_empty()).then_some(text);
        };
        let (line, after) = text.split_at(end);
        rest = Some(after.strip_prefix("\r\n").unwrap_or(&after[1..]));
        Some(line)
    });
    (1..).zip(all)
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        let told: Vec<(u64, &str)> = lines("a\r\nb\rc\n\nd").collect();
        assert_eq!(told, [(1, "a"), (2, "b"), (3, "c"), (4, ""), (5, "d")]);
        assert_eq!(lines("").count(), 0);
        assert_eq!(lines("\n").count(), 1);
    }
}
