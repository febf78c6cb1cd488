//! Python's `marshal` format, as far as compiled functions need it (`Python/marshal.c`; versions 2 to 4).
//!
//! Only data is read: nothing is run, and every length is held against the bytes that are there. Shared objects stay
//! shared, so that a few references cannot unfold into many copies.

use std::rc::Rc;

use crate::budget;

/// The flag of an object that later references may name.
const FLAG_REF: u8 = 0x80;

/// A Python object.
#[derive(Debug, Clone, PartialEq)]
pub enum Object {
    /// `None`
    None,
    /// `True` or `False`
    Bool(bool),
    /// `...`
    Ellipsis,
    /// A whole number of 64 bits.
    Integer(i64),
    /// A number with a point.
    Number(f64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A tuple or list.
    Tuple(Vec<Rc<Object>>),
    /// A compiled function.
    Code(Box<Code>),
    /// Something that no tensor function needs: a large number, a complex one, a set, a dict.
    Other,
}

/// A compiled function.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// How its parts were laid out.
    pub layout: Layout,
    /// Number of parameters, without those behind `*`.
    pub argument_count: usize,
    /// Number of parameters behind `*`.
    pub keyword_only_count: usize,
    /// `co_flags`
    pub flags: u32,
    /// `co_code`
    pub bytecode: Vec<u8>,
    /// `co_consts`
    pub constants: Vec<Rc<Object>>,
    /// `co_names`: globals and attributes.
    pub names: Vec<String>,
    /// `co_varnames`; since Python 3.11 all of `co_localsplusnames`.
    pub variables: Vec<String>,
    /// How many cells come before the free variables (until 3.10), or where the free ones begin in `variables`.
    pub first_free: usize,
}

/// Python versions that lay the parts of a function out alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Python 2.
    Python2,
    /// Python 3.0 to 3.7.
    Python30,
    /// Python 3.8 to 3.10: with a count of positional-only parameters.
    Python38,
    /// Python 3.11 and later: locals, cells and free variables in one list.
    Python311,
}

/// All layouts.
pub const LAYOUTS: [Layout; 4] = [
    Layout::Python311,
    Layout::Python38,
    Layout::Python30,
    Layout::Python2,
];

