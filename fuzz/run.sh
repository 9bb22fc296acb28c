#!/bin/sh
# Builds the three fuzz targets and runs each: sh fuzz/run.sh [--brief] [SECONDS-EACH]
# `--brief` builds them like any other program, without coverage as a guide: quick, to show that
# they build and that no input fails.
set -eu
cd "$(dirname "$0")/.."

brief=no
if [ "${1:-}" = --brief ]; then
  brief=yes
  shift
fi
seconds="${1:-60}"

# Bundles to begin from, in the format of today.
mkdir -p fuzz/corpus/parse fuzz/corpus/bundle_open fuzz/corpus/decide
cargo build --quiet --locked --package saffron
for policy in tests/fixtures/policies/*.saf; do
  name=$(basename "$policy" .saf)
  cargo run --quiet --locked --package saffron -- compile "$policy" -o "fuzz/corpus/bundle_open/$name" >/dev/null
done

if [ "$brief" = yes ]; then
  cargo build --locked --manifest-path fuzz/Cargo.toml --target-dir target/fuzz-brief --bins
else
  export RUSTC_BOOTSTRAP=1 # a stable toolchain takes the fuzzer's flags
  command -v cargo-fuzz >/dev/null || cargo install cargo-fuzz --locked
  cargo fuzz build --sanitizer none
fi

# One target: its name, its corpora, then options of the fuzzer.
fuzz() {
  name=$1
  shift
  if [ "$brief" = yes ]; then
    "target/fuzz-brief/debug/$name" "$@" -max_total_time="$seconds" -artifact_prefix=target/fuzz-brief/
  else
    corpora=
    while [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; do
      corpora="$corpora $1"
      shift
    done
    # shellcheck disable=SC2086 # several folders
    cargo fuzz run --sanitizer none "$name" $corpora -- "$@" -max_total_time="$seconds"
  fi
}
fuzz parse fuzz/corpus/parse fuzz/seeds/parse
fuzz bundle_open fuzz/corpus/bundle_open -max_len=262144
fuzz decide fuzz/corpus/decide fuzz/seeds/decide
