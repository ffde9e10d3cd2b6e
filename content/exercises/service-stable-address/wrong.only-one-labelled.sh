# fails: empty/both
# Labels put on a single Pod bring back only that one.
kubectl label $(kubectl get pods -n bank -l app=ledger -o name | head -n 1) -n bank tier=backend
