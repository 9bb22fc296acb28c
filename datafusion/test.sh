#!/bin/sh
# Lints and tests the DataFusion functions, and a Ballista cluster of them: sh datafusion/test.sh
# Compiles about 420 crates, which takes minutes and 4 GB the first time.
set -eu
cd "$(dirname "$0")"
target="${CARGO_TARGET_DIR:-$PWD/../target}/datafusion"

cargo fmt --all --check
cargo clippy --workspace --all-targets --locked --target-dir "$target" -- -D warnings
cargo test --workspace --locked --target-dir "$target"
