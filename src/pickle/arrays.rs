//! NumPy's arrays inside pickles, as lists of words and whole numbers; other elements are left out.

use super::machine::Machine;
use super::{Id, Node};
use crate::budget;
use crate::error::Result;
use crate::numpy::{Dtype, Element};

impl Machine<'_> {
    /// `numpy.dtype("U8", False, True)`; its byte order comes with [`Self::build_dtype`].
    pub(super) fn dtype(&self, arguments: &[Id]) -> Node {
        let text = arguments.first().and_then(|&id| self.nodes.get(id));
        match text {
            Some(Node::Text(text)) => Dtype::parse(text).map_or(Node::Opaque, Node::Dtype),
            _ => Node::Opaque,
        }
    }

    /// The state of a type: `(3, "<", None, None, None, size, alignment, flags)`.
    pub(super) fn build_dtype(&self, mut dtype: Dtype, state: Id) -> Dtype {
        let Some(Node::List(fields)) = self.nodes.get(state) else {
            return dtype;
        };
        let field = |at: usize| fields.get(at).and_then(|&id| self.nodes.get(id));
        if let Some(Node::Text(order)) = field(1) {
            dtype.is_little = order != ">";
        }
        if let (Some(Node::Int(size)), 'U' | 'S') = (field(5), dtype.kind) {
            dtype.size = usize::try_from(*size).unwrap_or(0);
        }
        dtype
    }

    /// The state of an array: `(1, shape, dtype, is_fortran, data)`, where data are bytes or a list of objects.
    pub(super) fn build_array(&mut self, state: Id) -> Result<Node> {
        let Some(Node::List(fields)) = self.nodes.get(state) else {
            return Ok(Node::Opaque);
        };
        let (dtype, data) = (fields.get(2).copied(), fields.get(4).copied());
        match data.and_then(|id| self.nodes.get(id)) {
            Some(Node::List(items)) => {
                let items = items.clone();
                self.count_copies(items.len())?;
                Ok(Node::List(items))
            }
            _ => self.elements(dtype, data),
        }
    }

    /// The elements of raw bytes as a list; `Opaque` where they are of no use here.
    pub(super) fn elements(&mut self, dtype: Option<Id>, data: Option<Id>) -> Result<Node> {
        let dtype = dtype.and_then(|id| self.nodes.get(id));
        let data = data.and_then(|id| self.nodes.get(id));
        let bytes: &[u8] = match data {
            Some(Node::Bytes(bytes)) => bytes,
            Some(Node::Text(text)) => text.as_bytes(),
            _ => return Ok(Node::Opaque),
        };
        let Some(Node::Dtype(dtype)) = dtype else {
            return Ok(Node::Opaque);
        };
        let (elements, length) = (dtype.elements(bytes), bytes.len());
        self.count_copies(length)?;
        match elements {
            Some(elements) => self.list(elements),
            None => Ok(Node::Opaque),
        }
    }

    fn list(&mut self, elements: Vec<Element>) -> Result<Node> {
        if self.nodes.len().saturating_add(elements.len()) > budget::PICKLE_NODES {
            return Err(self.damaged("its arrays hold more than any vocabulary"));
        }
        let first = self.nodes.len();
        self.nodes
            .extend(elements.into_iter().map(|element| match element {
                Element::Text(text) => Node::Text(text),
                Element::Int(number) => Node::Int(number),
                Element::Bool(flag) => Node::Bool(flag),
            }));
        Ok(Node::List((first..self.nodes.len()).collect()))
    }

    /// joblib's `NumpyArrayWrapper`: the array follows in the file, behind the wrapper's state.
    pub(super) fn array_in_file(&mut self, state: Id) -> Result<Node> {
        let field = |machine: &Self, name: &str| {
            let Some(Node::Dict(entries)) = machine.nodes.get(state) else {
                return None;
            };
            let is_named = |(key, _): &&(Id, Id)| matches!(machine.nodes.get(*key), Some(Node::Text(text)) if text == name);
            entries.iter().rev().find(is_named).map(|&(_, value)| value)
        };
        let node = |machine: &Self, name: &str| {
            field(machine, name)
                .and_then(|id| machine.nodes.get(id))
                .cloned()
        };
        let Some(Node::Dtype(dtype)) = node(self, "dtype") else {
            return Err(self.damaged("an array has no type"));
        };
        if dtype.kind == 'O' {
            let inner = self.nested()?;
            return Ok(self.nodes.get(inner).cloned().unwrap_or(Node::Opaque));
        }
        if let Some(Node::Int(_)) = node(self, "numpy_array_alignment_bytes") {
            let [padding] = self.array()?;
            self.take(usize::from(padding))?;
        }
        let Some(Node::List(shape)) = node(self, "shape") else {
            return Err(self.damaged("an array has no shape"));
        };
        let mut length = dtype.size;
        for axis in shape {
            let axis = match self.nodes.get(axis) {
                Some(Node::Int(axis)) => usize::try_from(*axis).ok(),
                _ => None,
            };
            length = axis
                .and_then(|axis| length.checked_mul(axis))
                .ok_or_else(|| self.damaged("the shape of an array is none"))?;
        }
        let bytes = self.take(length)?;
        match dtype.elements(bytes) {
            Some(elements) => self.list(elements),
            None => Ok(Node::Opaque),
        }
    }
}
