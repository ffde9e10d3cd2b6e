# fails: crd/accepts, crd/refuses-six, crd/refuses-without-image
# An open schema takes anything and fills in nothing.
kubectl apply -f - <<'YAML'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: sites.web.example.com }
spec:
  group: web.example.com
  scope: Namespaced
  names: { plural: sites, singular: site, kind: Site }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true }
YAML
sleep 5
