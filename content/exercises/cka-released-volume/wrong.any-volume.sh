# fails: reuse/bound, reuse/runs
# Bound at once, but to the volume that was free.
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{claim}, namespace: @{namespace} }
spec:
  accessModes: [@{mode}]
  storageClassName: @{class}
  resources: { requests: { storage: @{size} } }
YAML
sleep 20
