//! The body of a `Lambda`, followed instruction by instruction with symbols in place of values.
//!
//! Nothing of the file is run: calls of known functions are written down as operations, everything else is refused.

use std::collections::HashMap;

use super::bytecode::{Dialect, Instruction, decode};
use super::marshal::{Code, Object};
use crate::budget;
use crate::keras::symbolic::{Recorder, Refusal, Symbol, call};
use crate::layers::operation::{Binary, Operation};

/// Entries that the stack may hold.
const DEEPEST: usize = budget::LAMBDA_STACK;

/// Items that the constants of a function may unfold into.
const MOST_CONSTANTS: usize = budget::LAMBDA_CONSTANTS;

/// Instructions of a function.
const MOST_INSTRUCTIONS: usize = budget::LAMBDA_INSTRUCTIONS;

/// Items of one list, those of lists in it among them: copies of copies would grow without end.
const LARGEST: usize = budget::LAMBDA_LIST;

/// Bytes of a name or text.
const LONGEST: usize = budget::LAMBDA_NAME;

/// `co_flags`: the function takes `*args` or `**kwargs`.
const TAKES_MORE: u32 = 0x0c;

/// What a function is called with.
#[derive(Debug, Clone)]
pub struct Call {
    /// The layer's input: a tensor, or a list of them.
    pub input: Symbol,
    /// The layer's `arguments`.
    pub arguments: Vec<(String, Symbol)>,
    /// Defaults of the last parameters.
    pub defaults: Vec<Symbol>,
    /// Values of the variables around the function.
    pub closure: Vec<Symbol>,
}

/// Follows a function; the result of its call.
pub fn follow(
    code: &Code,
    dialect: Dialect,
    given: &Call,
    recorder: &mut Recorder,
) -> Result<Symbol, Refusal> {
    let instructions = decode(code, dialect)
        .ok_or("code that is more than calls and operators, or that cannot be read")?;
    if instructions.len() > MOST_INSTRUCTIONS {
        return Err(format!("more than {MOST_INSTRUCTIONS} instructions"));
    }
    let mut given = given.clone();
    let arguments = given.arguments.iter_mut().map(|(_, value)| value);
    for value in arguments
        .chain(&mut given.defaults)
        .chain(&mut given.closure)
    {
        if value.size() > LARGEST {
            *value = Symbol::Tensor(recorder.operand(value)?);
        }
    }
    let mut budget = MOST_CONSTANTS;
    let constants = code
        .constants
        .iter()
        .map(|constant| symbol(constant, &mut budget))
        .collect::<Option<Vec<_>>>()
        .ok_or("constants of too many items")?;
    let mut run = Run {
        code,
        constants,
        locals: parameters(code, &given)?,
        closure: &given.closure,
        stack: Vec::new(),
        keyword_names: Vec::new(),
        recorder,
    };
    for instruction in instructions {
        if let Some(result) = run.step(instruction)? {
            return Ok(result);
        }
        let is_large = run.stack.last().is_some_and(|top| top.size() > LARGEST);
        if run.stack.len() > DEEPEST || is_large {
            return Err("an expression that is too large".into());
        }
    }
    Err("code without a result".into())
}

/// The parameters' values.
fn parameters(code: &Code, given: &Call) -> Result<HashMap<usize, Symbol>, Refusal> {
    if code.flags & TAKES_MORE != 0 {
        return Err("a function that passes any arguments on".into());
    }
    let names = (code.argument_count)
        .checked_add(code.keyword_only_count)
        .and_then(|count| code.variables.get(..count))
        .ok_or("parameters without names")?;
    let first_default = code
        .argument_count
        .checked_sub(given.defaults.len())
        .ok_or("more defaults than parameters")?;
    let mut locals = HashMap::new();
    for (index, name) in names.iter().enumerate() {
        let argument = given.arguments.iter().find(|(key, _)| key == name);
        let default = index
            .checked_sub(first_default)
            .filter(|_| index < code.argument_count)
            .and_then(|index| given.defaults.get(index));
        let value = match (index, argument, name.as_str()) {
            (0, _, _) => given.input.clone(),
            (_, Some((_, value)), _) => value.clone(),
            // Keras hands these over itself where a function asks for them.
            (_, None, "training") => Symbol::Bool(false),
            (_, None, "mask") => Symbol::Path("the mask".into()),
            (_, None, _) => default
                .cloned()
                .ok_or_else(|| format!("a parameter “{name}” without a value"))?,
        };
        locals.insert(index, value);
    }
    if let Some((unknown, _)) = given.arguments.iter().find(|(key, _)| !names.contains(key)) {
        return Err(format!("an argument “{unknown}” that it does not take"));
    }
    Ok(locals)
}

