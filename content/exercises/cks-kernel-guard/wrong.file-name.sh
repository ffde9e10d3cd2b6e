# fails: apparmor/enforced, apparmor/effect, seccomp/named
# The file's name instead of the profile's; the filter stays where the kubelet does not look.
ssh @{node1} 'cp /opt/profiles/apparmor /etc/apparmor.d/ && apparmor_parser /etc/apparmor.d/apparmor'
kubectl patch deployment @{app} -n @{namespace} -p '{"spec":{"template":{"spec":{"securityContext":{"appArmorProfile":{"type":"Localhost","localhostProfile":"apparmor"}}}}}}'
kubectl patch deployment @{other} -n @{namespace} -p '{"spec":{"template":{"spec":{"securityContext":{"seccompProfile":{"type":"Localhost","localhostProfile":"@{filter.file}.json"}}}}}}'
sleep 40
