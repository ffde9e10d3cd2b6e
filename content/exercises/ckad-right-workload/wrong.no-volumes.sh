# fails: own-names/claims, own-names/comes-again
kubectl get deployment @{store} -n @{namespace} -o json | jq '.kind = "StatefulSet" | .metadata |= {name, namespace} | del(.status, .spec.strategy, .spec.progressDeadlineSeconds)
  | .spec += {serviceName: "@{store}", podManagementPolicy: "Parallel"}
  | .spec.template.spec.volumes = [{name: "data", emptyDir: {}}]
  | .spec.template.spec.containers[0].volumeMounts = [{name: "data", mountPath: "@{path}"}]' > /tmp/store.json
kubectl delete deployment @{store} -n @{namespace}
kubectl get service @{store} -n @{namespace} -o json | jq '.spec |= {clusterIP: "None", selector, ports}' | kubectl replace --force -f -
kubectl apply -f /tmp/store.json
kubectl rollout status statefulset/@{store} -n @{namespace} --timeout=60s
