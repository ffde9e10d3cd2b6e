# fails: blocked/policy-holds
kubectl delete validatingadmissionpolicybinding pods-have-owners
kubectl rollout restart deployment/tool -n strict
kubectl rollout status deployment/tool -n strict --timeout=120s
