//! Models built from their configuration: `config.json` beside the weights that belong to it.

use serde_json::Value as Json;
use wordlight::NamedFile;
use wordlight::keras::{self, CustomLayers, KerasModel, ModelSource, archive};
use wordlight::tensor::{Value, tensor_from};

use super::{Form, LARGEST_SEED, Subject, told};
use crate::corpus::Case;
use crate::{allocations, bundle};

pub const SUBJECT: Subject = Subject {
    name: "config",
    form: Form::Bundle,
    check,
    seeds,
};

/// What a tensor may hold is 256 MiB; two and some more are held while one is made of another.
pub const LARGEST_PIECE: usize = 600 << 20;

fn check(bytes: &[u8]) {
    let mut files = bundle::unpacked(bytes).into_iter();
    let (Some(config), Some(weights)) = (files.next(), files.next()) else {
        return;
    };
    let Ok(architecture) = serde_json::from_slice::<Json>(&config.bytes) else {
        return;
    };
    runs(ModelSource::ArchitectureAndWeights {
        architecture,
        weights_name: weights.name,
        weights: weights.bytes,
    });
}

/// A model is refused, or built and run.
pub fn runs(source: ModelSource) {
    allocations::forget();
    if let Some(model) = told(keras::load(source, &CustomLayers::new())) {
        run(&model);
    }
    let largest = allocations::largest();
    assert!(largest <= LARGEST_PIECE, "{largest} bytes in one piece");
}

fn run(model: &KerasModel) {
    /// Larger inputs take time, and show nothing else.
    const MOST: usize = 3000;
    let network = &model.network;
    let inputs: Option<Vec<Value>> = (0..network.input_count())
        .map(|input| {
            let shape = network.input_shape(input).iter();
            let shape: Vec<usize> = shape.map(|axis| axis.unwrap_or(4)).collect();
            let count = shape
                .iter()
                .try_fold(1usize, |count, &axis| count.checked_mul(axis));
            let count = count.filter(|&count| count <= MOST)?;
            let numbers = (0..count).map(|number| (number % 3) as f32).collect();
            tensor_from(&shape, numbers).map(Value::new)
        })
        .collect();
    if let Some(inputs) = inputs
        && let Some(trace) = told(network.run(&inputs, true))
    {
        assert_eq!(trace.outputs.len(), network.output_count());
    }
}

fn seeds(corpus: &[Case]) -> Vec<Vec<u8>> {
    let file = |name: &str, bytes: &[u8]| NamedFile {
        name: name.into(),
        bytes: bytes.to_vec(),
    };
    let of_case = |case: &Case| -> Option<Vec<u8>> {
        if let [config, weights] = &case.files[..case.files.len().min(2)]
            && config.bytes.starts_with(b"{")
            && weights.bytes.starts_with(b"\x89HDF")
        {
            return Some(bundle::packed(&[config.clone(), weights.clone()]));
        }
        let archive = case
            .files
            .iter()
            .find_map(|file| archive::open(&file.bytes, &file.name).ok())?;
        let config = serde_json::to_vec(&archive.config).ok()?;
        Some(bundle::packed(&[
            file("c", &config),
            file("w", &archive.weights),
        ]))
    };
    corpus
        .iter()
        .filter_map(of_case)
        .filter(|bytes| bytes.len() < LARGEST_SEED)
        .collect()
}
