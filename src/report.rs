//! What goes out on paper and as tables.
