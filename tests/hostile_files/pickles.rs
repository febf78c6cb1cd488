//! Pickles that would run something, and pickles that would be far more than they are.

use crate::case::Case;

/// A pickle of protocol 4.
fn pickle(opcodes: &[&[u8]]) -> Vec<u8> {
    [&b"\x80\x04"[..], &opcodes.concat(), b"."].concat()
}

/// A short text as an opcode.
fn text(text: &str) -> Vec<u8> {
    [&[0x8c, text.len() as u8], text.as_bytes()].concat()
}

/// A text of any length as an opcode.
fn long_text(length: usize) -> Vec<u8> {
    [
        &b"X"[..],
        &(length as u32).to_le_bytes(),
        &vec![b'a'; length],
    ]
    .concat()
}

/// What `pickle.dumps` writes of a call `module.name(*arguments)`, by STACK_GLOBAL.
fn call(module: &str, name: &str, argument: &str) -> Vec<u8> {
    pickle(&[
        &text(module),
        &text(name),
        b"\x93",
        &text(argument),
        b"\x85R",
    ])
}

pub fn cases() -> Vec<Case> {
    let mut cases = calls();
    cases.extend(amounts());
    cases.extend(lies());
    cases
}

fn of(what: &str, expected: &'static str, bytes: Vec<u8>) -> Case {
    Case::tokenizer(what, expected, "tokenizer.pickle", bytes)
}

fn calls() -> Vec<Case> {
    let unsafe_of = |what: &str, bytes: &[u8]| of(what, "unsafe_pickle", bytes.to_vec());
    let inner = b"\x80\x04cos\nsystem\n\x8c\x02id\x85R.";
    let npy_header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n";
    let npy = [
        &b"\x93NUMPY\x01\0"[..],
        &(npy_header.len() as u16).to_le_bytes(),
        npy_header.as_bytes(),
        inner,
    ]
    .concat();
    let joblib = pickle(&[
        b"cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(",
        &text("dtype"),
        b"cnumpy\ndtype\n",
        &text("O8"),
        b"\x85R",
        b"ub",
        &inner[..],
    ]);
    vec![
        unsafe_of(
            "os.system by GLOBAL and REDUCE",
            b"cos\nsystem\n(S'rm -rf /'\ntR.",
        )
        .naming("os.system"),
        unsafe_of(
            "os.system by STACK_GLOBAL",
            &call("os", "system", "rm -rf /"),
        )
        .naming("os.system"),
        unsafe_of("posix.system", &call("posix", "system", "id")).naming("posix.system"),
        unsafe_of("builtins.eval", &call("builtins", "eval", "1")).naming("builtins.eval"),
        unsafe_of("builtins.exec", &call("builtins", "exec", "1")).naming("builtins.exec"),
        unsafe_of(
            "__builtin__.__import__",
            &call("__builtin__", "__import__", "os"),
        ),
        unsafe_of("builtins.getattr", &call("builtins", "getattr", "x")).naming("builtins.getattr"),
        unsafe_of("builtins.open", &call("builtins", "open", "/etc/passwd"))
            .naming("builtins.open"),
        unsafe_of("subprocess.Popen", &call("subprocess", "Popen", "id")),
        unsafe_of("functools.partial", &call("functools", "partial", "id")),
        unsafe_of("types.CodeType", &call("types", "CodeType", "id")),
        unsafe_of("marshal.loads", &call("marshal", "loads", "id")),
        unsafe_of("pickle.loads", &call("_pickle", "loads", "id")),
        unsafe_of("runpy._run_code", &call("runpy", "_run_code", "id")),
        unsafe_of(
            "webbrowser.open",
            &call("webbrowser", "open", "https://example.org"),
        ),
        unsafe_of("numpy.load", &call("numpy", "load", "id")),
        unsafe_of("joblib.load", &call("joblib", "load", "id")),
        unsafe_of(
            "a name with dots in it",
            &call("builtins", "dict.__class__", "id"),
        ),
        unsafe_of(
            "another name of a tokenizer's module",
            &call("keras.preprocessing.text", "os.system", "id"),
        ),
        unsafe_of("an object by INST", b"\x80\x02(S'rm -rf /'\nios\nsystem\n.").naming("unusual"),
        unsafe_of(
            "an object by OBJ",
            &pickle(&[b"(cos\nsystem\n", &text("id"), b"o"]),
        )
        .naming("os.system"),
        unsafe_of(
            "an object by NEWOBJ",
            &pickle(&[b"csubprocess\nPopen\n", &text("id"), b"\x85\x81"]),
        )
        .naming("subprocess.Popen"),
        unsafe_of(
            "an object by NEWOBJ_EX",
            &pickle(&[b"csubprocess\nPopen\n", &text("id"), b"\x85}\x92"]),
        )
        .naming("subprocess.Popen"),
        unsafe_of(
            "a class from the registry of extensions",
            &pickle(&[b"\x82\x01)R"]),
        ),
        unsafe_of(
            "a class from the registry of extensions, 4 bytes",
            &pickle(&[b"\x84\xff\xff\xff\x7f)R"]),
        ),
        unsafe_of("a persistent object", b"(lp0\nPhttp://example.org/\na."),
        unsafe_of(
            "a persistent object by BINPERSID",
            &pickle(&[&text("x"), b"Q"]),
        ),
        unsafe_of("a buffer from outside", &pickle(&[b"\x97"])),
        unsafe_of(
            "a call of a text",
            &pickle(&[&text("os.system"), &text("id"), b"\x85R"]),
        ),
        unsafe_of("a call of a list", &pickle(&[b"]", &text("id"), b"\x85R"])),
        unsafe_of(
            "copyreg._reconstructor of a class",
            &pickle(&[b"ccopyreg\n_reconstructor\n(csubprocess\nPopen\ncbuiltins\nobject\nNtR"]),
        )
        .naming("subprocess.Popen"),
        unsafe_of(
            "a class within a dictionary of attributes",
            &pickle(&[
                b"ckeras.preprocessing.text\nTokenizer\n)\x81}",
                &text("word_index"),
                b"cos\nsystem\n",
                &text("id"),
                b"\x85Rsb",
            ]),
        )
        .naming("os.system"),
        Case::tokenizer(
            "an array of objects in .npy that would run something",
            "unsafe_pickle",
            "vocab.npy",
            npy,
        )
        .naming("os.system"),
        unsafe_of("an array of joblib's that would run something", &joblib).naming("os.system"),
        of(
            "__setstate__ on what has none",
            "damaged_file",
            pickle(&[b"K\x01", &text("x"), b"b"]),
        ),
    ]
}

