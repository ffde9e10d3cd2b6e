# A rule in CEL instead of bounds; server-side apply and a list of differences; the policy by the namespace's name; the webhook told to let pass.
sed -e 's/greetings/sites/g; s/greeting/site/g; s/Greeting/Site/g; s/demo\.example/web.example/g' -e '/additionalPrinterColumns/,/jsonPath: .status.served/d' \
  -e 's/required: \[text\]/required: [image]/; s/text:/image:/; s/minimum: 0/minimum: 1/' /root/greeting-crd.yaml > site.yaml
kubectl apply -f site.yaml

cat > /root/badge.sh <<'BASH'
for namespace in $(kubectl get configmap -A --field-selector=metadata.name=badge -o jsonpath='{.items[*].metadata.namespace}'); do
  [ -z "$(kubectl get namespace "$namespace" -o jsonpath='{.metadata.labels.team}')" ] && kubectl delete configmap badge -n "$namespace"
done
for namespace in $(kubectl get namespaces -l team -o jsonpath='{.items[*].metadata.name}'); do
  team=$(kubectl get namespace "$namespace" -o jsonpath='{.metadata.labels.team}')
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: badge, namespace: %s}\ndata: {team: "%s"}\n' "$namespace" "$team" |
    kubectl apply --server-side --force-conflicts -f -
done
BASH

kubectl apply -f - <<'YAML'
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: no-singles }
spec:
  failurePolicy: Fail
  matchConstraints:
    namespaceSelector:
      matchLabels: { kubernetes.io/metadata.name: guarded }
    resourceRules:
      - { apiGroups: [apps], apiVersions: ['*'], operations: ['*'], resources: ['deployments', 'deployments/*'] }
  validations:
    - expression: "oldObject != null && object == null || request.subResource == 'status' || object.spec.replicas > 1"
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: no-singles }
spec: { policyName: no-singles, validationActions: [Deny] }
YAML

kubectl patch validatingwebhookconfiguration image-inspector --type=json -p '[{"op":"replace","path":"/webhooks/0/failurePolicy","value":"Ignore"}]'
kubectl delete replicaset -n stuck -l app=mill
kubectl rollout status deployment/mill -n stuck --timeout=180s
sleep 5
