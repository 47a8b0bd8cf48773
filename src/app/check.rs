//! Reading a form's fields into proper values, with every error at once.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::app::error::{AppError, FieldError};
use crate::model::text::one_line;

/// Collects the errors of one form.
#[derive(Debug, Default)]
pub(crate) struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    /// Notes an error.
    pub(crate) fn fault(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError::new(field, message));
    }

    /// A line that must not be empty; `what` is what it holds, such as `a title`.
    pub(crate) fn line(
        &mut self,
        field: &str,
        what: &str,
        typed: &str,
        max_chars: usize,
    ) -> String {
        let line = self.optional_line(field, typed, max_chars);
        if line.is_empty() {
            self.fault(field, format!("write {what}"));
        }
        line
    }

    /// A line that may be empty.
    pub(crate) fn optional_line(&mut self, field: &str, typed: &str, max_chars: usize) -> String {
        let line = one_line(typed).into_owned();
        let n_chars = line.chars().count();
        if n_chars > max_chars {
            self.fault(
                field,
                format!("use at most {max_chars} characters; these are {n_chars}"),
            );
        }
        line
    }

    /// A paragraph that may be empty; line breaks stay.
    pub(crate) fn paragraph(&mut self, field: &str, typed: &str, max_chars: usize) -> String {
        let text = paragraph_of(typed);
        let n_chars = text.chars().count();
        if n_chars > max_chars {
            self.fault(
                field,
                format!("use at most {max_chars} characters; these are {n_chars}"),
            );
        }
        text
    }

    /// The lines that are not empty, each once, capitals aside.
    pub(crate) fn lines(
        &mut self,
        field: &str,
        typed: &str,
        how_many: RangeInclusive<usize>,
        max_chars: usize,
    ) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut known = BTreeSet::new();
        for line in typed.lines() {
            let line = self.optional_line(field, line, max_chars);
            if line.is_empty() {
                continue;
            }
            if !known.insert(line.to_lowercase()) {
                self.fault(field, format!("`{line}` stands here twice"));
                return lines;
            }
            lines.push(line);
        }
        if !how_many.contains(&lines.len()) {
            let (least, most) = (how_many.start(), how_many.end());
            self.fault(
                field,
                format!(
                    "write {least} to {most}, one on each line; these are {}",
                    lines.len()
                ),
            );
        }
        lines
    }

    /// The one of `all` whose name is typed.
    pub(crate) fn one_of<T: Copy>(
        &mut self,
        field: &str,
        typed: &str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let found = all.iter().copied().find(|value| name(*value) == typed);
        if found.is_none() {
            let names: Vec<&str> = all.iter().map(|value| name(*value)).collect();
            self.fault(field, format!("choose one of {}", names.join(", ")));
        }
        found
    }

    /// `value`, if nothing was wrong.
    pub(crate) fn done<T>(self, value: T) -> Result<T, AppError> {
        if self.errors.is_empty() {
            Ok(value)
        } else {
            Err(AppError::Invalid(self.errors))
        }
    }
}

/// What was typed as a paragraph: line breaks stay, other control characters go, ends trimmed.
pub(crate) fn paragraph_of(typed: &str) -> String {
    let text: String = typed
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    text.trim().to_owned()
}
