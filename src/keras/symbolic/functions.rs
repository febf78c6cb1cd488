//! The functions of TensorFlow, `keras.backend`, `keras.ops` and NumPy that can be written down, by name.

use super::arguments::{Arguments, OTHER, TENSOR, TENSORS};
use super::{Recorder, Refusal, Symbol};
use crate::layers::Activation;
use crate::layers::operation::{Binary, Extent, Function, Index, Operand, Operation, Reduction};
use crate::tensor::float32;

const AXIS: &[&str] = &["axis", "axes", "dim", "reduction_indices"];

/// Writes down `path(*positional, **keywords)`.
pub fn call(
    recorder: &mut Recorder,
    path: &str,
    positional: Vec<Symbol>,
    keywords: Vec<(String, Symbol)>,
) -> Result<Symbol, Refusal> {
    let name = path.rsplit('.').next().unwrap_or(path);
    let mut arguments = Arguments::new(positional, keywords);
    let result = Call {
        recorder,
        path,
        name,
        arguments: &mut arguments,
    }
    .record()
    .map_err(|refusal| format!("{path} with {refusal}"))?
    .ok_or_else(|| format!("a call of {path}"))?;
    arguments
        .finish()
        .map_err(|refusal| format!("{path} with {refusal}"))?;
    Ok(result)
}

struct Call<'a> {
    recorder: &'a mut Recorder,
    path: &'a str,
    /// The path's last part.
    name: &'a str,
    arguments: &'a mut Arguments,
}

type Recorded = Result<Option<Symbol>, Refusal>;

