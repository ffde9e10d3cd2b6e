# fails: reconciler/heals, reconciler/follows, reconciler/may
# Applied once from outside, as a pipeline does: nobody looks again.
kubectl get configmap repository -n gitops -o json | jq -r '.data[] + "\n---\n"' | kubectl apply -f -
kubectl rollout status deployment/front -n site --timeout=60s
