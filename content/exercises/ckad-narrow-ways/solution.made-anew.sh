kubectl get networkpolicy @{app}-in -n @{namespace} -o json | jq '.spec.ingress = [{from: [{namespaceSelector: {matchExpressions: [{key: "zone", operator: "In", values: ["@{zone}"]}]}}], ports: [{port: 8080}]}]' | kubectl replace --force -f -
cat <<'YAML' | kubectl create -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: @{worker}-out, namespace: @{namespace} }
spec:
  podSelector: { matchExpressions: [{ key: role, operator: In, values: [@{worker}] }] }
  policyTypes: [Egress]
  egress:
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }]
      ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
    - to: [{ namespaceSelector: { matchLabels: { zone: inner } }, podSelector: { matchLabels: { app: @{store} } } }]
      ports: [{ port: 6379 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: nobody, namespace: @{quiet} }
spec: { podSelector: {}, policyTypes: [Ingress] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: neighbours, namespace: @{quiet} }
spec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: @{quiet} } } }] }] }
YAML
sleep 5
