#![no_main]

wordlight_fuzz::target!(pickle);
