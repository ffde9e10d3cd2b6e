@{fault.first}
kubectl delete pvc @{claim} -n @{namespace}
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: @{claim}
  namespace: @{namespace}
spec:
  accessModes:
    - ReadWriteOnce
  storageClassName: @{class}
  resources:
    requests:
      storage: @{size}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: @{newClass}
  annotations:
    storageclass.kubernetes.io/is-default-class: "true"
provisioner: rancher.io/local-path
parameters:
  nodePath: @{directory}
reclaimPolicy: Retain
volumeBindingMode: WaitForFirstConsumer
YAML
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{other} -n @{namespace} --timeout=120s
