# fails: templates/claims, templates/own
# One claim in the template of the Pods: all three share it.
sed -e 's/name: ring-0-restored/name: shared/' -e '/dataSource/,$d' /root/restored.yaml | kubectl apply -n db -f -
kubectl get statefulset ring -o json | jq '{apiVersion, kind, metadata: {name: "store"}, spec: .spec} | .spec.replicas = 3 | .spec.serviceName = "store"
  | .spec.selector.matchLabels.app = "store" | .spec.template.metadata.labels.app = "store" | del(.spec.volumeClaimTemplates)
  | .spec.template.spec.volumes = [{name: "data", persistentVolumeClaim: {claimName: "shared"}}]' | kubectl apply -n db -f -
kubectl rollout status statefulset/store -n db --timeout=180s
