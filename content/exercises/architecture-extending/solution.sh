kubectl apply -f - <<'YAML'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: sites.web.example.com
spec:
  group: web.example.com
  scope: Namespaced
  names: { plural: sites, singular: site, kind: Site }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [image]
              properties:
                image: { type: string }
                replicas: { type: integer, minimum: 1, maximum: 5, default: 1 }
YAML
kubectl wait --for=condition=Established crd/sites.web.example.com --timeout=30s

cat > /root/badge.sh <<'BASH'
#!/bin/bash
kubectl get namespaces -o json | jq -r '.items[] | .metadata.name + " " + (.metadata.labels.team // "")' |
  while read -r namespace team; do
    if [ -n "$team" ]; then
      kubectl create configmap badge -n "$namespace" --from-literal=team="$team" --dry-run=client -o yaml | kubectl apply -f -
    else
      kubectl delete configmap badge -n "$namespace" --ignore-not-found
    fi
  done
BASH

kubectl apply -f - <<'YAML'
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: two-replicas
spec:
  matchConstraints:
    resourceRules:
      - { apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments, deployments/scale] }
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

kubectl delete validatingwebhookconfiguration image-inspector
kubectl rollout status deployment/mill -n stuck --timeout=120s
sleep 5
