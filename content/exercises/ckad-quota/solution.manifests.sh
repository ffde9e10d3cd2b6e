kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec.containers[0].resources =
  {requests: {cpu: "@{cpu}", memory: "100Mi"}, limits: {cpu: "0.5", memory: "200Mi"}}' | kubectl replace -f -
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: LimitRange
metadata: { name: defaults, namespace: @{other} }
spec: { limits: [{ type: Container, defaultRequest: { memory: @{defaults.request} }, default: { memory: @{defaults.limit} } }] }
---
apiVersion: v1
kind: LimitRange
metadata: { name: most, namespace: @{other} }
spec: { limits: [{ type: Container, max: { memory: 0.5Gi } }] }
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: @{other}-quota, namespace: @{other} }
spec: { hard: { pods: @{most.pods}, limits.memory: @{most.memory}, persistentvolumeclaims: @{most.claims} } }
YAML
sleep 60
