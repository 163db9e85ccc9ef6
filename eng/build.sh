#!/usr/bin/env bash
# build.sh PROJECT: the second half of a set-up. PROJECT is the node or the solution; either leaves the node built.
set -euo pipefail
# shellcheck source=eng/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=eng/dotnet.sh
. "$root/eng/dotnet.sh"
# shellcheck source=eng/stamp.sh
. "$root/eng/stamp.sh"

cd "$root"
# Taken before the build: an edit made meanwhile shows as a difference.
built_from=$(fingerprint)
rm -f "$stamp"
say "building $1 (the first time takes minutes)"
build "$1" || fail_with_log "$1 did not build"
echo "$built_from" >"$stamp"
