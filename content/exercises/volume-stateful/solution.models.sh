# From the models; ledger's StatefulSet is replaced around its Pods.
kubectl get statefulset ring -o json | jq '{apiVersion, kind, metadata: {name: "store"}, spec: .spec} | .spec.replicas = 3 | .spec.serviceName = "store"
  | .spec.selector.matchLabels.app = "store" | .spec.template.metadata.labels.app = "store" | del(.spec.volumeClaimTemplates[].status)' | kubectl apply -n db -f -
sed -e 's/name: ring-0-before/name: before-release/' -e 's/data-ring-0/orders/' /root/snapshot.yaml | kubectl apply -n shop -f -
sed -e 's/name: ring-0-restored/name: yesterday/' -e 's/ring-0-before/nightly/' -e 's/1Gi/2Gi/' /root/restored.yaml | kubectl apply -n blog -f -
kubectl patch deployment blog -n blog -p '{"spec":{"template":{"spec":{"volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"yesterday"}}]}}}}'
kubectl get statefulset cache -n tmp -o yaml | sed 's/whenScaled: Retain/whenScaled: Delete/' | kubectl replace -f -

kubectl get statefulset ledger -n bank -o json | jq 'del(.status, .metadata.uid, .metadata.resourceVersion) | .spec.volumeClaimTemplates[0].spec.storageClassName = "csi-hostpath-sc"' > ledger.json
kubectl delete statefulset ledger -n bank --cascade=orphan
kubectl delete pvc -n bank --all --wait=false
kubectl delete pod -n bank --all
kubectl create -f ledger.json
for name in db/store bank/ledger; do kubectl rollout status statefulset/${name#*/} -n ${name%/*} --timeout=180s; done
kubectl rollout status deployment/blog -n blog --timeout=180s
kubectl wait -n shop --for=jsonpath='{.status.readyToUse}'=true volumesnapshot/before-release --timeout=120s
sleep 5
