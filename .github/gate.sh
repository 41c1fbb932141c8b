#!/usr/bin/env bash
# What the GitHub Action runs: gates the articles that changed since BASE. Its inputs are the environment of action.yml.
set -euo pipefail

lines() { # the lines of $1 that are not empty, into the array named $2
    local line
    while IFS= read -r line; do
        [ -z "$line" ] || eval "$2+=(\"\$line\")"
    done <<<"$1"
}

report() { # the exit code, for the steps that follow
    [ -z "${GITHUB_OUTPUT:-}" ] || echo "exit-code=$1" >>"$GITHUB_OUTPUT"
    exit "$1"
}

where=()
lines "${ARTICLES:-.}" where
if ! git rev-parse --quiet --verify "${BASE:-}^{commit}" >/dev/null; then
    echo "::error title=factcheck::the base commit '${BASE:-}' is not here; give actions/checkout fetch-depth: 0" >&2
    report 3
fi

changed=()
while IFS= read -r -d '' path; do
    case "$path" in
        *.md | *.markdown | *.txt | *.html | *.htm | *.csv | *.tsv | *.jsonl) changed+=("$path") ;;
    esac
done < <(git diff --name-only --diff-filter=d -z "$BASE...HEAD" -- "${where[@]}")
if [ ${#changed[@]} -eq 0 ]; then
    echo "No article has changed."
    report 0
fi

options=(--format "${FORMAT:-github}")
against=()
lines "${AGAINST:-}" against
for path in ${against[@]+"${against[@]}"}; do options+=(--against "$path"); done
[ -z "${FAIL_ON:-}" ] || options+=(--fail-on "$FAIL_ON")
[ -z "${BASELINE:-}" ] || options+=(--baseline "$BASELINE")
[ -z "${OUTPUT:-}" ] || options+=(--output "$OUTPUT")

code=0
factcheck gate "${options[@]}" -- "${changed[@]}" || code=$?
report "$code"
