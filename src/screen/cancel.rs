//! A registration is cancelled with a reason.

use crate::domain::id::RegistrationId;
use crate::screen::unfinished;
use crate::ui::context::Context;
use crate::ui::route::Route;
use crate::ui::screen::Screen;

/// Opens it.
pub fn open(registration: RegistrationId, title: String, cx: &Context) -> Box<dyn Screen> {
    unfinished(Route::Cancel { registration, title }, cx.texts.cancel.title)
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let _ = cx;
    Vec::new()
}
