# The selector of the old DaemonSet goes, the budget is made anew, the new DaemonSet tolerates everything.
kubectl create deployment @{every} -n @{namespace} --image=busybox:1.36 --dry-run=client -o json -- sleep infinity |
  jq '.kind = "DaemonSet" | del(.spec.replicas, .spec.strategy) | .spec.updateStrategy = {type: "RollingUpdate", rollingUpdate: {maxUnavailable: 2}} | .spec.template.spec |= (.tolerations = [{operator: "Exists"}] | .containers[0].resources = {requests: {cpu: "10m"}})' | kubectl create -f -
kubectl patch daemonset @{agent} -n @{namespace} --type=json -p '[{"op": "remove", "path": "/spec/template/spec/nodeSelector"}]'
kubectl delete pdb @{app} -n @{namespace}
kubectl create pdb @{app} -n @{namespace} --selector=app=@{app} --max-unavailable=1 2> /dev/null || kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: @{app} }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: @{app} } } }
YAML
sleep 5
kubectl drain @{node2} --ignore-daemonsets
sleep 20
