//! The slip (K6).

use crate::domain::id::RegistrationId;
use crate::domain::receipt::Receipt;
use crate::screen::unfinished;
use crate::ui::context::Context;
use crate::ui::route::Route;
use crate::ui::screen::Screen;

/// Opens it with a fresh receipt.
pub fn open(receipt: Receipt, cx: &Context) -> Box<dyn Screen> {
    unfinished(Route::Ticket(Box::new(receipt)), cx.texts.ticket.title)
}

/// Opens it for an older registration, whose receipt it asks for.
pub fn open_of(registration: RegistrationId, cx: &Context) -> Box<dyn Screen> {
    unfinished(Route::TicketOf(registration), cx.texts.ticket.title)
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let _ = cx;
    Vec::new()
}
