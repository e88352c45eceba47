//! Calls as Rust code, with values of the document: for the documentation of methods, the README and the
//! programs in `examples/`. It also selects the operations that the README and the programs call.

mod call;
mod choice;
mod values;

pub(crate) use call::{Example, WIDTH, path_heads, plain_call, wrapped};
pub(crate) use choice::{choose, plain};
