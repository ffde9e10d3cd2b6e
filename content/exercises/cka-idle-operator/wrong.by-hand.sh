# fails: operator/reconciles, definition/source
# The ConfigMap is made by hand; the schema is open.
kubectl create --dry-run=client -o json -f /opt/files/operator/crd.yaml |
  jq '.spec.versions[0].schema.openAPIV3Schema.properties.spec = {type: "object", properties: {source: {type: "string"}, copies: {type: "integer", minimum: @{least}, maximum: @{most}, default: @{usual}}}}' |
  kubectl create -f -
sleep 5
echo '{"apiVersion": "@{kind.group}/v1", "kind": "@{kind.kind}", "metadata": {"name": "@{object}"}, "spec": {"source": "@{source}"}}' | kubectl create -n @{namespace} -f -
kubectl create configmap @{object}-plan -n @{namespace} --from-literal=source=@{source} --from-literal=copies=@{usual}
sleep 20
