# The Pods are exported, edited and replaced; the stubborn one learns to hear SIGTERM.
kubectl run pair --image=nginx:1.27 --dry-run=client -o json |
	jq '.spec.containers[0].name = "web" | .spec.containers += [{"name": "tool", "image": "busybox:1.36", "args": ["sleep", "1d"]}]' |
	kubectl create -f -

kubectl run report --image=busybox:1.36 --restart=OnFailure -- sh -c 'echo report ready; exit 0'

kubectl get pod worker -n clinic -o jsonpath='{.status.containerStatuses[0].lastState.terminated.exitCode}{"\n"}' > worker.txt
kubectl logs worker -n clinic -p >> worker.txt

kubectl get pod ledger -n clinic -o json |
	jq '.spec.containers[0].env = [{"name": "POSTGRES_HOST_AUTH_METHOD", "value": "trust"}]' |
	kubectl replace --force -f -

kubectl get pod stubborn -n clinic -o json |
	jq '.spec.containers[0].command = ["sh", "-c", "trap \"exit 0\" TERM; sleep 3600 & wait"]' |
	kubectl replace --force -f -

kubectl wait --for=condition=Ready pod/pair --timeout=120s
kubectl wait --for=condition=Ready pod/ledger pod/stubborn -n clinic --timeout=120s
sleep 20
