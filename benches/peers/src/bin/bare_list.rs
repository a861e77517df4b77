//! The least a ratatui program with a list can be: the floor for the first frame, the memory and a key.

use std::io;

use ratatui::{
    Frame,
    crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers},
    style::{Modifier, Style},
    widgets::{Block, List, ListState},
};

const ROWS: usize = 500;

fn main() -> io::Result<()> {
    let items: Vec<String> = (1..=ROWS)
        .map(|n| format!("{n:>4}  Pelatihan nomor {n}"))
        .collect();
    let mut state = ListState::default().with_selected(Some(0));
    let mut terminal = ratatui::init();
    let outcome = loop {
        if let Err(fault) = terminal.draw(|frame| draw(frame, &items, &mut state)) {
            break Err(fault);
        }
        match event::read() {
            Err(fault) => break Err(fault),
            Ok(Event::Key(key)) if key.kind != KeyEventKind::Release => match key.code {
                KeyCode::Down => state.select_next(),
                KeyCode::Up => state.select_previous(),
                KeyCode::Char('q') => break Ok(()),
                KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => break Ok(()),
                _ => {}
            },
            Ok(_) => {}
        }
    };
    ratatui::restore();
    outcome
}

fn draw(frame: &mut Frame<'_>, items: &[String], state: &mut ListState) {
    let list = List::new(items.iter().map(String::as_str))
        .block(Block::bordered().title("Daftar"))
        .highlight_style(Style::new().add_modifier(Modifier::REVERSED))
        .highlight_symbol("> ");
    frame.render_stateful_widget(list, frame.area(), state);
}
