# fails: registry/ours, registry/elsewhere
# Bound everywhere, and with an expression that nothing satisfies.
cat <<'YAML' | kubectl apply -f -
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: our-images }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods] }] }
  validations: [{ expression: "object.spec.containers.all(c, c.image.startsWith('https://registry.example.com/'))" }]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: our-images }
spec: { policyName: our-images, validationActions: [Deny] }
YAML
sleep 10
