# Where each family of packages comes from: the registry, or its stand-in in src/standins. Sourced after common.sh.
# shellcheck shell=bash disable=SC2154

# family | the package that stands for it, as a project file writes it | what its stand-in needs from Debian | a use of its native part
# shellcheck disable=SC2016
families=(
  'TorchSharp|$(TorchSharpBundle)|g++ libtorch-dev libopenblas0-pthread|TorchSharp.torch.ones(1).sum().item<float>()'
  'Akka|Akka.Cluster.Tools||'
  'Prometheus|OpenTelemetry.Exporter.Prometheus.AspNetCore||'
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

# probe FAMILY PACKAGE USE: prints nuget, or why not: absent or unusable, where its native part does not load (TorchSharp's is
# built for newer systems than some). Only "no such package" means absent; a network error is an error.
probe() {
  local project=$artifacts/probe/$1/probe.csproj output use=$3
  rm -rf "${project%/*}"
  mkdir -p "${project%/*}"
  cat >"$project" <<EOF
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <EnforceCodeStyleInBuild>false</EnforceCodeStyleInBuild>
    <GenerateDocumentationFile>false</GenerateDocumentationFile>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Remove="@(PackageReference)" />
    <PackageReference Include="$2" />
  </ItemGroup>
</Project>
EOF
  echo "System.Console.WriteLine(${use:-0});" >"${project%/*}/Program.cs"
  if output=$(dotnet restore "$project" --no-http-cache --nologo -v q 2>&1); then
    if [[ -z $use ]] || loads "$project"; then
      echo nuget
    else
      echo unusable
    fi
    return
  fi
  echo "$output" >>"$log"
  if grep -q 'error NU1101' <<<"$output" && ! grep 'error ' <<<"$output" | grep -qv 'error NU1101'; then
    echo absent
    return
  fi
  fail_with_log "can't tell whether the package registry has $1 ($(grep -om 1 'error .*' <<<"$output" || echo 'no error named'))"
}

# loads PROJECT: whether it runs. Its output, with a copy of every native library, is not kept.
loads() {
  local code=0
  dotnet build "$1" --no-restore --nologo -v q >>"$log" 2>&1 || fail_with_log "the probe ${1%/*} did not build"
  dotnet run --project "$1" --no-build >>"$log" 2>&1 || code=$?
  rm -rf "${1%/*}/bin"
  return "$code"
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
    echo '  <!-- Written by ./gancluster: the packages of these families are not to be had, or do not load here. -->'
    echo '  <PropertyGroup>'
    for family; do
      echo "    <${family}Source>standin</${family}Source>"
    done
    echo '  </PropertyGroup>'
    echo '</Project>'
  } >"$choice"
}

# GANCLUSTER_PACKAGES=standin asks nobody and takes the stand-ins.
choose_families() {
  local family package source row use standins=() known=$artifacts/families.stamp
  if [[ ${GANCLUSTER_PACKAGES:-} == standin ]]; then
    write_choice "${families[@]%%|*}"
    choice_fingerprint >"$known"
    return
  fi
  if [[ -f $known && $(<"$known") == "$(choice_fingerprint)" ]]; then
    return
  fi
  for row in "${families[@]}"; do
    IFS='|' read -r family package _ use <<<"$row"
    say "asking the package registry for $family"
    source=$(probe "$family" "$package" "$use")
    case $source in
      absent) say "the registry has no $family: the stand-in in src/standins is used" ;;
      unusable) say "$family's package does not load on this system: the stand-in in src/standins is used" ;;
      *) continue ;;
    esac
    standins+=("$family")
  done
  write_choice "${standins[@]}"
  choice_fingerprint >"$known"
}
