for ns in shop prod strict; do kubectl create namespace $ns; done
kubectl label namespace prod images=ours
kubectl label namespace strict owners=required
kubectl create deployment web -n shop --image=nginx:1.27 --replicas=2
kubectl apply -f - <<'YAML'
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: pods-have-owners }
spec:
  failurePolicy: Fail
  matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }
  validations:
    - expression: "has(object.metadata.labels) && 'owner' in object.metadata.labels"
      message: a Pod needs the label owner, so that somebody can be called at night
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: pods-have-owners }
spec:
  policyName: pods-have-owners
  validationActions: [Deny]
  matchResources: { namespaceSelector: { matchLabels: { owners: required } } }
YAML
sleep 10
kubectl create deployment tool -n strict --image=nginx:1.27
kubectl label deployment tool -n strict owner=mina
kubectl rollout status deployment/web -n shop --timeout=120s
sleep 5
