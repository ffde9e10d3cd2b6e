cat <<'YAML' | kubectl apply -f -
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata:
  name: @{class}
handler: @{fault.handler}
scheduling:
  nodeSelector:
    @{label}: gvisor
YAML
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"runtimeClassName": "@{class}"}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
sleep 5
kubectl exec -n @{namespace} deployment/@{app} -- dmesg > /opt/answers/sandbox/dmesg.txt
