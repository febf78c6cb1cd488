//! The Keras version that wrote a file, and what changed meaning between versions (KERAS's history).

/// A version such as `3.15.1`, `2.15.0` or `2.2.4-tf`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KerasVersion {
    major: u32,
    minor: u32,
    /// Written by `tf.keras` rather than by the standalone package.
    tensorflow: bool,
    /// What computed for it, as far as the file says.
    backend: Backend,
}

/// What a standalone Keras left the computing to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Backend {
    /// The file does not say: Keras 1 never does.
    Unstated,
    Theano,
    Other,
}

impl KerasVersion {
    /// Reads `keras_version` as it stands in a file.
    ///
    /// From 2.4 on there is only one Keras, that of TensorFlow; before, `-tf` tells it apart.
    pub fn parse(version: &str) -> Self {
        let mut numbers = version
            .split(['.', '-'])
            .map(|part| part.parse().unwrap_or(0));
        let (major, minor) = (numbers.next().unwrap_or(1), numbers.next().unwrap_or(0));
        Self {
            major,
            minor,
            tensorflow: version.ends_with("-tf") || (major, minor) >= (2, 4),
            backend: Backend::Unstated,
        }
    }

    /// The same with `backend` as it stands in a file.
    pub fn with_backend(self, backend: Option<&str>) -> Self {
        Self {
            backend: match backend {
                None => Backend::Unstated,
                Some("theano") => Backend::Theano,
                Some(_) => Backend::Other,
            },
            ..self
        }
    }

    /// Whether convolutions run their kernels backwards over the steps: Theano convolves, the others correlate.
    /// `None`: neither the file nor the name of a weight says it.
    ///
    /// Keras 1 keeps its backend to itself, but variables of TensorFlow have names that end in `:0`, and those of Theano
    /// have just the name they were given; without one, `param_0` stands in the file.
    pub fn convolves_backwards(self, weight: Option<&str>) -> Option<bool> {
        match self.backend {
            Backend::Theano => Some(true),
            Backend::Other => Some(false),
            Backend::Unstated if self.major >= 2 => Some(false),
            Backend::Unstated => weight
                .filter(|name| !name.starts_with("param_"))
                .map(|name| !name.contains(':')),
        }
    }

    /// `hard_sigmoid` is clip(x/6 + 0.5) since Keras 3, clip(0.2·x + 0.5) before.
    pub fn has_keras3_hard_sigmoid(self) -> bool {
        self.major >= 3
    }

    /// Whether `Bidirectional` makes its layers put out zeros at masked steps: `tf.keras` and Keras 3 do,
    /// the standalone Keras 1 and 2 repeat the previous output.
    pub fn bidirectional_zeroes_masked_steps(self) -> bool {
        self.tensorflow
    }

    /// Whether `TimeDistributed` passes on the masks that the layer inside puts out: `tf.keras` and Keras since 2.2 do;
    /// older ones and Keras 3 pass the mask that came in.
    pub fn time_distributed_passes_inner_masks(self) -> bool {
        self.major == 2 && (self.minor >= 2 || self.tensorflow)
    }

    /// Whether a layer that is called with several tensors is given a mask only where the call names it: Keras 3.
    pub fn names_masks_of_several_inputs(self) -> bool {
        self.major >= 3
    }

    /// Whether a step that `Add`, `Multiply`, `Concatenate` and their kin merge is real where any input is real, not
    /// all: since 3.4, where `Multiply` also takes a masked step for 1, and `Maximum` and `Minimum` pass it over.
    pub fn merges_masks_by_any(self) -> bool {
        (self.major, self.minor) >= (3, 4)
    }

    /// Whether merging layers lose their inputs' masks: from 3.0 to 3.3, where a layer looks for the mask of its first
    /// argument, which is a list here (`Layer.__call__`, previous_mask).
    pub fn merging_loses_masks(self) -> bool {
        self.major == 3 && self.minor < 4
    }

