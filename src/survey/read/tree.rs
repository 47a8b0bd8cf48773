//! Walking the syntax tree: typed reads that record where each part stands and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;

use crate::model::code::Code;
use crate::model::text::{Lang, Text};
use crate::model::time::Day;
use crate::survey::read::Fault;

/// The most characters of a text.
const MAX_TEXT: usize = 10_000;

/// The most faults that are told.
const MAX_FAULTS: usize = 1_000;

/// A part of the file and its path.
#[derive(Clone, Debug)]
pub(super) struct Node<'a, 't> {
    pub(super) value: &'a Value<'t>,
    pub(super) path: String,
}

/// The members of an object, by key.
#[derive(Debug)]
pub(super) struct Fields<'a, 't> {
    pub(super) path: String,
    members: BTreeMap<&'a str, Node<'a, 't>>,
}

impl<'a, 't> Fields<'a, 't> {
    /// The member of that key, unless it is missing or `null`.
    pub(super) fn get(&self, key: &str) -> Option<Node<'a, 't>> {
        self.members
            .get(key)
            .filter(|node| node.value.as_null_keyword().is_none())
            .cloned()
    }

    /// Whether the key is there at all.
    pub(super) fn has(&self, key: &str) -> bool {
        self.members.contains_key(key)
    }
}

