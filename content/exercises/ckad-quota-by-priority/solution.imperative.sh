# Quotas by command where it can; requests that follow from the limits.
kubectl create quota effort -n @{namespace} --hard=pods=@{most.effort} --scopes=BestEffort
kubectl create quota things -n @{namespace} --hard=count/services=@{most.services},count/secrets=@{most.secrets}
kubectl create quota urgent -n @{namespace} --hard=pods=@{most.urgent} --dry-run=client -o json | jq '.spec.scopeSelector = {matchExpressions: [{scopeName: "PriorityClass", operator: "In", values: ["@{classes.high}"]}]}' | kubectl create -f -
kubectl get deployment @{app} -n @{tight} -o json | jq '.spec.template.spec |= (.priorityClassName = "@{classes.low}" | del(.priority) | .containers[0].resources = {limits: {cpu: "@{size.cpu}", memory: "@{size.memory}"}})' | kubectl replace --force -f -
kubectl rollout status deployment/@{app} -n @{tight} --timeout=120s
sleep 10
