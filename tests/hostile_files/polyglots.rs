//! Files that are two kinds at once, or another kind than they seem.

use crate::case::{Case, good_h5, good_model, good_tokenizer};
use crate::zip_writer::{Entry, archive};

pub fn cases() -> Vec<Case> {
    let (model, h5, tokenizer) = (good_model().bytes, good_h5(), good_tokenizer().bytes);
    let behind = |head: &[u8], what: &[u8]| [head, what].concat();
    let mut with_user_block = vec![0; 512];
    with_user_block.extend(&h5);
    let html = b"<!doctype html><script>alert(1)</script><!--";
    vec![
        Case::model(
            "a web page with a zip at its end",
            "unrecognised_file",
            "m.keras",
            behind(html, &model),
        ),
        Case::model(
            "a PDF with a zip at its end",
            "unrecognised_file",
            "m.keras",
            behind(b"%PDF-1.7\n", &model),
        )
        .naming("PDF"),
        Case::model(
            "a picture with a zip at its end",
            "unrecognised_file",
            "m.keras",
            behind(b"\x89PNG\r\n\x1a\n", &model),
        )
        .naming("picture"),
        Case::model(
            "a program with a zip at its end",
            "unrecognised_file",
            "m.keras",
            behind(b"MZ\x90\0", &model),
        ),
        Case::model(
            "a script with a zip at its end",
            "unrecognised_file",
            "m.keras",
            behind(b"#!/bin/sh\nrm -rf /\nexit\n", &model),
        ),
        Case::model(
            "a zip with a web page at its end",
            "loaded",
            "m.keras",
            behind(&model, html),
        ),
        Case::model(
            "a zip with another zip at its end",
            "not_keras",
            "m.keras",
            behind(&model, &archive(&[Entry::stored("a.txt", b"a")], None)),
        ),
        Case::model(
            "HDF5 with a user block of zeros",
            "unrecognised_file",
            "m.h5",
            with_user_block.clone(),
        ),
        Case::model(
            "HDF5 with a user block that is a zip's beginning",
            "damaged_file",
            "m.h5",
            behind(b"PK\x03\x04", &with_user_block[4..]),
        ),
        Case::model(
            "HDF5 with a zip at its end",
            "loaded",
            "m.h5",
            behind(&h5, &model),
        ),
        Case::model(
            "a zip's first bytes before HDF5",
            "damaged_file",
            "m.keras",
            behind(b"PK\x03\x04", &h5),
        ),
        Case::tokenizer(
            "a pickle's first bytes before JSON",
            "damaged_file",
            "t.pkl",
            behind(b"\x80\x04", &tokenizer),
        ),
        Case::tokenizer(
            "gzip's first bytes before JSON",
            "damaged_file",
            "t.json",
            behind(b"\x1f\x8b\x08", &tokenizer),
        ),
        Case::tokenizer(
            ".npy's first bytes before JSON",
            "damaged_file",
            "t.npy",
            behind(b"\x93NUMPY\x01\0", &tokenizer),
        ),
        Case::tokenizer(
            "JSON behind a script",
            "unrecognised_file",
            "t.json",
            behind(b"/*<script>alert(1)</script>*/", &tokenizer),
        ),
        Case::tokenizer(
            "JSON in front of a script",
            "damaged_file",
            "t.json",
            behind(&tokenizer, b"<script>alert(1)</script>{}"),
        ),
        Case::tokenizer(
            "a model of TensorFlow Lite named as JSON",
            "unsupported_format",
            "t.json",
            *b"\x1c\0\0\0TFL3{}",
        ),
        Case::model(
            "a tokenizer named as a model",
            "duplicate_file",
            "m.keras",
            tokenizer.clone(),
        ),
        Case::tokenizer(
            "a model named as a tokenizer",
            "duplicate_file",
            "t.json",
            model.clone(),
        ),
        Case::model(
            "HDF5's signature alone",
            "damaged_file",
            "m.h5",
            *b"\x89HDF\r\n\x1a\n",
        ),
        Case::model(
            "HDF5's signature and a megabyte of 0xff",
            "damaged_file",
            "m.h5",
            behind(b"\x89HDF\r\n\x1a\n", &[0xff; 1 << 20]),
        ),
        Case::model(
            "HDF5's signature and a megabyte of 0",
            "damaged_file",
            "m.h5",
            behind(b"\x89HDF\r\n\x1a\n", &[0; 1 << 20]),
        ),
        Case::model(
            "HDF5 whose line ends a transfer turned",
            "unrecognised_file",
            "m.h5",
            behind(b"\x89HDF\n\x1a\n", &h5[8..]),
        ),
    ]
}
