//! Small HDF5 files whose structures lead to each other so often that following them would take years, or all memory.
//! Each is refused at once. (HDF5 File Format Specification 3.0.)

#[path = "mutations/allocations.rs"]
mod allocations;

use std::time::{Duration, Instant};

use wordlight::keras::hdf5::Hdf5File;

const NOWHERE: u64 = u64::MAX;
/// A machine may have much other work.
const LONGEST: Duration = Duration::from_secs(20);
const MOST_MEMORY: usize = 300 << 20;

/// A file in the making: a superblock of version 0, and blocks behind it.
struct Image(Vec<u8>);

impl Image {
    fn new() -> Self {
        let mut image = Self(b"\x89HDF\r\n\x1a\n".to_vec());
        image.0.extend([0, 0, 0, 0, 0, 8, 8, 0]);
        image.0.extend([4, 0, 16, 0, 0, 0, 0, 0]);
        // Base, free space, end (which comes last), driver; the entry of the root group.
        for number in [0, NOWHERE, 0, NOWHERE, 0, 0, 0, 0, 0] {
            image.0.extend(u64::to_le_bytes(number));
        }
        image
    }

    /// Adds a block; where it is.
    fn add(&mut self, block: &[u8]) -> u64 {
        self.0.resize(self.0.len().next_multiple_of(8), 0);
        let place = self.0.len();
        self.0.extend(block);
        place as u64
    }

    fn set(&mut self, at: usize, number: u64) {
        self.0[at..at + 8].copy_from_slice(&number.to_le_bytes());
    }

    /// The file, with the object header of its root group.
    fn finished(mut self, root: u64) -> Vec<u8> {
        let end = self.0.len() as u64;
        self.set(40, end);
        self.set(64, root);
        self.0
    }

    /// An object header of version 1 with these messages.
    fn header(&mut self, messages: &[u8], count: u16) -> u64 {
        let mut block = vec![1, 0];
        block.extend(count.to_le_bytes());
        block.extend(1u32.to_le_bytes());
        block.extend((messages.len() as u32).to_le_bytes());
        block.extend([0; 4]);
        block.extend(messages);
        self.add(&block)
    }

    fn names(&mut self, names: &[u8]) -> u64 {
        let segment = self.add(names);
        let mut block = b"HEAP\0\0\0\0".to_vec();
        for number in [names.len() as u64, 1, segment] {
            block.extend(number.to_le_bytes());
        }
        self.add(&block)
    }

    /// A node of a group's B-tree of version 1.
    fn node(&mut self, level: u8, children: &[u64]) -> u64 {
        let mut block = b"TREE\0".to_vec();
        block.push(level);
        block.extend((children.len() as u16).to_le_bytes());
        for number in [NOWHERE, NOWHERE, 0] {
            block.extend(number.to_le_bytes());
        }
        for child in children {
            block.extend(child.to_le_bytes());
            block.extend(0u64.to_le_bytes());
        }
        self.add(&block)
    }

    /// A symbol table node with entries of one name each.
    fn symbols(&mut self, count: u16, name: u64) -> u64 {
        let mut block = b"SNOD\x01\0".to_vec();
        block.extend(count.to_le_bytes());
        for _ in 0..count {
            for number in [name, 96, 0, 0, 0] {
                block.extend(number.to_le_bytes());
            }
        }
        self.add(&block)
    }
}

fn message(kind: u16, numbers: &[u64]) -> Vec<u8> {
    let mut message = kind.to_le_bytes().to_vec();
    message.extend((numbers.len() as u16 * 8).to_le_bytes());
    message.extend([0; 4]);
    for number in numbers {
        message.extend(number.to_le_bytes());
    }
    message
}

/// Asks everything that a model's reader asks.
fn is_refused(bytes: Vec<u8>, why: &str) {
    let started = Instant::now();
    let size = bytes.len();
    allocations::forget();
    let file = match Hdf5File::open(bytes, "x.h5") {
        Ok(file) => file,
        Err(error) => panic!("{error}"),
    };
    let error = file.groups("").expect_err("refused");
    assert_eq!(error.code(), "damaged_file");
    assert!(error.to_string().contains(why), "{error}");
    assert!(!file.has_group("model_weights"));
    assert!(file.data_sets("").is_err() && file.data_sets("a/b").is_err());
    let _ = file.text_attribute("", "model_config");
    let _ = file.text_list_attribute("", "layer_names");
    let _ = (file.shape("a/b"), file.read("a/b"));
    let (took, held) = (started.elapsed(), allocations::most_held());
    println!("{size} bytes: {took:?}, {held} bytes held");
    assert!(took < LONGEST, "{took:?}");
    assert!(held < MOST_MEMORY, "{held} bytes were held");
}

#[test]
fn a_tree_whose_nodes_name_one_child_twice() {
    let mut image = Image::new();
    let heap = image.names(b"\0\0\0\0\0\0\0\0a\0\0\0\0\0\0\0");
    let mut node = image.symbols(1, 8);
    node = image.node(0, &[node]);
    for level in 1..40 {
        node = image.node(level, &[node, node]);
    }
    let root = image.header(&message(0x11, &[node, heap]), 1);
    is_refused(image.finished(root), "lead to each other");
}

#[test]
fn a_wide_tree_whose_leaves_are_one() {
    let mut image = Image::new();
    let heap = image.names(b"\0\0\0\0\0\0\0\0a\0\0\0\0\0\0\0");
    let leaf = image.symbols(5000, 8);
    let node = image.node(0, &[leaf; 10_000]);
    let root = image.header(&message(0x11, &[node, heap]), 1);
    is_refused(image.finished(root), "lead to each other");
}

#[test]
fn many_entries_of_one_endless_name() {
    let mut image = Image::new();
    let mut names = vec![b'a'; 1 << 20];
    names[..8].fill(0);
    names.extend([0; 8]);
    let heap = image.names(&names);
    let leaf = image.symbols(20_000, 8);
    let node = image.node(0, &[leaf]);
    let root = image.header(&message(0x11, &[node, heap]), 1);
    is_refused(image.finished(root), "endless");
}

#[test]
fn headers_that_go_on_in_many_places() {
    let mut image = Image::new();
    let mut block = message(0x0c, &[0]);
    for _ in 0..10 {
        let place = image.add(&block);
        block = message(0x10, &[place, block.len() as u64]).repeat(20);
    }
    let root = image.header(&block, 20);
    is_refused(image.finished(root), "lead to each other");
}

#[test]
fn what_the_hdf5_library_wrote_is_far_from_the_limits() {
    // 3000 groups in one, each with a data set.
    let mut builder = hdf5_pure::FileBuilder::new();
    for layer in 0..3000 {
        builder
            .create_dataset(&format!("layer_{layer}"))
            .with_f32_data(&[0.5; 4])
            .with_shape(&[4]);
    }
    let file = Hdf5File::open(builder.finish().expect("a file"), "x.h5").expect("HDF5");
    assert_eq!(file.data_sets("").expect("names").len(), 3000);
    let last = file.read("layer_2999").expect("numbers");
    assert_eq!(last.values, [0.5; 4]);
}
