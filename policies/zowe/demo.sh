#!/bin/sh
# A tour of Saffron with the policy in this directory: which components of Zowe are ready, do the
# tests pass, how is a request decided, and why. Builds Saffron first if necessary.
set -eu
cd "$(dirname "$0")/../.."

if ! command -v cargo >/dev/null; then
  echo "Saffron is built with Rust. Install it from https://rustup.rs and run this script again." >&2
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

echo "Building Saffron. The first build takes a few minutes."
cargo build --package saffron

step "Which components of Zowe are ready?" check --features policies/zowe

step "Do the tests of the policy pass?" test policies/zowe

printf '\n# One request, as a program sends it: may the server act for its users?\n'
request='{"user":"ZWESVUSR","class":"FACILITY","resource":"BPX.SERVER","access":"UPDATE"}'
printf "$ echo '%s' | saffron eval policies/zowe --requests -\n" "$request"
echo "$request" | saffron eval policies/zowe --requests -

step "One explanation: why is the cross memory server not allowed to do the same?" \
  explain policies/zowe --user ZWESIUSR --class FACILITY --resource BPX.SERVER --access update

cat <<'NEXT'

# What to try next
  cargo install --path cli                         install the command `saffron`
  saffron init payroll                             create a small package of your own
  saffron racf run YOUR.jcl                        run your RACF commands, without a mainframe
  saffron import YOUR.jcl -o mypolicy              convert them to a policy
  docs/tutorial.md                                 from a JCL job to a tested policy in fifteen minutes
NEXT
