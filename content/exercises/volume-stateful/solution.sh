kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: store
  namespace: db
spec:
  serviceName: store
  replicas: 3
  selector:
    matchLabels:
      app: store
  template:
    metadata:
      labels:
        app: store
    spec:
      containers:
        - name: redis
          image: redis:7.4
          volumeMounts:
            - name: data
              mountPath: /data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: csi-hostpath-sc
        resources:
          requests:
            storage: 1Gi
---
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata:
  name: before-release
  namespace: shop
spec:
  volumeSnapshotClassName: csi-hostpath-snapclass
  source:
    persistentVolumeClaimName: orders
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: posts-restored
  namespace: blog
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: csi-hostpath-sc
  resources:
    requests:
      storage: 1Gi
  dataSource:
    apiGroup: snapshot.storage.k8s.io
    kind: VolumeSnapshot
    name: nightly
YAML
kubectl patch deployment blog -n blog --type=json -p '[
  {"op": "replace", "path": "/spec/template/spec/volumes/0/persistentVolumeClaim/claimName", "value": "posts-restored"}
]'
kubectl patch statefulset cache -n tmp -p '{"spec": {"persistentVolumeClaimRetentionPolicy": {"whenScaled": "Delete", "whenDeleted": "Retain"}}}'

kubectl get statefulset ledger -n bank -o yaml | sed 's/csi-hostpath-ssd/csi-hostpath-sc/' > ledger.yaml
kubectl delete statefulset ledger -n bank
kubectl delete pvc data-ledger-0 -n bank
kubectl create -f ledger.yaml

kubectl rollout status statefulset/store -n db --timeout=180s
kubectl rollout status statefulset/ledger -n bank --timeout=180s
kubectl rollout status deployment/blog -n blog --timeout=180s
kubectl wait -n shop --for=jsonpath='{.status.readyToUse}'=true volumesnapshot/before-release --timeout=120s
sleep 5
