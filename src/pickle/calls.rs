//! What a pickle may name, and what takes the place of a call: plain data, and no call.

use super::machine::Machine;
use super::{Id, Node};
use crate::budget;
use crate::error::Result;

/// Names that may stand in a pickle, and what becomes of a call of them.
fn known_name(module: &str, name: &str) -> bool {
    match module {
        "collections" => matches!(name, "OrderedDict" | "defaultdict" | "Counter"),
        "builtins" | "__builtin__" => {
            matches!(
                name,
                "int"
                    | "long"
                    | "unicode"
                    | "float"
                    | "str"
                    | "bool"
                    | "dict"
                    | "list"
                    | "tuple"
                    | "set"
                    | "frozenset"
                    | "object"
            )
        }
        "copyreg" | "copy_reg" => name == "_reconstructor",
        "_codecs" => name == "encode",
        // Types of elements may be mentioned; what would make them is answered here.
        "numpy" => {
            matches!(
                name,
                "ndarray"
                    | "dtype"
                    | "str_"
                    | "bytes_"
                    | "object_"
                    | "bool_"
                    | "bool"
                    | "float64"
                    | "float32"
                    | "float16"
                    | "int64"
                    | "int32"
                    | "int16"
                    | "int8"
                    | "uint8"
                    | "intp"
            )
        }
        "numpy.core.multiarray" | "numpy._core.multiarray" => {
            matches!(name, "_reconstruct" | "scalar")
        }
        "numpy.core.numeric" | "numpy._core.numeric" => name == "_frombuffer",
        "joblib.numpy_pickle" => name == "NumpyArrayWrapper",
        _ if module.starts_with("sklearn.preprocessing.") => {
            matches!(
                name,
                "LabelEncoder"
                    | "LabelBinarizer"
                    | "MultiLabelBinarizer"
                    | "OneHotEncoder"
                    | "OrdinalEncoder"
            )
        }
        // keras.preprocessing.text, keras_preprocessing.text, keras.src.legacy.preprocessing.text, …
        _ => name == "Tokenizer" && module.ends_with("preprocessing.text"),
    }
}

/// Arguments that a known call may need.
const MOST_ARGUMENTS: usize = 8;

impl Machine<'_> {
    pub(super) fn global(&mut self, module: &str, name: &str) -> Result<()> {
        if module.len().max(name.len()) > budget::PICKLE_NAME {
            return Err(self.damaged("a name is far too long"));
        }
        if !known_name(module, name) {
            return Err(self.unsafe_call(&format!("{module}.{name}")));
        }
        self.push(Node::Global(name.to_owned()));
        Ok(())
    }

    /// What a call of a known name would give: an empty dictionary or list, or an object without state.
    pub(super) fn make(&mut self, callable: Id, arguments: Id) -> Result<()> {
        let Some(Node::Global(name)) = self.nodes.get(callable).cloned() else {
            return Err(self.unsafe_call("something that is no name"));
        };
        let arguments = match self.nodes.get(arguments) {
            Some(Node::List(items)) => items.iter().take(MOST_ARGUMENTS).copied().collect(),
            _ => Vec::new(),
        };
        let first = arguments.first().copied();
        let first_node = first.and_then(|id| self.nodes.get(id));
        let node = match (name.as_str(), first_node) {
            // A copy of a list or dictionary is the same data: held once, whatever the pickle asks for.
            ("OrderedDict" | "Counter" | "dict", Some(Node::Dict(_)))
            | ("list" | "tuple" | "set" | "frozenset", Some(Node::List(_))) => {
                self.stack.extend(first);
                return Ok(());
            }
            ("OrderedDict" | "Counter" | "dict", Some(Node::List(items))) => {
                let entries = items
                    .iter()
                    .filter_map(|&pair| self.pair(pair))
                    .collect::<Vec<_>>();
                self.count_copies(entries.len())?;
                Node::Dict(entries)
            }
            ("OrderedDict" | "Counter" | "dict" | "defaultdict", _) => Node::Dict(Vec::new()),
            ("list" | "tuple" | "set" | "frozenset", _) => Node::List(Vec::new()),
            ("_reconstructor", Some(Node::Global(class))) => Node::Object {
                class: class.clone(),
                state: None,
            },
            ("dtype", _) => self.dtype(&arguments),
            ("_reconstruct", _) => Node::Array,
            ("scalar", _) => {
                let list = self.elements(first, arguments.get(1).copied())?;
                match list {
                    Node::List(items) if items.len() == 1 => {
                        self.stack.extend(items);
                        return Ok(());
                    }
                    _ => Node::Opaque,
                }
            }
            ("_frombuffer", _) => self.elements(arguments.get(1).copied(), first)?,
            // Bytes in pickles that Python 2 can read.
            ("encode", Some(Node::Text(text))) => {
                let bytes = latin_1(text);
                self.count_copies(bytes.len())?;
                Node::Bytes(bytes)
            }
            (
                "Tokenizer"
                | "NumpyArrayWrapper"
                | "LabelEncoder"
                | "LabelBinarizer"
                | "MultiLabelBinarizer"
                | "OneHotEncoder"
                | "OrdinalEncoder",
                _,
            ) => Node::Object {
                class: name,
                state: None,
            },
            _ => return Err(self.unsafe_call(&name)),
        };
        self.push(node);
        Ok(())
    }

    fn pair(&self, id: Id) -> Option<(Id, Id)> {
        match self.nodes.get(id)? {
            Node::List(items) => <[Id; 2]>::try_from(items.as_slice())
                .ok()
                .map(|[key, value]| (key, value)),
            _ => None,
        }
    }

    /// Gives the object on top of the stack its `__dict__`.
    pub(super) fn build(&mut self, state: Id) -> Result<()> {
        let top = *self
            .stack
            .last()
            .ok_or_else(|| self.damaged("its stack is empty"))?;
        let built = match self.nodes.get(top) {
            Some(Node::Object { class, .. }) if class == "NumpyArrayWrapper" => {
                self.array_in_file(state)?
            }
            Some(Node::Object { class, .. }) => Node::Object {
                class: class.clone(),
                state: Some(state),
            },
            Some(Node::Array) => self.build_array(state)?,
            Some(Node::Dtype(dtype)) => Node::Dtype(self.build_dtype(*dtype, state)),
            // Attributes on a dictionary are of no use here.
            Some(Node::Dict(_) | Node::Opaque) => return Ok(()),
            _ => return Err(self.damaged("it gives attributes to what has none")),
        };
        if let Some(slot) = self.nodes.get_mut(top) {
            *slot = built;
        }
        Ok(())
    }

    /// Counts entries, and bytes of texts, that are held twice. Python 2's arrays are: as
    /// text, as the bytes that it stands for, and as words.
    pub(super) fn count_copies(&mut self, entries: usize) -> Result<()> {
        self.copied = self.copied.saturating_add(entries);
        if self.copied > self.length.saturating_mul(4) {
            return Err(self.damaged("it copies more than it holds"));
        }
        Ok(())
    }
}

fn latin_1(text: &str) -> Vec<u8> {
    text.chars()
        .map(|character| u8::try_from(u32::from(character)).unwrap_or(b'?'))
        .collect()
}
