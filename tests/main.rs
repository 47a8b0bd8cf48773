//! The one integration test binary; each module is named for what it proves.
