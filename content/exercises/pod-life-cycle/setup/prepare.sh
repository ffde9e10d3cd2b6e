kubectl create namespace clinic
kubectl run worker --namespace=clinic --image=busybox:1.36 --command -- \
	sh -c 'echo "worker: connected"; sleep 15; echo "worker: fatal: queue orders is gone" >&2; exit 42'
kubectl run ledger --namespace=clinic --image=postgres:17
kubectl run stubborn --namespace=clinic --image=busybox:1.36 --command -- sleep 3600
kubectl wait --for=condition=Ready pod/stubborn --namespace=clinic --timeout=120s
sleep 120
