//! The one integration test binary; each module is named for what it proves.

mod store_faults;
mod store_story;
