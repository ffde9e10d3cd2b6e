# The Deployment itself mounts both for a while; the StatefulSet is made anew around its Pods.
kubectl get statefulset @{app} -n @{namespace} -o json | jq '.spec.persistentVolumeClaimRetentionPolicy = @{policy.patch}' > /tmp/set.json
kubectl delete statefulset @{app} -n @{namespace} --cascade=orphan
jq 'del(.status, .metadata["uid", "resourceVersion"])' /tmp/set.json | kubectl create -f -
kubectl get pv -o json | jq -r '.items[] | select(.spec.claimRef.name | startswith("data-@{app}-")) | .metadata.name' |
  xargs -n 1 kubectl patch pv -p '{"spec": {"persistentVolumeReclaimPolicy": "Retain"}}'
kubectl get pvc @{old} -n @{namespace} -o json |
  jq '{apiVersion, kind, metadata: {name: "@{new}", namespace: "@{namespace}"}, spec: {accessModes: .spec.accessModes, storageClassName: "@{keep}", resources: {requests: {storage: "@{size}"}}}}' | kubectl create -f -
kubectl get deployment @{reader} -n @{namespace} -o json > /tmp/before.json
jq '.spec.template.spec.volumes += [{name: "next", persistentVolumeClaim: {claimName: "@{new}"}}] | .spec.template.spec.containers[0].volumeMounts += [{name: "next", mountPath: "/next"}]' /tmp/before.json | kubectl replace -f -
kubectl rollout status deployment/@{reader} -n @{namespace} --timeout=60s
kubectl exec -n @{namespace} deployment/@{reader} -- sh -c 'tar -C /data -cf - . | tar -C /next -xf -'
kubectl delete deployment @{reader} -n @{namespace}
jq 'del(.status, .metadata["uid", "resourceVersion"]) | .spec.template.spec.volumes[0].persistentVolumeClaim.claimName = "@{new}"' /tmp/before.json | kubectl create -f -
kubectl delete pvc @{old} -n @{namespace} --timeout=60s
kubectl rollout status deployment/@{reader} -n @{namespace} --timeout=60s
sleep 20
