# fails: defaults/pods, quota/hard
# Defaults without a maximum; a quota of requests instead of limits.
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: LimitRange
metadata: { name: memory, namespace: @{other} }
spec: { limits: [{ type: Container, defaultRequest: { memory: @{defaults.request} }, default: { memory: @{defaults.limit} } }] }
YAML
kubectl create quota @{other}-quota -n @{other} --hard=pods=@{most.pods},requests.memory=@{most.memory},persistentvolumeclaims=@{most.claims}
sleep 5
