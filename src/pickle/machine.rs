//! The interpreter of pickle opcodes (CPython, `Lib/pickletools.py`), one method per group of them.

use std::collections::BTreeMap;

use super::{Id, Node, escapes};
use crate::budget;
use crate::error::{Error, Result};

/// The state of the interpreter: a stack of nodes, marks in it, and a memo of nodes to refer to.
pub(super) struct Machine<'a> {
    file: &'a str,
    rest: &'a [u8],
    pub(super) nodes: Vec<Node>,
    pub(super) stack: Vec<Id>,
    marks: Vec<usize>,
    memo: BTreeMap<usize, Id>,
    /// Bytes of the pickle.
    pub(super) length: usize,
    /// Entries that were copied from one node to another.
    pub(super) copied: usize,
    /// Pickles inside pickles.
    depth: usize,
}

impl<'a> Machine<'a> {
    /// A machine at the beginning of a pickle; `file` is for messages.
    pub(super) fn new(bytes: &'a [u8], file: &'a str) -> Self {
        Self {
            file,
            rest: bytes,
            nodes: Vec::new(),
            stack: Vec::new(),
            marks: Vec::new(),
            memo: BTreeMap::new(),
            length: bytes.len(),
            copied: 0,
            depth: 0,
        }
    }

    /// The nodes that were made.
    pub(super) fn into_nodes(self) -> Vec<Node> {
        self.nodes
    }

    /// Runs the opcodes up to the end, and gives the node that they leave.
    pub(super) fn run(&mut self) -> Result<Id> {
        loop {
            self.check_room()?;
            let [opcode] = self.array()?;
            match opcode {
                b'.' => return self.pop(),
                b'(' => self.marks.push(self.stack.len()),
                b'0' => drop(self.pop()?),
                b'1' => drop(self.pop_to_mark()?),
                b'2' => {
                    let top = *self
                        .stack
                        .last()
                        .ok_or_else(|| self.damaged("its stack is empty"))?;
                    self.stack.push(top);
                }
                0x80 => drop(self.array::<1>()?),
                0x95 => drop(self.array::<8>()?),
                b'N' => self.push(Node::None),
                0x88 | 0x89 => self.push(Node::Bool(opcode == 0x88)),
                b'K' | b'M' | b'J' | b'I' | b'L' | 0x8a | 0x8b | b'F' | b'G' => {
                    self.number(opcode)?
                }
                b'S' | b'T' | b'U' | b'V' | b'X' | 0x8c | 0x8d | b'B' | b'C' | 0x8e | 0x96 => {
                    self.string(opcode)?
                }
                b'p' | b'q' | b'r' | 0x94 | b'g' | b'h' | b'j' => self.memory(opcode)?,
                b']' | b')' | 0x8f => self.push(Node::List(Vec::new())),
                b'}' => self.push(Node::Dict(Vec::new())),
                b'l' | b't' | 0x91 => {
                    let items = self.pop_to_mark()?;
                    self.push(Node::List(items));
                }
                0x85..=0x87 => {
                    let count = usize::from(opcode.saturating_sub(0x84));
                    let first = self
                        .stack
                        .len()
                        .checked_sub(count)
                        .ok_or_else(|| self.damaged("its stack is empty"))?;
                    let items = self.stack.split_off(first);
                    self.push(Node::List(items));
                }
                b'd' => {
                    let items = self.pop_to_mark()?;
                    self.push(Node::Dict(pairs(&items)));
                }
                b'a' => {
                    let item = self.pop()?;
                    self.extend(vec![item])?;
                }
                b'e' | 0x90 => {
                    let items = self.pop_to_mark()?;
                    self.extend(items)?;
                }
                b's' => {
                    let value = self.pop()?;
                    let key = self.pop()?;
                    self.set_items(&[key, value])?;
                }
                b'u' => {
                    let items = self.pop_to_mark()?;
                    self.set_items(&items)?;
                }
                b'c' => {
                    let (module, name) = (self.line()?, self.line()?);
                    self.global(&module, &name)?;
                }
                0x93 => {
                    let (name, module) = (self.pop_text()?, self.pop_text()?);
                    self.global(&module, &name)?;
                }
                b'R' | 0x81 => {
                    let arguments = self.pop()?;
                    let callable = self.pop()?;
                    self.make(callable, arguments)?;
                }
                0x92 => {
                    let _keywords = self.pop()?;
                    let arguments = self.pop()?;
                    let callable = self.pop()?;
                    self.make(callable, arguments)?;
                }
                b'b' => {
                    let state = self.pop()?;
                    self.build(state)?;
                }
                b'i' | b'o' | b'P' | b'Q' | 0x82..=0x84 | 0x97 | 0x98 => {
                    return Err(self.unsafe_call(&format!(
                        "an object of an unusual kind (opcode {opcode:#04x})"
                    )));
                }
                _ => return Err(self.damaged(&format!("{opcode:#04x} is no pickle opcode"))),
            }
        }
    }

