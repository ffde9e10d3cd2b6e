# Summed up by a program; the events in the order of the Pods, which is theirs.
kubectl get deployments -A -o json | jq -r '[.items[] | select(.spec.template.spec.containers[0].resources.requests.cpu // "" | endswith("m"))
  | {name: "\(.metadata.namespace)/\(.metadata.name)", cpu: ((.spec.template.spec.containers[0].resources.requests.cpu | rtrimstr("m") | tonumber) * (.status.availableReplicas // 0))}]
  | max_by(.cpu).name' > /opt/answers/room/deployment.txt
IFS=/ read -r namespace name < /opt/answers/room/deployment.txt
kubectl get deployment "$name" -n "$namespace" -o json | jq '.spec.template.spec.containers[0].resources.requests.cpu = "@{lower}"' | kubectl apply -f -
kubectl rollout status deployment/"$name" -n "$namespace" --timeout=60s
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
kubectl events -A --types=Warning -o json | jq -r '[.items[] | select(.reason == "FailedMount")] | sort_by(.firstTimestamp)[].involvedObject.name' | awk '!seen[$0]++' > /opt/answers/room/mounts.txt
sleep 20
ssh @{node2} 'journalctl -u kubelet -o cat -g "Could not process" -n 1' > /opt/answers/room/kubelet.txt
ssh @{node2} 'cat > /etc/kubernetes/manifests/@{static}.yaml' <<'YAML'
{ apiVersion: v1, kind: Pod, metadata: { name: @{static} }, spec: { containers: [{ name: main, image: 'busybox:1.36', command: [sleep, '86400'], resources: { requests: { cpu: 0.01, memory: 20M } } }] } }
YAML
sleep 40
