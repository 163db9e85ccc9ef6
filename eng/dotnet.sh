# How the launcher's scripts call the SDK. Sourced after common.sh.
# shellcheck shell=bash disable=SC2154

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
# No server or MSBuild node outlives a command.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

# A user without a home (a container's) still has a package cache.
if [[ ! -w ${HOME:-} ]]; then
  export HOME=$artifacts/home
  mkdir -p "$HOME"
fi

# build PROJECT: a registry without the compiler that compiles ahead costs starts their speed, not the build.
build() {
  local from=0
  [[ -f $log ]] && from=$(stat -c %s "$log")
  dotnet build "$root/$1" -c Release --nologo -v q >>"$log" 2>&1 && return
  tail -c +$((from + 1)) "$log" | grep -q 'error NU.*Crossgen2' || return 1
  say "the package registry has no compiler to compile ahead with: starting takes longer"
  dotnet build "$root/$1" -c Release --nologo -v q -p:CompileAhead=false >>"$log" 2>&1
}
