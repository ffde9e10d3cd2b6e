# A manifest; an alias in the caller's namespace; the finalizer removed by a JSON patch.
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: Namespace
metadata: { name: team-blue, labels: { team: blue } }
YAML
kubectl config set-context kubernetes-admin@kubernetes --namespace team-blue
kubectl create service externalname api -n web --external-name=api.backend.svc.cluster.local
kubectl patch configmap price-list -n old-shop --type=json -p '[{"op":"remove","path":"/metadata/finalizers"}]'
sleep 60
