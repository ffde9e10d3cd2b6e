# From the API of the metrics, sorted by hand.
until kubectl top pods -n @{namespace} > /dev/null 2>&1; do sleep 5; done
cd /opt/answers/usage
kubectl get --raw '/apis/metrics.k8s.io/v1beta1/pods?labelSelector=@{label}' > /tmp/pods.json
jq -r '.items[] | (.containers[0].usage.cpu | rtrimstr("n") | tonumber) as $cpu | "\($cpu) \(.metadata.name)"' /tmp/pods.json | sort -rn | head -1 | cut -d' ' -f2 > cpu.txt
jq -r '.items[] | "\(.containers[0].usage.memory) \(.metadata.name)"' /tmp/pods.json | sort -rn | cut -d' ' -f2 > memory.txt
kubectl get --raw /apis/metrics.k8s.io/v1beta1/nodes | jq -r '.items | max_by(.usage.memory | rtrimstr("Ki") | tonumber) | .metadata.name' > node.txt
