//! The boundary to JavaScript: the only module that names `wasm_bindgen`, `js_sys` and `web_sys`.

mod columns;
mod convert;
mod description;
mod error;
mod inspection;
mod types;

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use crate::classifier::{Classifier, Session};
use convert::{files_from_js, options_from_js};

/// A loaded model: the contract's `Model`.
#[wasm_bindgen]
pub struct Model {
    classifier: Classifier,
    /// What is kept from one keystroke to the next.
    session: RefCell<Session>,
    /// What is the same in each answer.
    constants: JsValue,
    /// Room for an answer on its way out.
    numbers: RefCell<Vec<u32>>,
}

#[wasm_bindgen]
impl Model {
    /// Loads every file that was dropped, in any order.
    ///
    /// # Errors
    /// A `WordlightError` with `code` and, where something can be done, `hint`.
    #[wasm_bindgen(unchecked_return_type = "Model")]
    pub fn load(
        #[wasm_bindgen(unchecked_param_type = "NamedFile[]")] files: JsValue,
        #[wasm_bindgen(unchecked_param_type = "LoadOptions | undefined")] options: JsValue,
    ) -> Result<Model, JsValue> {
        let files = files_from_js(&files).map_err(error::to_js)?;
        let options = options_from_js(options).map_err(error::to_js)?;
        Classifier::load(files, options)
            .map(|classifier| Model {
                constants: columns::constants(&classifier),
                classifier,
                session: RefCell::default(),
                numbers: RefCell::default(),
            })
            .map_err(error::to_js)
    }

    /// What was recognised and what is assumed.
    ///
    /// # Errors
    /// None in practice: the description is plain data.
    #[wasm_bindgen(unchecked_return_type = "ModelDescription")]
    pub fn describe(&self) -> Result<JsValue, JsValue> {
        description::describe(&self.classifier)
    }

    /// Attention and prediction for one text.
    ///
    /// # Errors
    /// A `WordlightError`; none depends on the text once a model is loaded.
    #[wasm_bindgen(unchecked_return_type = "Analysis")]
    pub fn analyze(&self, text: &str) -> Result<JsValue, JsValue> {
        let started = now();
        let analysis = self.classifier.analyze(text).map_err(error::to_js)?;
        convert::analysis(&self.classifier, text, &analysis, now() - started)
    }

    /// The same as [`analyze`](Self::analyze), one typed array per field: the form for workers and long texts.
    ///
    /// # Errors
    /// As [`analyze`](Self::analyze).
    #[wasm_bindgen(js_name = analyzeColumns, unchecked_return_type = "AnalysisColumns")]
    pub fn analyze_columns(&self, text: &str) -> Result<JsValue, JsValue> {
        let started = now();
        let session = &mut *self.session.borrow_mut();
        let analysis = self.classifier.analyze_again(text, session);
        let analysis = analysis.map_err(error::to_js)?;
        Ok(columns::columns(
            &self.constants,
            &analysis,
            now() - started,
            &mut self.numbers.borrow_mut(),
        ))
    }

    /// The same for many texts, such as a corpus in portions of some hundred: for throughput. A text that cannot be
    /// analysed is named in `failures`, and keeps none of the others from its answer.
    ///
    /// # Errors
    /// None.
    #[wasm_bindgen(js_name = analyzeMany, unchecked_return_type = "ManyColumns")]
    pub fn analyze_many(&self, texts: Vec<String>) -> JsValue {
        let session = &mut *self.session.borrow_mut();
        let classes = self.classifier.classes();
        let mut many = columns::Many::default();
        for text in &texts {
            let answer = self.classifier.analyze_again(text, session);
            many.add(answer.map_err(error::to_js), classes);
        }
        many.columns()
    }

    /// Which word attends to which, for self-attention layers; null for others.
    ///
    /// # Errors
    /// As [`analyze`](Self::analyze).
    #[wasm_bindgen(unchecked_return_type = "AttentionMatrix | null")]
    pub fn matrix(&self, text: &str) -> Result<JsValue, JsValue> {
        let analysis = self.classifier.analyze(text).map_err(error::to_js)?;
        convert::matrix(&analysis)
    }

    /// Lines of Python that write `wordlight-check.json`: texts with Keras's own numbers.
    #[wasm_bindgen(js_name = checkScript)]
    pub fn check_script(&self) -> String {
        crate::check::script(&self.classifier)
    }

    /// Compares a `wordlight-check.json` with what is computed here.
    ///
    /// # Errors
    /// A `WordlightError` of code `invalid_check`.
    #[wasm_bindgen(unchecked_return_type = "CheckReport")]
    pub fn check(&self, json: &str) -> Result<JsValue, JsValue> {
        let report = crate::check::check(&self.classifier, json).map_err(error::to_js)?;
        convert::to_js(&report)
    }

    /// What is known of the model, as text for a question to others: no weights, no words.
    pub fn report(&self) -> String {
        crate::report::report(&self.classifier)
    }

    /// Every layer's numbers for one text.
    ///
    /// # Errors
    /// As [`analyze`](Self::analyze).
    #[wasm_bindgen(unchecked_return_type = "LayerTrace[]")]
    pub fn trace(&self, text: &str) -> Result<JsValue, JsValue> {
        let trace = self.classifier.trace(text).map_err(error::to_js)?;
        inspection::trace(self.classifier.network(), &trace.layers)
    }

    /// The calls of the model that the reported attention lies in, which may be inside another: the way of the numbers
    /// to the attention and on. Of a hierarchical model those of one sentence, by its place in the analysis, or without
    /// one those over all sentences; none for a sentence that was cut off.
    ///
    /// # Errors
    /// As [`analyze`](Self::analyze).
    #[wasm_bindgen(unchecked_return_type = "LayerTrace[]")]
    pub fn path(&self, text: &str, sentence: Option<u32>) -> Result<JsValue, JsValue> {
        let sentence = sentence.map(|sentence| sentence as usize);
        let calls = self.classifier.calls_around_attention(text, sentence);
        let calls = calls.map_err(error::to_js)?;
        inspection::trace(calls.model, &calls.layers)
    }

    /// A layer's weights, in stored order. A layer inside another is named after it: `outer/inner`.
    ///
    /// # Errors
    /// A `WordlightError` of code `invalid_option`: there is no such layer.
    #[wasm_bindgen(unchecked_return_type = "Weight[]")]
    pub fn weights(&self, layer: &str) -> Result<JsValue, JsValue> {
        let layer = self.classifier.layer(layer).map_err(error::to_js)?;
        inspection::weights(layer)
    }

    /// The words nearest to a word in the embedding by cosine, the nearest first; of words that cannot be fed none.
    ///
    /// # Errors
    /// A `WordlightError` of code `invalid_option`: the tokenizer has no number for the word, or the model no embedding.
    #[wasm_bindgen(unchecked_return_type = "Neighbour[]")]
    pub fn neighbours(&self, word: &str, count: u32) -> Result<JsValue, JsValue> {
        let found = self.classifier.neighbours(word, count as usize);
        inspection::neighbours(&found.map_err(error::to_js)?)
    }
}

thread_local! {
    /// The clock of a page, a worker or Node alike, where there is one.
    static CLOCK: Option<web_sys::Performance> = {
        let performance = js_sys::Reflect::get(&js_sys::global(), &"performance".into()).ok();
        performance.and_then(|performance| performance.dyn_into().ok())
    };
}

/// Milliseconds of a steady clock.
fn now() -> f64 {
    CLOCK.with(|clock| {
        clock
            .as_ref()
            .map_or_else(js_sys::Date::now, |clock| clock.now())
    })
}
