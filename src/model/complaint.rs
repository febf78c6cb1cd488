//! What a layer complains about, as the error that is told: with the names of the layers on the way to it.

use crate::error::Error;
use crate::layers::{Complaint, MOST_NUMBERS, Mismatch};

impl From<Mismatch> for Box<Error> {
    fn from(mismatch: Mismatch) -> Self {
        let (mut layer, mut complaint) = (String::new(), mismatch.into_complaint());
        while let Complaint::Inside {
            layer: outer,
            mismatch: inner,
        } = complaint
        {
            let separator = if layer.is_empty() { "" } else { "/" };
            layer = format!("{layer}{separator}{outer}");
            complaint = inner.into_complaint();
        }
        match complaint {
            Complaint::Shape { expected, found } => Box::new(Error::ShapeMismatch {
                layer,
                expected,
                found,
            }),
            Complaint::TooLarge { numbers } => Box::new(Error::TextTooLong {
                detail: format!(
                    "layer “{layer}” would need {} numbers at once, of at most {MOST_NUMBERS}",
                    match numbers {
                        usize::MAX => "countless".to_owned(),
                        numbers => numbers.to_string(),
                    }
                ),
            }),
            Complaint::TokenId { id, rows } => {
                Box::new(Error::TokenIdOutOfRange { id, layer, rows })
            }
            Complaint::Inside { .. } => Box::new(Error::InvalidGraph {
                detail: format!("layer “{layer}” could not be run"),
            }),
        }
    }
}
