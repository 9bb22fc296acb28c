#!/usr/bin/env bash
# What a pipeline runs on a policy: check, test and, where a base is named, the difference from it.
#
#   pipeline/saffron.sh POLICY [BASE]
#
# POLICY is a package or a file, BASE a git revision. Results are written to the directory SAFFRON_RESULTS
# (default: saffron-results): check.sarif, test.sarif, test.xml, diff.md and diff.sarif. The exit status is 1 if the
# policy has errors, a test or an invariant fails, or the difference is one on which SAFFRON_FAIL_ON fails.
set -uo pipefail

policy=${1:?"specify the policy"}
base=${2:-}
results=${SAFFRON_RESULTS:-saffron-results}
saffron=${SAFFRON:-saffron}
status=0

# Runs a command whose output is kept in a file. Status 1: the policy is wrong; another one: the call is.
keep() {
  local file=$1 code=0
  shift
  "$@" >"$results/$file" || code=$?
  case $code in
    0) ;;
    1) status=1 ;;
    *)
      echo "pipeline/saffron.sh: \`$*\` ended with status $code" >&2
      exit 2
      ;;
  esac
}

mkdir -p "$results" || exit 2
keep check.sarif "$saffron" check --format sarif "$policy"
keep test.xml "$saffron" test --format junit "$policy"
keep test.sarif "$saffron" test --format sarif "$policy"
"$saffron" test "$policy" || status=1

if [ -n "$base" ] && ! git cat-file -e "$base:./$policy" 2>/dev/null; then
  echo "$policy is not in $base: nothing to compare" >&2
elif [ -n "$base" ]; then
  fail_on=()
  [ -z "${SAFFRON_FAIL_ON:-}" ] || fail_on=(--fail-on "$SAFFRON_FAIL_ON")
  keep diff.sarif "$saffron" diff "$policy" --baseline "$base" --format sarif "${fail_on[@]}"
  keep diff.md "$saffron" diff "$policy" --baseline "$base" --format markdown
  cat "$results/diff.md"
fi
exit "$status"
