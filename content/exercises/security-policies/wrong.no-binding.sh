# fails: registry/refused, registry/init-too, registry/no-lookalike
# A policy without a binding is only a text.
cat <<'YAML' | kubectl apply -f -
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: our-images }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods] }] }
  validations: [{ expression: "object.spec.containers.all(c, c.image.startsWith('registry.example.com/'))" }]
YAML
sleep 10