    /// An opcode of a byte makes a node, an entry of the stack or one of the memo, each of many bytes.
    fn check_room(&self) -> Result<()> {
        let largest = self.nodes.len().max(self.stack.len()).max(self.memo.len());
        if largest >= budget::PICKLE_NODES || self.marks.len() >= budget::PICKLE_MARKS {
            return Err(self.damaged("it is of more pieces than any tokenizer"));
        }
        Ok(())
    }

    /// Runs a whole pickle that stands inside this one, with a stack of its own.
    pub(super) fn nested(&mut self) -> Result<Id> {
        if self.depth == budget::PICKLE_DEPTH {
            return Err(self.damaged("pickles are nested too deeply"));
        }
        self.depth = self.depth.saturating_add(1);
        let outer = (
            std::mem::take(&mut self.stack),
            std::mem::take(&mut self.marks),
            std::mem::take(&mut self.memo),
        );
        let root = self.run();
        (self.stack, self.marks, self.memo) = outer;
        self.depth = self.depth.saturating_sub(1);
        root
    }

    fn number(&mut self, opcode: u8) -> Result<()> {
        let node = match opcode {
            b'K' => Node::Int(self.array::<1>()?[0].into()),
            b'M' => Node::Int(u16::from_le_bytes(self.array()?).into()),
            b'J' => Node::Int(i32::from_le_bytes(self.array()?).into()),
            b'G' => Node::Float(f64::from_be_bytes(self.array()?)),
            b'F' => {
                let number = crate::json::number(&self.line()?);
                Node::Float(number.ok_or_else(|| self.damaged("a number is none"))?)
            }
            b'I' | b'L' => match self.line()?.trim_end_matches('L') {
                "00" => Node::Bool(false),
                "01" => Node::Bool(true),
                digits => digits.parse().map_or(Node::Opaque, Node::Int),
            },
            _ => {
                let length = if opcode == 0x8a {
                    self.array::<1>()?[0].into()
                } else {
                    u32::from_le_bytes(self.array()?) as usize
                };
                little_endian(self.take(length)?)
            }
        };
        self.push(node);
        Ok(())
    }

    fn string(&mut self, opcode: u8) -> Result<()> {
        if matches!(opcode, b'S' | b'V') {
            let line = self.raw_line()?;
            self.push(match opcode {
                b'S' => text_or_bytes(&escapes::python_string(line)),
                _ => Node::Text(escapes::raw_unicode(line)),
            });
            return Ok(());
        }
        let length = match opcode {
            b'U' | b'C' | 0x8c => self.array::<1>()?[0].into(),
            b'T' | b'X' | b'B' => u32::from_le_bytes(self.array()?) as usize,
            _ => usize::try_from(u64::from_le_bytes(self.array()?)).unwrap_or(usize::MAX),
        };
        let bytes = self.take(length)?;
        self.push(match opcode {
            // Python 2 had one type for text and bytes.
            b'T' | b'U' => text_or_bytes(bytes),
            // Python writes lone surrogates too; they become replacement characters here.
            b'X' | 0x8c | 0x8d => Node::Text(String::from_utf8_lossy(bytes).into_owned()),
            _ => Node::Bytes(bytes.to_vec()),
        });
        Ok(())
    }

