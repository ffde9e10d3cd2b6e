kubectl apply -f - <<'YAML'
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: @{class}
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: PersistentVolume
metadata:
  name: @{volume}
  labels:
    media: ssd
spec:
  capacity:
    storage: @{size}
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  storageClassName: @{class}
  local:
    path: /srv/disks/@{volume}
  nodeAffinity:
    required:
      nodeSelectorTerms:
        - matchExpressions:
            - key: kubernetes.io/hostname
              operator: In
              values: ["@{node1}"]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: @{claim}
  namespace: @{namespace}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: @{class}
  resources:
    requests:
      storage: 4Gi
  selector:
    matchLabels:
      media: ssd
YAML

kubectl scale deployment @{reader} -n @{namespace} --replicas=0
kubectl delete pvc @{lasting} -n @{namespace}
kubectl delete pv @{lasting}
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: PersistentVolume
metadata:
  name: @{lasting}
spec:
  capacity:
    storage: 3Gi
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  storageClassName: manual
  local:
    path: /srv/disks/@{lasting}
  nodeAffinity:
    required:
      nodeSelectorTerms:
        - matchExpressions:
            - key: kubernetes.io/hostname
              operator: In
              values: ["@{node2}"]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: @{lasting}
  namespace: @{namespace}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: manual
  resources:
    requests:
      storage: 3Gi
YAML
kubectl scale deployment @{reader} -n @{namespace} --replicas=1
kubectl rollout status deployment/@{reader} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
