# fails: dedicated/taint-kept
kubectl taint node node02 dedicated-
kubectl create deployment ledger -n bank --image=nginx:1.27 --replicas=2 --dry-run=client -o json |
	jq '.spec.template.spec.nodeSelector = {"pool": "ledger"}' | kubectl create -f -
kubectl rollout status deployment/ledger -n bank --timeout=120s
