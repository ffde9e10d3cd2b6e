# fails: dedicated/nowhere-else
# A toleration lets in; it does not send.
kubectl create deployment ledger -n bank --image=nginx:1.27 --replicas=2 --dry-run=client -o json |
	jq '.spec.template.spec.tolerations = [{"key": "dedicated", "operator": "Exists"}]' | kubectl create -f -
kubectl rollout status deployment/ledger -n bank --timeout=120s
