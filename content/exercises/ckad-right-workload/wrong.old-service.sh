# fails: own-names/first, own-names/comes-again
# The Service keeps its address, so that there are no names of single Pods.
kubectl get deployment @{store} -n @{namespace} -o json | jq '.kind = "StatefulSet" | .metadata |= {name, namespace} | del(.status, .spec.strategy, .spec.progressDeadlineSeconds)
  | .spec += {serviceName: "peers", podManagementPolicy: "Parallel", volumeClaimTemplates: [{metadata: {name: "data"}, spec: {storageClassName: "@{class}", accessModes: ["ReadWriteOnce"], resources: {requests: {storage: "@{size}"}}}}]}
  | .spec.template.spec.containers[0].volumeMounts = [{name: "data", mountPath: "@{path}"}]' > /tmp/store.json
kubectl delete deployment @{store} -n @{namespace}
kubectl apply -f /tmp/store.json
kubectl rollout status statefulset/@{store} -n @{namespace} --timeout=60s
