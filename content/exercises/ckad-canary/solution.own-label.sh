# A label of its own on both, which the Service selects.
kubectl get deployment @{app} -n @{namespace} -o json | jq '
  .metadata = {name: "@{app}-canary", namespace: "@{namespace}"} | del(.status)
  | .spec.replicas = @{share.new}
  | .spec.selector.matchLabels = {deployment: "@{app}-canary"}
  | .spec.template.metadata.labels = {deployment: "@{app}-canary", serves: "@{app}"}
  | .spec.template.spec.containers[0].image = "gcr.io/google-samples/hello-app:2.0"' | kubectl create -f -
kubectl patch deployment @{app} -n @{namespace} -p '{"spec":{"replicas":@{share.old},"template":{"metadata":{"labels":{"serves":"@{app}"}}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{app}-canary -n @{namespace} --timeout=120s
kubectl patch service @{app} -n @{namespace} --type=json -p '[{"op":"replace","path":"/spec/selector","value":{"serves":"@{app}"}}]'
kubectl scale deployment @{front}-@{colours.new} -n @{namespace} --replicas=@{replicas}
kubectl wait deployment/@{front}-@{colours.new} -n @{namespace} --for=jsonpath='{.status.availableReplicas}'=@{replicas} --timeout=120s
kubectl set selector service @{front} -n @{namespace} app=@{front},colour=@{colours.new}
sleep 10
