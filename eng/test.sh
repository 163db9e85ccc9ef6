#!/usr/bin/env bash
# Builds everything and runs the test projects one after another; the arguments go to each `dotnet test` (--filter ...).
# The last line is `N passed, N failed`. A project that does not build, or whose host dies, counts as one failure.
set -euo pipefail
# shellcheck source=eng/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=eng/dotnet.sh
. "$root/eng/dotnet.sh"

results=$artifacts/test-results
passed=0
failed=0
skipped=0

# count NAME FILE: a counter of a TRX file, 0 without the file
count() {
  local value=
  if [[ -f $2 ]]; then
    value=$(sed -n "s/.*<Counters .*\b$1=\"\([0-9]*\)\".*/\1/p" "$2")
  fi
  echo "${value:-0}"
}

# Twenty cuts of a cable, asked for by GANCLUSTER_CUTS, take longer than any other test may.
hang=5m
[[ -z ${GANCLUSTER_CUTS:-} ]] || hang=30m

# run PROJECT [ARGUMENTS]
run() {
  local name trx code=0 project_failed
  name=$(basename "${1%.Tests.csproj}")
  trx=$results/$name.trx
  echo "== $name"
  dotnet test "$1" -c Release --no-build --nologo --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
    --logger "console;verbosity=minimal" --blame-hang-timeout "$hang" --blame-hang-dump-type none "${@:2}" 2>&1 \
    | sed -E '/^(Test run for|A total of|Results File:|Data collector|Additionally|$)/d' || code=$?
  project_failed=$(count failed "$trx")
  if [[ $code != 0 && $project_failed == 0 ]]; then
    echo "$name: the run itself failed (exit code $code)"
    project_failed=1
  fi
  passed=$((passed + $(count passed "$trx")))
  skipped=$((skipped + $(count total "$trx") - $(count executed "$trx")))
  failed=$((failed + project_failed))
}

# A solution that did not build may still have projects that do.
built() {
  [[ $solution_built == yes ]] || build "tests/$1" >/dev/null
}

# Only root can make network namespaces and install the tools that check ops/ and the page; without them their tests are skipped.
packages=()
if [[ $EUID == 0 ]]; then
  packages=(iproute2 prometheus docker-compose chromium)
fi
locked "$root/eng/prepare.sh" "${packages[@]}"
solution_built=yes
locked "$root/eng/build.sh" GanCluster.sln || solution_built=no
if [[ -x $node ]]; then
  "$node" data get fashion-mnist >/dev/null || true # the tests of it fail for themselves
fi
rm -rf "$results"
cd "$root"
for project in tests/*/*.Tests.csproj; do
  if built "$(basename "$(dirname "$project")")"; then
    run "$project" "$@"
  else
    echo "== $project did not build"
    failed=$((failed + 1))
  fi
done

if [[ $skipped != 0 ]]; then
  echo "$skipped skipped"
fi
if [[ $passed == 0 && $failed == 0 ]]; then
  echo "no test ran"
fi
echo "$passed passed, $failed failed"
[[ $failed == 0 && $passed != 0 ]]
