kubectl apply -f - <<'YAML'
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: rancher.io/local-path
reclaimPolicy: Retain
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: scratch
  namespace: lab
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: fast
  resources:
    requests:
      storage: 2Gi
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: local-ssd
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: PersistentVolume
metadata:
  name: ssd
spec:
  capacity:
    storage: 5Gi
  accessModes: [ReadWriteOnce]
  storageClassName: local-ssd
  local:
    path: /mnt/ssd
  nodeAffinity:
    required:
      nodeSelectorTerms:
        - matchExpressions:
            - key: kubernetes.io/hostname
              operator: In
              values: [node02]
YAML

kubectl annotate storageclass standard storageclass.kubernetes.io/is-default-class=false --overwrite
kubectl annotate storageclass local-path storageclass.kubernetes.io/is-default-class=true --overwrite

kubectl patch storageclass standard -p '{"allowVolumeExpansion": true}'
kubectl patch pvc orders -n shop -p '{"spec": {"resources": {"requests": {"storage": "3Gi"}}}}'

kubectl patch deployment gallery -n media --type=json -p '[{"op": "remove", "path": "/spec/template/spec/nodeSelector"}]'

kubectl scale deployment orders -n shop --replicas=1
kubectl rollout status deployment/orders -n shop --timeout=180s
kubectl rollout status deployment/bench -n lab --timeout=180s
kubectl rollout status deployment/cache -n edge --timeout=180s
kubectl rollout status deployment/gallery -n media --timeout=180s
kubectl wait -n shop --for=jsonpath='{.status.capacity.storage}'=3Gi pvc/orders --timeout=120s
sleep 5
