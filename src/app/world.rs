//! What every screen may look at, as the app owns it.

use crate::state::card::{Catalogue, SessionCard};
use crate::ui::ask::Reply;
use crate::ui::context::{Context, Looks, Office, SizeClass};
use crate::ui::draft::Drafts;
use crate::ui::input::Stamp;
use crate::ui::route::{Access, Note, Route};
use std::sync::Arc;

/// The app's state beside its screens.
pub struct World {
    pub looks: Looks,
    pub size: (u16, u16),
    pub stamp: Stamp,
    pub session: Option<SessionCard>,
    pub office: Office,
    pub catalogue: Option<Arc<Catalogue>>,
    pub drafts: Drafts,
}

impl World {
    pub fn new(looks: Looks, size: (u16, u16), stamp: Stamp) -> Self {
        Self {
            looks,
            size,
            stamp,
            session: None,
            office: Office::default(),
            catalogue: None,
            drafts: Drafts::default(),
        }
    }

    pub fn context(&self) -> Context<'_> {
        let (width, height) = self.size;
        Context {
            stamp: self.stamp,
            lang: self.looks.lang,
            texts: self.looks.lang.texts(),
            tier: self.looks.tier,
            size: SizeClass::of(width, height, self.looks.large),
            width,
            height,
            session: self.session.as_ref(),
            office: &self.office,
            catalogue: self.catalogue.as_ref(),
            drafts: &self.drafts,
        }
    }

    /// Keeps what an answer tells everybody.
    pub fn absorb(&mut self, reply: &Reply) {
        match reply {
            Reply::Opened { office, demo } => {
                self.office = Office {
                    name: office.clone(),
                    demo: demo.clone(),
                    open: true,
                    doubt: self.office.doubt,
                    astray: self.office.astray,
                };
            }
            Reply::Clock { doubt, astray } => {
                (self.office.doubt, self.office.astray) = (*doubt, *astray);
            }
            Reply::Catalogue(catalogue) => self.catalogue = Some(Arc::clone(catalogue)),
            Reply::OutOfService(_) => self.office.open = false,
            _ => {}
        }
    }

    /// The route itself, or the screen that stands before it: sign-in, or a notice that it is for staff.
    pub fn allowed(&self, route: Route) -> Route {
        let needs_role = |has: bool| has.then_some(()).ok_or(Route::Notice(Note::StaffOnly));
        let verdict = match (route.access(), &self.session) {
            (Access::Public, _) | (Access::Person, Some(_)) => Ok(()),
            (_, None) => {
                return Route::SignIn {
                    number: None,
                    then: Box::new(route),
                };
            }
            (Access::Staff(role), Some(session)) => needs_role(session.roles.has(role)),
            (Access::AnyStaff, Some(session)) => needs_role(session.roles.is_staff()),
        };
        verdict.err().unwrap_or(route)
    }
}
