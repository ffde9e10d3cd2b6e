# fails: nightly/complete, nightly/proxy-kept, nightly/spoke
# Without the proxy the report waits for ever.
kubectl get job nightly -n batch -o json | jq '
  del(.metadata.uid, .metadata.resourceVersion, .metadata.labels, .spec.selector, .spec.template.metadata, .status)
  | .spec.template.spec.containers |= map(select(.name == "report"))' | kubectl replace --force -f -
sleep 90
