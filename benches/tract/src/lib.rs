//! tract as a contender of the benchmark: one model, answered for ids of any length.
//!
//! The page writes into [`input`] and reads from what [`answer`] returns; an error's text is at [`message`].

use std::cell::RefCell;
use std::io::Cursor;
use std::sync::Arc;

use tract_onnx::prelude::*;

#[derive(Default)]
struct State {
    input: Vec<u8>,
    model: Option<Arc<TypedRunnableModel>>,
    answer: Vec<f32>,
    message: String,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Room for `length` bytes: a model file, or ids of 4 bytes each.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    STATE.with_borrow_mut(|state| {
        state.input.resize(length, 0);
        state.input.as_mut_ptr()
    })
}

/// Takes the input for an ONNX file. 1 if it is one that tract runs, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn load() -> u32 {
    STATE.with_borrow_mut(|state| match parsed(&state.input) {
        Ok(model) => {
            state.model = Some(model);
            1
        }
        Err(error) => {
            state.message = format!("{error:?}");
            0
        }
    })
}

fn parsed(bytes: &[u8]) -> TractResult<Arc<TypedRunnableModel>> {
    let model = tract_onnx::onnx().model_for_read(&mut Cursor::new(bytes))?;
    let steps = model.symbols.sym("steps");
    let fact = InferenceFact::dt_shape(i32::datum_type(), tvec![1.to_dim(), steps.into()]);
    model
        .with_input_fact(0, fact)?
        .into_optimized()?
        .into_runnable()
}

/// Takes the input for ids. The prediction and then an attention weight for each id; null where tract fails.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const f32 {
    STATE.with_borrow_mut(|state| match computed(state) {
        Ok(answer) => {
            state.answer = answer;
            state.answer.as_ptr()
        }
        Err(error) => {
            state.message = format!("{error:?}");
            std::ptr::null()
        }
    })
}

fn computed(state: &State) -> TractResult<Vec<f32>> {
    let (ids, _) = state.input.as_chunks::<4>();
    let ids: Vec<i32> = ids.iter().map(|bytes| i32::from_le_bytes(*bytes)).collect();
    let model = state.model.as_ref().context("no model was loaded")?;
    let outputs = model.run(tvec![
        Tensor::from_shape(&[1, ids.len()], &ids)?.into_tvalue()
    ])?;
    let mut numbers = Vec::with_capacity(ids.len() + 1);
    for output in &outputs {
        numbers.extend(
            output
                .cast_to::<f32>()?
                .to_plain_array_view::<f32>()?
                .iter(),
        );
    }
    Ok(numbers)
}

/// The last error's text, UTF-8.
#[unsafe(no_mangle)]
pub extern "C" fn message() -> *const u8 {
    STATE.with_borrow(|state| state.message.as_ptr())
}

/// Its length in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn message_length() -> usize {
    STATE.with_borrow(|state| state.message.len())
}
