//! How it travels: the file that offices exchange. Bytes in, bytes out; no files, no store.

pub mod columns;
