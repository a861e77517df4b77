//! Which characters a terminal's font has: three tiers, and what stands in for the rest.
//!
//! The Linux console shows 256 or 512 glyphs of its font. What both the kernel's own font (CP437) and Debian's
//! console-setup fonts have is the *safe set*: ASCII, the single and double box lines, `█ ░ ▒ ■ ← ↑ → ↓ ▲ ▼ ▶ ◀ • · « » °`.
//! No ellipsis, no check mark, no rounded corner, no eighth block, and half blocks only in the kernel's font.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthChar;

/// What a terminal can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Tier {
    /// ASCII only.
    Ascii,
    /// The safe set: the default where `TERM=linux`.
    #[default]
    Vga,
    /// Any font with box drawing and half blocks: xterm, Windows Terminal, the kernel's own console font.
    Full,
}

/// The safe set beyond ASCII.
pub const SAFE: &str = "─│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬█░▒■←↑→↓▲▼▶◀•·«»°";

/// The lines of a box: corners from the top left clockwise, horizontal, vertical.
#[derive(Clone, Copy, Debug)]
pub struct BoxLines {
    /// Top left.
    pub tl: char,
    /// Top right.
    pub tr: char,
    /// Bottom right.
    pub br: char,
    /// Bottom left.
    pub bl: char,
    /// Horizontal.
    pub h: char,
    /// Vertical.
    pub v: char,
}

impl Tier {
    /// All tiers.
    pub const ALL: [Self; 3] = [Self::Ascii, Self::Vga, Self::Full];

    /// The tier that a `TERM` names: `linux` has the safe set, a terminal without a name or a dumb one ASCII.
    pub fn of_term(term: &str) -> Self {
        match term {
            "" | "dumb" | "vt100" | "vt102" | "vt220" | "ansi" => Self::Ascii,
            "linux" => Self::Vga,
            _ => Self::Full,
        }
    }

    /// The lines of a plain box.
    pub fn single(self) -> BoxLines {
        match self {
            Self::Ascii => BoxLines {
                tl: '+',
                tr: '+',
                br: '+',
                bl: '+',
                h: '-',
                v: '|',
            },
            Self::Vga | Self::Full => BoxLines {
                tl: '┌',
                tr: '┐',
                br: '┘',
                bl: '└',
                h: '─',
                v: '│',
            },
        }
    }

    /// The lines of a box that speaks first: errors, dialogs.
    pub fn double(self) -> BoxLines {
        match self {
            Self::Ascii => BoxLines {
                tl: '#',
                tr: '#',
                br: '#',
                bl: '#',
                h: '=',
                v: '#',
            },
            Self::Vga | Self::Full => BoxLines {
                tl: '╔',
                tr: '╗',
                br: '╝',
                bl: '╚',
                h: '═',
                v: '║',
            },
        }
    }

    /// A filled and an empty cell of a bar.
    pub fn bar(self) -> (char, char) {
        match self {
            Self::Ascii => ('#', '.'),
            Self::Vga | Self::Full => ('█', '░'),
        }
    }

    /// Whether `▀` and `▄` are there.
    pub fn has_half_blocks(self) -> bool {
        self == Self::Full
    }

    /// The mark between the steps of the title bar's trail.
    pub fn trail(self) -> &'static str {
        match self {
            Self::Ascii => " > ",
            Self::Vga | Self::Full => " » ",
        }
    }

    /// The mark between facts of one line.
    pub fn dot(self) -> &'static str {
        match self {
            Self::Ascii => " - ",
            Self::Vga | Self::Full => " · ",
        }
    }

    /// The mark of rows below the last visible one.
    pub fn down(self) -> &'static str {
        match self {
            Self::Ascii => "v",
            Self::Vga | Self::Full => "▼",
        }
    }

    /// Whether this tier shows the character as it is.
    pub fn has(self, c: char) -> bool {
        match self {
            _ if c.is_ascii() => !c.is_ascii_control(),
            Self::Ascii => false,
            Self::Vga => SAFE.contains(c),
            Self::Full => !c.is_control() && UnicodeWidthChar::width(c).is_some_and(|w| w > 0),
        }
    }

    /// The text as this tier can show it: what the font lacks is shown by what looks most like it, letters without
    /// their marks, and at last `?`. Control characters are dropped.
    pub fn show(self, text: &str) -> Cow<'_, str> {
        if text.chars().all(|c| self.has(c)) {
            return Cow::Borrowed(text);
        }
        let mut shown = String::with_capacity(text.len());
        for c in text.nfc() {
            if self.has(c) {
                shown.push(c);
            } else {
                self.stand_in(c, &mut shown);
            }
        }
        Cow::Owned(shown)
    }

    fn stand_in(self, c: char, shown: &mut String) {
        if c.is_control() || UnicodeWidthChar::width(c).is_none_or(|w| w == 0) {
            return;
        }
        let plain = match c {
            '«' => "<<",
            '·' | '•' | '■' | '─' | '═' | '–' | '—' | '‐' | '‑' | '−' => "-",
            '│' | '║' => "|",
            '█' | '▒' => "#",
            '░' => ".",
            '↑' | '▲' => "^",
            '↓' | '▼' => "v",
            '←' | '◀' => "<",
            '→' | '▶' | '»' => ">",
            '‘' | '’' | '‚' | '′' => "'",
            '“' | '”' | '„' | '″' => "\"",
            '…' => "...",
            '×' => "x",
            '\u{a0}' => " ",
            'ß' => "ss",
            'æ' => "ae",
            'Æ' => "AE",
            'ø' | '°' => "o",
            'Ø' => "O",
            'ð' | 'đ' => "d",
            'Đ' => "D",
            'ł' => "l",
            'Ł' => "L",
            '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' | '╔' | '╗' | '╚' | '╝' | '╠' | '╣' | '╦'
            | '╩' | '╬' => "+",
            _ => "",
        };
        if !plain.is_empty() {
            shown.push_str(plain);
            return;
        }
        let base = std::iter::once(c).nfd().next().unwrap_or('?');
        shown.push(if self.has(base) { base } else { '?' });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_the_font_lacks_has_a_stand_in() {
        assert_eq!(
            Tier::Vga.show("Café “Ñusantara” … 5 × 3"),
            "Cafe \"Nusantara\" ... 5 x 3"
        );
        assert_eq!(Tier::Ascii.show("« Katalog »"), "<< Katalog >");
        assert_eq!(Tier::Vga.show("« Katalog »"), "« Katalog »");
        assert_eq!(Tier::Vga.show("a\u{1b}]0;x\u{7}b\u{202e}c\u{200b}d"), "a]0;xbcd");
        assert_eq!(Tier::Vga.show("漢"), "?");
    }

    proptest! {
        #[test]
        fn nothing_that_a_tier_lacks_is_ever_shown(text in any::<String>()) {
            for tier in Tier::ALL {
                prop_assert!(tier.show(&text).chars().all(|c| tier.has(c)));
            }
        }
    }
}
