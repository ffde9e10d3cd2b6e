# fails: closed/allowed, closed/names, metadata/rest
# DNS is forgotten; in the open namespace nothing but port 80 leads out.
sed 's/^    //' <<'YAML' | kubectl apply -f -
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: { name: closed, namespace: '@{namespace}' }
    spec:
      podSelector: {}
      policyTypes: [Ingress, Egress]
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: { name: out, namespace: '@{namespace}' }
    spec:
      podSelector: { matchLabels: { app: '@{front}' } }
      policyTypes: [Egress]
      egress: [{ ports: [{ port: 8080 }], to: [{ podSelector: { matchLabels: { app: '@{back}' } } }] }]
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: { name: in, namespace: '@{namespace}' }
    spec:
      podSelector: { matchLabels: { app: '@{back}' } }
      ingress:
        - ports: [{ port: 8080 }]
          from: [{ podSelector: { matchLabels: { app: '@{front}' } } }, { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: '@{watch}' } } }]
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: { name: web, namespace: '@{open}' }
    spec:
      podSelector: {}
      policyTypes: [Egress]
      egress: [{ ports: [{ port: 80 }], to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [169.254.169.254/32] } }] }]
YAML
