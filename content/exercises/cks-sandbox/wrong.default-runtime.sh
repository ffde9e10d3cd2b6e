# fails: class/sandbox, workload/sandboxed, workload/log
# The class has the runtime that everybody has.
echo '{"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": "@{class}"}, "handler": "runc", "scheduling": {"nodeSelector": {"@{label}": "gvisor"}}}' | kubectl apply -f -
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"runtimeClassName": "@{class}"}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl exec -n @{namespace} deployment/@{app} -- dmesg > /opt/answers/sandbox/dmesg.txt
