# fails: database/runs, database/stays, stubborn/still-there
# A Pod made again from the same spec dies of the same thing; one that was only deleted is gone.
kubectl get pod ledger -n clinic -o yaml > ledger.yaml
kubectl replace --force -f ledger.yaml
kubectl delete pod stubborn -n clinic --force
sleep 60
