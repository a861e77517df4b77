//! What screens share: looks, keys, input, routes, effects, the [`screen::Screen`] trait, the painter, widgets.
//!
//! A screen is a pure value: [`input`] in, [`effect`]s out, and a [`painter::Painter`] to show itself on. What it asks
//! of the office are data too ([`ask`]): no screen can reach a store.

pub mod ask;
pub mod context;
pub mod draft;
pub mod effect;
pub mod filter;
pub mod glyph;
pub mod input;
pub mod key;
pub mod keymap;
pub mod number;
pub mod painter;
pub mod route;
pub mod scan;
pub mod screen;
pub mod sync_words;
#[doc(hidden)]
pub mod testing;
pub mod theme;
pub mod widget;
