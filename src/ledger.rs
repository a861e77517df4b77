//! What happened: operations, their bodies, blobs, clock, segments, keys. Bytes in, bytes out; no files.

pub mod body;
