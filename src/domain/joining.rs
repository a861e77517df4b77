//! Why an office that asks to join is not let in.

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The same request was let in before: nothing is to be done.
    Known,
    /// It names no invitation, and it is no node's next incarnation.
    NotInvited,
    /// The centre has made no such invitation.
    UnknownInvitation,
    /// The invitation was used by another key.
    Used,
    /// The invitation is for another node.
    OtherNode,
    /// The invitation is too old.
    Expired,
    /// It proves another secret than the invitation's.
    WrongSecret,
    /// The number of its ledger belongs to another key: two machines ask for one place, most likely copies of each
    /// other.
    Taken,
    /// It leaves an incarnation out.
    Skips,
    /// It claims to be the former incarnation's machine, and is not.
    NotTheFormer,
}

impl Reason {
    /// The word in JSON.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::NotInvited => "not_invited",
            Self::UnknownInvitation => "unknown_invitation",
            Self::Used => "used",
            Self::OtherNode => "other_node",
            Self::Expired => "expired",
            Self::WrongSecret => "wrong_secret",
            Self::Taken => "taken",
            Self::Skips => "skips",
            Self::NotTheFormer => "not_the_former",
        }
    }

    /// Every reason.
    pub const ALL: [Self; 10] = [
        Self::Known,
        Self::NotInvited,
        Self::UnknownInvitation,
        Self::Used,
        Self::OtherNode,
        Self::Expired,
        Self::WrongSecret,
        Self::Taken,
        Self::Skips,
        Self::NotTheFormer,
    ];
}