fn amounts() -> Vec<Case> {
    let laughs = |levels: usize| {
        // [a, a, …, a] ten times over, of the one before.
        let mut opcodes = [&text("ha")[..], b"\x94"].concat();
        for level in 0..levels {
            opcodes.extend(b"(");
            opcodes.extend([b'h', level as u8].repeat(10));
            opcodes.extend(b"l\x94");
        }
        pickle(&[&opcodes])
    };
    let repeated = |each: &[u8], times: usize| each.repeat(times);
    let text_often = |length: usize, times: usize| {
        pickle(&[
            &long_text(length),
            b"\x940(",
            &repeated(b"h\0", times),
            b"l",
        ])
    };
    let encoded_often = pickle(&[
        b"c_codecs\nencode\n\x940",
        &long_text(4 << 20),
        b"\x85\x940(",
        &repeated(b"h\0h\x01R", 2_000),
        b"l",
    ]);
    let array_often = pickle(&[
        b"cnumpy.core.multiarray\nscalar\n\x940cnumpy\ndtype\n",
        &text("S4194304"),
        b"\x85R",
        &long_text(4 << 20),
        b"\x86\x940(",
        &repeated(b"h\0h\x01R", 2_000),
        b"l",
    ]);
    let name_often = pickle(&[
        &long_text(4 << 20),
        b"\x940(",
        &repeated(b"h\0h\0\x93", 1),
        b"l",
    ]);
    let known_name_often = {
        let module = [
            &b"X"[..],
            &((4u32 << 20) + 18).to_le_bytes(),
            &vec![b'a'; 4 << 20],
            b"preprocessing.text",
        ]
        .concat();
        pickle(&[
            &module,
            b"\x940",
            &text("Tokenizer"),
            b"\x940(",
            &repeated(b"h\0h\x01\x93", 10_000),
            b"l",
        ])
    };
    let array_of_letters = pickle(&[
        b"cnumpy.core.numeric\n_frombuffer\n(",
        &long_text(16 << 20),
        b"cnumpy\ndtype\n",
        &text("S1"),
        b"\x85RtR",
    ]);
    vec![
        of("a billion laughs", "damaged_file", laughs(9)),
        of("2²⁰⁰ leaves", "damaged_file", laughs(200)),
        of("a list in itself", "damaged_file", pickle(&[b"]\x94h\0a"])).naming("itself"),
        of(
            "a dictionary in itself",
            "damaged_file",
            pickle(&[b"}\x94", &text("vocabulary"), b"h\0s"]),
        )
        .naming("itself"),
        of(
            "lists in lists, 100,000 deep",
            "damaged_file",
            pickle(&[&repeated(b"]", 100_000), &repeated(b"a", 99_999)]),
        ),
        of(
            "a text of 4 MiB, 1,000 times",
            "damaged_file",
            text_often(4 << 20, 1_000),
        )
        .within(40),
        of(
            "a text of 4 MiB as bytes, 2,000 times",
            "damaged_file",
            encoded_often,
        )
        .within(40),
        of(
            "a text of 4 MiB in an array, 2,000 times",
            "damaged_file",
            array_often,
        )
        .within(40),
        of("a name of 4 MiB", "damaged_file", name_often),
        of(
            "a name of 4 MiB that ends well, 10,000 times",
            "damaged_file",
            known_name_often,
        ),
        of(
            "an array of 16 Mi texts of one letter",
            "unrecognised_file",
            array_of_letters,
        )
        .within(100),
        of(
            "10 million numbers",
            "damaged_file",
            pickle(&[b"(", &repeated(b"K\x01", 10_000_000), b"l"]),
        )
        .within(1100),
        of(
            "10 million marks",
            "damaged_file",
            pickle(&[&repeated(b"(", 10_000_000)]),
        )
        .within(300),
        of(
            "10 million places in the memo",
            "damaged_file",
            pickle(&[b"N", &repeated(b"\x94", 10_000_000)]),
        )
        .within(400),
        of(
            "10 million copies of the top",
            "damaged_file",
            pickle(&[b"N", &repeated(b"2", 10_000_000)]),
        )
        .within(300),
        of(
            "10 million lists",
            "damaged_file",
            pickle(&[b"(", &repeated(b"]", 10_000_000), b"l"]),
        )
        .within(1100),
    ]
}

