//! First use: activation code, then a PIN of one's own.

use crate::screen::unfinished;
use crate::ui::context::Context;
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use zeroize::Zeroizing;

/// Opens it.
pub fn open(number: Option<Zeroizing<String>>, then: Route, cx: &Context) -> Box<dyn Screen> {
    unfinished(
        Route::Activate {
            number,
            then: Box::new(then),
        },
        cx.texts.activate.title,
    )
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let _ = cx;
    Vec::new()
}
