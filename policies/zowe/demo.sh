#!/bin/sh
# Shows what Saffron does with the policy beside this file: are Zowe's components ready, does the
# policy say what was meant, what does RACF answer, and why. Builds Saffron first, if need be.
set -eu
cd "$(dirname "$0")/../.."

if ! command -v cargo >/dev/null; then
  echo "Saffron is built with Rust: see https://rustup.rs" >&2
  exit 1
fi

saffron() {
  cargo run --quiet --package saffron -- "$@"
}

step() {
  printf '\n# %s\n' "$1"
  shift
  printf '$ saffron %s\n' "$*"
  saffron "$@"
}

echo "Building Saffron; the first time that takes a minute or two."
cargo build --quiet --package saffron

step "Is every component of Zowe ready?" check --features policies/zowe

step "Does the policy say what was meant?" test policies/zowe

printf '\n# One decision, as a program gets it: may the server act for its requesters?\n'
request='{"user":"ZWESVUSR","class":"FACILITY","resource":"BPX.SERVER","access":"UPDATE"}'
printf "$ echo '%s' | saffron eval policies/zowe --requests -\n" "$request"
echo "$request" | saffron eval policies/zowe --requests -

step "One explanation, as a person reads it: why may the cross memory server not do the same?" \
  explain policies/zowe --user ZWESIUSR --class FACILITY --resource BPX.SERVER --access update