    fn memory(&mut self, opcode: u8) -> Result<()> {
        let place = match opcode {
            b'p' | b'g' => self
                .line()?
                .parse()
                .map_err(|_| self.damaged("a memo is none"))?,
            b'q' | b'h' => self.array::<1>()?[0].into(),
            b'r' | b'j' => u32::from_le_bytes(self.array()?) as usize,
            _ => self.memo.len(),
        };
        if matches!(opcode, b'g' | b'h' | b'j') {
            let id = *self
                .memo
                .get(&place)
                .ok_or_else(|| self.damaged("it refers to what is not there"))?;
            self.stack.push(id);
        } else {
            let top = *self
                .stack
                .last()
                .ok_or_else(|| self.damaged("its stack is empty"))?;
            self.memo.insert(place, top);
        }
        Ok(())
    }

    fn extend(&mut self, items: Vec<Id>) -> Result<()> {
        let top = *self
            .stack
            .last()
            .ok_or_else(|| self.damaged("its stack is empty"))?;
        match self.nodes.get_mut(top) {
            Some(Node::List(list)) => list.extend(items),
            _ => return Err(self.damaged("it appends to what is no list")),
        }
        Ok(())
    }

    fn set_items(&mut self, items: &[Id]) -> Result<()> {
        let top = *self
            .stack
            .last()
            .ok_or_else(|| self.damaged("its stack is empty"))?;
        match self.nodes.get_mut(top) {
            Some(Node::Dict(entries)) => entries.extend(pairs(items)),
            _ => return Err(self.damaged("it sets items of what is no dictionary")),
        }
        Ok(())
    }

    pub(super) fn push(&mut self, node: Node) {
        self.stack.push(self.nodes.len());
        self.nodes.push(node);
    }

    fn pop(&mut self) -> Result<Id> {
        self.stack
            .pop()
            .ok_or_else(|| self.damaged("its stack is empty"))
    }

    fn pop_text(&mut self) -> Result<String> {
        let id = self.pop()?;
        match self.nodes.get(id) {
            Some(Node::Text(text)) if text.len() <= budget::PICKLE_NAME => Ok(text.clone()),
            Some(Node::Text(_)) => Err(self.damaged("a name is far too long")),
            _ => Err(self.damaged("a name is no text")),
        }
    }

    fn pop_to_mark(&mut self) -> Result<Vec<Id>> {
        let mark = self.marks.pop().filter(|&mark| mark <= self.stack.len());
        mark.map(|mark| self.stack.split_off(mark))
            .ok_or_else(|| self.damaged("a mark is missing"))
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or_else(|| self.damaged("it is cut off"))?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let taken = self.take(N)?;
        taken.try_into().map_err(|_| self.damaged("it is cut off"))
    }

    fn line(&mut self) -> Result<String> {
        self.raw_line()
            .map(|line| String::from_utf8_lossy(line).into_owned())
    }

    fn raw_line(&mut self) -> Result<&'a [u8]> {
        let end = self
            .rest
            .iter()
            .position(|&byte| byte == b'\n')
            .ok_or_else(|| self.damaged("it is cut off"))?;
        let line = self.take(end)?;
        self.take(1)?;
        Ok(line)
    }

    pub(super) fn damaged(&self, detail: &str) -> Box<Error> {
        Box::new(Error::DamagedFile {
            file: self.file.into(),
            detail: format!("the pickle does not hold together: {detail}"),
        })
    }

    pub(super) fn unsafe_call(&self, callable: &str) -> Box<Error> {
        Box::new(Error::UnsafePickle {
            file: self.file.into(),
            callable: callable.to_owned(),
        })
    }
}

fn text_or_bytes(bytes: &[u8]) -> Node {
    match std::str::from_utf8(bytes) {
        Ok(text) => Node::Text(text.to_owned()),
        Err(_) => Node::Bytes(bytes.to_vec()),
    }
}

fn pairs(items: &[Id]) -> Vec<(Id, Id)> {
    items
        .chunks_exact(2)
        .filter_map(|pair| match *pair {
            [key, value] => Some((key, value)),
            _ => None,
        })
        .collect()
}

/// Python's whole numbers of any length, as far as 64 bits hold them.
fn little_endian(bytes: &[u8]) -> Node {
    if bytes.len() > 8 {
        return Node::Opaque;
    }
    let negative = bytes.last().is_some_and(|byte| byte & 0x80 != 0);
    let mut full = [if negative { 0xff } else { 0 }; 8];
    for (to, from) in full.iter_mut().zip(bytes) {
        *to = *from;
    }
    Node::Int(i64::from_le_bytes(full))
}
