kubectl patch service catalog -n shop --type=merge -p '{"spec":{"selector":{"app":"catalogue"}}}'
kubectl patch service ledger -n bank --type=merge -p '{"spec":{"ports":[{"port":80,"targetPort":8080}]}}'
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: reader-dns
  namespace: library
spec:
  podSelector: { matchLabels: { app: reader } }
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { k8s-app: kube-dns } }
      ports:
        - { protocol: UDP, port: 53 }
        - { protocol: TCP, port: 53 }
YAML
kubectl patch deployment projector -n cinema --patch '{"spec":{"template":{"spec":{"dnsPolicy":"ClusterFirst","dnsConfig":null}}}}'
kubectl patch service gallery -n museum --patch '{"spec":{"selector":{"tier":"web"}}}'
kubectl rollout status deployment/projector -n cinema --timeout=60s
sleep 10
