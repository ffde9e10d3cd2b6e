# fails: policy/refuses-scale
# The rule sees the Deployment itself, and kubectl scale writes to its subresource.
kubectl apply -f - <<'YAML'
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: two-replicas
spec:
  matchConstraints:
    resourceRules:
      - { apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments] }
  validations:
    - expression: object.spec.replicas >= 2
      message: at least two replicas
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: two-replicas
spec:
  policyName: two-replicas
  validationActions: [Deny]
  matchResources:
    namespaceSelector:
      matchLabels: { guarded: 'yes' }
YAML
sleep 3
