# fails: grow/data
# A larger claim of the same name, and an empty disk.
kubectl patch storageclass @{class} -p '{"allowVolumeExpansion": true}'
kubectl scale deployment @{app} -n @{namespace} --replicas=0
kubectl delete pvc @{claim} -n @{namespace} --timeout=60s
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{claim}, namespace: @{namespace} }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: @{class}
  resources: { requests: { storage: @{size} } }
YAML
kubectl scale deployment @{app} -n @{namespace} --replicas=1
sleep 30
