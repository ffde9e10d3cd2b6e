# One policy a Pod; the rule and where it holds in one object, with variables.
cat > /root/signals.txt <<'TXT'
saturation: mailer
latency: search
errors: login
TXT
echo 3.9 > /root/burn.txt
printf 'shop/cart\nbooks/ledger\n' > /root/violations.txt
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: a-cart, namespace: shop }
spec:
  podSelector: { matchLabels: { app: cart } }
  policyTypes: [Ingress, Egress]
  ingress: [{ from: [{ podSelector: { matchLabels: { app: front } } }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: b-front, namespace: shop }
spec:
  podSelector: { matchLabels: { app: front } }
  policyTypes: [Ingress, Egress]
  egress:
    - ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
      to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }]
    - to: [{ podSelector: { matchLabels: { app: cart } } }, { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: books } } }]
    - to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.169.254/32] } }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: c-rest, namespace: shop }
spec:
  podSelector: { matchExpressions: [{ key: app, operator: NotIn, values: [front, cart] }] }
  policyTypes: [Ingress, Egress]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: owners-and-limits }
spec:
  failurePolicy: Fail
  matchConstraints:
    namespaceSelector: { matchExpressions: [{ key: env, operator: In, values: [production] }] }
    resourceRules: [{ apiGroups: [apps], apiVersions: ['*'], operations: ['*'], resources: [deployments] }]
  matchConditions: [{ name: not-deleted, expression: request.operation != 'DELETE' }]
  variables:
    - { name: owner, expression: "has(object.metadata.labels) && 'owner' in object.metadata.labels ? object.metadata.labels['owner'] : ''" }
  validations:
    - expression: size(variables.owner) > 0 && object.spec.template.spec.containers.all(each, has(each.resources.limits) && has(each.resources.limits.memory))
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: owners-and-limits }
spec: { policyName: owners-and-limits, validationActions: [Deny, Audit] }
YAML
sleep 5
