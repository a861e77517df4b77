//! Files in: rows of CSV, XLSX and TOML, and the faults in them.
