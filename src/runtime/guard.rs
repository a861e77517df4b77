//! The terminal is taken, and given back as it was: on return, on a signal, on a panic.

use super::Error;
use crossterm::{
    cursor,
    event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture},
    execute, queue,
    style::ResetColor,
    terminal::{
        Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
    },
};
use ratatui::{Terminal, backend::CrosstermBackend};
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal is ours; so that it is given back once, by whoever is first.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// A frame of 200x60 in one write.
const BUFFER: usize = 64 * 1024;

/// The terminal while it is ours.
pub struct TerminalGuard {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

impl TerminalGuard {
    /// Takes the terminal: raw mode, the alternate screen (cleared, for consoles that have none), bracketed paste, and
    /// the mouse if it is wanted.
    pub fn enter(mouse: bool) -> Result<Self, Error> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(Error::NoTerminal);
        }
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let mut out = BufWriter::with_capacity(BUFFER, io::stdout());
        let taken = queue!(
            out,
            EnterAlternateScreen,
            Clear(ClearType::All),
            EnableBracketedPaste
        )
        .and_then(|()| {
            if mouse {
                queue!(out, EnableMouseCapture)
            } else {
                Ok(())
            }
        })
        .and_then(|()| Terminal::new(CrosstermBackend::new(out)));
        match taken {
            Ok(terminal) => Ok(Self { terminal }),
            Err(error) => {
                restore();
                Err(error.into())
            }
        }
    }

    /// The terminal to draw on.
    pub fn terminal(&mut self) -> &mut Terminal<CrosstermBackend<BufWriter<Stdout>>> {
        &mut self.terminal
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back, if it is taken. Errors are passed over: there is nobody left to tell.
///
/// The screen is cleared before the alternate screen is left, and after it on a console, which may not have had one
/// (Linux before 6.18.20): nobody's name stays to be read.
pub fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = execute!(
        out,
        ResetColor,
        Clear(ClearType::All),
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    if std::env::var_os("TERM").is_some_and(|term| term == "linux") {
        let _ = execute!(out, Clear(ClearType::All), cursor::MoveTo(0, 0));
    }
    let _ = out.flush();
    let _ = disable_raw_mode();
}
