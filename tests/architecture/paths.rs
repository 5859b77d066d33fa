//! The paths that a Rust source names, with `crate`, `self` and `super` resolved.

use std::collections::BTreeSet;

use super::source::{stripped, Strings};

/// A path that a source names: in this crate (`crate::…`, resolved) or outside it.
pub struct Named {
    pub path: Vec<String>,
    pub is_own: bool,
    pub is_test: bool,
    /// The module that it stands in: the file's, or one inside it.
    pub module: Vec<String>,
    pub import: Option<Import>,
}

/// An import: the name that it binds (`*` for all names), and whether others may use that name.
pub struct Import {
    pub name: String,
    pub is_public: bool,
}

/// Walks over the tokens of one file, knowing which inline module it is in.
struct Reader {
    tokens: Vec<String>,
    at: usize,
    /// The module of the file, then each inline module with the brace depth that it opened at.
    module: Vec<String>,
    inline: Vec<(usize, bool)>,
    depth: usize,
    /// Inside a `use`: whether it is public.
    import: Option<bool>,
    found: Vec<Named>,
}

/// Every path that `text`, the file of `module`, names outside comments and strings.
pub fn paths_named(module: &[String], text: &str) -> Vec<Named> {
    Reader::new(module, &stripped(text, Strings::Drop)).paths()
}

/// The modules in files of their own that `text`, the file of `module`, declares for tests alone.
pub fn test_modules(module: &[String], text: &str) -> Vec<Vec<String>> {
    let tokens = tokens(&stripped(text, Strings::Drop));
    let declared = tokens.windows(8).filter_map(|words| match words {
        [cfg, open, test, close, end, word, name, stop]
            if [cfg, open, test, close, end, word, stop]
                .into_iter()
                .eq(["cfg", "(", "test", ")", "]", "mod", ";"]) =>
        {
            Some([module, std::slice::from_ref(name)].concat())
        }
        _ => None,
    });
    declared.collect()
}

/// Names of the items that a source defines, at any depth.
pub fn items_defined(text: &str) -> BTreeSet<String> {
    const KEYWORDS: &[&str] = &[
        "const", "enum", "fn", "static", "struct", "trait", "type", "union",
    ];
    let tokens = tokens(&stripped(text, Strings::Drop));
    let defined = tokens.windows(2).filter_map(|words| match words {
        [keyword, name] if KEYWORDS.contains(&keyword.as_str()) && is_word(name) => {
            Some(name.clone())
        }
        _ => None,
    });
    defined.collect()
}

impl Reader {
    fn new(module: &[String], text: &str) -> Self {
        Self {
            tokens: tokens(text),
            at: 0,
            module: module.to_vec(),
            inline: Vec::new(),
            depth: 0,
            import: None,
            found: Vec::new(),
        }
    }

    fn peek(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", String::as_str)
    }

    fn paths(mut self) -> Vec<Named> {
        let mut test_next = false;
        while self.at < self.tokens.len() {
            match self.peek(0) {
                "cfg" if self.peek(1) == "(" && self.peek(2) == "test" => test_next = true,
                // Declares a file of its own, whatever other crates bear its name.
                "mod" if self.peek(2) == ";" => self.at += 1,
                "mod" if self.peek(2) == "{" => {
                    self.module.push(self.peek(1).to_owned());
                    self.inline.push((self.depth, test_next));
                    test_next = false;
                    self.at += 1;
                }
                "use" => {
                    let before = self.at.checked_sub(1).map(|at| self.tokens[at].as_str());
                    self.import = Some(matches!(before, Some("pub" | ")")));
                }
                "{" => self.depth += 1,
                "}" => self.close(),
                ";" => (test_next, self.import) = (false, None),
                word if is_word(word) => {
                    self.path(Vec::new());
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
        self.found
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self
            .inline
            .last()
            .is_some_and(|&(depth, _)| depth == self.depth)
        {
            self.inline.pop();
            self.module.pop();
        }
    }

    /// Reads one path, or one `{…}` group of them, that continues `before`.
    fn path(&mut self, mut before: Vec<String>) {
        loop {
            if self.peek(0) == "{" && !before.is_empty() {
                self.at += 1;
                while !matches!(self.peek(0), "}" | "") {
                    self.path(before.clone());
                    if self.peek(0) == "," {
                        self.at += 1;
                    }
                }
                self.at += 1;
                return;
            }
            before.push(self.peek(0).to_owned());
            self.at += 1;
            if self.peek(0) != "::" {
                break;
            }
            // A turbofish ends the path; what stands in it is read as paths of its own.
            if self.peek(1) == "<" {
                self.at += 1;
                break;
            }
            self.at += 1;
        }
        let mut name = before.iter().rfind(|part| *part != "self").cloned();
        if self.peek(0) == "as" {
            name = Some(self.peek(1).to_owned());
            self.at += 2;
        }
        let import = self.import.map(|is_public| Import {
            name: name.unwrap_or_default(),
            is_public,
        });
        self.record(before, import);
    }

    fn record(&mut self, path: Vec<String>, import: Option<Import>) {
        let is_test = self.inline.iter().any(|&(_, test)| test);
        let module = self.module.clone();
        let mut resolved: Vec<String> = match path[0].as_str() {
            "crate" | "bodypack" => Vec::new(),
            "self" | "super" => self.module.clone(),
            _ => {
                self.found.push(Named {
                    path,
                    is_own: false,
                    is_test,
                    module,
                    import,
                });
                return;
            }
        };
        for part in &path {
            match part.as_str() {
                "crate" | "bodypack" | "self" => {}
                "super" => drop(resolved.pop()),
                name => resolved.push(name.to_owned()),
            }
        }
        self.found.push(Named {
            path: resolved,
            is_own: true,
            is_test,
            module,
            import,
        });
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first.is_alphanumeric() || first == '_' {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        tokens.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    tokens
}
