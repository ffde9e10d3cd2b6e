# The broken volume is taken away beneath its claim and comes back under its name; the new claim selects by an expression.
kubectl get pv @{lasting} -o json |
  jq 'del(.status, .metadata["uid", "resourceVersion", "creationTimestamp", "annotations", "finalizers"], .spec.claimRef.resourceVersion)
    | .spec.local.path = "/srv/disks/@{lasting}"
    | .spec.nodeAffinity.required.nodeSelectorTerms = [{matchExpressions: [{key: "kubernetes.io/hostname", operator: "In", values: ["@{node2}"]}]}]' > /tmp/volume.json
kubectl delete pv @{lasting} --wait=false
kubectl patch pv @{lasting} --type=merge -p '{"metadata": {"finalizers": null}}'
kubectl create -f /tmp/volume.json
jq '.metadata.name = "@{volume}" | .metadata.labels.media = "ssd" | .spec.capacity.storage = "@{size}" | .spec.storageClassName = "@{class}" | del(.spec.claimRef)
  | .spec.local.path = "/srv/disks/@{volume}" | .spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].values = ["@{node1}"]' /tmp/volume.json | kubectl apply -f -
kubectl create -f - <<'YAML'
{ "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": { "name": "@{class}" }, "provisioner": "kubernetes.io/no-provisioner", "volumeBindingMode": "WaitForFirstConsumer", "reclaimPolicy": "Retain" }
YAML
kubectl create -f - <<'YAML'
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{claim}, namespace: @{namespace} }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: @{class}
  resources: { requests: { storage: 4096Mi } }
  selector: { matchExpressions: [{ key: media, operator: In, values: [ssd] }] }
YAML
kubectl delete pods --all -n @{namespace}
kubectl rollout status deployment/@{reader} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
