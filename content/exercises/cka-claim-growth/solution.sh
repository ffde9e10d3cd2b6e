kubectl patch storageclass @{class} -p '{"allowVolumeExpansion": true}'
kubectl patch pvc @{claim} -n @{namespace} -p '{"spec": {"resources": {"requests": {"storage": "@{size}"}}}}'

kubectl apply -f - <<'YAML'
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: @{newClass}
  annotations:
    storageclass.kubernetes.io/is-default-class: "true"
provisioner: hostpath.csi.k8s.io
reclaimPolicy: Retain
volumeBindingMode: WaitForFirstConsumer
allowVolumeExpansion: true
YAML
kubectl annotate storageclass @{class} storageclass.kubernetes.io/is-default-class=false --overwrite
kubectl wait -n @{namespace} --for=jsonpath='{.status.capacity.storage}'=@{size} pvc/@{claim} --timeout=120s
