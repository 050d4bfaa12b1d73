#!/usr/bin/env bash
# The step of action.yml that checks: annotations on standard output, a summary of the job, a page to keep. Its own exit
# code is that of the check. It keeps to what the bash of macOS knows.
set -uo pipefail
: "${PHOTOCHECK:?}" "${PATHS:?}" "${RULES:?}" "${OPTIONS=}" "${RUNNER_TEMP:?}"

reports=$RUNNER_TEMP/photocheck-report
mkdir -p "$reports"
rm -f "$reports/summary.md"

arguments=(check --format github --rules "$RULES" --report "$reports/report.html" --report "$reports/summary.md")
# One option or path a line, so that names may have spaces.
while IFS= read -r line; do
    if [ -n "$line" ]; then arguments+=("$line"); fi
done <<< "$OPTIONS"
arguments+=(--)
while IFS= read -r line; do
    if [ -n "$line" ]; then arguments+=("$line"); fi
done <<< "$PATHS"

"$PHOTOCHECK" "${arguments[@]}"
code=$?

if [ -f "$reports/summary.md" ]; then cat "$reports/summary.md" >> "$GITHUB_STEP_SUMMARY"; fi
echo "report=$reports/report.html" >> "$GITHUB_OUTPUT"
exit "$code"
