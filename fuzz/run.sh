#!/bin/sh
# Builds the three fuzz targets and runs each for a while: sh fuzz/run.sh [SECONDS-EACH]
set -eu
cd "$(dirname "$0")/.."
seconds="${1:-60}"
export RUSTC_BOOTSTRAP=1 # a stable toolchain takes the fuzzer's flags

command -v cargo-fuzz >/dev/null || cargo install cargo-fuzz --locked

# Bundles to begin from: of this very format.
mkdir -p fuzz/corpus/parse fuzz/corpus/bundle_open fuzz/corpus/decide
cargo build --quiet --package saffron
for policy in tests/fixtures/policies/*.saf; do
  name=$(basename "$policy" .saf)
  cargo run --quiet --package saffron -- compile "$policy" -o "fuzz/corpus/bundle_open/$name" >/dev/null
done

cargo fuzz build --sanitizer none
cargo fuzz run --sanitizer none parse fuzz/corpus/parse fuzz/seeds/parse -- -max_total_time="$seconds"
cargo fuzz run --sanitizer none bundle_open fuzz/corpus/bundle_open -- -max_len=262144 -max_total_time="$seconds"
cargo fuzz run --sanitizer none decide fuzz/corpus/decide fuzz/seeds/decide -- -max_total_time="$seconds"
