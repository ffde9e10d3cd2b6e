# fails: class/fields, class/retained
# Without a policy a class deletes.
kubectl apply -f - <<'YAML'
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
provisioner: rancher.io/local-path
volumeBindingMode: WaitForFirstConsumer
YAML
sed -e 's/name: logs/name: scratch/' -e 's/local-path/fast/' -e 's/500Mi/2Gi/' /root/logs.yaml | kubectl apply -n lab -f -
kubectl rollout status deployment/bench -n lab --timeout=180s
