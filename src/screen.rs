//! One screen a file. [`open`] is the only list of them; no screen names another.

pub mod activate;
pub mod attendance;
pub mod attract;
pub mod batch_admin;
pub mod batches;
pub mod bundle_in;
pub mod bundle_out;
pub mod cancel;
pub mod catalogue;
pub mod change_pin;
pub mod clock;
pub mod confirm;
pub mod course;
pub mod facilitator;
pub mod filter;
pub mod health;
pub mod help;
pub mod home;
pub mod import_file;
pub mod matters;
pub mod nodes;
pub mod notice;
pub mod officer;
pub mod out_of_service;
pub mod people;
pub mod results;
pub mod seats;
pub mod sign_in;
pub mod survey;
pub mod survey_done;
pub mod survey_list;
pub mod survey_outline;
pub mod survey_review;
pub mod sync;
pub mod ticket;
pub mod trainings;
pub mod trouble;

use crate::ui::context::Context;
use crate::ui::route::Route;
use crate::ui::screen::Screen;

/// Opens the screen of a route.
pub fn open(route: Route, cx: &Context) -> Box<dyn Screen> {
    match route {
        Route::Attract => attract::open(),
        Route::Home => home::open(),
        Route::SignIn { number, then } => sign_in::open(number, *then, cx),
        Route::Activate { number, then } => activate::open(number, *then, cx),
        Route::Catalogue => catalogue::open(cx),
        Route::Filter(filter) => filter::open(*filter, cx),
        Route::Course(course) => course::open(course, cx),
        Route::Confirm { course, batch } => confirm::open(course, batch, cx),
        Route::Ticket(receipt) => ticket::open(*receipt, cx),
        Route::TicketOf(registration) => ticket::open_of(registration, cx),
        Route::Trainings => trainings::open(cx),
        Route::Cancel { registration, title } => cancel::open(registration, title, cx),
        Route::ChangePin => change_pin::open(cx),
        Route::SurveyList => survey_list::open(cx),
        Route::Survey(batch) => survey::open(batch, cx),
        Route::SurveyOutline(batch) => survey_outline::open(batch, cx),
        Route::SurveyReview(batch) => survey_review::open(batch, cx),
        Route::SurveyDone(batch) => survey_done::open(batch, cx),
        Route::Facilitator => facilitator::open(cx),
        Route::Attendance { batch, meeting } => attendance::open(batch, meeting, cx),
        Route::Results(batch) => results::open(batch, cx),
        Route::Officer => officer::open(cx),
        Route::People => people::open(cx),
        Route::Batches => batches::open(cx),
        Route::BatchAdmin { batch, title } => batch_admin::open(batch, title, cx),
        Route::ImportFile => import_file::open(cx),
        Route::Sync => sync::open(cx),
        Route::BundleIn => bundle_in::open(cx),
        Route::BundleOut => bundle_out::open(cx),
        Route::Matters => matters::open(cx),
        Route::Nodes => nodes::open(cx),
        Route::Seats => seats::open(cx),
        Route::Clock => clock::open(cx),
        Route::Health => health::open(cx),
        Route::Help => help::open(help::Content::default()),
        Route::Trouble(trouble) => trouble::open(trouble, cx),
        Route::OutOfService(trouble) => out_of_service::open(trouble, cx),
        Route::Notice(note) => notice::open(note),
    }
}

/// Every screen in its states, by name: what the snapshots and the sweeps walk over.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(String, Box<dyn Screen>)> {
    let mut all = Vec::new();
    all.extend(named("activate", activate::samples(cx)));
    all.extend(named("attendance", attendance::samples(cx)));
    all.extend(named("attract", attract::samples(cx)));
    all.extend(named("batch_admin", batch_admin::samples(cx)));
    all.extend(named("batches", batches::samples(cx)));
    all.extend(named("bundle_in", bundle_in::samples(cx)));
    all.extend(named("bundle_out", bundle_out::samples(cx)));
    all.extend(named("cancel", cancel::samples(cx)));
    all.extend(named("catalogue", catalogue::samples(cx)));
    all.extend(named("change_pin", change_pin::samples(cx)));
    all.extend(named("clock", clock::samples(cx)));
    all.extend(named("confirm", confirm::samples(cx)));
    all.extend(named("course", course::samples(cx)));
    all.extend(named("facilitator", facilitator::samples(cx)));
    all.extend(named("filter", filter::samples(cx)));
    all.extend(named("health", health::samples(cx)));
    all.extend(named("help", help::samples(cx)));
    all.extend(named("home", home::samples(cx)));
    all.extend(named("import_file", import_file::samples(cx)));
    all.extend(named("matters", matters::samples(cx)));
    all.extend(named("nodes", nodes::samples(cx)));
    all.extend(named("notice", notice::samples(cx)));
    all.extend(named("officer", officer::samples(cx)));
    all.extend(named("out_of_service", out_of_service::samples(cx)));
    all.extend(named("people", people::samples(cx)));
    all.extend(named("results", results::samples(cx)));
    all.extend(named("seats", seats::samples(cx)));
    all.extend(named("sign_in", sign_in::samples(cx)));
    all.extend(named("survey", survey::samples(cx)));
    all.extend(named("survey_done", survey_done::samples(cx)));
    all.extend(named("survey_list", survey_list::samples(cx)));
    all.extend(named("survey_outline", survey_outline::samples(cx)));
    all.extend(named("survey_review", survey_review::samples(cx)));
    all.extend(named("sync", sync::samples(cx)));
    all.extend(named("ticket", ticket::samples(cx)));
    all.extend(named("trainings", trainings::samples(cx)));
    all.extend(named("trouble", trouble::samples(cx)));
    all
}

fn named(
    screen: &str,
    states: Vec<(&'static str, Box<dyn Screen>)>,
) -> impl Iterator<Item = (String, Box<dyn Screen>)> {
    states
        .into_iter()
        .map(move |(state, it)| (format!("{screen}-{state}"), it))
}
