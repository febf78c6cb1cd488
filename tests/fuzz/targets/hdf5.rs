#![no_main]

wordlight_fuzz::target!(hdf5);
