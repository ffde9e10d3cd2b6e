# fails: fragments/nobody-waits
# The trick worked, and node01 is closed ever since.
kubectl cordon node01
kubectl delete $(kubectl get pods -n plant -l app=small --field-selector=spec.nodeName=node01 -o name | head -n 1) -n plant
kubectl rollout status deployment/small -n plant --timeout=60s
kubectl taint node node01 pool=general:NoSchedule
kubectl uncordon node01
kubectl patch deployment big -n plant -p '{"spec":{"template":{"spec":{"tolerations":[{"key":"pool","value":"general"}]}}}}'
kubectl rollout status deployment/big -n plant --timeout=60s
