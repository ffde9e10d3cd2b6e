# Services by command and by replacing what is there.
kubectl get service @{peers} -n @{namespace} -o json | jq '.spec = {clusterIP: "None", publishNotReadyAddresses: true, selector: {app: "@{group}", role: "member"}, ports: [{name: "any", port: 80}]} | del(.status)' | kubectl replace --force -f -
kubectl create service externalname @{alias} -n @{namespace} --external-name=@{far}.@{other}.svc.cluster.local
kubectl get service @{cart} -n @{namespace} -o json | jq '.spec.sessionAffinity = "ClientIP" | .spec.sessionAffinityConfig = {clientIP: {timeoutSeconds: @{stay.seconds}}}' | kubectl replace -f -
kubectl rollout status statefulset/@{group} -n @{namespace} --timeout=180s
sleep 5
