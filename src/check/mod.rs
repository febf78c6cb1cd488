//! Do our numbers agree with Keras's own? A few lines of Python write `wordlight-check.json`; here it is compared.

mod script;

use serde::Serialize;
use serde_json::Value as Json;

use crate::Classifier;
use crate::error::{Error, Result};
use crate::tensor::float32;

/// Differences up to this are what float32 leaves; larger ones are looked into.
pub const TOLERANCE: f32 = 1e-4;

/// A text of `wordlight-check.json` with Keras's own numbers. `None` among numbers is Keras's NaN, which JSON has not.
struct CheckedText {
    text: String,
    /// What Keras's tokenizer and `pad_sequences` made of the text.
    input: Option<Vec<f64>>,
    prediction: Vec<Option<f32>>,
    /// The attention in the layer's own steps.
    attention: Option<Vec<Option<f32>>>,
}

impl CheckedText {
    fn of_json(json: &Json) -> Option<Self> {
        Some(Self {
            text: json.get("text")?.as_str()?.to_owned(),
            input: match json.get("input") {
                None | Some(Json::Null) => None,
                Some(list) => Some(
                    list.as_array()?
                        .iter()
                        .map(Json::as_f64)
                        .collect::<Option<_>>()?,
                ),
            },
            prediction: numbers(json.get("prediction")?)?,
            attention: match json.get("attention") {
                None | Some(Json::Null) => None,
                Some(list) => Some(numbers(list)?),
            },
        })
    }
}

fn numbers(json: &Json) -> Option<Vec<Option<f32>>> {
    let number = |json: &Json| match json {
        Json::Null => Some(None),
        number => number.as_f64().map(|number| Some(float32(number))),
    };
    json.as_array()?.iter().map(number).collect()
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckReport {
    /// One entry per text.
    pub texts: Vec<TextReport>,
    /// The largest difference of all.
    pub largest: f32,
}

/// What a check found for one text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TextReport {
    /// The text.
    pub text: String,
    /// Whether Keras was fed the same word numbers.
    pub same_tokens: bool,
    /// The largest difference of an attention weight; `None` where the file does not tell it.
    pub attention: Option<f32>,
    /// The largest difference of the prediction.
    pub prediction: Option<f32>,
    /// Where a difference above [`TOLERANCE`] arises.
    pub r#where: Option<Place>,
}

/// Where a difference arises, in the order of the computation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The words were numbered or padded differently.
    Tokens,
    /// The same numbers went in, another attention came out.
    Attention,
    /// The attention is the same, the prediction is not.
    Prediction,
}

/// The lines of Python that write `wordlight-check.json` for a model.
pub fn script(classifier: &Classifier) -> String {
    script::script(classifier)
}

/// Compares a `wordlight-check.json` with what the model computes here.
///
/// # Errors
/// A file that is not one, or of a later version.
pub fn check(classifier: &Classifier, json: &str) -> Result<CheckReport> {
    let invalid = |detail: String| Box::new(Error::InvalidCheck { detail });
    let file = crate::json::parse(json.as_bytes()).map_err(|error| invalid(error.to_string()))?;
    match file.get("wordlight_check").and_then(Json::as_u64) {
        Some(1) => {}
        Some(version) => return Err(invalid(format!("it is of version {version}, known is 1"))),
        None => return Err(invalid("it has no “wordlight_check”".to_owned())),
    }
    let texts = file.get("texts").and_then(Json::as_array);
    let texts = texts.ok_or_else(|| invalid("it has no “texts”".to_owned()))?;
    let compared = |text: &Json| {
        let text = CheckedText::of_json(text);
        let text = text.ok_or_else(|| invalid("a text lacks its numbers".to_owned()))?;
        compare(classifier, text)
    };
    let texts = texts.iter().map(compared).collect::<Result<Vec<_>>>()?;
    let differences = texts
        .iter()
        .flat_map(|text| [text.attention, text.prediction]);
    let largest = differences.flatten().fold(0.0, f32::max);
    Ok(CheckReport { texts, largest })
}

fn compare(classifier: &Classifier, expected: CheckedText) -> Result<TextReport> {
    let analysis = classifier.analyze_words(&expected.text)?;
    let ids = classifier.input_ids(&expected.text);
    let same_tokens = expected.input.is_none_or(|input| {
        input.len() == ids.len() && input.iter().zip(&ids).all(|(&a, &b)| a == f64::from(b))
    });
    let attention = expected
        .attention
        .map(|attention| largest_difference(&analysis.attention_steps, &attention));
    let prediction = Some(largest_difference(
        &analysis.prediction,
        &expected.prediction,
    ));
    let differs = |difference: Option<f32>| difference.is_some_and(|d| d > TOLERANCE);
    let place = match () {
        () if !differs(attention) && !differs(prediction) => None,
        () if !same_tokens => Some(Place::Tokens),
        () if differs(attention) => Some(Place::Attention),
        () => Some(Place::Prediction),
    };
    Ok(TextReport {
        text: expected.text,
        same_tokens,
        attention,
        prediction,
        r#where: place,
    })
}

/// Infinite where the lengths differ, or where one is no number and the other is. `null` is Keras's NaN.
fn largest_difference(found: &[f32], expected: &[Option<f32>]) -> f32 {
    if found.len() != expected.len() {
        return f32::INFINITY;
    }
    let difference = |(found, expected): (&f32, &Option<f32>)| match expected {
        Some(expected) if !found.is_nan() => (found - expected).abs(),
        None if found.is_nan() => 0.0,
        _ => f32::INFINITY,
    };
    found
        .iter()
        .zip(expected)
        .map(difference)
        .fold(0.0, f32::max)
}
