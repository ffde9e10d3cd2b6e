# The handler as the node says it; the Deployment made anew.
handler=$(ssh @{fault.node} "grep -B1 io.containerd.runsc.v1 /etc/containerd/config.toml" | sed -n 's/.*runtimes\.\(.*\)\]/\1/p')
jq -n --arg handler "$handler" '{apiVersion: "node.k8s.io/v1", kind: "RuntimeClass", metadata: {name: "@{class}"}, handler: $handler, scheduling: {nodeSelector: {"@{label}": "gvisor"}}}' | kubectl create -f -
kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec.runtimeClassName = "@{class}"' | kubectl replace --force -f -
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
pod=$(kubectl get pods -n @{namespace} -l app=@{app} --sort-by=.metadata.creationTimestamp -o jsonpath='{.items[-1:].metadata.name}')
kubectl exec -n @{namespace} $pod -- dmesg | sudo tee /opt/answers/sandbox/dmesg.txt
sleep 5
