kubectl get deployment @{app} -n @{namespace} -o json | jq '.metadata.annotations["kubernetes.io/change-cause"] = "@{cause}"
  | .spec.minReadySeconds = @{pace.ready} | .spec.revisionHistoryLimit = @{pace.keep} | .spec.strategy.rollingUpdate = {maxUnavailable: @{pace.fewer}, maxSurge: @{pace.more}}
  | .spec.template.spec.containers[0] |= (.image = "nginx:1.29" | .env += [{name: "MODE", value: "@{mode}"}] | .resources.requests.memory = "@{memory}")' | kubectl replace -f -
kubectl -n @{namespace} @{fault.other}
sleep 120
