# The tag kept beside the digest; one expression over all containers; an owner of another name.
image=$(kubectl get pods -n shop -l app=web -o jsonpath='{.items[0].status.containerStatuses[0].imageID}')
kubectl patch deployment web -n shop --type=json -p "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"nginx:1.27@${image#*@}\"}]"
cat <<'YAML' | kubectl create -f -
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: registry }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['*'], operations: [CREATE, UPDATE], resources: [pods] }] }
  variables:
    - { name: all, expression: 'object.spec.containers + (has(object.spec.initContainers) ? object.spec.initContainers : [])' }
  validations:
    - { expression: "variables.all.all(c, c.image.matches('^registry[.]example[.]com/'))", message: not our registry }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: registry-prod }
spec:
  policyName: registry
  validationActions: [Deny, Audit]
  matchResources: { namespaceSelector: { matchExpressions: [{ key: images, operator: In, values: [ours] }] } }
YAML
kubectl patch deployment tool -n strict --type=merge -p '{"spec":{"template":{"metadata":{"labels":{"owner":"night-shift"}}}}}'
kubectl rollout status deployment/web -n shop --timeout=120s
kubectl rollout status deployment/tool -n strict --timeout=120s
sleep 10
