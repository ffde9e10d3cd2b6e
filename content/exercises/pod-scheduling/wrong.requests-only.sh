# fails: guaranteed/class
# Requests without limits are Burstable.
kubectl run cache --image=redis:7.4 --dry-run=client -o json |
	jq '.spec.containers[0].resources = {"requests": {"cpu": "100m", "memory": "128Mi"}}' | kubectl create -f -
kubectl wait --for=condition=Ready pod/cache --timeout=120s