    /// Whether the layer `Softmax` heeds the mask that reaches it: since TensorFlow 2.4.
    pub fn softmax_uses_mask(self) -> bool {
        (self.major, self.minor) >= (2, 4)
    }

    /// Whether the layer `Softmax` puts out 0 where all is masked: since 3.10, all alike before.
    pub fn softmax_zeroes_masked(self) -> bool {
        (self.major, self.minor) >= (3, 10)
    }

    /// Whether the layer `Identity` passes the mask: since 3.0.
    pub fn identity_passes_mask(self) -> bool {
        self.major >= 3
    }

    /// Whether `UnitNormalization` bounds the norm from below: since 3.6, its square before.
    pub fn unit_normalization_bounds_norm(self) -> bool {
        (self.major, self.minor) >= (3, 6)
    }

    /// Whether `Dot(normalize=True)` bounds the norm from below by 1e-7: since 3.0, its square by 1e-12 before.
    pub fn dot_bounds_norm(self) -> bool {
        self.major >= 3
    }

    /// Whether an axis of `EinsumDense` that its `output_shape` leaves out is unknown, even where the input's is known:
    /// since 3.0.
    pub fn einsum_dense_leaves_axes_unknown(self) -> bool {
        self.major >= 3
    }

    /// Whether `GroupNormalization` leaves masked numbers out of mean and variance: in Keras 2.
    pub fn group_normalization_uses_mask(self) -> bool {
        self.major < 3
    }

    /// Whether `MultiHeadAttention` minds the masks of its inputs by itself: since 2.10.
    pub fn multi_head_attention_uses_masks(self) -> bool {
        (self.major, self.minor) >= (2, 10)
    }

    /// `recurrent_activation` where the file does not say: `sigmoid` since 2.3, `hard_sigmoid` before.
    pub fn default_recurrent_activation(self) -> &'static str {
        if (self.major, self.minor) >= (2, 3) || self.tensorflow {
            "sigmoid"
        } else {
            "hard_sigmoid"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::KerasVersion;

    #[test]
    fn versions_of_both_lines_are_told_apart() {
        assert!(!KerasVersion::parse("2.2.4").bidirectional_zeroes_masked_steps());
        assert!(KerasVersion::parse("2.2.4-tf").bidirectional_zeroes_masked_steps());
        assert!(KerasVersion::parse("2.15.0").bidirectional_zeroes_masked_steps());
        assert!(!KerasVersion::parse("2.15.0").has_keras3_hard_sigmoid());
        assert!(KerasVersion::parse("3.0.5").has_keras3_hard_sigmoid());
        assert_eq!(
            KerasVersion::parse("2.2.4").default_recurrent_activation(),
            "hard_sigmoid"
        );
        assert_eq!(
            KerasVersion::parse("1").default_recurrent_activation(),
            "hard_sigmoid"
        );
    }

    #[test]
    fn theano_is_known_by_the_attribute_or_by_the_names_of_weights() {
        let keras_1 = KerasVersion::parse("1.2.2");
        let (of_theano, of_tensorflow) = (Some("conv_W"), Some("conv_W:0"));
        assert_eq!(keras_1.convolves_backwards(of_theano), Some(true));
        assert_eq!(keras_1.convolves_backwards(of_tensorflow), Some(false));
        assert_eq!(keras_1.convolves_backwards(Some("param_0")), None);
        assert_eq!(keras_1.convolves_backwards(None), None);
        let keras_2 = KerasVersion::parse("2.1.6");
        let on_theano = keras_2.with_backend(Some("theano"));
        assert_eq!(on_theano.convolves_backwards(None), Some(true));
        let on_cntk = keras_2.with_backend(Some("cntk"));
        assert_eq!(on_cntk.convolves_backwards(of_theano), Some(false));
        // Keras 3 has dropped the `:0` too.
        let keras_3 = KerasVersion::parse("3.15.1");
        assert_eq!(keras_3.convolves_backwards(of_theano), Some(false));
    }
}