fn lies() -> Vec<Case> {
    let of = |what: &str, opcodes: &[&[u8]]| of(what, "damaged_file", pickle(opcodes));
    vec![
        of("LONG4 of 4 GiB", &[b"\x8b\xff\xff\xff\x7f"]),
        of(
            "LONG1 of a thousand bits is no length",
            &[b"}", &text("maxlen"), b"\x8a\x7f", &[0xff; 127], b"s\x85R"],
        ),
        of("BINUNICODE8 of 2⁶³ bytes", &[b"\x8d\0\0\0\0\0\0\0\x80"]),
        of(
            "BINUNICODE8 of 2⁶⁴ − 1 bytes",
            &[b"\x8d\xff\xff\xff\xff\xff\xff\xff\xff"],
        ),
        of("BINBYTES8 of 2⁶³ bytes", &[b"\x8e\0\0\0\0\0\0\0\x80"]),
        of("BYTEARRAY8 of 2⁶³ bytes", &[b"\x96\0\0\0\0\0\0\0\x80"]),
        of("BINUNICODE of 4 GiB", &[b"X\xff\xff\xff\xff"]),
        of(
            "a frame of 2⁶⁴ − 1 bytes and nothing in it",
            &[b"\x95\xff\xff\xff\xff\xff\xff\xff\xff"],
        ),
        of("a memo's place of 2⁶⁴", &[b"Np18446744073709551616\n"]),
        of("a memo's place below 0", &[b"Np-1\n"]),
        of("a reference to what is not there", &[b"j\xff\xff\xff\xff"]),
        of("a list without a mark", &[b"Nl"]),
        of("a mark that was taken already", &[b"(0l"]),
        of("items of no dictionary", &[b"](NNu"]),
        of("a pair from an empty stack", &[b"\x86"]),
        of("a line without end", &[b"V", &[b'a'; 100_000]]),
        of("an opcode that is none", &[b"\xfe"]),
        of("a number that is none", &[b"F1e999999999999999999999x\n"]),
        of(
            "an array whose shape overflows",
            &[
                b"cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(",
                &text("dtype"),
                b"cnumpy\ndtype\n",
                &text("S8"),
                b"\x85R",
                &text("shape"),
                b"(",
                &b"\x8a\x08\0\0\0\0\0\0\0\x40".repeat(9),
                b"t",
                b"ub",
            ],
        ),
        of(
            "an array of 2⁶² elements",
            &[
                b"cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(",
                &text("dtype"),
                b"cnumpy\ndtype\n",
                &text("S1"),
                b"\x85R",
                &text("shape"),
                b"\x8a\x08\0\0\0\0\0\0\0\x40\x85",
                b"ub",
            ],
        ),
        of(
            "pickles of arrays in arrays, 1,000 deep",
            &[&[
                &b"cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}"[..],
                &text("dtype"),
                b"cnumpy\ndtype\n",
                &text("O8"),
                b"\x85Rsb",
            ]
            .concat()
            .repeat(1_000)],
        ),
    ]
}
