//! The binary `commonground`.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use commonground::cli::{self, Cli};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let stdout = io::BufWriter::new(io::stdout().lock());
    match cli::run(&cli, stdout, io::stderr().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if cli::reader_left(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Standard error itself may be closed, and then there is nobody left to tell.
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
