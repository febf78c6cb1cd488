//! Keras files → a network that can be run. Nothing in here knows of text.

pub mod archive;
mod build;
pub mod config;
pub mod hdf5;
mod lambda;
mod model_file;
mod object_paths;
pub mod surroundings;
mod symbolic;
mod tfjs;
mod version;
mod weight_store;
mod weightless;
mod weights;

pub use build::Reading;
pub use model_file::{CustomLayers, KerasModel, ModelSource, Vectorization, load};

/// One line of Python that turns a SavedModel into a file that can be read.
pub const SAVED_MODEL_INSTEAD: &str = "In Python: keras.models.load_model(\"folder\", custom_objects={…}).save(\"model.keras\"). Keras 3 users load it \
     with tf_keras.";
