//! The characters that no text may hold.

use unicode_normalization::char::is_public_assigned;

/// Why a character is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Forbidden {
    /// Moves the cursor, rings, or starts an escape sequence (Unicode category Cc, and line and paragraph separators).
    Control,
    /// Turns the writing direction: what is read is not what is kept (bidirectional marks, overrides, isolates).
    Direction,
    /// Takes no room: two texts that look alike would differ (zero-width, fillers, tags, variation selectors).
    Invisible,
    /// Has no agreed meaning (private use).
    PrivateUse,
    /// Is no character, or none yet.
    Unassigned,
}

/// Why a character may not stand in a text, nothing where it may.
pub fn why_forbidden(c: char) -> Option<Forbidden> {
    match c {
        ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}' => None,
        _ if c.is_control() => Some(Forbidden::Control),
        '\u{2028}' | '\u{2029}' => Some(Forbidden::Control),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => {
            Some(Forbidden::Direction)
        }
        _ if is_invisible(c) => Some(Forbidden::Invisible),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}' => {
            Some(Forbidden::PrivateUse)
        }
        _ if !is_public_assigned(c) => Some(Forbidden::Unassigned),
        _ => None,
    }
}

/// Format characters (category Cf) and everything else that Unicode calls default-ignorable
/// (`DerivedCoreProperties.txt`, `Default_Ignorable_Code_Point`).
const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}'
        | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2065}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
