kubectl patch pv @{volume} --type=json -p '[{"op": "remove", "path": "/spec/claimRef"}]'
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: @{claim}
  namespace: @{namespace}
spec:
  accessModes: [@{mode}]
  storageClassName: @{class}
  volumeName: @{volume}
  resources:
    requests:
      storage: @{size}
YAML
kubectl patch pv pv-@{kept} -p '{"spec": {"persistentVolumeReclaimPolicy": "Retain"}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
