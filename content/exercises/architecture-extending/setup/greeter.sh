#!/bin/bash
# One pass: for every Greeting there is a Deployment of that size, which belongs to it.
kubectl get greetings -A -o json | jq -c '.items[]' | while read -r greeting; do
  jq '{
    apiVersion: "apps/v1", kind: "Deployment",
    metadata: {
      name: .metadata.name, namespace: .metadata.namespace,
      ownerReferences: [{apiVersion, kind, name: .metadata.name, uid: .metadata.uid, controller: true}]
    },
    spec: {
      replicas: .spec.replicas,
      selector: {matchLabels: {greeting: .metadata.name}},
      template: {
        metadata: {labels: {greeting: .metadata.name}},
        spec: {containers: [{name: "web", image: "nginx:1.27"}]}
      }
    }
  }' <<< "$greeting" | kubectl apply --server-side --field-manager=greeter -f -
  kubectl patch greeting "$(jq -r .metadata.name <<< "$greeting")" -n "$(jq -r .metadata.namespace <<< "$greeting")" \
    --subresource=status --type=merge -p '{"status":{"served":"yes"}}'
done
