# fails: reuse/bound
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{claim}, namespace: @{namespace} }
spec:
  accessModes: [@{mode}]
  storageClassName: @{class}
  volumeName: @{volume}
  resources: { requests: { storage: @{size} } }
YAML
sleep 20
