# The new class is made out of the old one.
kubectl get storageclass @{class} -o json |
  jq 'del(.metadata["uid", "resourceVersion", "creationTimestamp", "managedFields", "annotations"]) | .metadata.name = "@{newClass}"
    | .reclaimPolicy = "Retain" | .volumeBindingMode = "WaitForFirstConsumer" | .allowVolumeExpansion = true' | kubectl create -f -
kubectl annotate storageclass @{class} storageclass.kubernetes.io/is-default-class-
kubectl annotate storageclass @{newClass} storageclass.kubernetes.io/is-default-class=true
kubectl get storageclass @{class} -o yaml | sed '/^provisioner/i allowVolumeExpansion: true' | kubectl replace --force -f -
kubectl get pvc @{claim} -n @{namespace} -o yaml | sed '/^spec:/,/^status:/s/storage: 1Gi/storage: @{size}/' | kubectl apply -f -
kubectl rollout restart deployment/@{app} -n @{namespace}
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
sleep 30
