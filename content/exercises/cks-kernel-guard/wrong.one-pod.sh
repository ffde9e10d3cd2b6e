# fails: apparmor/effect, seccomp/named
# What does not start is scaled away.
ssh @{node1} 'cp /opt/profiles/apparmor /etc/apparmor.d/ && apparmor_parser /etc/apparmor.d/apparmor; mkdir -p /var/lib/kubelet/seccomp; cp /opt/profiles/*.json /var/lib/kubelet/seccomp/'
kubectl scale deployment @{app} @{other} -n @{namespace} --replicas=1
kubectl patch deployment @{app} -n @{namespace} -p '{"spec":{"template":{"spec":{"securityContext":{"appArmorProfile":{"type":"Localhost","localhostProfile":"@{profile}"}}}}}}'
kubectl patch deployment @{other} -n @{namespace} -p '{"spec":{"template":{"spec":{"securityContext":{"seccompProfile":{"type":"Localhost","localhostProfile":"@{filter.file}.json"}}}}}}'
sleep 40