/// A constant; `None` where the budget of items is spent.
fn symbol(object: &Object, budget: &mut usize) -> Option<Symbol> {
    *budget = budget.checked_sub(1)?;
    Some(match object {
        Object::None => Symbol::None,
        Object::Bool(bool) => Symbol::Bool(*bool),
        Object::Ellipsis => Symbol::Ellipsis,
        Object::Integer(integer) => Symbol::Integer(*integer),
        Object::Number(number) => Symbol::Number(*number),
        Object::Text(text) if text.len() > LONGEST => Symbol::Path("a long text".into()),
        Object::Bytes(bytes) if bytes.len() > LONGEST => Symbol::Path("a long text".into()),
        Object::Text(text) => Symbol::Text(text.clone()),
        Object::Tuple(items) => Symbol::List(
            items
                .iter()
                .map(|item| symbol(item, budget))
                .collect::<Option<_>>()?,
        ),
        // In Python 2 texts are bytes.
        Object::Bytes(bytes) => Symbol::Text(String::from_utf8_lossy(bytes).into_owned()),
        Object::Code(_) => Symbol::Path("a function inside".into()),
        Object::Other => Symbol::Path("a constant of another kind".into()),
    })
}

struct Run<'a> {
    code: &'a Code,
    constants: Vec<Symbol>,
    locals: HashMap<usize, Symbol>,
    closure: &'a [Symbol],
    stack: Vec<Symbol>,
    /// Of the call that follows.
    keyword_names: Vec<String>,
    recorder: &'a mut Recorder,
}

