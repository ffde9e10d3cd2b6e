# A policy for each end of each arrow; the namespace is told by a label of our own.
kubectl label namespace @{watcher} watches=@{namespace}
policy() { # NAME APP DIRECTION PEERS PORTS
  kubectl apply -n @{namespace} -f - <<YAML
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: $1 }
spec:
  podSelector: { matchExpressions: [{ key: app, operator: In, values: [$2] }] }
  policyTypes: [$3]
  $(echo $3 | tr EI ei): [{ $( [ $3 = Ingress ] && echo from || echo to ): [$4], ports: [$5] }]
YAML
}
app() { echo "{ podSelector: { matchLabels: { app: $1 } } }"; }
policy a1 @{front} Egress "$(app @{middle})" '{ port: @{apiPort}, protocol: TCP }'
policy a2 @{middle} Ingress "$(app @{front})" '{ port: @{apiPort}, protocol: TCP }'
policy b1 @{middle} Egress "$(app @{store})" '{ port: @{storePort}, protocol: TCP }'
policy b2 @{store} Ingress "$(app @{middle})" '{ port: @{storePort}, protocol: TCP }'
policy c1 @{middle} Ingress '{ namespaceSelector: { matchLabels: { watches: @{namespace} } }, podSelector: { matchLabels: { app: @{scraper} } } }' '{ port: 9100 }'
policy d1 '@{front}, @{middle}, @{store}' Egress '{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }' '{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }'
sleep 5
