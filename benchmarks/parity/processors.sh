#!/bin/sh
# Runs the numeric tests under the kernels that libtorch and oneDNN choose on older processors, and on 1 to 3 threads.
# All settings are tried, and those that failed are listed at the end. Arguments go to Maven, for instance
# -Dtest=ParityTest.
set -u
cd "$(dirname "$0")/../.."

failed=
for settings in \
  ATEN_CPU_CAPABILITY=avx512 ATEN_CPU_CAPABILITY=avx2 ATEN_CPU_CAPABILITY=default \
  ONEDNN_MAX_CPU_ISA=AVX2 ONEDNN_MAX_CPU_ISA=SSE41 "ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2" \
  OMP_NUM_THREADS=1 OMP_NUM_THREADS=2 OMP_NUM_THREADS=3; do
  echo "$settings"
  # shellcheck disable=SC2086
  env $settings ./mvnw -B -q test -pl libs/vlm,libs/rl,benchmarks -am -Dspotless.check.skip=true \
    -Dsurefire.failIfNoSpecifiedTests=false --fail-at-end \
    "-Dtest=org.geor1.vlm.engine.*Test,org.geor1.vlm.model.*Test,org.geor1.vlm.parity.*Test,org.geor1.rl.*Test,org.geor1.benchmarks.parity.*Test" \
    "$@" || failed="$failed
  $settings"
done
[ -z "$failed" ] || {
  echo "failed under:$failed"
  exit 1
}
