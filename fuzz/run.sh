#!/bin/sh
# Builds the fuzz targets and runs each of them: sh fuzz/run.sh [--brief] [SECONDS-EACH [TARGET…]]
# Prints the edges that each has reached, and fails if an input fails. With `--brief` nothing counts
# edges, so that the workspace's debug build is used: to show that all build, and that neither the
# corpus nor what is near it fails.
set -eu
cd "$(dirname "$0")/.."

brief=no
if [ "${1:-}" = --brief ]; then
  brief=yes
  shift
fi
seconds="${1:-60}"
[ $# -eq 0 ] || shift
all="parse policy manifest hosts racf_run import dump request replay bundle_open decide"
targets="${*:-$all}"

# The engine is libFuzzer. These flags make any toolchain count the edges that an input reaches; with
# --target they leave build scripts and macros alone.
host=$(rustc -vV | sed -n 's/^host: //p')
instrumented() {
  CARGO_PROFILE_DEV_OPT_LEVEL=1 \
    RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares" \
    cargo build --locked --manifest-path fuzz/Cargo.toml --target-dir target/fuzz --target "$host" --bins
}
if [ "$brief" = yes ]; then
  cargo build --locked --manifest-path fuzz/Cargo.toml --target-dir target --bins
  out=target/debug
  most_seconds=60 # without optimization, maybe next to other work
else
  instrumented
  most_seconds=10
  out="target/fuzz/$host/debug"
fi

# The corpora begin with the fixtures of the tests, so that the formats are today's.
corpus() {
  mkdir -p "fuzz/corpus/$1"
}

# A file for a target that reads its first byte as the kind of file (see src/lib.rs).
kind() {
  case "$1" in
    *.racf) echo a ;; *.jcl) echo b ;; *.rexx) echo c ;; *.clist) echo d ;; *.sh) echo e ;;
    *.yml | *.yaml) echo f ;; *.j2) echo g ;; *.vtl) echo h ;; *.xml) echo i ;; *.md) echo j ;;
    *.html) echo k ;; *.adoc) echo l ;; *.rst) echo m ;; *.py) echo n ;; *.js) echo o ;;
    *.skel) echo p ;; *.txt) echo q ;;
  esac
}

for target in $all; do
  corpus "$target"
done
cargo build --quiet --locked --workspace # as .ci/run builds it, so that it is built once
for policy in tests/fixtures/policies/*.saf; do
  name=$(basename "$policy" .saf)
  cp "$policy" "fuzz/corpus/policy/$name"
  target/debug/saffron compile "$policy" -o "fuzz/corpus/bundle_open/$name" >/dev/null
done
find tests/fixtures/syntax -name "*.saf" | while read -r policy; do
  cp "$policy" "fuzz/corpus/parse/$(echo "$policy" | tr / -)"
done
for policy in tests/fixtures/codes/*.saf policies/*/*.saf; do
  cp "$policy" "fuzz/corpus/policy/$(echo "$policy" | tr / -)"
done
cp tests/fixtures/safr/*.sql fuzz/corpus/dump/
# The first records: a whole file is longer than an input.
for events in tests/fixtures/replay/*.irradu00; do
  grep "^ACCESS" "$events" | head -n 8 >"fuzz/corpus/replay/$(basename "$events")"
done
for manifest in tests/fixtures/codes/*/saffron.toml policies/*/saffron.toml; do
  cp "$manifest" "fuzz/corpus/manifest/$(basename "$(dirname "$manifest")")"
done
find tests/fixtures/commands -type f | while read -r file; do
  letter=$(kind "$file")
  if [ -n "$letter" ]; then
    name=$(echo "$file" | tr / -)
    for target in hosts racf_run import; do
      { printf %s "$letter"; cat "$file"; } >"fuzz/corpus/$target/$name"
    done
  fi
done
number=0
cat tests/fixtures/requests/*.jsonl tests/fixtures/safr/explanations/*.jsonl | while read -r line; do
  number=$((number + 1))
  printf %s "$line" >"fuzz/corpus/request/$number"
done

# One target for so many seconds. An input that takes too long or 2 GiB is a failure.
fuzz() {
  mkdir -p fuzz/artifacts
  dictionary=
  case "$1" in
    parse | policy) dictionary=policy ;;
    hosts | racf_run | import) dictionary=commands ;;
    manifest | dump | request) dictionary=$1 ;;
  esac
  most=16384
  [ "$1" != bundle_open ] || most=262144
  log="fuzz/artifacts/$1.log"
  seeds=
  [ ! -d "fuzz/seeds/$1" ] || seeds="fuzz/seeds/$1"
  # shellcheck disable=SC2086 # the seeds may be no argument
  if ! "$out/$1" "fuzz/corpus/$1" $seeds ${dictionary:+"-dict=fuzz/dictionaries/$dictionary.dict"} \
    -max_total_time="$seconds" -max_len="$most" -timeout="$most_seconds" -rss_limit_mb=2048 \
    -artifact_prefix="fuzz/artifacts/$1-" >"$log" 2>&1; then
    tail -n 40 "$log"
    echo "$1: an input fails; it is in fuzz/artifacts" >&2
    return 1
  fi
  runs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$log")
  if [ "$brief" = yes ]; then
    echo "$1: ${runs:-0} runs, edges not counted"
    return
  fi
  edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
  echo "$1: ${edges:-0} edges, ${runs:-0} runs"
}

for target in $targets; do
  fuzz "$target"
done
