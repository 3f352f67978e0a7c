#!/usr/bin/env bash
# The alert rules of config/alerts.yaml: they name metrics that the daemon has, Prometheus takes them, and they fire
# when they should and only then (alerts_test.yaml). Without promtool it says so and ends with 77.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

status=0
for name in $(grep -oE '\bsasyncd_[a-z_]+' config/alerts.yaml | sort -u); do
    grep -qF "\"$name\"" daemon/service/metrics.cpp || {
        printf 'config/alerts.yaml names %s, which daemon/service/metrics.cpp does not have\n' "$name" >&2
        status=1
    }
done
for name in $(sed -n 's/^ *- alert: //p' config/alerts.yaml); do
    grep -qE "alertname(=\\\\?\"|: )$name\\b" tests/shipped/alerts_test.yaml || {
        printf 'tests/shipped/alerts_test.yaml never sees %s fire\n' "$name" >&2
        status=1
    }
done
[ "$status" -eq 0 ] || exit 1

PATH=$PATH:$PWD/build/tools
if ! command -v promtool >/dev/null; then
    printf 'SKIPPED: no promtool here, so the alert rules were not tried (tests/run.sh fetches it)\n' >&2
    exit 77
fi
promtool check rules --lint=all config/alerts.yaml
promtool test rules tests/shipped/alerts_test.yaml
