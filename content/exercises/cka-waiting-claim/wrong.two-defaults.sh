# fails: class/only-default, class/fields, waiting/class-as-it-was
# The class of before becomes a default with another policy, and so does the new one.
kubectl get storageclass @{class} -o json | jq '.provisioner = "rancher.io/local-path" | .reclaimPolicy = "Retain" | .metadata.annotations["storageclass.kubernetes.io/is-default-class"] = "true" | del(.metadata.resourceVersion, .metadata.uid)' > class.json
kubectl replace --force -f class.json
jq '.metadata.name = "@{newClass}" | .volumeBindingMode = "Immediate"' class.json | kubectl create -f -
sleep 30
