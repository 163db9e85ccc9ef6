# Paths and messages of the launcher's scripts. Sourced.
# shellcheck shell=bash disable=SC2034

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
artifacts=$root/artifacts
log=$artifacts/setup.log
node=$root/src/GanCluster.Node/bin/Release/net10.0/gancluster-node

# stdout belongs to the node: everything said here goes to stderr.
say() {
  echo "set-up: $1" >&2
}

# fail MESSAGE [EXIT CODE]
fail() {
  echo "gancluster: $1" >&2
  exit "${2:-1}"
}

# fail_with_log MESSAGE
fail_with_log() {
  echo "gancluster: $1; the log is $log and ends with:" >&2
  awk 'NF && !seen[$0]++ { print "  " $0 }' "$log" | tail -n 15 >&2
  exit 1
}

# The node's executable finds the runtime by DOTNET_ROOT, not by the PATH.
require_dotnet() {
  local dotnet folder
  dotnet=$(command -v dotnet) || fail "dotnet is not on the PATH: install the .NET 10 SDK (https://dot.net)" 2
  folder=$(dirname "$(readlink -f "$dotnet")")
  if [[ -z ${DOTNET_ROOT:-} && -d $folder/host/fxr ]]; then
    export DOTNET_ROOT=$folder
  fi
}

# locked COMMAND...: one set-up at a time. -o: the command's own children can't keep the lock.
locked() {
  if ! mkdir -p "$artifacts" 2>/dev/null || [[ ! -w $artifacts ]]; then
    fail "$artifacts can't be written: run as its owner, or in a clone of your own" 2
  fi
  flock -n "$artifacts/setup.lock" true || say "waiting for another set-up in this folder"
  flock -o "$artifacts/setup.lock" "$@"
}
