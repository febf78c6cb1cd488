//! Python pickles as plain data: an interpreter of the opcodes of protocols 0 to 5 that calls nothing.
//!
//! A pickle is a program that may call any Python function. This one knows a handful of harmless names
//! (a Keras `Tokenizer`, dictionaries of `collections`, plain types) and *builds their data without them*;
//! any other name is refused, with the name. Memory is bounded by the file: each opcode makes at most one
//! node, and what the pickle refers to twice is held once. (Opcodes: CPython, `Lib/pickletools.py`.)

mod arrays;
mod calls;
mod escapes;
mod machine;
mod plain;

use crate::error::Result;
use crate::numpy::Dtype;
use machine::Machine;

/// Place of a node in [`Pickle::nodes`].
pub(crate) type Id = usize;

/// A piece of data.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    /// Present, but of no use here: whole numbers beyond 64 bits, arrays of fractions.
    Opaque,
    /// The type of an array's elements.
    Dtype(Dtype),
    /// A NumPy array before its elements are known; it becomes a list.
    Array,
    /// Lists, tuples and sets.
    List(Vec<Id>),
    Dict(Vec<(Id, Id)>),
    /// A name that may be mentioned, `module.name`.
    Global(String),
    /// An instance of a class, with its `__dict__` once it is known.
    Object {
        class: String,
        state: Option<Id>,
    },
}

/// A pickle's data.
#[derive(Debug)]
pub(crate) struct Pickle {
    nodes: Vec<Node>,
    root: Id,
    /// Bytes that it was read from.
    length: usize,
}

impl Pickle {
    /// Whether bytes are a pickle. Protocols 2 to 5 have a signature; older ones begin with one of a few opcodes
    /// and end with a full stop.
    pub(crate) fn is_pickle(bytes: &[u8]) -> bool {
        let starts = |opcodes: &[u8]| bytes.starts_with(opcodes);
        match bytes {
            [0x80, 2..=5, ..] => true,
            [.., b'.'] => {
                starts(b"(dp")
                    || starts(b"(lp")
                    || starts(b"}q\0")
                    || starts(b"]q\0")
                    || begins_with_name(bytes)
            }
            _ => false,
        }
    }

    /// Reads a pickle; `file` is for messages.
    pub(crate) fn read(bytes: &[u8], file: &str) -> Result<Self> {
        let mut machine = Machine::new(bytes, file);
        let root = machine.run()?;
        Ok(Self {
            nodes: machine.into_nodes(),
            root,
            length: bytes.len(),
        })
    }

    /// A node.
    pub(crate) fn node(&self, id: Id) -> &Node {
        self.nodes.get(id).unwrap_or(&Node::None)
    }
}

/// Whether the first opcode names something: `c`, a module, a line end, a name, a line end.
fn begins_with_name(bytes: &[u8]) -> bool {
    let mut lines = bytes.splitn(3, |&byte| byte == b'\n');
    let is_name = |line: &[u8]| {
        !line.is_empty()
            && (line.iter()).all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
    };
    let (module, name) = (lines.next(), lines.next());
    module.is_some_and(|line| line.strip_prefix(b"c").is_some_and(is_name))
        && name.is_some_and(is_name)
        && lines
            .next()
            .is_some_and(|rest| matches!(rest, [b'(' | b'q' | b'p' | b')', ..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn a_call_of_anything_else_is_refused_by_name() {
        let error = Pickle::read(b"cos\nsystem\n(S'echo hi'\ntR.", "x.pkl").map(|_| ());
        assert_eq!(
            error,
            Err(Box::new(Error::UnsafePickle {
                file: "x.pkl".into(),
                callable: "os.system".into()
            }))
        );
    }

    #[test]
    fn what_is_referred_to_many_times_is_held_once() {
        // [[…], […]] of the former, 200 levels deep: 2²⁰⁰ leaves when written out.
        let mut bytes = vec![0x80, 2, b']', b'q', 0];
        for _ in 0..200 {
            bytes.extend([b'h', 0, b'h', 0, 0x86, b'q', 0]);
        }
        bytes.push(b'.');
        let pickle = Pickle::read(&bytes, "x").expect("a pickle");
        assert_eq!(pickle.nodes.len(), 201);
        assert!(matches!(
            pickle.to_json("x"),
            Err(error) if error.code() == "damaged_file"
        ));
    }

    #[test]
    fn copies_are_bounded_by_the_file() {
        // A list of pairs, turned into a dictionary again and again.
        let mut bytes = b"\x80\x02ccollections\nOrderedDict\nq\x00](".to_vec();
        bytes.extend(b"K\x01K\x02\x86".repeat(100));
        bytes.extend(b"e\x85q\x01");
        bytes.extend(b"0h\x00h\x01R".repeat(100));
        bytes.push(b'.');
        assert!(matches!(
            Pickle::read(&bytes, "x"),
            Err(error) if error.code() == "damaged_file"
        ));
    }

    #[test]
    fn nonsense_is_damaged_not_a_panic() {
        for bytes in [
            &b""[..],
            b"\x80\x04",
            b"\x80\x04.",
            b"t.",
            b"\x8b\xff\xff\xff\xff",
            b"h\x01.",
            b"]s.",
            b"(1.",
        ] {
            assert!(
                matches!(Pickle::read(bytes, "x"), Err(error) if error.code() == "damaged_file"),
                "{bytes:?}"
            );
        }
    }
}
