//! Errors as JavaScript knows them: an `Error` with `name`, `code` and `hint`.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::Error;

/// The contract's `WordlightError`.
pub fn to_js(error: Box<Error>) -> JsValue {
    let js = js_sys::Error::new(&error.to_string());
    js.set_name("WordlightError");
    // Setting a property of an object that was just made cannot fail.
    let _ = Reflect::set(&js, &"code".into(), &error.code().into());
    if let Some(hint) = error.hint() {
        let _ = Reflect::set(&js, &"hint".into(), &hint.into());
    }
    js.into()
}
