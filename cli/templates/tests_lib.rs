//! Tests of the crate `<<name>>`, in the folder `tests`.