impl Call<'_> {
    /// Whether this is `keras.backend`, usually called `K`, whose functions differ from others of the same name.
    fn is_backend(&self) -> bool {
        self.path
            .split('.')
            .any(|part| matches!(part, "K" | "backend"))
    }

    /// A built-in function of Python, which has no module.
    fn is_python(&self) -> bool {
        !self.path.contains('.')
    }

    fn record(&mut self) -> Recorded {
        if self.is_python() && matches!(self.name, "sum" | "max" | "min" | "all" | "any" | "round")
        {
            return self.python();
        }
        if let Some(function) = unary(self.name, self.recorder.keras3_hard_sigmoid) {
            return self.on_tensor(Operation::Map(function)).map(Some);
        }
        if let Some(function) = binary(self.name) {
            let a = self.arguments.need(TENSOR)?;
            let b = self.arguments.need(OTHER)?;
            return self.recorder.binary(function, &a, &b).map(Some);
        }
        if let Some(how) = reduction(self.name) {
            return self.reduce(how).map(Some);
        }
        let found = self.of_values()?;
        if found.is_some() {
            return Ok(found);
        }
        let found = self.of_products()?;
        if found.is_some() {
            return Ok(found);
        }
        let found = self.of_shapes()?;
        if found.is_some() {
            return Ok(found);
        }
        self.of_lists()
    }

    /// An operation on the first argument.
    fn on_tensor(&mut self, operation: Operation) -> Result<Symbol, Refusal> {
        let x = self.arguments.tensor(self.recorder, TENSOR)?;
        self.recorder.push(operation, vec![x])
    }

    /// Python's own functions: of a list's items, where the list is one of tensors.
    fn python(&mut self) -> Recorded {
        let function = match self.name {
            "sum" => Binary::Add,
            "max" => Binary::Maximum,
            "min" => Binary::Minimum,
            _ => return Ok(None),
        };
        let Symbol::List(items) = self.arguments.need(TENSORS)? else {
            return Ok(None);
        };
        let mut items = items.into_iter();
        let Some(first) = items.next() else {
            return Ok(None);
        };
        items
            .try_fold(first, |sum, item| {
                self.recorder.binary(function, &sum, &item)
            })
            .map(Some)
    }

    fn reduce(&mut self, how: Reduction) -> Result<Symbol, Refusal> {
        let x = self.arguments.tensor(self.recorder, TENSOR)?;
        let axes = self.arguments.axes(AXIS)?;
        // `K.argmax(x, axis=-1)`, `tf.argmax(x, axis=None)`: the default differs.
        let is_place = matches!(how, Reduction::ArgMax | Reduction::ArgMin);
        let axes = match axes {
            None if is_place && self.is_backend() => Some(vec![-1]),
            axes => axes,
        };
        if is_place {
            self.arguments.take(&["output_type"]);
        }
        let keepdims = self.arguments.flag(&["keepdims", "keep_dims"])?;
        let operation = Operation::Reduce {
            how,
            axes,
            keepdims,
        };
        self.recorder.push(operation, vec![x])
    }

    /// Functions that look beyond one number, and those with options.
    fn of_values(&mut self) -> Recorded {
        let arguments = &mut *self.arguments;
        let recorder = &mut *self.recorder;
        Ok(Some(match self.name {
            "softmax" => {
                let x = arguments.tensor(recorder, TENSOR)?;
                let axis = arguments.axis(AXIS, -1)?;
                recorder.push(Operation::Softmax(axis), vec![x])?
            }
            "log_softmax" => {
                let x = arguments.tensor(recorder, TENSOR)?;
                let axis = arguments.axis(AXIS, -1)?;
                recorder.push(Operation::LogSoftmax(axis), vec![x])?
            }
            "cumsum" => {
                let x = arguments.tensor(recorder, TENSOR)?;
                let axis = arguments.axis(AXIS, 0)?;
                recorder.push(Operation::CumulativeSum(axis), vec![x])?
            }
            "gelu" => {
                let x = arguments.tensor(recorder, TENSOR)?;
                let is_ops = self.path.starts_with("keras.ops") || self.path.starts_with("ops");
                let approximate = match arguments.take(&["approximate"]) {
                    Some(Symbol::Bool(approximate)) => approximate,
                    None => is_ops,
                    Some(other) => return Err(format!("approximate={}", other.described())),
                };
                let function = match approximate {
                    true => Function::GeluTanh,
                    false => Function::Activation(Activation::Gelu),
                };
                recorder.push(Operation::Map(function), vec![x])?
            }
            "leaky_relu" => {
                let x = arguments.tensor(recorder, TENSOR)?;
                let negative_slope = float32(arguments.number(&["negative_slope", "alpha"], 0.2)?);
                let function = Function::Activation(Activation::LeakyRelu { negative_slope });
                recorder.push(Operation::Map(function), vec![x])?
            }
            "elu" => {
                let x = arguments.tensor(recorder, TENSOR)?;
                let alpha = float32(arguments.number(&["alpha"], 1.0)?);
                let function = Function::Activation(Activation::Elu { alpha });
                recorder.push(Operation::Map(function), vec![x])?
            }
            "clip" | "clip_by_value" => {
                let x = arguments.need(TENSOR)?;
                let low = arguments.need(&["x_min", "min_value", "clip_value_min"])?;
                let high = arguments.need(&["x_max", "max_value", "clip_value_max"])?;
                let raised = match low {
                    Symbol::None => x,
                    low => recorder.binary(Binary::Maximum, &x, &low)?,
                };
                match high {
                    Symbol::None => raised,
                    high => recorder.binary(Binary::Minimum, &raised, &high)?,
                }
            }
            "cast" => {
                let x = arguments.tensor(recorder, TENSOR)?;
                let dtype = arguments.need(&["dtype"])?;
                let function = match dtype.last_name() {
                    Some("bool") => Function::IsNonZero,
                    Some(name) if name.starts_with("int") || name.starts_with("uint") => {
                        Function::Truncate
                    }
                    Some(name)
                        if name.starts_with("float")
                            || matches!(name, "bfloat16" | "half" | "double") =>
                    {
                        Function::Identity
                    }
                    _ => return Err(dtype.described()),
                };
                recorder.push(Operation::Map(function), vec![x])?
            }
            "where" | "switch" => {
                let condition = arguments.tensor(recorder, &["condition"])?;
                let then = arguments.tensor(recorder, &["x", "x1", "then_expression"])?;
                let other = arguments.tensor(recorder, &["y", "x2", "else_expression"])?;
                recorder.push(Operation::Where, vec![condition, then, other])?
            }
            "l2_normalize" | "normalize" => return self.normalize().map(Some),
            "norm" => {
                let x = arguments.tensor(recorder, TENSOR)?;
                let order = arguments.take(&["ord"]);
                let is_euclidean = match &order {
                    None | Some(Symbol::None) => true,
                    Some(Symbol::Text(name)) => name == "euclidean",
                    Some(order) => order.as_number() == Some(2.0),
                };
                let axes = arguments.axes(AXIS)?;
                if !is_euclidean || axes.as_ref().is_some_and(|axes| axes.len() > 1) {
                    return Err("a norm that is not that of a vector".into());
                }
                let how = Reduction::Norm;
                let keepdims = arguments.flag(&["keepdims", "keep_dims"])?;
                let operation = Operation::Reduce {
                    how,
                    axes,
                    keepdims,
                };
                recorder.push(operation, vec![x])?
            }
            "one_hot" => {
                let x = arguments.tensor(recorder, TENSOR)?;
                let depth = arguments.integer(&["depth", "num_classes"])?;
                if arguments.axis(AXIS, -1)? != -1 {
                    return Err("an axis that is not the last".into());
                }
                let depth = usize::try_from(depth).map_err(|_| format!("depth {depth}"))?;
                recorder.push(Operation::OneHot(depth), vec![x])?
            }
            _ => return Ok(None),
        }))
    }

    /// x / ‖x‖ over axes: TensorFlow's `x·rsqrt(max(Σx², ε))`, Keras 3's `x·min(rsqrt(Σx²), 1/ε)`.
    fn normalize(&mut self) -> Result<Symbol, Refusal> {
        let x = self.arguments.tensor(self.recorder, TENSOR)?;
        let is_ops = self.name == "normalize";
        if is_ops && self.path.contains("linalg") {
            return Err("a pair as its result".into());
        }
        let axes = self.arguments.axes(AXIS)?.or(is_ops.then(|| vec![-1]));
        if is_ops && self.arguments.number(&["order"], 2.0)? != 2.0 {
            return Err("an order other than 2".into());
        }
        let epsilon = match is_ops {
            true => self.arguments.number(&["epsilon"], 1e-7)?.powi(2),
            false => self.arguments.number(&["epsilon"], 1e-12)?,
        };
        let square = self
            .recorder
            .apply(Operation::Map(Function::Square), &Symbol::Tensor(x))?;
        let sum = Operation::Reduce {
            how: Reduction::Sum,
            axes,
            keepdims: true,
        };
        let sum = self.recorder.apply(sum, &square)?;
        let sum = self
            .recorder
            .binary(Binary::Maximum, &sum, &Symbol::Number(epsilon))?;
        let inverse = self.recorder.apply(Operation::Map(Function::Rsqrt), &sum)?;
        self.recorder
            .binary(Binary::Multiply, &Symbol::Tensor(x), &inverse)
    }

    fn of_products(&mut self) -> Recorded {
        let arguments = &mut *self.arguments;
        let recorder = &mut *self.recorder;
        Ok(Some(match self.name {
            "matmul" | "batch_matmul" => {
                let a = arguments.tensor(recorder, TENSOR)?;
                let b = arguments.tensor(recorder, OTHER)?;
                let transpose_a = arguments.flag(&["transpose_a", "adj_x", "adjoint_a"])?;
                let transpose_b = arguments.flag(&["transpose_b", "adj_y", "adjoint_b"])?;
                let operation = Operation::MatrixProduct {
                    transpose_a,
                    transpose_b,
                };
                recorder.push(operation, vec![a, b])?
            }
            "batch_dot" => {
                let a = arguments.tensor(recorder, TENSOR)?;
                let b = arguments.tensor(recorder, OTHER)?;
                let axes = match arguments.axes(AXIS)?.as_deref() {
                    None => None,
                    Some([both]) => Some([*both, *both]),
                    Some([a, b]) => Some([*a, *b]),
                    Some(_) => return Err("more than two axes".into()),
                };
                recorder.push(Operation::BatchDot(axes), vec![a, b])?
            }
            // The last axis of the first with the last but one of the second, which must be a constant.
            "dot" => {
                let a = arguments.tensor(recorder, TENSOR)?;
                let b = arguments.need(OTHER)?;
                let is_vector = matches!(b.as_array(), Some((shape, _)) if shape.len() == 1);
                let of_b = vec![if is_vector { -1 } else { -2 }];
                let b = recorder.operand(&b)?;
                recorder.push(Operation::TensorDot(vec![-1], of_b), vec![a, b])?
            }
            "tensordot" => {
                let a = arguments.tensor(recorder, TENSOR)?;
                let b = arguments.tensor(recorder, OTHER)?;
                let axes = arguments.need(AXIS)?;
                let (of_a, of_b) = match &axes {
                    Symbol::Integer(count @ 1..=8) => (
                        (1..=*count).rev().map(|n| 0i64.saturating_sub(n)).collect(),
                        (0..*count).collect(),
                    ),
                    Symbol::List(pair) => match &pair[..] {
                        [of_a, of_b] => of_a.as_integers().zip(of_b.as_integers()),
                        _ => None,
                    }
                    .ok_or_else(|| format!("{} for axes", axes.described()))?,
                    other => return Err(format!("{} for axes", other.described())),
                };
                recorder.push(Operation::TensorDot(of_a, of_b), vec![a, b])?
            }
            "einsum" => {
                let Symbol::Text(equation) = arguments.need(&["subscripts", "equation"])? else {
                    return Err("no equation".into());
                };
                // TensorFlow takes them one by one or as a list.
                let mut tensors = Vec::new();
                while arguments.positional() > 0 {
                    match arguments.need(TENSOR)? {
                        Symbol::List(items) => {
                            for item in &items {
                                tensors.push(recorder.operand(item)?);
                            }
                        }
                        other => tensors.push(recorder.operand(&other)?),
                    }
                }
                if tensors.len() != 2 {
                    return Err(format!("{} tensors", tensors.len()));
                }
                recorder.push(Operation::Einsum(equation), tensors)?
            }
            _ => return Ok(None),
        }))
    }

    fn of_shapes(&mut self) -> Recorded {
        let is_backend = self.is_backend();
        let arguments = &mut *self.arguments;
        let recorder = &mut *self.recorder;
        let x = match self.name {
            "expand_dims" | "squeeze" | "transpose" | "permute_dimensions" | "reshape"
            | "batch_flatten" | "flatten" | "tile" | "repeat" | "repeat_elements" | "reverse"
            | "flip" | "swapaxes" | "moveaxis" | "getitem" | "get_item" | "gather" | "take"
            | "split" | "shape" | "int_shape" | "get_shape" | "as_list" => {
                arguments.need(TENSOR)?
            }
            _ => return Ok(None),
        };
        let operation = match self.name {
            "shape" | "int_shape" | "get_shape" | "as_list" => {
                arguments.take(&["out_type"]);
                return match x {
                    Symbol::Tensor(of) | Symbol::Shape(of) => Ok(Some(Symbol::Shape(of))),
                    other => Err(other.described()),
                };
            }
            "getitem" | "get_item" => {
                let index = arguments.need(&["slice_spec", "key"])?;
                return recorder.item(&x, &index).map(Some);
            }
            "split" => return self.split(&x).map(Some),
            "reshape" => return self.reshape(&x).map(Some),
            "expand_dims" => {
                let axes = arguments.axes(&["axis", "dim"])?;
                Operation::ExpandDims(axes.unwrap_or_else(|| vec![-1]))
            }
            "squeeze" => Operation::Squeeze(arguments.axes(&["axis", "squeeze_dims"])?),
            "transpose" | "permute_dimensions" => {
                let order = arguments.axes(&["perm", "axes", "pattern"])?;
                arguments.flag(&["conjugate"])?;
                Operation::Transpose(order)
            }
            "batch_flatten" => Operation::BatchFlatten,
            "tile" => {
                let counts = arguments.axes(&["repeats", "multiples", "n"])?;
                Operation::Tile(counts.ok_or("no counts")?)
            }
            // Keras's own: a new axis of steps, along which a vector is repeated.
            "repeat" if is_backend => {
                let count = arguments.integer(&["n"])?;
                let x = recorder.apply(Operation::ExpandDims(vec![1]), &x)?;
                let tile = Operation::Tile(vec![1, count, 1]);
                return recorder.apply(tile, &x).map(Some);
            }
            "repeat" | "repeat_elements" => {
                let count = arguments.integer(&["repeats", "rep"])?;
                let axis = arguments.axes(AXIS)?.ok_or("no axis")?;
                let [axis] = axis[..] else {
                    return Err("several axes".into());
                };
                let count = usize::try_from(count).map_err(|_| format!("{count} repeats"))?;
                Operation::Repeat { count, axis }
            }
            "reverse" | "flip" => {
                let axes = arguments.axes(AXIS)?;
                Operation::Reverse(axes.ok_or("no axes")?)
            }
            "swapaxes" | "moveaxis" => {
                let first = arguments.integer(&["axis1", "source"])?;
                let second = arguments.integer(&["axis2", "destination"])?;
                match self.name {
                    "swapaxes" => Operation::SwapAxes(first, second),
                    _ => Operation::MoveAxis(first, second),
                }
            }
            "gather" | "take" => {
                let place = arguments.integer(&["indices"])?;
                let axis = arguments.axis(AXIS, 0)?;
                let Ok(before) = usize::try_from(axis) else {
                    return Err(format!("axis {axis}"));
                };
                if !(1..16).contains(&before) {
                    return Err(format!("axis {axis}"));
                }
                let mut indices = vec![Index::ALL; before];
                indices.push(Index::At(place));
                Operation::Slice(indices)
            }
            // `K.flatten` takes the batch with it.
            _ => return Ok(None),
        };
        recorder.apply(operation, &x).map(Some)
    }

    fn reshape(&mut self, x: &Symbol) -> Result<Symbol, Refusal> {
        let shape = self
            .arguments
            .need(&["shape", "newshape", "target_shape"])?;
        let Symbol::List(lengths) = shape else {
            return Err(format!("{} for a shape", shape.described()));
        };
        let mut operands = vec![self.recorder.operand(x)?];
        let extents = lengths
            .iter()
            .enumerate()
            .map(|(axis, length)| match length {
                Symbol::None if axis == 0 => Ok(Extent::Batch),
                Symbol::BatchSize => Ok(Extent::Batch),
                Symbol::Integer(-1) => Ok(Extent::Rest),
                Symbol::Integer(length) => usize::try_from(*length)
                    .map(Extent::Fixed)
                    .map_err(|_| format!("a length of {length}")),
                Symbol::Tensor(operand) => {
                    // Counted behind the tensor that is reshaped.
                    let place = operands.len().saturating_sub(1);
                    operands.push(*operand);
                    Ok(Extent::Argument(place))
                }
                other => Err(format!("{} for a length", other.described())),
            })
            .collect::<Result<Vec<_>, _>>()?;
        self.recorder.push(Operation::Reshape(extents), operands)
    }

    fn split(&mut self, x: &Symbol) -> Result<Symbol, Refusal> {
        let parts = self
            .arguments
            .integer(&["num_or_size_splits", "indices_or_sections"])?;
        let axis = self.arguments.axis(AXIS, 0)?;
        let parts = usize::try_from(parts)
            .ok()
            .filter(|parts| (1..=64).contains(parts))
            .ok_or_else(|| format!("{parts} parts"))?;
        let parts = (0..parts).map(|part| Operation::Split { axis, parts, part });
        Ok(Symbol::List(
            parts
                .map(|part| self.recorder.apply(part, x))
                .collect::<Result<_, _>>()?,
        ))
    }

    /// Functions of lists, and constants.
    fn of_lists(&mut self) -> Recorded {
        let default_axis = match self.is_backend() {
            true => -1,
            false => 0,
        };
        let arguments = &mut *self.arguments;
        let recorder = &mut *self.recorder;
        Ok(Some(match self.name {
            // TensorFlow before 1.0 wrote the axis first.
            "concatenate" | "concat" => {
                let tensors = arguments.tensors(recorder)?;
                let axis = arguments.axis(AXIS, default_axis)?;
                recorder.push(Operation::Concatenate(axis), tensors)?
            }
            "stack" => {
                let tensors = arguments.tensors(recorder)?;
                let axis = arguments.axis(AXIS, 0)?;
                recorder.push(Operation::Stack(axis), tensors)?
            }
            "add_n" => {
                let mut tensors = arguments.tensors(recorder)?.into_iter();
                let first: Operand = tensors.next().ok_or("no tensors")?;
                tensors.try_fold(Symbol::Tensor(first), |sum, tensor| {
                    recorder.binary(Binary::Add, &sum, &Symbol::Tensor(tensor))
                })?
            }
            "constant" | "variable" | "convert_to_tensor" | "array" | "asarray" => {
                let x = arguments.tensor(recorder, TENSOR)?;
                arguments.take(&["dtype"]);
                Symbol::Tensor(x)
            }
            "epsilon" => Symbol::Number(1e-7),
            "floatx" => Symbol::Text("float32".into()),
            "float" => match arguments.need(TENSOR)? {
                Symbol::Tensor(x) => Symbol::Tensor(x),
                other => Symbol::Number(other.as_number().ok_or_else(|| other.described())?),
            },
            "int" => match arguments.need(TENSOR)? {
                Symbol::Tensor(x) => recorder.push(Operation::Map(Function::Truncate), vec![x])?,
                other => Symbol::Integer(other.truncated().ok_or_else(|| other.described())?),
            },
            "tuple" | "list" => match arguments.need(TENSOR)? {
                Symbol::List(items) => Symbol::List(items),
                other => return Err(other.described()),
            },
            "len" => match arguments.need(TENSOR)? {
                Symbol::List(items) => {
                    Symbol::Integer(i64::try_from(items.len()).map_err(|_| "a long list")?)
                }
                other => return Err(other.described()),
            },
            _ => return Ok(None),
        }))
    }
}

