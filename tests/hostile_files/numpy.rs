//! `.npy` files whose headers lie, or hold Python.

use crate::case::Case;

fn npy(header: &str, data: &[u8]) -> Vec<u8> {
    [
        &b"\x93NUMPY\x01\0"[..],
        &(header.len() as u16).to_le_bytes(),
        header.as_bytes(),
        data,
    ]
    .concat()
}

pub fn cases() -> Vec<Case> {
    let of = |what: &str, expected, header: &str, data: &[u8]| {
        Case::tokenizer(what, expected, "vocab.npy", npy(header, data))
    };
    let shaped = |what: &str, shape: &str| {
        of(
            what,
            "damaged_file",
            &format!("{{'descr': '<U4', 'fortran_order': False, 'shape': {shape}, }}\n"),
            &[0; 64],
        )
    };
    let many = |descr: &str, count: usize, data: usize| {
        npy(
            &format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': ({count},), }}\n"),
            &vec![b'a'; data],
        )
    };
    vec![
        of(
            "a header that would run os.system",
            "unrecognised_file",
            "__import__('os').system('rm -rf /')\n",
            b"",
        ),
        of(
            "a shape that would run os.system",
            "damaged_file",
            "{'descr': '<U1', 'fortran_order': False, 'shape': (__import__('os').system('id'),), }\n",
            b"abcd",
        ),
        of(
            "a type that would run os.system",
            "unrecognised_file",
            "{'descr': __import__('os').system('id'), 'fortran_order': False, 'shape': (1,), }\n",
            b"abcd",
        ),
        shaped("a shape of 2⁶³", "(9223372036854775808,)"),
        shaped("a shape of 10³⁰", "(1000000000000000000000000000000,)"),
        shaped(
            "a shape whose product overflows",
            "(4294967296, 4294967296, 4294967296)",
        ),
        shaped("a shape below 0", "(-1,)"),
        shaped("a shape in itself", "((1,),)"),
        shaped("a shape without end", "(1, 1, 1, 1, 1, 1, 1, 1, 1"),
        of(
            "a type of 2⁶⁴ bytes",
            "unrecognised_file",
            "{'descr': '<U18446744073709551615', 'fortran_order': False, 'shape': (1,), }\n",
            b"abcd",
        ),
        of(
            "a type of no bytes, 2⁶² times",
            "damaged_file",
            "{'descr': '<U0', 'fortran_order': False, 'shape': (4611686018427387904,), }\n",
            b"abcd",
        ),
        of(
            "fields in fields",
            "unrecognised_file",
            &format!(
                "{{'descr': {}, 'shape': (1,), }}\n",
                "[('a', ".repeat(5_000)
            ),
            b"",
        ),
        Case::tokenizer(
            "a header that is longer than the file",
            "damaged_file",
            "vocab.npy",
            *b"\x93NUMPY\x01\0\xff\xff{}",
        )
        .naming("cut off"),
        Case::tokenizer(
            "a header of 4 GiB",
            "damaged_file",
            "vocab.npy",
            *b"\x93NUMPY\x02\0\xff\xff\xff\xff{}",
        ),
        Case::tokenizer(
            "a version that no one knows",
            "damaged_file",
            "vocab.npy",
            *b"\x93NUMPY\xff\xff\0\0{}",
        ),
        Case::tokenizer(
            "16 Mi words of one letter",
            "unrecognised_file",
            "vocab.npy",
            many("|S1", 16 << 20, 16 << 20),
        )
        .within(100),
        Case::tokenizer(
            "a million words of a letter that is none",
            "loaded",
            "vocab.npy",
            many("<U1", 1 << 20, 4 << 20),
        )
        .within(160),
        Case::tokenizer(
            "one word of 16 MiB",
            "loaded",
            "vocab.npy",
            many("|S16777216", 1, 16 << 20),
        )
        .within(100),
    ]
}
