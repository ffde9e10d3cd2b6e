# The Deployments are deleted and created again.
kubectl get deployment @{app} -n @{namespace} -o json | jq '(.spec.template.spec.volumes[] | select(.name == "scratch").emptyDir.sizeLimit) = "@{limit}" | del(.metadata.uid, .metadata.resourceVersion, .status)' > app.json
@{shared.other}
kubectl create -f app.json
kubectl get deployment @{viewer} -n @{namespace} -o json | jq '.spec.template.spec.volumes[0].projected = {sources: [
  {configMap: {name: "@{viewer}-settings", items: [{key: "main", path: "settings.ini", mode: 256}]}},
  {secret: {name: "@{viewer}-login", items: [{key: "password", path: "password", mode: 256}]}},
  {downwardAPI: {items: [{path: "labels", mode: 256, fieldRef: {fieldPath: "metadata.labels"}}]}}]}' | kubectl replace --force -f -
sleep 100
