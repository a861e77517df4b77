//! The health of this office's data.

use crate::screen::unfinished;
use crate::ui::context::Context;
use crate::ui::route::Route;
use crate::ui::screen::Screen;

/// Opens it.
pub fn open(cx: &Context) -> Box<dyn Screen> {
    unfinished(Route::Health, cx.texts.health.title)
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let _ = cx;
    Vec::new()
}
