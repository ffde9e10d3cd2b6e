# fails: everywhere/new, everywhere/workers, everywhere/update
# Without a toleration; and the other one is let onto the control plane.
kubectl create deployment @{every} -n @{namespace} --image=busybox:1.36 --dry-run=client -o json -- sleep infinity | jq '.kind = "DaemonSet" | del(.spec.replicas, .spec.strategy)' | kubectl create -f -
kubectl patch daemonset @{agent} -n @{namespace} --type=json -p '[{"op": "remove", "path": "/spec/template/spec/nodeSelector"}, {"op": "add", "path": "/spec/template/spec/tolerations", "value": [{"operator": "Exists"}]}]'
sleep 20
