#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| photocheck_fuzz::container(data));
