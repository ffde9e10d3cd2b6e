for each in "alpha red" "beta blue" "gamma"; do
  set -- $each
  kubectl create namespace "$1"
  [ -n "$2" ] && kubectl label namespace "$1" team="$2"
done
kubectl create namespace guarded
kubectl label namespace guarded guarded=yes
kubectl create namespace stuck
kubectl label namespace stuck inspected=yes
kubectl apply -f - <<'YAML'
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: image-inspector
webhooks:
  - name: images.inspector.example.com
    admissionReviewVersions: [v1]
    sideEffects: None
    timeoutSeconds: 5
    failurePolicy: Fail
    clientConfig:
      service: { name: inspector, namespace: inspection, path: /validate }
    namespaceSelector:
      matchLabels: { inspected: 'yes' }
    rules:
      - { apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods] }
YAML
kubectl create deployment mill -n stuck --image=nginx:1.27 --replicas=2
sleep 15
