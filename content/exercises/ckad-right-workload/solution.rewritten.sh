# What is there is turned into what should be there.
kubectl get deployment @{agent} -n @{namespace} -o json | jq '.kind = "DaemonSet" | .metadata |= {name, namespace} | del(.status, .spec.replicas, .spec.strategy, .spec.progressDeadlineSeconds)
  | .spec.updateStrategy = {type: "RollingUpdate", rollingUpdate: {maxUnavailable: @{most}, maxSurge: 0}}
  | .spec.template.spec.tolerations = [{operator: "Exists"}]
  | .spec.template.spec.containers[0].env = [{name: "NODE", valueFrom: {fieldRef: {fieldPath: "spec.nodeName"}}}]' > /tmp/agent.json
kubectl get deployment @{store} -n @{namespace} -o json | jq '.kind = "StatefulSet" | .metadata |= {name, namespace} | del(.status, .spec.strategy, .spec.progressDeadlineSeconds)
  | .spec += {serviceName: "@{store}", podManagementPolicy: "Parallel", volumeClaimTemplates: [{metadata: {name: "files"}, spec: {storageClassName: "@{class}", accessModes: ["ReadWriteOnce"], resources: {requests: {storage: "@{size}"}}}}]}
  | .spec.template.spec.containers[0].volumeMounts = [{name: "files", mountPath: "@{path}"}]' > /tmp/store.json
kubectl delete deployment @{agent} @{store} -n @{namespace}
kubectl get service @{store} -n @{namespace} -o json | jq '.spec |= {clusterIP: "None", selector, ports}' | kubectl replace --force -f -
kubectl apply -f /tmp/agent.json -f /tmp/store.json
kubectl rollout status daemonset/@{agent} -n @{namespace} --timeout=120s
kubectl rollout status statefulset/@{store} -n @{namespace} --timeout=120s
sleep 30
