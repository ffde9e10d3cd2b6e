kubectl create --dry-run=client -o json -f /opt/files/operator/crd.yaml |
  jq '.spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.copies = {type: "integer", minimum: @{least}, maximum: @{most}, default: @{usual}}' |
  kubectl create -f -
sleep 5
@{fault.other}
echo '{"apiVersion": "@{kind.group}/v1", "kind": "@{kind.kind}", "metadata": {"name": "@{object}"}, "spec": {"source": "@{source}"}}' | kubectl create -n @{namespace} -f -
sleep 40
