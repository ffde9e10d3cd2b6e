@{proxy.mend}
kubectl patch deployment @{app}-two -n @{namespace} --type=json -p '@{port.mend}'
kubectl get networkpolicy @{app} -n @{namespace} -o json | jq '.spec.ingress[0].from += [{namespaceSelector: {matchExpressions: [{key: "kubernetes.io/metadata.name", operator: "In", values: ["@{visitor}"]}]}, podSelector: {matchLabels: {role: "client"}}}]' | kubectl replace -f -
kubectl rollout status daemonset/kube-proxy -n kube-system --timeout=120s
kubectl rollout status deployment/@{app}-two -n @{namespace} --timeout=120s
sleep 10
