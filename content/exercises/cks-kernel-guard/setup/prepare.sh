cat > /tmp/prepare <<'SCRIPT'
mkdir -p /opt/profiles
cat > /opt/profiles/apparmor <<'PROFILE'
#include <tunables/global>

profile @{profile} flags=(attach_disconnected) {
  #include <abstractions/base>
  file,
  network,
  capability,
  deny @{closed.dir}/** w,
}
PROFILE
echo '{ "defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{ "names": [@{filter.calls}], "action": "SCMP_ACT_ERRNO" }] }' > /opt/profiles/@{filter.file}.json
SCRIPT
ssh @{node1} bash -s < /tmp/prepare
rm /tmp/prepare
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
kubectl rollout status deployment/@{other} -n @{namespace} --timeout=60s
