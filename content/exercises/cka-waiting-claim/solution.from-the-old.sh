# Everything is copied from what is there; the claim without a class is made anew with one.
kubectl get pvc @{claim} -n @{namespace} -o json | jq '.spec.storageClassName = "@{class}" | del(.metadata.annotations, .metadata.finalizers, .metadata.uid, .metadata.resourceVersion, .status)' > claim.json
kubectl get storageclass @{class} -o yaml | sed 's#^provisioner:.*#provisioner: rancher.io/local-path#; /uid:/d; /resourceVersion:/d' > class.yaml
kubectl delete storageclass @{class}
kubectl apply -f class.yaml
kubectl replace --force -f claim.json
sed 's#name: @{class}#name: @{newClass}#; s#nodePath:.*#nodePath: @{directory}#; s#Delete#Retain#; /last-applied/,+1d; /annotations:/d; /creationTimestamp/d' class.yaml > new.yaml
kubectl apply -f new.yaml
kubectl annotate storageclass @{newClass} storageclass.kubernetes.io/is-default-class=true
kubectl get pvc @{other} -n @{namespace} -o yaml | sed '/uid:/d; /resourceVersion:/d' > other.yaml
kubectl delete pvc @{other} -n @{namespace}
kubectl create -f other.yaml
sleep 60
