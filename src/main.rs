//! The binary `commonground`.
fn main() {}
