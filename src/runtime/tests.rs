use super::*;
use crate::ui::key::{Chord, Key};
use ratatui::backend::TestBackend;

/// Ends the loop after the frame that follows the first batch of events.
struct StopsAfterOneFrame(Sender<Signal>);

impl Bell for StopsAfterOneFrame {
    fn ring(&mut self, _: u8) {}
    fn next(&self) -> Option<Instant> {
        None
    }
    fn go_on(&mut self) {
        self.0.send(Signal::Stop).unwrap();
    }
}

fn text(terminal: &Terminal<TestBackend>) -> String {
    terminal.backend().to_string()
}

#[test]
fn the_loop_draws_what_the_keys_lead_to_and_ends_at_the_signal() {
    let clock = Clock::start();
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let mut app = App::new(Settings::default(), (80, 24), clock.stamp());
    draw(&mut terminal, &mut app).unwrap();
    assert!(text(&terminal).contains("Pindai kartu pegawai"));
    let (sender, inbox) = channel();
    let (requests, _asked) = channel();
    sender
        .send(Signal::Event(
            Event::Key(Chord::plain(Key::Enter)),
            Instant::now(),
        ))
        .unwrap();
    sender
        .send(Signal::Reply(
            None,
            Box::new(Reply::Opened {
                office: "Balai Diklat Kota Bandung".into(),
                demo: None,
            }),
        ))
        .unwrap();
    let mut bell = StopsAfterOneFrame(sender);
    drive(&mut terminal, &mut app, clock, &inbox, &requests, &mut bell).unwrap();
    assert!(text(&terminal).contains("Selamat datang"), "{}", text(&terminal));
    assert!(text(&terminal).contains("Balai Diklat Kota Bandung"));
}

#[test]
fn the_loop_ends_when_nobody_can_speak_any_more() {
    let clock = Clock::start();
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let mut app = App::new(Settings::default(), (80, 24), clock.stamp());
    let (sender, inbox) = channel();
    let (requests, _asked) = channel();
    drop(sender);
    drive(
        &mut terminal,
        &mut app,
        clock,
        &inbox,
        &requests,
        &mut Bells::default(),
    )
    .unwrap();
}

#[test]
fn no_color_means_no_colour() {
    assert_eq!(looks_of_env(Some(OsStr::new("1")), None).palette, Palette::Mono);
    assert_eq!(
        looks_of_env(Some(OsStr::new("")), None).palette,
        Palette::Colour16
    );
    assert_eq!(looks_of_env(None, Some(OsStr::new("linux"))).tier, Tier::Vga);
    assert_eq!(
        looks_of_env(None, Some(OsStr::new("xterm-256color"))).tier,
        Tier::Full
    );
    assert_eq!(looks_of_env(None, None).tier, Tier::Ascii);
}
