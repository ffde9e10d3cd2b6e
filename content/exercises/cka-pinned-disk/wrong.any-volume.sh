# fails: volume/class, volume/local, volume/node, claim/by-label, claim/data
# Without a selector the claim takes the smaller volume, on the other node.
kubectl apply -f - <<'YAML'
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: @{class} }
provisioner: kubernetes.io/no-provisioner
---
apiVersion: v1
kind: PersistentVolume
metadata: { name: @{volume} }
spec:
  capacity: { storage: @{size} }
  accessModes: [ReadWriteOnce]
  storageClassName: @{class}
  local: { path: /srv/disks/@{volume} }
  nodeAffinity:
    required: { nodeSelectorTerms: [{ matchExpressions: [{ key: kubernetes.io/hostname, operator: Exists }] }] }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{claim}, namespace: @{namespace} }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: @{class}
  resources: { requests: { storage: 4Gi } }
YAML
sleep 40
