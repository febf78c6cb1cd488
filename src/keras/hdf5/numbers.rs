//! Numbers of data sets, of every width that Keras writes, as f32.

use hdf5_pure::{Datatype, DatatypeByteOrder};

use crate::tensor::float32;

/// How one number of a data set is read.
pub(super) struct Decoder {
    /// Bytes of one number.
    pub size: usize,
    /// Reads all numbers in one go.
    pub read: fn(&[u8]) -> Vec<f32>,
}

/// The decoder of a type, `None` for the types that hold no weights.
pub(super) fn decoder(datatype: &Datatype) -> Option<Decoder> {
    use DatatypeByteOrder::{BigEndian, LittleEndian};
    macro_rules! read {
        ($size:literal, $order:expr, $number:expr) => {
            match $order {
                LittleEndian => Some(Decoder {
                    size: $size,
                    read: |bytes| {
                        let (numbers, _) = bytes.as_chunks::<$size>();
                        numbers.iter().copied().map($number).collect()
                    },
                }),
                BigEndian => Some(Decoder {
                    size: $size,
                    read: |bytes| {
                        let (numbers, _) = bytes.as_chunks::<$size>();
                        let turned = numbers.iter().map(|&number| {
                            let mut number = number;
                            number.reverse();
                            number
                        });
                        turned.map($number).collect()
                    },
                }),
                _ => None,
            }
        };
    }
    match datatype {
        Datatype::FloatingPoint {
            size: 2,
            byte_order,
            layout,
        } if layout.exponent_size == 5 => {
            read!(2, byte_order, |b| half::f16::from_le_bytes(b).to_f32())
        }
        Datatype::FloatingPoint {
            size: 4,
            byte_order,
            ..
        } => read!(4, byte_order, f32::from_le_bytes),
        Datatype::FloatingPoint {
            size: 8,
            byte_order,
            ..
        } => read!(8, byte_order, |b| float32(f64::from_le_bytes(b))),
        // Quantised weights of Keras 3.
        Datatype::FixedPoint {
            size: 1, layout, ..
        } if layout.signed => {
            read!(1, LittleEndian, |b| f32::from(i8::from_le_bytes(b)))
        }
        // Keras 3 writes bfloat16, which HDF5 does not know, as two bytes without a meaning.
        Datatype::Opaque { size: 2, .. } => {
            read!(2, LittleEndian, |b| half::bf16::from_le_bytes(b).to_f32())
        }
        _ => None,
    }
}
