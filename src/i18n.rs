//! Every sentence on a screen, typed, Indonesian and English.