impl Run<'_> {
    /// One instruction; the result where it is the last.
    fn step(&mut self, instruction: Instruction) -> Result<Option<Symbol>, Refusal> {
        match instruction {
            Instruction::Nothing => {}
            Instruction::Pop => drop(self.pop()?),
            Instruction::Swap(n) => {
                let top = self.stack.len().checked_sub(1).ok_or(BROKEN)?;
                let other = self.stack.len().checked_sub(n).ok_or(BROKEN)?;
                if other > top {
                    return Err(BROKEN.into());
                }
                self.stack.swap(top, other);
            }
            Instruction::RotateThree => {
                let top = self.pop()?;
                let place = self.stack.len().checked_sub(2).ok_or(BROKEN)?;
                self.stack.insert(place, top);
            }
            Instruction::Copy(n) => {
                let place = self.stack.len().checked_sub(n).ok_or(BROKEN)?;
                let copy = self.stack.get(place).cloned().ok_or(BROKEN)?;
                self.stack.push(copy);
            }
            Instruction::Constant(index) => {
                let constant = self.constant(index)?;
                self.stack.push(constant);
            }
            Instruction::Local(index) => self.load(index)?,
            Instruction::TwoLocals(a, b) => {
                self.load(a)?;
                self.load(b)?;
            }
            Instruction::Store(index) => self.store(index)?,
            Instruction::StoreTwo(a, b) => {
                self.store(a)?;
                self.store(b)?;
            }
            Instruction::StoreAndLoad(a, b) => {
                self.store(a)?;
                self.load(b)?;
            }
            Instruction::Global(index, is_called) => {
                let value = match self.name(index)? {
                    // Python 2 looks them up.
                    name if name == "True" => Symbol::Bool(true),
                    name if name == "False" => Symbol::Bool(false),
                    name => Symbol::Path(name),
                };
                self.push_callable(value, is_called);
            }
            Instruction::Free(index) => {
                let value = index
                    .checked_sub(self.code.first_free)
                    .and_then(|index| self.closure.get(index))
                    .cloned()
                    .ok_or("a variable of a function around it")?;
                self.stack.push(value);
            }
            Instruction::Attribute(index, is_called) => {
                let of = self.pop()?;
                let name = self.name(index)?;
                let attribute = self.recorder.attribute(&of, &name)?;
                self.push_callable(attribute, is_called);
            }
            Instruction::PushNull => self.stack.push(Symbol::Null),
            Instruction::Import(index) => {
                let wanted = self.pop()?;
                self.pop()?; // the level of a relative import
                let name = self.name(index)?;
                let module = match (wanted, name.split('.').next()) {
                    (Symbol::None, Some(package)) => package.to_owned(),
                    _ => name,
                };
                self.stack.push(Symbol::Path(module));
            }
            Instruction::ImportFrom(index) => {
                let name = self.name(index)?;
                let module = self.stack.last().cloned().ok_or(BROKEN)?;
                let found = self.recorder.attribute(&module, &name)?;
                self.stack.push(found);
            }
            Instruction::KeywordNames(index) => {
                let names = self.constant(index)?;
                self.keyword_names = texts(&names)?;
            }
            Instruction::Call(count) => {
                let arguments = self.pop_many(count)?;
                let callee = self.pop()?;
                self.call(callee, arguments, Vec::new())?;
            }
            Instruction::CallMethod(count) => {
                let names = std::mem::take(&mut self.keyword_names);
                self.call_method(count, names)?;
            }
            Instruction::CallWithNames(count, beside_null) => {
                let names = self.pop()?;
                let names = texts(&names)?;
                match beside_null {
                    true => self.call_method(count, names)?,
                    false => {
                        let (positional, keywords) = self.named(count, names)?;
                        let callee = self.pop()?;
                        self.call(callee, positional, keywords)?;
                    }
                }
            }
            Instruction::CallWithPairs(count, pairs) => {
                let mut keywords = Vec::new();
                let flat = self.pop_many(pairs.saturating_mul(2))?;
                for pair in flat.chunks_exact(2) {
                    let [Symbol::Text(name), value] = pair else {
                        return Err(BROKEN.into());
                    };
                    keywords.push((name.clone(), value.clone()));
                }
                let positional = self.pop_many(count)?;
                let callee = self.pop()?;
                self.call(callee, positional, keywords)?;
            }
            Instruction::Operator(function) => {
                let b = self.pop()?;
                let a = self.pop()?;
                let is_python_2 = self.code.layout == super::marshal::Layout::Python2;
                if is_python_2 && function == Binary::Divide && !is_tensor(&a) && !is_tensor(&b) {
                    return Err("a division of numbers, which in Python 2 may cut off".into());
                }
                let result = self.recorder.binary(function, &a, &b)?;
                self.stack.push(result);
            }
            Instruction::MatrixProduct => {
                let b = self.pop()?;
                let a = self.pop()?;
                let operands = vec![self.recorder.operand(&a)?, self.recorder.operand(&b)?];
                let operation = Operation::MatrixProduct {
                    transpose_a: false,
                    transpose_b: false,
                };
                let result = self.recorder.push(operation, operands)?;
                self.stack.push(result);
            }
            Instruction::Negative => {
                let x = self.pop()?;
                let result = self.recorder.negative(&x)?;
                self.stack.push(result);
            }
            Instruction::Item => {
                let index = self.pop()?;
                let x = self.pop()?;
                let result = self.recorder.item(&x, &index)?;
                self.stack.push(result);
            }
            Instruction::ItemSlice(has_start, has_stop) => {
                let stop = if has_stop { self.pop()? } else { Symbol::None };
                let start = if has_start { self.pop()? } else { Symbol::None };
                let x = self.pop()?;
                let slice = Symbol::Slice(Box::new([start, stop, Symbol::None]));
                let result = self.recorder.item(&x, &slice)?;
                self.stack.push(result);
            }
            Instruction::BuildSlice(count) => {
                let parts = self.pop_many(count)?;
                if parts.iter().any(|part| part.size() > 1) {
                    return Err("a slice of something else than numbers".into());
                }
                let part = |index: usize| parts.get(index).cloned().unwrap_or(Symbol::None);
                let slice = [part(0), part(1), part(2)];
                self.stack.push(Symbol::Slice(Box::new(slice)));
            }
            Instruction::BuildList(count) => {
                let items = self.pop_many(count)?;
                self.stack.push(Symbol::List(items));
            }
            Instruction::ExtendList => match (self.pop()?, self.pop()?) {
                (Symbol::List(more), Symbol::List(mut items)) => {
                    items.extend(more);
                    self.stack.push(Symbol::List(items));
                }
                _ => return Err("a list made of something else".into()),
            },
            Instruction::Unpack(count) => match self.pop()? {
                Symbol::List(items) if items.len() == count => {
                    self.stack.extend(items.into_iter().rev());
                }
                other => return Err(format!("{} taken apart", other.described())),
            },
            Instruction::Return => return self.pop().map(Some),
            Instruction::ReturnConstant(index) => return self.constant(index).map(Some),
        }
        Ok(None)
    }

    fn pop(&mut self) -> Result<Symbol, Refusal> {
        self.stack.pop().ok_or_else(|| BROKEN.into())
    }

    /// The last entries, in the order in which they were pushed.
    fn pop_many(&mut self, count: usize) -> Result<Vec<Symbol>, Refusal> {
        let first = self.stack.len().checked_sub(count).ok_or(BROKEN)?;
        Ok(self.stack.split_off(first))
    }

    fn constant(&self, index: usize) -> Result<Symbol, Refusal> {
        self.constants
            .get(index)
            .cloned()
            .ok_or_else(|| BROKEN.into())
    }

    fn name(&self, index: usize) -> Result<String, Refusal> {
        let name = self.code.names.get(index);
        name.filter(|name| name.len() <= LONGEST)
            .cloned()
            .ok_or_else(|| BROKEN.into())
    }

    fn load(&mut self, index: usize) -> Result<(), Refusal> {
        let value = self.locals.get(&index).cloned().ok_or(BROKEN)?;
        self.stack.push(value);
        Ok(())
    }

    fn store(&mut self, index: usize) -> Result<(), Refusal> {
        let value = self.pop()?;
        self.locals.insert(index, value);
        Ok(())
    }

    fn push_callable(&mut self, callee: Symbol, is_called: bool) {
        if is_called {
            self.stack.push(Symbol::Null);
        }
        self.stack.push(callee);
    }

    /// The last `count` entries; the last of them have names.
    fn named(&mut self, count: usize, names: Vec<String>) -> Result<NamedArguments, Refusal> {
        let mut positional = self.pop_many(count)?;
        let first = count.checked_sub(names.len()).ok_or(BROKEN)?;
        let named = positional.split_off(first);
        Ok((positional, names.into_iter().zip(named).collect()))
    }

    /// A call of what stands beside an empty place, on whichever side.
    fn call_method(&mut self, count: usize, names: Vec<String>) -> Result<(), Refusal> {
        let (positional, keywords) = self.named(count, names)?;
        let callee = match (self.pop()?, self.pop()?) {
            (Symbol::Null, callee) | (callee, Symbol::Null) => callee,
            _ => return Err(BROKEN.into()),
        };
        self.call(callee, positional, keywords)
    }

    fn call(
        &mut self,
        callee: Symbol,
        positional: Vec<Symbol>,
        keywords: Vec<(String, Symbol)>,
    ) -> Result<(), Refusal> {
        let result = match callee {
            Symbol::Path(path) if path.contains('.') || is_of_library(&path) => {
                call(self.recorder, &path, positional, keywords)?
            }
            Symbol::Method(of, name) if matches!(name.as_str(), "get_shape" | "as_list") => {
                let positional = std::iter::once(*of).chain(positional).collect();
                call(self.recorder, &name, positional, keywords)?
            }
            Symbol::Path(path) => return Err(format!("a call of “{path}”, which may be anything")),
            other => return Err(format!("a call of {}", other.described())),
        };
        self.stack.push(result);
        Ok(())
    }
}

