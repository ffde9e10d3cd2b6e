# fails: apparmor/reboot, seccomp/filtered, seccomp/named
# The profile is in the kernel but in no directory; the runtime's filter is not the one of the task.
ssh @{node1} apparmor_parser /opt/profiles/apparmor
kubectl patch deployment @{app} -n @{namespace} -p '{"spec":{"template":{"spec":{"securityContext":{"appArmorProfile":{"type":"Localhost","localhostProfile":"@{profile}"}}}}}}'
kubectl patch deployment @{other} -n @{namespace} -p '{"spec":{"template":{"spec":{"securityContext":{"seccompProfile":{"type":"RuntimeDefault"}}}}}}'
sleep 40
