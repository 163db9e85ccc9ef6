#!/usr/bin/env bash
# Makes the node ready to run. Called under the launcher's lock.
set -euo pipefail
# shellcheck source=eng/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=eng/stamp.sh
. "$root/eng/stamp.sh"

if is_ready; then
  exit # another set-up ended while this one waited
fi
"$root/eng/prepare.sh"
"$root/eng/build.sh" src/GanCluster.Node
