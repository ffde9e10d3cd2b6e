# fails: dedicated/there, dedicated/available
# Sent to the node, but not let in.
kubectl create deployment ledger -n bank --image=nginx:1.27 --replicas=2 --dry-run=client -o json |
	jq '.spec.template.spec.nodeSelector = {"pool": "ledger"}' | kubectl create -f -
sleep 40
