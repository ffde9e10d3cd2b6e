# fails: defaults/pods
# Without a request of its own, the limit is the request as well.
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: LimitRange
metadata: { name: memory, namespace: @{other} }
spec: { limits: [{ type: Container, default: { memory: @{defaults.limit} }, max: { memory: 512Mi } }] }
YAML
