# fails: quotas/urgent, quotas/best-effort
# Without scopes they count everything.
kubectl create quota urgent -n @{namespace} --hard=pods=@{most.urgent}
kubectl create quota things -n @{namespace} --hard=services=@{most.services},secrets=@{most.secrets}
sleep 5
