# fails: class/default, class/late-and-growing
# The reclaim policy and the binding mode are left as they come.
kubectl annotate storageclass @{class} storageclass.kubernetes.io/is-default-class=false --overwrite
kubectl apply -f - <<'YAML'
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: @{newClass}
  annotations: { storageclass.kubernetes.io/is-default-class: 'true' }
provisioner: hostpath.csi.k8s.io
allowVolumeExpansion: true
YAML