type NamedArguments = (Vec<Symbol>, Vec<(String, Symbol)>);

/// Said of a stack or an index that no compiler would leave.
const BROKEN: &str = "code that does not hold together";

/// Whether a name without a module is a library's or Python's function, and hardly the person's own.
fn is_of_library(name: &str) -> bool {
    let is_imported = matches!(
        name,
        "reduce_sum"
            | "reduce_mean"
            | "reduce_max"
            | "reduce_min"
            | "expand_dims"
            | "squeeze"
            | "matmul"
            | "batch_dot"
            | "permute_dimensions"
            | "l2_normalize"
            | "concatenate"
            | "transpose"
            | "reshape"
            | "multiply"
            | "repeat_elements"
            | "batch_flatten"
            | "int_shape"
            | "tanh"
            | "exp"
    );
    let is_python = matches!(
        name,
        "sum" | "max" | "min" | "abs" | "float" | "int" | "len" | "list" | "tuple" | "pow"
    );
    is_imported || is_python
}

fn is_tensor(symbol: &Symbol) -> bool {
    matches!(symbol, Symbol::Tensor(_))
}

fn texts(symbol: &Symbol) -> Result<Vec<String>, Refusal> {
    let Symbol::List(items) = symbol else {
        return Err(BROKEN.into());
    };
    items
        .iter()
        .map(|item| match item {
            Symbol::Text(text) => Ok(text.clone()),
            _ => Err(BROKEN.into()),
        })
        .collect()
}
