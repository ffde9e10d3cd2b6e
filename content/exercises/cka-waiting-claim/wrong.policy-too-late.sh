# fails: other/kept
# The class is corrected when the volume has been made.
new() {
  kubectl apply -f - <<YAML
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: @{newClass}, annotations: { storageclass.kubernetes.io/is-default-class: 'true' } }
provisioner: rancher.io/local-path
parameters: { nodePath: @{directory} }
reclaimPolicy: $1
volumeBindingMode: WaitForFirstConsumer
YAML
}
new Delete
kubectl rollout status deployment/@{other} -n @{namespace} --timeout=120s
kubectl delete storageclass @{newClass}
new Retain
sleep 20
