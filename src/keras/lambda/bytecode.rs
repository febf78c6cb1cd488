//! Bytecode of CPython 2.7 to 3.13 as one set of instructions (`Lib/opcode.py` of each version).
//!
//! A file does not say which Python compiled it. Versions differ in numbers, in the width of an instruction and in how
//! many empty places follow one, so that hardly any code is valid in two dialects; where it is, both mean the same
//! or the code is refused.

use super::marshal::{Code, Layout};
use crate::layers::operation::Binary;

/// Versions whose bytecode reads alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Python 2.7 and 3.0 to 3.5: instructions of one or three bytes.
    Wide,
    /// Python 3.6 to 3.10: two bytes each.
    Narrow,
    /// Python 3.11: empty places behind instructions.
    Python311,
    /// Python 3.12.
    Python312,
    /// Python 3.13: new numbers.
    Python313,
}

impl Dialect {
    /// The dialects in which functions of a layout may be written.
    pub fn of(layout: Layout) -> &'static [Self] {
        match layout {
            Layout::Python2 => &[Self::Wide],
            Layout::Python30 => &[Self::Narrow, Self::Wide],
            Layout::Python38 => &[Self::Narrow],
            Layout::Python311 => &[Self::Python311, Self::Python312, Self::Python313],
        }
    }
}

/// What an instruction does to the stack.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Instruction {
    /// Nothing that matters here.
    Nothing,
    /// Drops the top.
    Pop,
    /// Swaps the top with the entry `n` places from the top, which is 1.
    Swap(usize),
    /// The top goes two entries down.
    RotateThree,
    /// Pushes the entry `n` places from the top again.
    Copy(usize),
    /// A constant.
    Constant(usize),
    /// A local variable.
    Local(usize),
    /// Two of them.
    TwoLocals(usize, usize),
    /// Into a local variable.
    Store(usize),
    /// Two of these: the top goes into the first.
    StoreTwo(usize, usize),
    /// Into the first, then from the second.
    StoreAndLoad(usize, usize),
    /// A variable of the module; `true`: as what is called next.
    Global(usize, bool),
    /// A variable of a function around this one.
    Free(usize),
    /// An attribute of the top; `true`: as what is called next.
    Attribute(usize, bool),
    /// The empty place beside a function that is called.
    PushNull,
    /// A module; below it on the stack: what is imported from it.
    Import(usize),
    /// A name in the module at the top.
    ImportFrom(usize),
    /// The names of the last arguments of the call that follows.
    KeywordNames(usize),
    /// A call with arguments by place.
    Call(usize),
    /// A call of what has an empty place beside it.
    CallMethod(usize),
    /// A call whose last arguments have the names in the tuple at the top; `true`: with an empty place.
    CallWithNames(usize, bool),
    /// A call with arguments by place, then pairs of name and value.
    CallWithPairs(usize, usize),
    /// An operator between two.
    Operator(Binary),
    /// `@`
    MatrixProduct,
    /// `-x`
    Negative,
    /// `x[i]`
    Item,
    /// `x[a:b]`, with which of the two bounds.
    ItemSlice(bool, bool),
    /// A slice of two or three parts.
    BuildSlice(usize),
    /// A tuple or list.
    BuildList(usize),
    /// The list below the top made longer by the top.
    ExtendList,
    /// The top into its items, the first on top.
    Unpack(usize),
    /// The result.
    Return,
    /// A constant as the result.
    ReturnConstant(usize),
}

use Instruction as I;

/// Instructions of a function; `None` where they are not of this dialect, or do something that no tensor
/// function does: jumps, loops, functions within functions.
pub fn decode(code: &Code, dialect: Dialect) -> Option<Vec<Instruction>> {
    let mut instructions = Vec::new();
    let mut bytes = code.bytecode.iter().map(|&byte| usize::from(byte));
    let mut extended = 0usize;
    while let Some(opcode) = bytes.next() {
        let argument = match dialect {
            // Opcodes from 90 on have an argument.
            Dialect::Wide if opcode < 90 => 0,
            Dialect::Wide => bytes.next()? | bytes.next()? << 8,
            _ => bytes.next()?,
        };
        let width = if dialect == Dialect::Wide { 16 } else { 8 };
        let argument = extended.checked_shl(width)?.checked_add(argument)?;
        let extends = if dialect == Dialect::Python313 {
            71
        } else {
            144
        };
        if opcode == extends {
            // Three at most, which makes 32 bits.
            extended = Some(argument).filter(|&argument| argument < 1 << 24)?;
            continue;
        }
        extended = 0;
        let (instruction, caches) = match dialect {
            Dialect::Wide | Dialect::Narrow => (old(opcode, argument, dialect)?, 0),
            Dialect::Python311 => python_311(opcode, argument)?,
            Dialect::Python312 => python_312(opcode, argument)?,
            Dialect::Python313 => python_313(opcode, argument)?,
        };
        // Two bytes each.
        for _ in 0..caches {
            if (bytes.next()?, bytes.next()?) != (0, 0) {
                return None;
            }
        }
        instructions.push(instruction);
    }
    Some(instructions)
}

