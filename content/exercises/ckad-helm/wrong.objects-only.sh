# fails: remove/gone
kubectl delete deployments,services -n @{old.namespace} @{old.name}-podinfo
