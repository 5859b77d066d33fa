//! Conditions and values in an Equalizer APO configuration: numbers, texts, comparisons, and the
//! names that the program defines and that are known here.
//!
//! It uses the muParserX language; arithmetic, comparison, logic, the conditional operator, a few
//! functions and variables are evaluated. What asks the machine (`readRegDWORD`, `deviceGuid`) has no
//! answer.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

/// The deepest nesting of brackets.
const DEEPEST: usize = 40;

/// The longest expression, bytes.
const LONGEST: usize = 2000;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Number(f64),
    Text(String),
    Truth(bool),
}

impl Value {
    /// Returns whether a condition with this value holds, by the program's rules.
    pub(super) fn holds(&self) -> bool {
        match self {
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Text(text) => !text.is_empty() && text != "false" && text != "0",
            Self::Truth(truth) => *truth,
        }
    }

    /// Writes the value as an inline expression does.
    pub(super) fn written(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::Truth(truth) => truth.to_string(),
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Truth(truth) => Some(f64::from(u8::from(*truth))),
            Self::Text(_) => None,
        }
    }
}

/// Names and their values.
pub(super) type Names = BTreeMap<String, Value>;

/// The value of an expression; of several, separated by semicolons, that of the last one.
///
/// # Errors
/// In the user's words, when it cannot be evaluated.
pub(super) fn evaluated(text: &str, names: &mut Names) -> Result<Value, String> {
    if text.len() > LONGEST {
        return Err("it is too long".to_owned());
    }
    let mut last = None;
    for part in text.split(';').filter(|part| !part.trim().is_empty()) {
        let mut parser = Parser {
            rest: part,
            depth: 0,
            names,
        };
        last = Some(parser.statement()?);
    }
    last.ok_or_else(|| "it is empty".to_owned())
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
    names: &'a mut Names,
}

