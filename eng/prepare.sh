#!/usr/bin/env bash
# prepare.sh [PACKAGE...]: the first half of a set-up: the SDK, and these packages of Debian's as root.
set -euo pipefail
# shellcheck source=eng/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=eng/dotnet.sh
. "$root/eng/dotnet.sh"
# shellcheck source=eng/debian.sh
. "$root/eng/debian.sh"

# global.json counts for the current folder.
cd "$root"
: >"$log"
dotnet --version >>"$log" 2>&1 || fail "dotnet has no SDK that global.json accepts: install the .NET 10 SDK (https://dot.net)" 2
if [[ $# != 0 ]]; then
  install_packages "$@"
fi