/// Functions of one number.
fn unary(name: &str, keras3_hard_sigmoid: bool) -> Option<Function> {
    Some(match name {
        "identity" | "stop_gradient" | "cast_to_floatx" | "linear" | "copy" => Function::Identity,
        "exp" => Function::Exp,
        "exponential" => Function::Activation(Activation::Exponential),
        "expm1" => Function::Expm1,
        "log" => Function::Log,
        "log1p" => Function::Log1p,
        "sqrt" => Function::Sqrt,
        "rsqrt" => Function::Rsqrt,
        "square" => Function::Square,
        "abs" | "absolute" => Function::Absolute,
        "negative" | "neg" => Function::Negative,
        "sign" => Function::Sign,
        "reciprocal" => Function::Reciprocal,
        "sin" => Function::Sin,
        "cos" => Function::Cos,
        "tan" => Function::Tan,
        "erf" => Function::Erf,
        "floor" => Function::Floor,
        "ceil" => Function::Ceil,
        "round" => Function::Round,
        "logical_not" => Function::LogicalNot,
        "zeros_like" => Function::Zero,
        "ones_like" => Function::One,
        "tanh" => Function::Activation(Activation::Tanh),
        "sigmoid" => Function::Activation(Activation::Sigmoid),
        "hard_sigmoid" if keras3_hard_sigmoid => {
            Function::Activation(Activation::HardSigmoidKeras3)
        }
        "hard_sigmoid" => Function::Activation(Activation::HardSigmoidKeras2),
        "relu" => Function::Activation(Activation::Relu),
        "relu6" => Function::Activation(Activation::Relu6),
        "selu" => Function::Activation(Activation::Selu),
        "softplus" => Function::Activation(Activation::Softplus),
        "softsign" => Function::Activation(Activation::Softsign),
        "silu" | "swish" => Function::Activation(Activation::Silu),
        "mish" => Function::Activation(Activation::Mish),
        _ => return None,
    })
}

