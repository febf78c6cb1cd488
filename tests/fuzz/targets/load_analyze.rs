#![no_main]

wordlight_fuzz::target!(load_analyze);
