//! The model: the stack of screens, who is signed in, idle time.
