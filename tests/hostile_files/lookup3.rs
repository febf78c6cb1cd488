//! Checksums of HDF5's newer structures.

/// The checksum of HDF5's newer structures: Bob Jenkins's lookup3, `hashlittle` with 0.
pub fn lookup3(bytes: &[u8]) -> u32 {
    let start = 0xdead_beef_u32.wrapping_add(bytes.len() as u32);
    let (mut a, mut b, mut c) = (start, start, start);
    let mut rest = bytes;
    let word = |bytes: &[u8], at: usize| {
        let mut four = [0; 4];
        for (to, from) in four.iter_mut().zip(bytes.iter().skip(at)) {
            *to = *from;
        }
        u32::from_le_bytes(four)
    };
    while rest.len() > 12 {
        a = a.wrapping_add(word(rest, 0));
        b = b.wrapping_add(word(rest, 4));
        c = c.wrapping_add(word(rest, 8));
        for (turn, step) in [4, 6, 8, 16, 19, 4].into_iter().enumerate() {
            let (x, y) = match turn % 3 {
                0 => (&mut a, &mut c),
                1 => (&mut b, &mut a),
                _ => (&mut c, &mut b),
            };
            *x = x.wrapping_sub(*y) ^ y.rotate_left(step);
            let z = match turn % 3 {
                0 => b,
                1 => c,
                _ => a,
            };
            match turn % 3 {
                0 => c = c.wrapping_add(z),
                1 => a = a.wrapping_add(z),
                _ => b = b.wrapping_add(z),
            }
        }
        rest = &rest[12..];
    }
    a = a.wrapping_add(word(rest, 0));
    b = b.wrapping_add(word(rest, 4));
    c = c.wrapping_add(word(rest, 8));
    for (turn, step) in [14, 11, 25, 16, 4, 14, 24].into_iter().enumerate() {
        match turn % 3 {
            0 => c = (c ^ b).wrapping_sub(b.rotate_left(step)),
            1 => a = (a ^ c).wrapping_sub(c.rotate_left(step)),
            _ => b = (b ^ a).wrapping_sub(a.rotate_left(step)),
        }
    }
    c
}
