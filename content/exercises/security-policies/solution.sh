digest=$(kubectl get pods -n shop -l app=web -o jsonpath='{.items[0].status.containerStatuses[0].imageID}' | sed 's/.*@//')
kubectl set image deployment/web -n shop nginx=nginx@$digest

cat <<'YAML' | kubectl apply -f -
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: our-images
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
      - apiGroups: ['']
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [pods]
  validations:
    - expression: object.spec.containers.all(c, c.image.startsWith('registry.example.com/'))
      message: images must come from registry.example.com
    - expression: "!has(object.spec.initContainers) || object.spec.initContainers.all(c, c.image.startsWith('registry.example.com/'))"
      message: images of init containers must come from registry.example.com
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: our-images
spec:
  policyName: our-images
  validationActions: [Deny]
  matchResources:
    namespaceSelector:
      matchLabels:
        images: ours
YAML

kubectl patch deployment tool -n strict -p '{"spec":{"template":{"metadata":{"labels":{"owner":"mina"}}}}}'
kubectl rollout status deployment/web -n shop --timeout=120s
kubectl rollout status deployment/tool -n strict --timeout=120s
sleep 10