/// Functions of two numbers.
fn binary(name: &str) -> Option<Binary> {
    Some(match name {
        "add" | "add_v2" => Binary::Add,
        "subtract" | "sub" => Binary::Subtract,
        "multiply" | "mul" => Binary::Multiply,
        "divide" | "div" | "truediv" | "true_divide" | "realdiv" => Binary::Divide,
        "divide_no_nan" | "div_no_nan" => Binary::DivideNoNan,
        "floordiv" | "floor_divide" => Binary::FloorDivide,
        "mod" | "floormod" => Binary::Mod,
        "pow" | "power" => Binary::Power,
        "maximum" => Binary::Maximum,
        "minimum" => Binary::Minimum,
        "squared_difference" => Binary::SquaredDifference,
        "greater" => Binary::Greater,
        "greater_equal" => Binary::GreaterEqual,
        "less" => Binary::Less,
        "less_equal" => Binary::LessEqual,
        "equal" => Binary::Equal,
        "not_equal" => Binary::NotEqual,
        "logical_and" => Binary::LogicalAnd,
        "logical_or" => Binary::LogicalOr,
        "logical_xor" => Binary::LogicalXor,
        _ => return None,
    })
}

/// Functions of whole axes.
fn reduction(name: &str) -> Option<Reduction> {
    Some(match name {
        "sum" | "reduce_sum" => Reduction::Sum,
        "mean" | "reduce_mean" => Reduction::Mean,
        "max" | "amax" | "reduce_max" => Reduction::Max,
        "min" | "amin" | "reduce_min" => Reduction::Min,
        "prod" | "reduce_prod" => Reduction::Prod,
        "any" | "reduce_any" => Reduction::Any,
        "all" | "reduce_all" => Reduction::All,
        "logsumexp" | "reduce_logsumexp" => Reduction::LogSumExp,
        "var" | "reduce_variance" => Reduction::Variance,
        "std" | "reduce_std" => Reduction::StandardDeviation,
        "argmax" => Reduction::ArgMax,
        "argmin" => Reduction::ArgMin,
        _ => return None,
    })
}
