//! Enumerations whose members have a stable number (in operations) and a word (in files and JSON).

/// Makes an enumeration of words: each member has a doc line, a stable number that is never reused, and an id.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$member_doc:meta])* $member:ident = $number:literal, $id:literal);+ $(;)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$member_doc])* $member),+ }

        impl $name {
            /// Every member, in the order of the drawing.
            pub const ALL: &'static [Self] = &[$(Self::$member),+];

            /// The stable number in operations; never reused.
            #[must_use]
            pub const fn number(self) -> u8 {
                match self { $(Self::$member => $number),+ }
            }

            /// The member of a stable number; `None` where this release does not know it.
            #[must_use]
            pub const fn from_number(number: u8) -> Option<Self> {
                match number { $($number => Some(Self::$member),)+ _ => None }
            }

            /// The word in files and JSON.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$member => $id),+ }
            }

            /// The member of a word, exactly as [`Self::id`] writes it.
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some(Self::$member),)+ _ => None }
            }
        }
    };
}

pub(crate) use words;
