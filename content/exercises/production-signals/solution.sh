printf 'errors login\nlatency search\nsaturation mailer\n' > /root/signals.txt
awk 'BEGIN { printf "%.2f\n", 58 / (2900 + 58) / 0.005 }' > /root/burn.txt

kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: cart, namespace: shop }
spec:
  podSelector: { matchLabels: { app: cart } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ podSelector: { matchLabels: { app: front } } }]
      ports: [{ port: 80 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: front, namespace: shop }
spec:
  podSelector: { matchLabels: { app: front } }
  policyTypes: [Egress]
  egress:
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }]
      ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
    - to: [{ podSelector: { matchLabels: { app: cart } } }]
      ports: [{ port: 80 }]
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: books } }, podSelector: { matchLabels: { app: ledger } } }]
      ports: [{ port: 80 }]
    - to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16] } }]
YAML

for namespace in $(kubectl get namespaces -l env=production -o jsonpath='{.items[*].metadata.name}'); do
  kubectl get deployments -n $namespace -o json | jq -r '.items[] | select((.metadata.labels.owner // "") == "" or any(.spec.template.spec.containers[]; .resources.limits.memory == null)) | "\(.metadata.namespace)/\(.metadata.name)"'
done > /root/violations.txt
kubectl apply -f - <<'YAML'
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: production }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments] }]
  validations:
    - expression: object.metadata.?labels.?owner.orValue('') != ''
      message: production wants a label owner
    - expression: object.spec.template.spec.containers.all(c, has(c.resources) && has(c.resources.limits) && 'memory' in c.resources.limits)
      message: production wants a memory limit for every container
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: production }
spec:
  policyName: production
  validationActions: [Deny]
  matchResources: { namespaceSelector: { matchLabels: { env: production } } }
YAML
sleep 5