/// Reads a function that was laid out this way; `None` where the bytes are none, or something is left over.
pub fn read_function(bytes: &[u8], layout: Layout) -> Option<Code> {
    if bytes.len() > budget::LAMBDA {
        return None;
    }
    let mut reader = Reader {
        bytes,
        copies_left: bytes.len().saturating_mul(budget::LAMBDA_COPIES),
        layout,
        references: Vec::new(),
        interned: Vec::new(),
    };
    let object = reader.object(budget::LAMBDA_DEPTH)?;
    let rest = reader.bytes.is_empty();
    drop(reader.references);
    match Rc::try_unwrap(object).unwrap_or_else(|shared| (*shared).clone()) {
        Object::Code(code) if rest => Some(*code),
        _ => None,
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    /// Bytes and items that may still be copied out of what is shared.
    copies_left: usize,
    layout: Layout,
    /// Objects that may be named again; `None` while one is being read.
    references: Vec<Option<Rc<Object>>>,
    /// Texts that may be named again, in Python 2.
    interned: Vec<Rc<Object>>,
}

impl Reader<'_> {
    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn integer(&mut self) -> Option<i32> {
        self.array().map(i32::from_le_bytes)
    }

    /// A length of what follows, which cannot be more than the bytes left.
    fn length(&mut self) -> Option<usize> {
        let length = usize::try_from(self.integer()?).ok()?;
        (length <= self.bytes.len()).then_some(length)
    }

    fn count(&mut self) -> Option<usize> {
        usize::try_from(self.integer()?).ok()
    }

    fn object(&mut self, depth: usize) -> Option<Rc<Object>> {
        let depth = depth.checked_sub(1)?;
        let kind = self.byte()?;
        let place = (kind & FLAG_REF != 0 && self.layout != Layout::Python2).then(|| {
            let place = self.references.len();
            self.references.push(None);
            place
        });
        let kind = match self.layout {
            Layout::Python2 => kind,
            _ => kind & !FLAG_REF,
        };
        let object = match kind {
            b'r' => {
                let index = self.count()?;
                return self.references.get(index)?.clone();
            }
            b'R' if self.layout == Layout::Python2 => {
                let index = self.count()?;
                return self.interned.get(index).cloned();
            }
            b't' if self.layout == Layout::Python2 => {
                let length = self.length()?;
                let text = Rc::new(Object::Text(self.text(length)?));
                self.interned.push(Rc::clone(&text));
                return Some(text);
            }
            kind => Rc::new(self.content(kind, depth)?),
        };
        if let Some(reference) = place.and_then(|place| self.references.get_mut(place)) {
            *reference = Some(Rc::clone(&object));
        }
        Some(object)
    }

    fn content(&mut self, kind: u8, depth: usize) -> Option<Object> {
        Some(match kind {
            b'N' => Object::None,
            b'F' => Object::Bool(false),
            b'T' => Object::Bool(true),
            b'.' => Object::Ellipsis,
            b'S' => Object::Other,
            b'i' => Object::Integer(self.integer()?.into()),
            b'I' => Object::Integer(i64::from_le_bytes(self.array()?)),
            b'g' => Object::Number(f64::from_le_bytes(self.array()?)),
            b'f' => {
                let length = self.byte()?.into();
                Object::Number(crate::json::number(&self.text(length)?)?)
            }
            b'y' => {
                self.take(16)?;
                Object::Other
            }
            b'l' => {
                // Digits of 15 bits; the sign stands with their number.
                let count = usize::try_from(self.integer()?.unsigned_abs()).ok()?;
                self.take(count.checked_mul(2)?)?;
                Object::Other
            }
            b's' => {
                let length = self.length()?;
                Object::Bytes(self.take(length)?.to_vec())
            }
            b'u' | b't' | b'a' | b'A' => {
                let length = self.length()?;
                Object::Text(self.text(length)?)
            }
            b'z' | b'Z' => {
                let length = self.byte()?.into();
                Object::Text(self.text(length)?)
            }
            b'(' | b'[' | b'<' | b'>' => {
                let count = self.length()?;
                self.items(count, depth)?
            }
            b')' => {
                let count = self.byte()?.into();
                self.items(count, depth)?
            }
            b'c' => Object::Code(Box::new(self.code(depth)?)),
            _ => return None,
        })
    }

    fn items(&mut self, count: usize, depth: usize) -> Option<Object> {
        // Each takes a byte at least.
        if count > self.bytes.len() {
            return None;
        }
        let items = (0..count).map(|_| self.object(depth));
        Some(Object::Tuple(items.collect::<Option<_>>()?))
    }

    /// Latin-1 and odd surrogates do not occur in names; what is no UTF-8 becomes a mark.
    fn text(&mut self, length: usize) -> Option<String> {
        Some(String::from_utf8_lossy(self.take(length)?).into_owned())
    }

    fn code(&mut self, depth: usize) -> Option<Code> {
        let layout = self.layout;
        let argument_count = self.count()?;
        if matches!(layout, Layout::Python38 | Layout::Python311) {
            // Positional-only parameters are among the others.
            self.count()?;
        }
        let keyword_only_count = match layout {
            Layout::Python2 => 0,
            _ => self.count()?,
        };
        if layout != Layout::Python311 {
            self.count()?; // co_nlocals
        }
        self.count()?; // co_stacksize
        let flags = self.integer()?.cast_unsigned();
        let bytecode = match &*self.object(depth)? {
            Object::Bytes(bytes) => {
                self.count_copies(bytes.len())?;
                bytes.clone()
            }
            _ => return None,
        };
        let constants = match &*self.object(depth)? {
            Object::Tuple(items) => {
                self.count_copies(items.len())?;
                items.clone()
            }
            _ => return None,
        };
        let names = self.names(depth)?;
        let variables = self.names(depth)?;
        let first_free = if layout == Layout::Python311 {
            let kinds = self.object(depth)?;
            let Object::Bytes(kinds) = &*kinds else {
                return None;
            };
            if kinds.len() != variables.len() {
                return None;
            }
            // CO_FAST_FREE
            kinds
                .iter()
                .position(|kind| kind & 0x80 != 0)
                .unwrap_or(kinds.len())
        } else {
            self.names(depth)?; // co_freevars
            self.names(depth)?.len() // co_cellvars
        };
        // co_filename, co_name, co_qualname
        let texts = if layout == Layout::Python311 { 3 } else { 2 };
        for _ in 0..texts {
            match (&*self.object(depth)?, layout) {
                (Object::Text(_), _) | (Object::Bytes(_), Layout::Python2) => {}
                _ => return None,
            }
        }
        self.integer()?; // co_firstlineno
        // Line numbers, and since 3.11 exceptions.
        let tables = if layout == Layout::Python311 { 2 } else { 1 };
        for _ in 0..tables {
            match (&*self.object(depth)?, layout) {
                // Python 2 knows an empty text as interned.
                (Object::Bytes(_), _) | (Object::Text(_), Layout::Python2) => {}
                _ => return None,
            }
        }
        Some(Code {
            layout,
            argument_count,
            keyword_only_count,
            flags,
            bytecode,
            constants,
            names,
            variables,
            first_free,
        })
    }

    fn names(&mut self, depth: usize) -> Option<Vec<String>> {
        let names = self.object(depth)?;
        let Object::Tuple(items) = &*names else {
            return None;
        };
        let mut names = Vec::new();
        for item in items {
            names.push(match &**item {
                Object::Text(name) => {
                    self.count_copies(name.len())?;
                    name.clone()
                }
                Object::Bytes(name) => {
                    self.count_copies(name.len())?;
                    String::from_utf8(name.clone()).ok()?
                }
                _ => return None,
            });
        }
        Some(names)
    }

    /// Many functions may refer to the same names: each holds its own.
    fn count_copies(&mut self, length: usize) -> Option<()> {
        self.copies_left = self.copies_left.checked_sub(length.saturating_add(1))?;
        Some(())
    }
}
