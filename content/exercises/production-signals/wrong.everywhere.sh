# fails: rule/accepts, rule/report
kubectl get deployments -n shop -o json | jq -r '.items[] | select(.metadata.labels.owner == null) | "\(.metadata.namespace)/\(.metadata.name)"' > /root/violations.txt
kubectl apply -f - <<'YAML'
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: production }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments] }]
  validations:
    - expression: object.metadata.?labels.?owner.orValue('') != ''
    - expression: object.spec.template.spec.containers.all(c, has(c.resources.limits) && 'memory' in c.resources.limits)
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: production }
spec: { policyName: production, validationActions: [Deny] }
YAML
sleep 5
