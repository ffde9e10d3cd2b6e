# Claims that ask for their volume by name, and manifests edited as files.
kubectl get deployment page -n press -o json | jq '
  .spec.template.spec.volumes = [{name: "out", emptyDir: {sizeLimit: "65536Ki"}}]
  | .spec.template.spec.containers[0].volumeMounts = [{name: "out", mountPath: "/out"}]
  | .spec.template.spec.containers[1].volumeMounts = [{name: "out", mountPath: "/usr/share/nginx/html", readOnly: true}]' | kubectl replace -f -
kubectl patch pv tapes -p '{"spec":{"claimRef":{"name":"tapes","uid":null,"resourceVersion":null}}}'
claim() { # NAMESPACE NAME SIZE CLASS VOLUME
  sed -e "s/name: demo/name: $2\n  namespace: $1/" -e "s/500Mi/$3/" -e "s/storageClassName: demo/storageClassName: $4\n  volumeName: $5/" /root/claim.yaml
}
claim shop orders 1Gi manual disk-small | kubectl apply -f -
claim museum tapes 1Gi tape tapes | kubectl apply -f -
claim bank ledger 5Gi bank-ssd vault | kubectl replace --force -f -
kubectl get deployment orders -n shop -o json | jq '
  .spec.template.spec.volumes = [{name: "d", persistentVolumeClaim: {claimName: "orders"}}]
  | .spec.template.spec.containers[0].volumeMounts = [{name: "d", mountPath: "/var/lib/orders"}]' | kubectl replace -f -
kubectl rollout status deployment/page -n press --timeout=120s
kubectl rollout status deployment/orders -n shop --timeout=120s
kubectl rollout status deployment/ledger -n bank --timeout=180s
kubectl wait -n museum --for=condition=Ready pod/reader --timeout=120s
sleep 5
