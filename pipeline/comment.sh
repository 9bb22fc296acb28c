#!/usr/bin/env bash
# Writes a file as the one comment of Saffron on a pull request: an earlier one is replaced.
#
#   pipeline/comment.sh FILE REPOSITORY NUMBER
#
# Needs `gh`, and GH_TOKEN with the permission to write pull requests.
set -euo pipefail

file=${1:?"specify the file"}
repository=${2:?"specify the repository"}
number=${3:?"specify the number of the pull request"}
mark='<!-- saffron: difference -->'

body=$(mktemp)
trap 'rm -f "$body"' EXIT
{
  echo "$mark"
  # GitHub refuses comments of more than 65,536 characters.
  head -c 60000 "$file"
} >"$body"

known=$(gh api --paginate "repos/$repository/issues/$number/comments" \
  --jq ".[] | select(.body | startswith(\"$mark\")) | .id" | sed -n 1p)
if [ -n "$known" ]; then
  gh api --method PATCH "repos/$repository/issues/comments/$known" --field "body=@$body" >/dev/null
else
  gh api --method POST "repos/$repository/issues/$number/comments" --field "body=@$body" >/dev/null
fi
