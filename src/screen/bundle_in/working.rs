//! While a bundle is checked or read: how far that is.

use super::{BundleIn, report};
use crate::{
    i18n::format,
    ui::{context::Context, painter::Painter, sync_words as words, theme::Role, widget::pace::Pace},
};
use ratatui::layout::Rect;

impl BundleIn {
    pub(super) fn draw_working(
        &self,
        reading: bool,
        folding: bool,
        pace: &Pace,
        painter: &mut Painter,
        cx: &Context,
    ) {
        let t = &cx.texts.bundle_in;
        let body = painter.body();
        let gap = u16::from(!painter.is_large());
        let what = if reading { t.reading } else { t.checking };
        painter.put(body.x, body.y, what, Role::Important);
        painter.cut(
            body.x,
            body.y + 1,
            body.width,
            &report::name(&self.path),
            Role::Base,
        );
        let counted = if folding {
            (t.records)(
                &words::count(cx.lang, pace.done),
                &words::count(cx.lang, pace.total),
            )
        } else {
            let all = if pace.total > 0 { pace.total } else { self.bytes };
            (t.bytes)(&format::bytes(cx.lang, pace.done), &format::bytes(cx.lang, all))
        };
        let y = pace.draw(painter, body.y + 2 + gap, &counted, cx) + gap;
        let room = Rect {
            y,
            height: body.bottom().saturating_sub(y),
            ..body
        };
        painter.wrap(room, t.wait, Role::Muted);
    }
}
