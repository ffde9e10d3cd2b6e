# fails: class/nodes, workload/others
# Every Pod says itself where it goes; and all Deployments are changed.
echo '{"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": "@{class}"}, "handler": "@{fault.handler}"}' | kubectl apply -f -
for name in @{app} @{app}-console; do
  kubectl patch deployment $name -n @{namespace} -p '{"spec": {"template": {"spec": {"runtimeClassName": "@{class}", "nodeSelector": {"@{label}": "gvisor"}}}}}'
  kubectl rollout status deployment/$name -n @{namespace} --timeout=120s
done
