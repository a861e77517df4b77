//! The catalogue's filter (K3f).

use crate::screen::unfinished;
use crate::ui::context::Context;
use crate::ui::filter::Filter;
use crate::ui::route::Route;
use crate::ui::screen::Screen;

/// Opens it.
pub fn open(filter: Filter, cx: &Context) -> Box<dyn Screen> {
    unfinished(Route::Filter(Box::new(filter)), cx.texts.filter.title)
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let _ = cx;
    Vec::new()
}
