//! Pairs of calls that one call stands for.
//!
//! A linear map of each step in front of an attention layer, as `TimeDistributed(Dense(200))` is in Yang et al.'s model,
//! need not be made for each step: the layer's scores take both maps as one, and what is weighted goes through the map
//! after it is summed. What lies between the two is computed only where somebody asks for it, in a trace.

use super::network::{Call, Network};
use crate::layers::Layer;

/// All such pairs of a network.
#[derive(Debug, Default)]
pub struct Fused {
    pairs: Vec<Pair>,
    /// Calls of embeddings that nothing but readers of words follows.
    embeddings: Vec<usize>,
}

/// One call in place of two.
#[derive(Debug)]
struct Pair {
    /// The call of the linear map: it is not made, what it takes goes through.
    left_out: usize,
    /// The call that is made in another way.
    call: usize,
    /// How it is made.
    layer: Box<dyn Layer>,
}

impl Fused {
    /// Finds the pairs: a linear map whose only use is as the only input of a layer that can take it in.
    pub fn find(network: &Network) -> Self {
        let uses = network.uses();
        let layer_of = |call: usize| {
            let layer = network.layer_of(call).layer.as_deref();
            layer.filter(|_| !network.idioms.iter().any(|idiom| idiom.call == call))
        };
        let pair = |(call, of_call): (usize, &Call)| {
            let [of_layer] = of_call.inputs[..] else {
                return None;
            };
            let left_out = of_layer.call;
            let has_mask = network.calls.get(left_out)?.mask.is_some();
            if uses.get(left_out) != Some(&1) || has_mask {
                return None;
            }
            let layer = layer_of(call)?.after_linear(layer_of(left_out)?.as_linear()?)?;
            Some(Pair {
                left_out,
                call,
                layer,
            })
        };
        Self {
            pairs: network.calls.iter().enumerate().filter_map(pair).collect(),
            embeddings: (0..network.calls.len())
                .filter(|&call| is_read_as_words(network, call))
                .collect(),
        }
    }

    /// Whether a call is not made.
    pub fn leaves_out(&self, call: usize) -> bool {
        self.pairs.iter().any(|pair| pair.left_out == call)
    }

    /// Whether nobody needs the rows that an embedding looks up.
    pub fn is_read_as_words(&self, call: usize) -> bool {
        self.embeddings.contains(&call)
    }

    /// What stands for a call and the linear map in front of it.
    pub fn layer(&self, call: usize) -> Option<&dyn Layer> {
        let pair = self.pairs.iter().find(|pair| pair.call == call)?;
        Some(&*pair.layer)
    }
}

/// Whether a call's output goes, as it is, to layers that read words as their sequence, and nowhere else.
fn is_read_as_words(network: &Network, call: usize) -> bool {
    let is_output = network.outputs.iter().any(|output| output.call == call);
    let is_mask = |other: &Call| other.mask.is_some_and(|mask| mask.call == call);
    let mut consumers = network.consumers(call).iter().peekable();
    if is_output || consumers.peek().is_none() || network.calls.iter().any(is_mask) {
        return false;
    }
    consumers.all(|&consumer| {
        let (Some(of_consumer), Some(layer)) = (
            network.calls.get(consumer),
            network.layer_of(consumer).layer.as_deref(),
        ) else {
            return false;
        };
        let is_only_first = of_consumer.mask.is_none_or(|mask| mask.call != call)
            && of_consumer
                .inputs
                .split_first()
                .is_some_and(|(first, others)| {
                    first.call == call && others.iter().all(|input| input.call != call)
                });
        let reads =
            layer.reads_words() || layer.passes_words() && is_read_as_words(network, consumer);
        is_only_first && reads
    })
}
