# Looked up, and patched.
cd /opt/answers/hungry
kubectl get pods -n @{namespace} -o json | jq -r '.items[] | select(any(.status.containerStatuses[]?; .state.terminated.reason == "OOMKilled" or .lastState.terminated.reason == "OOMKilled")) | .metadata.labels.app' | sort -u > memory.txt
kubectl get pods -n @{namespace} -o json | jq -r '.items[] | select(.status.reason == "Evicted") | .metadata.labels.app' | sort -u > storage.txt
until kubectl top pods -n @{namespace}; do sleep 10; done; sleep 35
kubectl top pods -n @{namespace} | awk '$2 == "60m" || $2 == "61m" || $2 == "59m" || $2 == "58m" { sub("-.*", "", $1); print $1 }' > cpu.txt
kubectl patch deployment $(cat memory.txt) -n @{namespace} -p '{"spec":{"template":{"spec":{"containers":[{"name":"work","resources":{"limits":{"memory":"@{memory}"}}}]}}}}'
kubectl patch deployment $(cat cpu.txt) -n @{namespace} -p '{"spec":{"template":{"spec":{"containers":[{"name":"work","resources":{"limits":{"cpu":"@{cpu}"}}}]}}}}'
kubectl patch deployment $(cat storage.txt) -n @{namespace} --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/resources/limits/ephemeral-storage","value":"@{storage}"}]'
sleep 60