/// What was found so far.
#[derive(Debug)]
pub(super) struct Reader<'t> {
    text: &'t str,
    /// The languages that every text must have; empty while unknown.
    pub(super) languages: Vec<Lang>,
    /// Where each analysis of the definition came from, since faulty ones are left out of it.
    pub(super) analysis_paths: Vec<String>,
    places: BTreeMap<String, usize>,
    faulty: BTreeSet<String>,
    /// The byte offset, field and message of each.
    faults: Vec<(usize, String, String)>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            languages: Vec::new(),
            analysis_paths: Vec::new(),
            places: BTreeMap::new(),
            faulty: BTreeSet::new(),
            faults: Vec::new(),
        }
    }

    /// Every fault, in the order of the text.
    pub(super) fn into_faults(mut self) -> Vec<Fault> {
        self.faults.sort_by_key(|(offset, ..)| *offset);
        let (mut at, mut line, mut column) = (0, 1, 1);
        let mut faults = Vec::new();
        for (offset, field, message) in self.faults {
            for c in self.text.get(at..offset).unwrap_or_default().chars() {
                (line, column) = if c == '\n' {
                    (line + 1, 1)
                } else {
                    (line, column + 1)
                };
            }
            at = offset;
            faults.push(Fault {
                line,
                column,
                field,
                message,
            });
        }
        faults
    }

    /// Are there so many faults that no more are looked for?
    fn full(&self) -> bool {
        self.faults.len() >= MAX_FAULTS
    }

    /// Records a fault at the part of that path, or at the nearest part around it.
    pub(super) fn fault(&mut self, path: &str, message: impl Into<String>) {
        let mut known = path;
        let offset = loop {
            if let Some(offset) = self.places.get(known) {
                break *offset;
            }
            match known.rfind(['.', '[']) {
                Some(end) => known = &known[..end],
                None => break self.places.get("").copied().unwrap_or(0),
            }
        };
        self.faulty.insert(path.to_owned());
        if !self.full() {
            self.faults.push((offset, path.to_owned(), message.into()));
        }
    }

    /// Whether the part of that path had no fault so far.
    pub(super) fn sound(&self, path: &str) -> bool {
        !self.faulty.contains(path)
    }

    /// Takes note of where a part stands.
    pub(super) fn visit<'a>(&mut self, value: &'a Value<'t>, path: String) -> Node<'a, 't> {
        self.places.insert(path.clone(), value.range().start);
        Node { value, path }
    }

    fn wrong<T>(&mut self, node: &Node<'_, 't>, wanted: &str) -> Option<T> {
        let is = match node.value {
            Value::StringLit(_) => "a text",
            Value::NumberLit(_) => "a number",
            Value::BooleanLit(_) => "true or false",
            Value::Object(_) => "an object",
            Value::Array(_) => "a list",
            Value::NullKeyword(_) => "null",
        };
        self.fault(&node.path, format!("this is {is}; write {wanted}"));
        None
    }

    /// The members of an object whose keys are among `keys`. Unknown and doubled keys are faults.
    pub(super) fn object<'a>(
        &mut self,
        node: &Node<'a, 't>,
        keys: &[&str],
    ) -> Option<Fields<'a, 't>> {
        let fields = self.any_object(node)?;
        self.only(&fields, keys);
        Some(fields)
    }

    /// Finds fault with every key that is not among `keys`.
    pub(super) fn only(&mut self, fields: &Fields<'_, 't>, keys: &[&str]) {
        for key in fields.members.keys() {
            if !keys.contains(key) && !self.full() {
                let hint = did_you_mean(key, keys.iter().copied());
                let known = || format!("known here are {}", keys.join(", "));
                let hint = hint.unwrap_or_else(known);
                let path = member_path(&fields.path, key);
                self.fault(&path, format!("unknown key `{}`; {hint}", short(key)));
            }
        }
    }

    /// The members of an object of whatever keys. Doubled keys are faults.
    pub(super) fn any_object<'a>(&mut self, node: &Node<'a, 't>) -> Option<Fields<'a, 't>> {
        let Value::Object(object) = node.value else {
            return self.wrong(node, "an object `{…}`");
        };
        let mut members = BTreeMap::new();
        for member in &object.properties {
            let key = member.name.as_str();
            let path = member_path(&node.path, key);
            if members.contains_key(key) {
                self.fault(&path, format!("`{}` is here twice; keep one", short(key)));
                continue;
            }
            // The key's place, since a fault of the key or of its value is looked for there.
            self.places.insert(path.clone(), member.range.start);
            let value = &member.value;
            members.insert(key, Node { value, path });
        }
        Some(Fields {
            path: node.path.clone(),
            members,
        })
    }

    /// The member of that key, which must be there.
    pub(super) fn required<'a>(
        &mut self,
        fields: &Fields<'a, 't>,
        key: &str,
    ) -> Option<Node<'a, 't>> {
        let found = fields.get(key);
        if found.is_none() {
            let path = member_path(&fields.path, key);
            self.fault(&path, format!("`{key}` is missing; add it"));
        }
        found
    }

    /// The elements of a list.
    pub(super) fn list<'a>(
        &mut self,
        node: &Node<'a, 't>,
        most: usize,
    ) -> Option<Vec<Node<'a, 't>>> {
        let Value::Array(array) = node.value else {
            return self.wrong(node, "a list `[…]`");
        };
        let n = array.elements.len();
        if n > most {
            self.fault(
                &node.path,
                format!("there are {n} here; at most {most} may be"),
            );
        }
        let nodes = array.elements.iter().take(most).enumerate();
        Some(
            nodes
                .map(|(idx, value)| self.visit(value, format!("{}[{idx}]", node.path)))
                .collect(),
        )
    }

    /// A string of 1 to `most` characters.
    pub(super) fn string(&mut self, node: &Node<'_, 't>, most: usize) -> Option<String> {
        let Value::StringLit(string) = node.value else {
            return self.wrong(node, "a text in quotes");
        };
        let n = string.value.chars().count();
        if string.value.trim().is_empty() {
            self.fault(
                &node.path,
                "this text is empty; write something or leave the key out",
            );
            return None;
        }
        if n > most {
            self.fault(
                &node.path,
                format!("this text has {n} characters; at most {most} may be"),
            );
            return None;
        }
        let hidden = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
        if string.value.contains(hidden) {
            self.fault(&node.path, "this text has a control character; take it out");
            return None;
        }
        Some(string.value.to_string())
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, node: &Node<'_, 't>) -> Option<bool> {
        match node.value {
            Value::BooleanLit(flag) => Some(flag.value),
            _ => self.wrong(node, "true or false"),
        }
    }

    /// A number.
    pub(super) fn number(&mut self, node: &Node<'_, 't>) -> Option<f64> {
        let Value::NumberLit(number) = node.value else {
            return self.wrong(node, "a number");
        };
        let read = number.value.parse().ok().filter(|n: &f64| n.is_finite());
        if read.is_none() {
            self.fault(
                &node.path,
                format!("`{}` is too large a number", short(number.value)),
            );
        }
        read
    }

    /// A whole number from `least` to `most`.
    pub(super) fn whole<N: TryFrom<i64>>(
        &mut self,
        node: &Node<'_, 't>,
        least: i64,
        most: i64,
    ) -> Option<N> {
        let Value::NumberLit(number) = node.value else {
            return self.wrong(node, "a whole number");
        };
        let read = number.value.parse::<i64>().ok();
        let fits = read.filter(|n| (least..=most).contains(n));
        let number_read = fits.and_then(|n| N::try_from(n).ok());
        if number_read.is_none() {
            let is = short(number.value);
            let message =
                format!("`{is}` does not fit; write a whole number from {least} to {most}");
            self.fault(&node.path, message);
        }
        number_read
    }

    /// A code.
    pub(super) fn code(&mut self, node: &Node<'_, 't>) -> Option<Code> {
        let Value::StringLit(string) = node.value else {
            return self.wrong(node, "a code in quotes");
        };
        let code = Code::parse(&string.value).ok();
        if code.is_none() {
            let is = short(&string.value);
            let message = format!(
                "`{is}` is not a code; use 1 to 64 of a-z, 0-9 and single `_`, with a letter or digit at both ends"
            );
            self.fault(&node.path, message);
        }
        code
    }

    /// A day.
    pub(super) fn day(&mut self, node: &Node<'_, 't>) -> Option<Day> {
        let text = self.string(node, 40)?;
        let day = Day::parse(&text);
        if day.is_none() {
            let message = format!("`{}` is not a day; write it like 2026-11-23", short(&text));
            self.fault(&node.path, message);
        }
        day
    }

    /// A text: a string, or a map from language to string that has all of the definition's languages.
    pub(super) fn text(&mut self, node: &Node<'_, 't>) -> Option<Text> {
        if node.value.as_object().is_none() {
            if node.value.as_string_lit().is_none() {
                return self.wrong(node, "a text in quotes or a map from language to text");
            }
            return self.string(node, MAX_TEXT).map(Text::Plain);
        }
        let fields = self.any_object(node)?;
        let mut by_lang = BTreeMap::new();
        for (tag, member) in &fields.members {
            let Some(lang) = Lang::parse(tag) else {
                let message = format!(
                    "`{}` is not a language tag; write one like en or es",
                    short(tag)
                );
                self.fault(&member.path, message);
                continue;
            };
            if !self.languages.is_empty() && !self.languages.contains(&lang) {
                let message =
                    format!("`{lang}` is not among `languages`; add it there or take it out");
                self.fault(&member.path, message);
            }
            let words = self.string(member, MAX_TEXT).unwrap_or_default();
            by_lang.insert(lang, words);
        }
        for lang in self.languages.clone() {
            if !by_lang.contains_key(&lang) {
                let message = format!("the text in `{lang}` is missing; add it");
                self.fault(&node.path, message);
            }
        }
        Some(Text::ByLanguage(by_lang))
    }
}

/// The path of a member.
pub(super) fn member_path(path: &str, key: &str) -> String {
    if path.is_empty() {
        short(key)
    } else {
        format!("{path}.{}", short(key))
    }
}

/// A text cut to a readable length.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        text.chars().take(MOST).chain(['…']).collect()
    }
}

/// The line and the column in characters, both from 1, of a byte offset.
pub(super) fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    (line, column)
}

/// `did you mean …?` for a name that is close to a known one.
pub(super) fn did_you_mean<'k>(
    name: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<String> {
    if name.len() > 64 {
        return None;
    }
    let most = (name.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, candidate)| format!("did you mean `{candidate}`?"))
}

/// How many letters to insert, take out, replace or swap with their neighbour to come from `a` to `b`.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