impl Parser<'_> {
    fn statement(&mut self) -> Result<Value, String> {
        let assigned = self.rest.split_once('=').filter(|(name, value)| {
            let name = name.trim();
            !value.starts_with('=')
                && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        });
        if let Some((name, value)) = assigned {
            self.rest = value;
            let value = self.whole()?;
            // A configuration has some; a broken one must not fill the memory.
            if self.names.len() < 200 {
                self.names.insert(name.trim().to_owned(), value.clone());
            }
            return Ok(value);
        }
        self.whole()
    }

    fn whole(&mut self) -> Result<Value, String> {
        let value = self.choice()?;
        match self.rest.trim() {
            "" => Ok(value),
            rest => Err(format!(
                "`{}` is not expected",
                super::response_text::shown(rest)
            )),
        }
    }

    /// `a ? b : c`.
    fn choice(&mut self) -> Result<Value, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("it is nested too deep".to_owned());
        }
        let condition = self.either()?;
        let value = if self.take("?") {
            let yes = self.choice()?;
            if !self.take(":") {
                return Err("`:` is missing".to_owned());
            }
            let no = self.choice()?;
            if condition.holds() {
                yes
            } else {
                no
            }
        } else {
            condition
        };
        self.depth -= 1;
        Ok(value)
    }

    fn either(&mut self) -> Result<Value, String> {
        let mut value = self.both()?;
        while self.take("||") || self.take_word("or") {
            let other = self.both()?;
            value = Value::Truth(value.holds() | other.holds());
        }
        Ok(value)
    }

    fn both(&mut self) -> Result<Value, String> {
        let mut value = self.compared()?;
        while self.take("&&") || self.take_word("and") {
            let other = self.compared()?;
            value = Value::Truth(value.holds() & other.holds());
        }
        Ok(value)
    }

    fn compared(&mut self) -> Result<Value, String> {
        let left = self.sum()?;
        let signs = ["==", "!=", "<=", ">=", "<", ">"];
        let Some(sign) = signs.into_iter().find(|sign| self.take(sign)) else {
            return Ok(left);
        };
        let right = self.sum()?;
        if let (Value::Text(a), Value::Text(b)) = (&left, &right) {
            return match sign {
                "==" => Ok(Value::Truth(a == b)),
                "!=" => Ok(Value::Truth(a != b)),
                _ => Err("texts have no order".to_owned()),
            };
        }
        let (Some(a), Some(b)) = (left.number(), right.number()) else {
            return Err("a text is compared with a number".to_owned());
        };
        Ok(Value::Truth(match sign {
            "==" => a == b,
            "!=" => a != b,
            "<=" => a <= b,
            ">=" => a >= b,
            "<" => a < b,
            _ => a > b,
        }))
    }

    fn sum(&mut self) -> Result<Value, String> {
        let mut value = self.product()?;
        loop {
            if self.take("+") {
                let other = self.product()?;
                value = match (&value, &other) {
                    (Value::Text(_), _) | (_, Value::Text(_)) => {
                        Value::Text(value.written() + &other.written())
                    }
                    _ => arithmetic(&value, &other, |a, b| a + b)?,
                };
            } else if self.take("-") {
                let other = self.product()?;
                value = arithmetic(&value, &other, |a, b| a - b)?;
            } else {
                return Ok(value);
            }
        }
    }

    fn product(&mut self) -> Result<Value, String> {
        let mut value = self.signed()?;
        loop {
            if self.take("*") {
                value = arithmetic(&value, &self.signed()?, |a, b| a * b)?;
            } else if self.take("/") {
                value = arithmetic(&value, &self.signed()?, |a, b| a / b)?;
            } else {
                return Ok(value);
            }
        }
    }

    fn signed(&mut self) -> Result<Value, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("it is nested too deep".to_owned());
        }
        let value = if self.take("-") {
            arithmetic(&Value::Number(0.0), &self.signed()?, |a, b| a - b)
        } else if self.take("!") || self.take_word("not") {
            self.signed().map(|value| Value::Truth(!value.holds()))
        } else {
            let base = self.atom()?;
            if self.take("^") {
                arithmetic(&base, &self.signed()?, f64::powf)
            } else {
                Ok(base)
            }
        };
        self.depth -= 1;
        value
    }

    fn atom(&mut self) -> Result<Value, String> {
        self.rest = self.rest.trim_start();
        let Some(first) = self.rest.chars().next() else {
            return Err("something is missing at its end".to_owned());
        };
        if self.take("(") {
            let value = self.choice()?;
            return if self.take(")") {
                Ok(value)
            } else {
                Err("`)` is missing".to_owned())
            };
        }
        if first == '"' {
            let inside = &self.rest[1..];
            let end = inside.find('"').ok_or("a quotation mark is missing")?;
            self.rest = &inside[end + 1..];
            return Ok(Value::Text(inside[..end].to_owned()));
        }
        if first.is_ascii_digit() || first == '.' {
            return self.number();
        }
        self.name()
    }

    fn number(&mut self) -> Result<Value, String> {
        let end = self
            .rest
            .find(|c: char| !(c.is_ascii_digit() || c == '.'))
            .unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest;
        let number = number.parse();
        number
            .map(Value::Number)
            .map_err(|_| "it has a broken number".to_owned())
    }

    fn name(&mut self) -> Result<Value, String> {
        let end = self
            .rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.is_empty() {
            let shown = super::response_text::shown(rest);
            return Err(format!("`{shown}` is not expected"));
        }
        self.rest = rest;
        match name {
            "true" => return Ok(Value::Truth(true)),
            "false" => return Ok(Value::Truth(false)),
            "pi" => return Ok(Value::Number(std::f64::consts::PI)),
            _ => {}
        }
        if let Some(value) = self.names.get(name) {
            return Ok(value.clone());
        }
        let function: Option<fn(f64, f64) -> f64> = match name {
            "min" => Some(f64::min),
            "max" => Some(f64::max),
            "abs" => Some(|a, _| a.abs()),
            "sqrt" => Some(|a, _| a.sqrt()),
            "log10" => Some(|a, _| a.log10()),
            _ => None,
        };
        let Some(function) = function else {
            return Err(format!("`{name}` is not known here"));
        };
        if !self.take("(") {
            return Err(format!("`(` is missing behind `{name}`"));
        }
        let first = self.choice()?;
        let second = if self.take(",") {
            self.choice()?
        } else {
            first.clone()
        };
        if !self.take(")") {
            return Err("`)` is missing".to_owned());
        }
        arithmetic(&first, &second, function)
    }

    fn take(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start();
        match rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn take_word(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start();
        match rest.strip_prefix(word) {
            Some(rest) if !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }
}

fn arithmetic(a: &Value, b: &Value, with: impl Fn(f64, f64) -> f64) -> Result<Value, String> {
    match (a.number(), b.number()) {
        (Some(a), Some(b)) => Ok(Value::Number(with(a, b))),
        _ => Err("it computes with a text".to_owned()),
    }
}
