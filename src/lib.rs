//! Balai: a terminal kiosk for the training of civil servants.
//!
//! An employee finds a training, is registered and leaves with a truthful slip; answers a survey that cannot be
//! traced back; a facilitator marks who came; an officer plans and looks after the office. Everything is kept in a
//! ledger of this office's own, durable before anyone is told.
//!
//! # The house
//!
//! Each room may name only the rooms above it; `tests/layers.rs` reads every `crate::` path and fails on an upward
//! one.
//!
//! | # | room | holds |
//! | --- | --- | --- |
//! | 1 | [`domain`] | pure nouns and rules: numbers, people, courses, batches, registrations, seats, credit hours |
//! | 2 | [`ledger`] | what happened: operations, their CBOR bodies, detached blobs, clock, segments, signatures |
//! | 3 | [`state`] | what is true: one fold for each kind of entity, and what screens read of it |
//! | 4 | [`store`] | where it is kept: log, blobs, sled index, ballot files, node-local vault, lock |
//! | 5 | [`bundle`] | how it travels: the file format, sealing and opening, caps; bytes in, bytes out |
//! | 6 | [`exchange`] | what travels: have-lists, export plan, import, quarantine, media (sticks, folders), joining |
//! | 7 | [`intake`] | files in: rows of CSV, XLSX and TOML, and the faults in them |
//! | 8 | [`survey`] | questionnaires in, skip logic, tallies, indices |
//! | 9 | [`report`] | what goes out on paper and as tables |
//! | 10 | [`service`] | the use cases, one a file: each decides in `domain`, writes through `store`, answers |
//! | 11 | [`i18n`] | every sentence on a screen, typed, Indonesian and English |
//! | 12 | [`ui`] | what screens share: theme, glyphs, keymap, scanner, routes, effects, the `Screen` trait, painter |
//! | 13 | [`screen`] | one screen a file |
//! | 14 | [`app`] | the model: screen stack, who is signed in, idle |
//! | 15 | [`runtime`] | the shell: terminal guard, events, worker |
//! | 16 | [`cli`] | the commands |
//!
//! A key's way: `runtime` -> `app` -> `screen.update` -> `Effect` -> `service` -> `domain` decides -> `ledger`
//! operation -> `store::log` (durable) -> `state` folds -> `store::index` -> reply -> `screen.view`.
//! A bundle's: stick -> staging -> `bundle` verifies -> `exchange` -> `store::shelf` (durable) -> `state` folds ->
//! `store::index`.

pub mod app;
pub mod bundle;
pub mod cli;
pub mod domain;
pub mod exchange;
pub mod i18n;
pub mod intake;
pub mod ledger;
pub mod report;
pub mod runtime;
pub mod screen;
pub mod service;
pub mod state;
pub mod store;
pub mod survey;
pub mod ui;
