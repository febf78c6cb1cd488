//! What a pickle may name, and what takes the place of a call: plain data, and no call.

use super::machine::Machine;
use super::{Id, Node};
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
        // keras.preprocessing.text, keras_preprocessing.text, keras.src.legacy.preprocessing.text, …
        _ => name == "Tokenizer" && module.ends_with("preprocessing.text"),
    }
}

impl Machine<'_> {
    pub(super) fn global(&mut self, module: &str, name: &str) -> Result<()> {
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
        let first = match self.nodes.get(arguments) {
            Some(Node::List(items)) => items.first().copied(),
            _ => None,
        };
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
                self.copied += entries.len();
                if self.copied > self.length {
                    return Err(self.damaged("it copies more than it holds"));
                }
                Node::Dict(entries)
            }
            ("OrderedDict" | "Counter" | "dict" | "defaultdict", _) => Node::Dict(Vec::new()),
            ("list" | "tuple" | "set" | "frozenset", _) => Node::List(Vec::new()),
            ("_reconstructor", Some(Node::Global(class))) => Node::Object {
                class: class.clone(),
                state: None,
            },
            ("Tokenizer", _) => Node::Object {
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
        match self.nodes.get_mut(top) {
            Some(Node::Object { state: slot, .. }) => *slot = Some(state),
            // Attributes on a dictionary are of no use here.
            Some(Node::Dict(_)) => {}
            _ => return Err(self.damaged("it gives attributes to what has none")),
        }
        Ok(())
    }
}