/// Numbers that all versions until 3.12 share.
fn common(opcode: usize, argument: usize) -> Option<Instruction> {
    Some(match opcode {
        1 => I::Pop,
        9 => I::Nothing, // NOP
        11 => I::Negative,
        83 => I::Return,
        92 => I::Unpack(argument),
        100 => I::Constant(argument),
        102 | 103 => I::BuildList(argument), // BUILD_TUPLE, BUILD_LIST
        108 => I::Import(argument),
        109 => I::ImportFrom(argument),
        124 => I::Local(argument),
        125 => I::Store(argument),
        133 => I::BuildSlice(argument),
        162 if argument == 1 => I::ExtendList,
        _ => return None,
    })
}

/// Python 2.7 to 3.10.
fn old(opcode: usize, argument: usize, dialect: Dialect) -> Option<Instruction> {
    if let Some(instruction) = common(opcode, argument) {
        return Some(instruction);
    }
    let is_wide = dialect == Dialect::Wide;
    Some(match opcode {
        2 => I::Swap(2),     // ROT_TWO
        3 => I::RotateThree, // ROT_THREE
        4 => I::Copy(1),     // DUP_TOP
        10 => I::Nothing,    // UNARY_POSITIVE
        16 if !is_wide => I::MatrixProduct,
        17 if !is_wide => I::MatrixProduct, // in place
        16 => I::MatrixProduct,             // 3.5
        19 | 67 => I::Operator(Binary::Power),
        20 | 57 => I::Operator(Binary::Multiply),
        // Python 2's `/`; of whole numbers it is another, which the interpreter sees to.
        21 | 58 if is_wide => I::Operator(Binary::Divide),
        22 | 59 => I::Operator(Binary::Mod),
        23 | 55 => I::Operator(Binary::Add),
        24 | 56 => I::Operator(Binary::Subtract),
        25 => I::Item,
        26 | 28 => I::Operator(Binary::FloorDivide),
        27 | 29 => I::Operator(Binary::Divide),
        30 if is_wide => I::ItemSlice(false, false),
        31 if is_wide => I::ItemSlice(true, false),
        32 if is_wide => I::ItemSlice(false, true),
        33 if is_wide => I::ItemSlice(true, true),
        64 => I::Operator(Binary::LogicalAnd),
        66 => I::Operator(Binary::LogicalOr),
        106 => I::Attribute(argument, false),
        107 => I::Operator(comparison(argument)?),
        116 => I::Global(argument, false),
        131 if is_wide => I::CallWithPairs(argument & 0xff, argument >> 8),
        131 => I::Call(argument),
        136 => I::Free(argument),
        141 if !is_wide => I::CallWithNames(argument, false),
        160 if !is_wide => I::Attribute(argument, true),
        161 if !is_wide => I::CallMethod(argument),
        _ => return None,
    })
}

/// The instruction, and how many empty places follow it.
fn python_311(opcode: usize, argument: usize) -> Option<(Instruction, usize)> {
    if opcode == 92 {
        return Some((I::Unpack(argument), 1));
    }
    if let Some(instruction) = common(opcode, argument) {
        return Some((instruction, 0));
    }
    Some(match opcode {
        2 => (I::PushNull, 0),
        10 => (I::Nothing, 0), // UNARY_POSITIVE
        25 => (I::Item, 4),
        99 => (I::Swap(argument), 0),
        106 => (I::Attribute(argument, false), 4),
        107 => (I::Operator(comparison(argument)?), 2),
        116 => (I::Global(argument >> 1, argument & 1 == 1), 5),
        120 => (I::Copy(argument), 0),
        122 => (operator(argument)?, 1),
        135 | 149 | 151 => (I::Nothing, 0), // MAKE_CELL, COPY_FREE_VARS, RESUME
        137 => (I::Free(argument), 0),
        160 => (I::Attribute(argument, true), 10),
        166 => (I::Nothing, 1), // PRECALL
        171 => (I::CallMethod(argument), 4),
        172 => (I::KeywordNames(argument), 0),
        _ => return None,
    })
}

