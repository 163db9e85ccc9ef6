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

# tell_progress: of what MSBuild says on stdin, a line for the packages and one a project, for the first build takes minutes.
tell_progress() {
  local line fetches=
  while IFS= read -r line; do
    if [[ $line == *Determining\ projects\ to\ restore* && -z $fetches ]]; then
      fetches=1
      say "looking for packages (the first time some 300 MB are fetched)"
    elif [[ $line =~ ^\ *([A-Za-z0-9.]+)\ -\>\  ]]; then
      say "built ${BASH_REMATCH[1]}"
    fi
  done
}

# msbuild PROJECT [options]: what it says goes to the log.
msbuild() {
  dotnet build "$root/$1" -c Release --nologo -v m "${@:2}" 2>&1 | tee -a "$log" | tell_progress
}

# build PROJECT: a registry without the compiler that compiles ahead costs starts their speed, not the build.
build() {
  local from=0
  [[ -f $log ]] && from=$(stat -c %s "$log")
  msbuild "$1" && return
  tail -c +$((from + 1)) "$log" | grep -q 'error NU.*Crossgen2' || return 1
  say "the package registry has no compiler to compile ahead with: starting takes longer"
  msbuild "$1" -p:CompileAhead=false
}
