//! Writes JSON that is easy to read in a diff: whatever fits on a line stays on one line, whereas
//! `serde_json`'s formatters break every value or none.

use std::fmt::Write;

/// The most columns of a line. Longer values are broken into several lines.
const WIDTH: usize = 110;

/// A JSON value whose objects keep their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer that every JSON reader keeps exactly: ids, indices, -1, 0 and 1.
    Number(i64),
    /// Text, and every `u64` (as [`hex`]).
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object. Members keep their order.
    Object(Vec<(&'static str, Json)>),
}

/// A `u64` as in the answer files: lower-case hexadecimal with a prefix.
pub fn hex(value: u64) -> Json {
    Json::Text(format!("{value:#x}"))
}

/// A piece of text.
pub fn text(value: impl Into<String>) -> Json {
    Json::Text(value.into())
}

impl Json {
    /// The value on one line with no space.
    pub fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, "", "");
        out
    }

    /// The value on as many lines as it needs, ending with a newline.
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        self.break_lines(&mut out, 0, 0);
        out.push('\n');
        out
    }

    /// `gap` follows a comma or colon, and `pad` is inside an object's braces.
    fn write(&self, out: &mut String, gap: &str, pad: &str) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Number(value) => write!(out, "{value}").expect("a String takes all text"),
            Json::Text(value) => quote(out, value),
            Json::Array(values) if values.is_empty() => out.push_str("[]"),
            Json::Array(values) => {
                out.push('[');
                for (index, value) in values.iter().enumerate() {
                    separate(out, index, gap);
                    value.write(out, gap, pad);
                }
                out.push(']');
            }
            Json::Object(members) if members.is_empty() => out.push_str("{}"),
            Json::Object(members) => {
                out.push('{');
                out.push_str(pad);
                for (index, (name, value)) in members.iter().enumerate() {
                    separate(out, index, gap);
                    quote(out, name);
                    out.push(':');
                    out.push_str(gap);
                    value.write(out, gap, pad);
                }
                out.push_str(pad);
                out.push('}');
            }
        }
    }

    /// `used` is the part of the line before the value.
    fn break_lines(&self, out: &mut String, depth: usize, used: usize) {
        let mut line = String::new();
        self.write(&mut line, " ", " ");
        if depth * 2 + used + line.len() < WIDTH || !self.has_parts() {
            out.push_str(&line);
            return;
        }
        let (open, close) = if matches!(self, Json::Array(_)) {
            ('[', ']')
        } else {
            ('{', '}')
        };
        out.push(open);
        match self {
            Json::Array(values) => {
                for (index, value) in values.iter().enumerate() {
                    indent(out, index, depth + 1);
                    value.break_lines(out, depth + 1, 0);
                }
            }
            Json::Object(members) => {
                for (index, (name, value)) in members.iter().enumerate() {
                    indent(out, index, depth + 1);
                    let before = out.len();
                    quote(out, name);
                    out.push_str(": ");
                    let used = out.len() - before;
                    value.break_lines(out, depth + 1, used);
                }
            }
            _ => unreachable!("only arrays and objects have parts"),
        }
        indent(out, 0, depth);
        out.push(close);
    }

    fn has_parts(&self) -> bool {
        match self {
            Json::Array(values) => !values.is_empty(),
            Json::Object(members) => !members.is_empty(),
            _ => false,
        }
    }
}

fn separate(out: &mut String, index: usize, gap: &str) {
    if index > 0 {
        out.push(',');
        out.push_str(gap);
    }
}

fn indent(out: &mut String, index: usize, depth: usize) {
    if index > 0 {
        out.push(',');
    }
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

fn quote(out: &mut String, value: &str) {
    out.push_str(&serde_json::to_string(value).expect("text always serialises"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compact_text_has_no_space() {
        let value = Json::Object(vec![
            ("a", Json::Array(vec![Json::Number(-1), Json::Null])),
            ("b", Json::Bool(true)),
            ("c", Json::Object(vec![])),
        ]);
        assert_eq!(value.compact(), r#"{"a":[-1,null],"b":true,"c":{}}"#);
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(text("a\"b\n").compact(), r#""a\"b\n""#);
    }

    #[test]
    fn u64_is_lower_case_hexadecimal() {
        assert_eq!(hex(0).compact(), r#""0x0""#);
        assert_eq!(hex(u64::MAX).compact(), r#""0xffffffffffffffff""#);
    }

    #[test]
    fn what_fits_a_line_stays_on_one() {
        let short = Json::Object(vec![("a", hex(1))]);
        assert_eq!(short.pretty(), "{ \"a\": \"0x1\" }\n");
        let long = Json::Object(vec![
            ("a", text("x".repeat(WIDTH))),
            ("b", Json::Array(vec![])),
        ]);
        let broken = format!("{{\n  \"a\": \"{}\",\n  \"b\": []\n}}\n", "x".repeat(WIDTH));
        assert_eq!(long.pretty(), broken);
    }
}
