# Where each family of packages comes from: the registry, or its stand-in in src/standins. Sourced after common.sh.
# shellcheck shell=bash disable=SC2154

# family | the package that stands for it, as a project file writes it | what its stand-in needs from Debian
# shellcheck disable=SC2016
families=(
  'TorchSharp|$(TorchSharpBundle)|g++ libtorch-dev libopenblas0-pthread'
  'Akka|Akka.Cluster.Tools|'
  'Prometheus|OpenTelemetry.Exporter.Prometheus.AspNetCore|'
)
choice=$root/packages.local.props

uses_standin() {
  [[ -f $choice ]] && grep -q "<$1Source>standin<" "$choice"
}

# What the answers were found for and what was written then; a difference makes the launcher ask again.
choice_fingerprint() (
  cd "$root" || exit
  sha256sum Directory.Packages.props Directory.Build.props eng/families.sh ./*.config packages.local.props 2>/dev/null || true
)

# probe FAMILY PACKAGE: prints nuget or standin. Only "no such package" is a definite answer; a network error is an error.
probe() {
  local project=$artifacts/probe/$1/probe.csproj output
  rm -rf "${project%/*}"
  mkdir -p "${project%/*}"
  cat >"$project" <<EOF
<Project Sdk="Microsoft.NET.Sdk">
  <ItemGroup>
    <PackageReference Remove="@(PackageReference)" />
    <PackageReference Include="$2" />
  </ItemGroup>
</Project>
EOF
  if output=$(dotnet restore "$project" --no-http-cache --nologo -v q 2>&1); then
    echo nuget
    return
  fi
  echo "$output" >>"$log"
  if grep -q 'error NU1101' <<<"$output" && ! grep 'error ' <<<"$output" | grep -qv 'error NU1101'; then
    echo standin
    return
  fi
  fail_with_log "can't tell whether the package registry has $1 ($(grep -om 1 'error .*' <<<"$output" || echo 'no error named'))"
}

# write_choice FAMILY...: those that are stand-ins. Without any the file goes, as on a machine with the whole of NuGet.
write_choice() {
  local family
  if [[ $# == 0 ]]; then
    rm -f "$choice"
    return
  fi
  {
    echo '<Project>'
    echo '  <!-- Written by ./gancluster: the registry lacks these families. -->'
    echo '  <PropertyGroup>'
    for family; do
      echo "    <${family}Source>standin</${family}Source>"
    done
    echo '  </PropertyGroup>'
    echo '</Project>'
  } >"$choice"
}

choose_families() {
  local family package source row standins=() known=$artifacts/families.stamp
  if [[ -f $known && $(<"$known") == "$(choice_fingerprint)" ]]; then
    return
  fi
  for row in "${families[@]}"; do
    IFS='|' read -r family package _ <<<"$row"
    say "asking the package registry for $family"
    source=$(probe "$family" "$package")
    if [[ $source == standin ]]; then
      say "the registry has no $family: the stand-in in src/standins is used"
      standins+=("$family")
    fi
  done
  write_choice "${standins[@]}"
  choice_fingerprint >"$known"
}
