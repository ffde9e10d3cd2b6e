# fails: placed/new-pods, made/new-ones
# The Pods are bound by hand.
for i in $(seq @{replicas}); do kubectl run @{app}-$i -n @{namespace} --image=nginx:1.27 --overrides='{"spec": {"nodeName": "@{node1}"}}'; done
kubectl delete pod @{app}-rehearsal -n @{namespace} --force
kubectl run @{app}-rehearsal -n @{namespace} --image=nginx:1.27 --overrides='{"spec": {"nodeName": "@{node1}"}}'
sleep 60
