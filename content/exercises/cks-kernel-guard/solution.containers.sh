# In the containers' own contexts; the profile keeps its file's name, the filter has a folder.
ssh @{node1} 'cp /opt/profiles/apparmor /etc/apparmor.d/ && apparmor_parser -a /etc/apparmor.d/apparmor; mkdir -p /var/lib/kubelet/seccomp/profiles; cp /opt/profiles/*.json /var/lib/kubelet/seccomp/profiles/'
kubectl get deployment @{app} -n @{namespace} -o json \
  | jq '.spec.template.spec.containers[0].securityContext.appArmorProfile = {type: "Localhost", localhostProfile: "@{profile}"}' | kubectl replace -f -
kubectl get deployment @{other} -n @{namespace} -o json \
  | jq '.spec.template.spec.containers[0].securityContext.seccompProfile = {type: "Localhost", localhostProfile: "profiles/@{filter.file}.json"}' | kubectl replace -f -
sleep 40
