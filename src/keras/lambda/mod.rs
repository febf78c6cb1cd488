//! `keras.layers.Lambda`: a Python function, compiled into the file. It is read, never run.
//!
//! Keras 1 and 2 keep `function` as `[base64 of marshalled code, defaults, closure]`, Keras 3 as
//! `{"class_name": "__lambda__", "config": {"code", "defaults", "closure"}}`; functions with a name may be kept by
//! their name alone.

mod base64;
mod bytecode;
mod interpreter;
mod marshal;

pub use interpreter::Call;

use serde_json::Value as Json;

use super::symbolic::{Recorder, Refusal, Symbol, call};
use super::version::KerasVersion;
use crate::layers::operation::Program;
use bytecode::Dialect;

/// How a `Lambda` keeps its function.
#[derive(Debug)]
pub enum Function<'a> {
    /// As compiled code.
    Compiled {
        /// Text with the marshalled code.
        code: &'a str,
        /// Defaults of the last parameters.
        defaults: &'a Json,
        /// Values of the variables around the function.
        closure: &'a Json,
    },
    /// By its name.
    Named(&'a str),
}

impl<'a> Function<'a> {
    /// Finds the function in `config.function`.
    pub fn find(function: &'a Json, function_type: Option<&str>) -> Option<Self> {
        const NONE: &Json = &Json::Null;
        let compiled = |parts: &'a [Json]| {
            Some(Self::Compiled {
                code: parts.first()?.as_str()?,
                defaults: parts.get(1).unwrap_or(NONE),
                closure: parts.get(2).unwrap_or(NONE),
            })
        };
        match function {
            Json::Array(parts) => compiled(parts),
            Json::String(code) if function_type == Some("lambda") => Some(Self::Compiled {
                code,
                defaults: NONE,
                closure: NONE,
            }),
            Json::String(name) => Some(Self::Named(name)),
            Json::Object(object) => {
                let config = object.get("config")?;
                if let Some(parts) = config.get("value").and_then(Json::as_array) {
                    return compiled(parts);
                }
                match config {
                    Json::String(name) => Some(Self::Named(name)),
                    config => Some(Self::Compiled {
                        code: config.get("code")?.as_str()?,
                        defaults: config.get("defaults").unwrap_or(NONE),
                        closure: config.get("closure").unwrap_or(NONE),
                    }),
                }
            }
            _ => None,
        }
    }

    /// The function as operations. `input`: what the layer is called with; `arguments`: what it hands over besides.
    pub fn program(
        &self,
        input: Symbol,
        arguments: Vec<(String, Symbol)>,
        version: KerasVersion,
    ) -> Result<Program, Refusal> {
        match self {
            Self::Named(name) => {
                let mut recorder = Recorder::new(version);
                let result = call(&mut recorder, name, vec![input], arguments)?;
                recorder.finish(&result)
            }
            Self::Compiled {
                code,
                defaults,
                closure,
            } => {
                let list = |json: &Json| match Symbol::of_json(json) {
                    Symbol::List(items) => items,
                    _ => Vec::new(),
                };
                let given = Call {
                    input,
                    arguments,
                    defaults: list(defaults),
                    closure: list(closure),
                };
                compiled(&payload(code), &given, version)
            }
        }
    }
}

/// The marshalled bytes. Keras before 2.1 wrote them into the text as they are.
fn payload(code: &str) -> Vec<u8> {
    base64::decode(code).unwrap_or_else(|| {
        code.chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
            .collect()
    })
}

/// The one program that the code means in all the dialects of Python in which it can be read.
fn compiled(bytes: &[u8], given: &Call, version: KerasVersion) -> Result<Program, Refusal> {
    let mut refusal = None;
    let mut found: Option<(Program, String)> = None;
    for layout in marshal::LAYOUTS {
        let Some(code) = marshal::read_function(bytes, layout) else {
            continue;
        };
        for &dialect in Dialect::of(layout) {
            let mut recorder = Recorder::new(version);
            let program = interpreter::follow(&code, dialect, given, &mut recorder)
                .and_then(|result| recorder.finish(&result));
            match (program, &found) {
                (Ok(program), None) => {
                    let written = format!("{program:?}");
                    found = Some((program, written));
                }
                (Ok(program), Some((_, other))) if *other != format!("{program:?}") => {
                    return Err("code that two versions of Python read differently".into());
                }
                (Ok(_), Some(_)) => {}
                // The refusal that got furthest: of code that could be read.
                (Err(why), _) => {
                    let is_unread = why.starts_with("code that");
                    if refusal.is_none() || !is_unread {
                        refusal = Some(why);
                    }
                }
            }
        }
    }
    found.map(|(program, _)| program).ok_or_else(|| {
        refusal.unwrap_or_else(|| "something that is no compiled Python function".into())
    })
}

#[cfg(test)]
mod tests;
