#!/usr/bin/env bash
# What the page with one viewer and the metrics with one Prometheus cost: a run's images/s with them and without, in pairs, for a machine
# with nothing else to do. The viewer takes every event, and the Prometheus asks as often as ops/prometheus has it. Metrics are recorded
# in either; what that takes is `recording_share` of bench train --http.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source=common.sh
. "$here/common.sh"

[[ $# -ge 2 && $2 =~ ^[1-9][0-9]*$ ]] || { echo "usage: eng/page-cost.sh RUN PAIRS [options of bench train]" >&2; exit 2; }
run=$1 pairs=$2
shift 2
port=18080
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# rate HTTP [options of bench train]
rate() {
  "$root/gancluster" bench train --run "$run" --nodes 0 --json --http "$@" 2>>"$folder/log" |
    grep -o '"images_per_s":[0-9.]*' | cut -d: -f2
}

# look EVERY PATH TO: asks again and again until the measure is over. An answer that streams is one that lasts as long as the run.
look() {
  while [[ ! -e $folder/over ]]; do
    curl -sN "http://127.0.0.1:$port/$2" >>"$3" || true
    sleep "$1"
  done
}

watched() {
  local viewers
  rm -f "$folder/over"
  look 0.2 events "$folder/events" &
  viewers=$!
  look 5 metrics /dev/null &
  viewers+=" $!"
  rate "$port" "$@"
  : >"$folder/over"
  # shellcheck disable=SC2086
  wait $viewers
  grep -q '^event: change' "$folder/events" || { echo "eng/page-cost.sh: the viewer was told nothing; take more --steps" >&2; exit 1; }
  rm "$folder/events"
}

for ((pair = 1; pair <= pairs; pair++)); do
  with=$(watched "$@")
  without=$(rate off "$@")
  awk -v n="$pair" -v a="$with" -v b="$without" 'BEGIN { printf "%d  with %.1f  without %.1f images/s  cost %.2f %%\n", n, a, b, 100 * (1 - a / b) }'
done | tee "$folder/pairs"
awk '{ print $(NF - 1) }' "$folder/pairs" | sort -n | awk '{ cost[NR] = $1 } END { print "median cost", cost[int((NR + 1) / 2)], "%" }'
