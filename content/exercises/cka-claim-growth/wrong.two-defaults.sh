# fails: class/one-default
kubectl annotate storageclass @{class} storageclass.kubernetes.io/is-default-class=true --overwrite
sleep 2
kubectl apply -f - <<'YAML'
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: @{newClass}
  annotations: { storageclass.kubernetes.io/is-default-class: 'true' }
provisioner: hostpath.csi.k8s.io
reclaimPolicy: Retain
volumeBindingMode: WaitForFirstConsumer
allowVolumeExpansion: true
YAML
