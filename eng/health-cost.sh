#!/usr/bin/env bash
# What a run's checks cost: its images/s with them and without, in pairs, for a machine with nothing else to do.
# Without checks there are no grids either, so health costs no more than what this says.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source=common.sh
. "$here/common.sh"

[[ $# -ge 2 && $2 =~ ^[1-9][0-9]*$ ]] || { echo "usage: eng/health-cost.sh RUN PAIRS [options of train]" >&2; exit 2; }
run=$1 pairs=$2
shift 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

rate() {
  "$root/gancluster" train "$run" --nodes 0 --json --out "$folder/$RANDOM-$SECONDS" "$@" 2>/dev/null |
    grep -o '"images_per_s":[0-9.]*' | cut -d: -f2
}

for ((pair = 1; pair <= pairs; pair++)); do
  with=$(rate "$@")
  without=$(rate "$@" --set evaluateEvery=0)
  awk -v n="$pair" -v a="$with" -v b="$without" 'BEGIN { printf "%d  with %.1f  without %.1f images/s  cost %.2f %%\n", n, a, b, 100 * (1 - a / b) }'
done | tee "$folder/pairs"
awk '{ print $(NF - 1) }' "$folder/pairs" | sort -n | awk '{ cost[NR] = $1 } END { print "median cost", cost[int((NR + 1) / 2)], "%" }'
