//! Colours by meaning, not by widget: eight roles, two palettes.
//!
//! The pairs were computed against the VGA, Windows Terminal and xterm palettes: each has a contrast of at least 4.5
//! (WCAG 2.2, 1.4.3). Three things of the Linux console decide the rest (`drivers/tty/vt/vt.c`): backgrounds keep
//! eight dark colours; a dark foreground sent after BOLD takes the weight away again, so weight is a bright colour,
//! never BOLD; and colours beyond sixteen are guessed, so none is used.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Role {
    /// Plain text.
    Base,
    /// Of less weight: explanations, what is past.
    Muted,
    /// A key in the hint row.
    Key,
    /// The title bar.
    Bar,
    /// Where the person is.
    Focus,
    /// To be read first.
    Important,
    /// Wrong; always with a word and a `!`.
    Error,
    /// Done well; always with a word.
    Good,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 8] = [
        Self::Base,
        Self::Muted,
        Self::Key,
        Self::Bar,
        Self::Focus,
        Self::Important,
        Self::Error,
        Self::Good,
    ];

    /// The letter of this role in a snapshot; `.` is plain text.
    pub fn letter(self) -> char {
        match self {
            Self::Base => '.',
            Self::Muted => 'm',
            Self::Key => 'K',
            Self::Bar => 'B',
            Self::Focus => 'F',
            Self::Important => '!',
            Self::Error => 'E',
            Self::Good => 'g',
        }
    }
}

/// How roles become styles.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Palette {
    /// The sixteen colours of the console.
    #[default]
    Colour16,
    /// No colour at all (F4, `NO_COLOR`): only reversed and bold, so that no colour command is sent, after which
    /// crossterm 0.29 would reset the marks too when `NO_COLOR` is set.
    Mono,
}

impl Palette {
    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        match self {
            Self::Colour16 => {
                let (fg, bg) = match role {
                    Role::Base => (Color::White, Color::Black),
                    Role::Muted => (Color::Gray, Color::Black),
                    Role::Key => (Color::Black, Color::Gray),
                    Role::Bar => (Color::White, Color::Blue),
                    Role::Focus => (Color::Black, Color::Cyan),
                    Role::Important => (Color::LightYellow, Color::Black),
                    Role::Error => (Color::White, Color::Red),
                    Role::Good => (Color::LightCyan, Color::Black),
                };
                Style::new().fg(fg).bg(bg)
            }
            Self::Mono => {
                let plain = Style::new().fg(Color::Reset).bg(Color::Reset);
                match role {
                    Role::Base | Role::Muted => plain,
                    Role::Key | Role::Important | Role::Good => plain.add_modifier(Modifier::BOLD),
                    Role::Bar | Role::Focus => plain.add_modifier(Modifier::REVERSED),
                    Role::Error => plain.add_modifier(Modifier::REVERSED | Modifier::BOLD),
                }
            }
        }
    }

    /// The role that has this style, the first of [`Role::ALL`] where a palette gives two roles one style; `None` for
    /// a style that is no role.
    pub fn role_of(self, fg: Color, bg: Color, modifier: Modifier) -> Option<Role> {
        Role::ALL.into_iter().find(|role| {
            let style = self.style(*role);
            style.fg == Some(fg) && style.bg == Some(bg) && style.add_modifier == modifier
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// sRGB of VGA's sixteen colours, in ratatui's order of `Color::Black..=Color::White`.
    const VGA: [(Color, [u8; 3]); 16] = [
        (Color::Black, [0, 0, 0]),
        (Color::Red, [170, 0, 0]),
        (Color::Green, [0, 170, 0]),
        (Color::Yellow, [170, 85, 0]),
        (Color::Blue, [0, 0, 170]),
        (Color::Magenta, [170, 0, 170]),
        (Color::Cyan, [0, 170, 170]),
        (Color::Gray, [170, 170, 170]),
        (Color::DarkGray, [85, 85, 85]),
        (Color::LightRed, [255, 85, 85]),
        (Color::LightGreen, [85, 255, 85]),
        (Color::LightYellow, [255, 255, 85]),
        (Color::LightBlue, [85, 85, 255]),
        (Color::LightMagenta, [255, 85, 255]),
        (Color::LightCyan, [85, 255, 255]),
        (Color::White, [255, 255, 255]),
    ];

    fn luminance(colour: Color) -> f64 {
        let (_, rgb) = VGA.iter().find(|(c, _)| *c == colour).unwrap();
        let part = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 {
                v / 12.92
            } else {
                ((v + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(rgb[0]) + 0.7152 * part(rgb[1]) + 0.0722 * part(rgb[2])
    }

    #[test]
    fn every_role_can_be_read_on_the_console() {
        for role in Role::ALL {
            let style = Palette::Colour16.style(role);
            let (a, b) = (luminance(style.fg.unwrap()), luminance(style.bg.unwrap()));
            let ratio = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(ratio >= 4.5, "{role:?} has {ratio:.1}");
            assert!(!style.add_modifier.contains(Modifier::BOLD), "{role:?}");
        }
    }

    #[test]
    fn mono_sends_no_colour() {
        for role in Role::ALL {
            let style = Palette::Mono.style(role);
            assert_eq!((style.fg, style.bg), (Some(Color::Reset), Some(Color::Reset)));
        }
    }
}