fn python_312(opcode: usize, argument: usize) -> Option<(Instruction, usize)> {
    if opcode == 92 {
        return Some((I::Unpack(argument), 1));
    }
    if let Some(instruction) = common(opcode, argument) {
        return Some((instruction, 0));
    }
    Some(match opcode {
        2 => (I::PushNull, 0),
        25 => (I::Item, 1),
        26 => (I::ItemSlice(true, true), 0),
        99 => (I::Swap(argument), 0),
        106 => (I::Attribute(argument >> 1, argument & 1 == 1), 9),
        107 => (I::Operator(comparison(argument >> 4)?), 1),
        116 => (I::Global(argument >> 1, argument & 1 == 1), 4),
        120 => (I::Copy(argument), 0),
        121 => (I::ReturnConstant(argument), 0),
        122 => (operator(argument)?, 1),
        127 => (I::Local(argument), 0),     // LOAD_FAST_CHECK
        135 | 149 | 151 => (I::Nothing, 0), // MAKE_CELL, COPY_FREE_VARS, RESUME
        137 => (I::Free(argument), 0),
        171 => (I::CallMethod(argument), 3),
        172 => (I::KeywordNames(argument), 0),
        _ => return None,
    })
}

fn python_313(opcode: usize, argument: usize) -> Option<(Instruction, usize)> {
    let pair = (argument >> 4, argument & 15);
    Some(match opcode {
        4 => (I::ItemSlice(true, true), 0),
        5 => (I::Item, 1),
        30 | 62 | 94 | 149 => (I::Nothing, 0), // NOP, COPY_FREE_VARS, MAKE_CELL, RESUME
        32 => (I::Pop, 0),
        34 => (I::PushNull, 0),
        36 => (I::Return, 0),
        42 => (I::Negative, 0),
        45 => (operator(argument)?, 1),
        47 | 52 => (I::BuildList(argument), 0),
        50 => (I::BuildSlice(argument), 0),
        53 => (I::CallMethod(argument), 3),
        57 => (I::CallWithNames(argument, true), 0),
        58 => (I::Operator(comparison(argument >> 5)?), 1),
        61 => (I::Copy(argument), 0),
        74 => (I::ImportFrom(argument), 0),
        75 => (I::Import(argument), 0),
        81 if argument == 1 => (I::ExtendList, 0),
        82 => (I::Attribute(argument >> 1, argument & 1 == 1), 9),
        83 => (I::Constant(argument), 0),
        84 => (I::Free(argument), 0),
        85 | 87 => (I::Local(argument), 0), // LOAD_FAST, LOAD_FAST_CHECK
        88 => (I::TwoLocals(pair.0, pair.1), 0),
        91 => (I::Global(argument >> 1, argument & 1 == 1), 4),
        103 => (I::ReturnConstant(argument), 0),
        110 => (I::Store(argument), 0),
        111 => (I::StoreAndLoad(pair.0, pair.1), 0),
        112 => (I::StoreTwo(pair.0, pair.1), 0),
        115 => (I::Swap(argument), 0),
        117 => (I::Unpack(argument), 1),
        _ => return None,
    })
}

/// The argument of `BINARY_OP`; from 13 on in place.
fn operator(argument: usize) -> Option<Instruction> {
    Some(I::Operator(
        match argument.checked_sub(13).unwrap_or(argument) {
            0 => Binary::Add,
            1 => Binary::LogicalAnd,
            2 => Binary::FloorDivide,
            4 => return Some(I::MatrixProduct),
            5 => Binary::Multiply,
            6 => Binary::Mod,
            7 => Binary::LogicalOr,
            8 => Binary::Power,
            10 => Binary::Subtract,
            11 => Binary::Divide,
            _ => return None,
        },
    ))
}

/// The argument of `COMPARE_OP`.
fn comparison(argument: usize) -> Option<Binary> {
    Some(match argument {
        0 => Binary::Less,
        1 => Binary::LessEqual,
        2 => Binary::Equal,
        3 => Binary::NotEqual,
        4 => Binary::Greater,
        5 => Binary::GreaterEqual,
        _ => return None,
    })
}
