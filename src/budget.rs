//! What a file may make this crate take, in one place: files come from strangers.
//!
//! Nothing is taken on a file's word. A length is held against the bytes that are there, and what those bytes could still
//! come to (a megabyte unpacks to a gigabyte, a reference makes a copy of what it refers to) against these budgets. They
//! are far above what any text classifier needs, and small enough for WebAssembly, which has 4 GiB of memory in all, a
//! stack of 1 MiB, and lengths of 32 bits. What is beyond them is refused with a sentence.
//! `tests/hostile_files.rs` has a file for each.

// ---- Archives

/// Bytes that all packed files of one drop unpack to, which is also what the page takes of files: a model's weights and a
/// copy of them fit twice into memory.
pub(crate) const UNPACKED: u64 = 1 << 30;

/// Bytes that one JSON file in a `.keras` archive unpacks to, and all vocabularies in it.
pub(crate) const UNPACKED_JSON: u64 = 64 << 20;

/// Entries of all zips together: each takes a few hundred bytes, and is compared with those of its name.
pub(crate) const ZIP_ENTRIES: usize = 10_000;

/// Deflate cannot expand more than this: 258 bytes are two bits at least.
pub(crate) const DEFLATE_EXPANSION: u64 = 1032;

// ---- Plain data

/// Values of a JSON document: each takes some 32 to 100 bytes, and two bytes of the file at least. A tokenizer has up to
/// two for each word.
pub(crate) const JSON_VALUES: usize = 1 << 22;

/// Pieces of data in a pickle, entries of its stack and of its memo. A pickled tokenizer has seven for each word.
pub(crate) const PICKLE_NODES: usize = 1 << 23;

/// Marks in a pickle's stack: collections within collections.
pub(crate) const PICKLE_MARKS: usize = 1 << 12;

/// Bytes of a name in a pickle. Python's own have fewer than 100.
pub(crate) const PICKLE_NAME: usize = 256;

/// Pickles within pickles, as joblib writes arrays of objects.
pub(crate) const PICKLE_DEPTH: usize = 8;

/// How deep a pickle's data are nested that are written out.
pub(crate) const PICKLED_DEPTH: usize = 32;

/// Words of a vocabulary, elements of an array of words, rows of an embedding that is kept in pieces.
pub(crate) const WORDS: usize = 1 << 22;

/// Elements of an array of numbers, which only names of classes are made of.
pub(crate) const ARRAY_NUMBERS: usize = 10_000;

/// Classes of one output, and lines of a file of labels.
pub(crate) const CLASSES: usize = 1_000_000;

// ---- HDF5

/// What one question to an HDF5 file (a group's names, an attribute, one data set) may cost in bytes that are read, beside
/// twice its length: files of many small layers are read in small pieces. Trees that lead back into themselves end here.
pub(crate) const HDF5_QUESTION: u64 = 4 << 20;

/// What all questions to one file may cost together, beside 64 times its length.
pub(crate) const HDF5_QUESTIONS: u64 = 8 << 30;

/// Levels of a version 2 B-tree: one with ten has more records than any file has bytes.
pub(crate) const HDF5_LEVELS: u16 = 10;

/// Bytes of the longest name in a group. Many entries may have one name, and each is given a copy.
pub(crate) const HDF5_NAME: usize = 1 << 12;

/// Chunks of one data set: each takes some 80 bytes beside its content.
pub(crate) const HDF5_CHUNKS: u64 = 1 << 20;

/// Bytes of a chunk, beside 16 times those of its data set.
pub(crate) const HDF5_CHUNK: u64 = 4 << 20;

/// Groups within groups; Keras's own need about five.
pub(crate) const HDF5_DEPTH: usize = 32;

/// Groups that are visited below one layer: links may lead to one group on many ways.
pub(crate) const HDF5_GROUPS: usize = 10_000;

/// Bytes of the paths of all data sets below one layer.
pub(crate) const HDF5_PATHS: usize = 64 << 20;

/// Parts of a list of names, of 64 kB each, that Keras splits.
pub(crate) const HDF5_PARTS: usize = 10_000;

// ---- Models

/// Numbers of all weights: 1 GiB, which is 800,000 words of 300 numbers and more. Links may lead to one array often.
pub(crate) const WEIGHTS: usize = 1 << 28;

/// Numbers of one tensor that is computed: 256 MiB.
pub(crate) const TENSOR: usize = 1 << 26;

/// Steps, or other entries, along one axis.
pub(crate) const AXIS: usize = 1 << 24;

/// Axes of a tensor.
pub(crate) const AXES: usize = 32;

/// Calls of layers that one run comes to. A model that is called twice in a model that is called twice … is small in a
/// file, and would run for ever.
pub(crate) const CALLS: usize = 100_000;

/// Multiplications of one run over a text as short as the model takes: half a minute.
pub(crate) const MULTIPLICATIONS: u64 = 1 << 37;

/// Models within models, and wrappers within wrappers.
pub(crate) const MODEL_DEPTH: usize = 16;

/// Steps of `maxlen`: beyond any text, and computed in a moment.
pub(crate) const MAXLEN: usize = 100_000;

/// Steps that a text, and sentences that a hierarchical one, may have.
pub(crate) const TEXT: usize = 500_000;

// ---- Functions of Lambda layers, which are read and never run

/// Bytes of a compiled function.
pub(crate) const LAMBDA: usize = 1 << 20;

/// Objects within each other.
pub(crate) const LAMBDA_DEPTH: usize = 64;

/// Bytes and items that are copied of what is referred to again, for each byte of the function.
pub(crate) const LAMBDA_COPIES: usize = 16;

/// Instructions of a function: there are no jumps, so this is what is followed.
pub(crate) const LAMBDA_INSTRUCTIONS: usize = 2_000;

/// Entries of the stack.
pub(crate) const LAMBDA_STACK: usize = 1_000;

/// Items that the constants of a function unfold into.
pub(crate) const LAMBDA_CONSTANTS: usize = 10_000;

/// Items of one list, those of lists in it among them.
pub(crate) const LAMBDA_LIST: usize = 1_000;

/// Bytes of a name or text.
pub(crate) const LAMBDA_NAME: usize = 500;

/// Operations of a function.
pub(crate) const OPERATIONS: usize = 1_000;

// ---- Words

/// Characters of a pattern that ends sentences, and bytes of the program that it becomes.
pub(crate) const PATTERN: usize = 1_000;
/// See [`PATTERN`].
pub(crate) const PATTERN_PROGRAM: usize = 1 << 20;

/// Characters of a tokenizer's `split`: each filtered character becomes a whole one.
pub(crate) const SPLIT: usize = 64;

/// Characters of each text from a file in a sentence that is told.
pub(crate) const SENTENCE: usize = 400;

/// Sentences that are told of one model.
pub(crate) const WARNINGS: usize = 50;
