//! The doormat: everything is in [`balai::cli`].

fn main() -> std::process::ExitCode {
    balai::cli::main()
}
