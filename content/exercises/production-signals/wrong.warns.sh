# fails: rule/refuses
kubectl apply -f - <<'YAML'
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: production }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments] }]
  validations:
    - expression: has(object.metadata.labels) && 'owner' in object.metadata.labels
    - expression: object.spec.template.spec.containers.all(c, has(c.resources.limits) && 'memory' in c.resources.limits)
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: production }
spec:
  policyName: production
  validationActions: [Warn]
  matchResources: { namespaceSelector: { matchLabels: { env: production } } }
YAML
sleep 5
